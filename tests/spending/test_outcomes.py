"""The table of outcomes, row by row: requests sent, bill, journal, exit code, words, waiting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from assetgen.errors import AssetgenError, ExitCode
from assetgen.spending.fetching import DELAYS, Way
from assetgen.spending.ledger import sum_costs
from tests.spending.fakes import PICTURE, PRICE

if TYPE_CHECKING:
    from assetgen.spending.fetching import Bought
    from tests.spending.fakes import RunOf, World


@dataclass(frozen=True)
class Row:
    """One row: the provider's outcomes, and everything that has to come of them."""

    script: list[str]
    states: list[str]
    words: str = ""
    code: ExitCode = ExitCode.OK
    billed: int = 1
    possibly: int = 0
    waits: tuple[float, ...] = ()
    downloads: tuple[str, ...] = ()


FAILED, OK = ExitCode.FAILED, ExitCode.OK
ROWS = {
    "a link": Row(["ok"], ["stored"]),
    "bytes inside": Row(["inline"], ["stored"]),
    "nothing sent, then it works": Row(
        ["unsent", "unsent", "ok"], ["unsent", "unsent", "stored"], waits=(1, 2)
    ),
    "nothing can be sent": Row(
        ["unsent"] * 9,
        ["unsent"] * 5,
        "nothing was sent: connection refused",
        FAILED,
        billed=0,
        waits=(1, 2, 4, 8),
    ),
    "429": Row(["429", "429", "ok"], ["limited", "limited", "stored"]),
    "429 for a day": Row(
        ["429 for a day"], ["limited"], "not sent: paid asks to wait for 86400 s", FAILED, billed=0
    ),
    "500, then it works": Row(
        ["500", "503", "ok"], ["fault", "fault", "stored"], possibly=2, waits=(2, 4)
    ),
    "500 thrice": Row(
        ["500", "503", "500", "ok"],
        ["fault"] * 3,
        "the provider failed 3 times: out of order",
        FAILED,
        billed=0,
        possibly=3,
        waits=(2, 4),
    ),
    "no answer": Row(
        ["cut off", "ok"],
        ["uncertain"],
        "sent, and no answer was seen (it may have cost $0.06): the connection was dropped",
        FAILED,
        billed=0,
        possibly=1,
    ),
    "400": Row(
        ["400", "ok"],
        ["failed"],
        "the provider refuses the request (aspect_ratio): no such ratio",
        FAILED,
        billed=0,
    ),
    "401": Row(
        ["401", "ok"],
        ["failed"],
        "nothing more is sent to this provider: no such key",
        FAILED,
        billed=0,
    ),
    "402": Row(
        ["402", "ok"],
        ["failed"],
        "nothing more is sent to this provider: no balance left",
        ExitCode.MONEY,
        billed=0,
    ),
    "422": Row(
        ["422", "ok"],
        ["refused"],
        "refused by moderation: this prompt is not allowed",
        ExitCode.REFUSED,
        billed=0,
    ),
    "no picture in it": Row(
        ["no picture", "ok"], ["unusable"], "no picture in the answer", FAILED, 0, possibly=1
    ),
    "no picture, but a cost": Row(
        ["no picture, but a cost", "ok"], ["unusable"], "no picture in the answer", FAILED
    ),
    "bytes that are no picture": Row(
        ["not a picture", "ok"], ["unusable"], "these bytes are no picture", FAILED
    ),
    "over the limits": Row(
        ["ok"], ["unusable"], "the picture has more than 256 MiB", FAILED, downloads=("too big",)
    ),
    "a download cut short": Row(
        ["ok"], ["stored"], waits=(1, 2), downloads=("cut", "cut")
    ),
    "a download that never works": Row(
        ["ok"],
        ["answered"],
        "paid for, and not fetched yet: the download was cut short",
        FAILED,
        waits=DELAYS,
        downloads=("cut",) * 99,
    ),
    "a dead link": Row(
        ["ok", "ok"],
        ["lost"],
        "paid for, and it can't be fetched any more: the link has expired",
        FAILED,
        waits=(1,),
        downloads=("cut", "dead"),
    ),
}  # fmt: skip


def bought_or_not(run: RunOf) -> tuple[Bought | None, str, ExitCode]:
    try:
        return run.buy(), "", OK
    except AssetgenError as error:
        return None, error.message, ExitCode(error.exit_code)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_each_outcome_has_its_row(world: World, row: Row) -> None:
    world.server.script = list(row.script)
    world.server.downloads = list(row.downloads)
    bought, words, code = bought_or_not(world.begin())
    assert (words, code, world.states()) == (row.words, row.code, row.states)
    assert (bought.data if bought else None) == (None if words else PICTURE)
    assert len(world.server.sent) == len(row.states)
    assert tuple(world.clock.waited) == row.waits
    costs = sum_costs(world.attempts())
    assert (costs.total, costs.uncertain) == (PRICE * row.billed, PRICE * row.possibly)
    certain = {"no picture"} & set(row.script)
    assert world.server.bill == costs.total + (PRICE if certain else 0)


def test_every_error_says_what_to_do_where_something_can_be_done(world: World) -> None:
    world.server.script = ["422"]
    with pytest.raises(AssetgenError) as caught:
        world.begin().buy()
    assert caught.value.hint is not None
    assert "--retry-refused" in caught.value.hint


def test_a_429_waits_as_long_as_it_says(world: World) -> None:
    world.server.script = ["429"]
    begun = world.clock.seconds()
    world.begin().buy()
    assert 7.0 <= world.clock.seconds() - begun < 8.0


def test_a_picture_of_another_size_than_declared_is_kept_with_a_warning(world: World) -> None:
    world.server.script = ["wrong size"]
    bought = world.begin().buy()
    assert bought.way is Way.GENERATED
    assert bought.warnings == ("the provider said 32 x 64 pixels, and the picture has 64 x 64",)


def test_bytes_that_are_no_picture_are_kept_aside(world: World) -> None:
    world.server.script = ["not a picture"]
    bought_or_not(world.begin())
    assert list(world.pictures.kept.values()) == [b"HTML"]
    assert world.pictures.results == {}


@pytest.mark.parametrize("outcome", ["401", "402"])
def test_after_401_and_402_nothing_more_is_sent(world: World, outcome: str) -> None:
    world.server.script = [outcome]
    run = world.begin()
    first = bought_or_not(run)
    with pytest.raises(AssetgenError) as caught:
        run.buy("another")
    assert (caught.value.message, caught.value.exit_code) == first[1:]
    assert world.server.sent == ["a knight"]


@pytest.mark.parametrize("outcome", ["422", "400", "cut off", "not a picture"])
def test_five_in_a_row_without_a_usable_picture_are_enough(world: World, outcome: str) -> None:
    world.server.script = [outcome] * 5
    run = world.begin()
    words = []
    for number in range(7):
        with pytest.raises(AssetgenError) as caught:
            run.buy(f"knight {number}")
        words.append(caught.value.message)
    assert len(world.server.sent) == 5
    assert words[5:] == ["not sent: 5 in a row brought no usable picture: paid"] * 2


def test_a_picture_in_between_begins_the_row_anew(world: World) -> None:
    world.server.script = [*["422"] * 4, "ok", *["422"] * 4, "ok"]
    run = world.begin()
    for number in range(10):
        if number in {4, 9}:
            run.buy(f"knight {number}")
        else:
            with pytest.raises(AssetgenError):
                run.buy(f"knight {number}")
    assert len(world.server.sent) == 10


def test_a_stopped_run_sends_nothing(world: World) -> None:
    run = world.begin()
    world.stopped = True
    with pytest.raises(InterruptedError):
        run.buy()
    assert (world.server.sent, world.states()) == ([], [])


def test_a_provider_that_breaks_its_word_leaves_something_uncertain(world: World) -> None:
    run = world.begin()
    world.server.script = [None]  # type: ignore[list-item]
    world.server.files = None  # type: ignore[assignment]
    with pytest.raises(TypeError):
        run.buy()
    run.die()
    assert world.begin().recovered.uncertain[0].run == run.id
