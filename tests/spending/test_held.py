"""The table of what is held, row by row, for values and then through a buyer."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from assetgen.errors import AssetgenError, ExitCode, UnusableError
from assetgen.model import Address
from assetgen.planning.values import Standing
from assetgen.spending.errors import (
    LostPictureError,
    RefusedByModerationError,
    SkippedError,
    UncertainOutcomeError,
)
from assetgen.spending.fetching import Way
from assetgen.spending.held import (
    Held,
    find_all_held,
    find_held,
    is_bought_again,
)
from assetgen.spending.orders import Again
from assetgen.spending.records import OPEN, Attempt, State
from tests.spending.fakes import PICTURE, PRICE, Effects, Killed, a_purchase

if TYPE_CHECKING:
    from tests.spending.fakes import RunOf, World


def attempts_of(text: str) -> list[Attempt]:
    """Attempts as words: `sent@alive`, `lost@dead`, `refused@dead/2` for take 2."""
    made = []
    for identity, word in enumerate(text.split(), 1):
        state, _, rest = word.partition("@")
        run, _, number = rest.partition("/")
        purchase = a_purchase(number=int(number or 1))
        owner = run if State(state) in OPEN else None
        made.append(Attempt(identity, run, owner, purchase, 1, State(state), "2026-11-22"))
    return made


def held_of(text: str, **options: bool) -> Held:
    return find_held(attempts_of(text), 1, lambda run: run == "alive", **options)


@pytest.mark.parametrize(
    ("text", "standing", "identity"),
    [
        ("", Standing.NOTHING, None),
        ("sent@alive", Standing.BUSY, 1),
        ("answered@alive", Standing.BUSY, 1),
        ("sent@dead", Standing.UNCERTAIN, 1),
        ("answered@dead", Standing.ANSWERED, 1),
        ("uncertain@alive", Standing.UNCERTAIN, 1),
        ("lost@dead", Standing.LOST, 1),
        ("refused@dead", Standing.REFUSED, 1),
        ("unusable@dead", Standing.UNUSABLE, 1),
        ("failed@dead", Standing.NOTHING, None),
        ("unsent@dead", Standing.NOTHING, None),
        ("limited@alive", Standing.NOTHING, None),
        ("fault@dead", Standing.NOTHING, None),
        ("stored@dead", Standing.NOTHING, None),
        # a neighbour at work counts before anything that is over
        ("uncertain@dead sent@alive", Standing.BUSY, 2),
        ("answered@dead sent@alive", Standing.BUSY, 2),
        # an answer is worth more than any end
        ("answered@dead refused@dead", Standing.ANSWERED, 1),
        # of what is over, the last counts
        ("uncertain@dead refused@dead", Standing.REFUSED, 2),
        ("refused@dead uncertain@dead", Standing.UNCERTAIN, 2),
        ("unusable@dead lost@dead", Standing.LOST, 2),
        ("uncertain@dead stored@dead", Standing.NOTHING, None),
        ("uncertain@dead limited@dead fault@dead", Standing.UNCERTAIN, 1),
        # a refusal is one for every take, until moderation lets one pass
        ("refused@dead/2", Standing.REFUSED, 1),
        ("uncertain@dead refused@dead/2", Standing.REFUSED, 2),
        ("refused@dead/2 stored@dead/3", Standing.NOTHING, None),
        # nothing else of another take matters
        ("sent@alive/2 lost@dead/3 unusable@dead/4", Standing.NOTHING, None),
    ],
)
def test_how_a_take_stands(text: str, standing: Standing, identity: int | None) -> None:
    held = held_of(text)
    assert held.standing is standing
    assert (held.attempt.id if held.attempt else None) == identity


def test_a_result_is_a_result_whatever_else_there_is() -> None:
    assert held_of("lost@dead sent@alive", has_result=True) == Held(Standing.RESULT)


@pytest.mark.parametrize(
    ("text", "times", "cost"),
    [
        ("uncertain@a", 1, "0.06"),
        ("fault@a uncertain@b", 1, "0.06"),
        ("uncertain@a lost@b", 2, "0.12"),
        ("uncertain@a limited@b unsent@c", 1, "0.06"),
        ("uncertain@a fault@b fault@b", 2, "0.18"),
        ("lost@a stored@b uncertain@c", 1, "0.06"),
    ],
)
def test_how_often_it_went_wrong_and_what_it_may_have_cost(
    text: str, times: int, cost: str
) -> None:
    held = held_of(text)
    assert (held.times(), held.may_have_cost) == (times, Decimal(cost))


@pytest.mark.parametrize(
    ("text", "known", "asked", "by_itself", "may"),
    [
        ("uncertain@a", {1}, False, True, True),
        ("lost@a", {1}, False, True, True),
        ("uncertain@a", {1}, False, False, False),
        ("uncertain@a", {1}, True, False, True),
        ("uncertain@a", set(), False, True, False),
        ("uncertain@a", set(), True, True, False),
        ("uncertain@a lost@b", {1, 2}, False, True, False),
        ("uncertain@a lost@b", {1, 2}, True, True, True),
        ("uncertain@a fault@me", {1}, False, True, True),
        ("uncertain@a fault@b", {1}, False, True, False),
        ("uncertain@a uncertain@me", {1}, False, True, False),
    ],
)
def test_uncertain_ones_are_bought_again_once_in_a_later_run(
    text: str, known: set[int], asked: bool, by_itself: bool, may: bool
) -> None:
    held = held_of(text)
    assert is_bought_again(held, known, "me", asked=asked, by_itself=by_itself) is may


def test_a_plan_asks_for_many_at_once_and_for_each_run_once() -> None:
    asked = []
    attempts = attempts_of("sent@dead sent@dead/2 answered@dead/3 stored@dead/4")
    request = attempts[0].purchase.fingerprint

    def is_alive(run: str) -> bool:
        asked.append(run)
        return False

    wanted = [(request, number) for number in range(1, 6)]
    held = find_all_held({request: attempts}, wanted, is_alive)
    standings = {number: one.standing.value for (_, number), one in held.items()}
    assert standings == {1: "uncertain", 2: "uncertain", 3: "answered"}
    assert asked == ["dead"]


# The same table through a buyer: what is sent, and what people are told.


def die_after(world: World, outcome: str, effects: int) -> RunOf:
    """A run that sends one request and is killed after so many effects."""
    world.server.script = [outcome]
    run = world.begin(limit=effects)
    with pytest.raises(Killed):
        run.buy()
    run.die()
    world.effects.limit = None
    return run


SENT, BILLED_BY_THEN, ANSWERED = 3, 4, 6
"""Effects: two of the reservation and the send; the answer is journalled with the sixth."""


def test_a_result_costs_nothing(world: World) -> None:
    world.begin().buy()
    bought = world.begin().buy()
    assert (bought.way, bought.data, len(world.server.sent)) == (Way.HELD, PICTURE, 1)


def test_an_answer_of_a_dead_run_is_fetched_for_nothing(world: World) -> None:
    die_after(world, "ok", ANSWERED)
    bought = world.begin(recovers=False).buy()
    assert (bought.way, bought.data, len(world.server.sent)) == (Way.RECOVERED, PICTURE, 1)
    assert (bought.take.cost, bought.take.generation_id) == (PRICE, "gen-1")


def test_what_was_sent_by_a_dead_run_is_bought_again_once_by_a_later_one(world: World) -> None:
    die_after(world, "cut off", SENT)
    run = world.begin()
    assert [attempt.id for attempt in run.recovered.uncertain] == [1]
    world.server.script = ["cut off"]
    with pytest.raises(UncertainOutcomeError):
        run.buy()
    run.die()
    with pytest.raises(UncertainOutcomeError) as caught:
        world.begin().buy()
    assert caught.value.message == (
        "sent before, and no answer was seen, 2 times (it may have cost $0.12):"
        " the connection was dropped"
    )
    assert caught.value.hint == "to buy it all the same: assetgen sync --retry-uncertain ADDRESS"
    named = Again(uncertain=frozenset({Address("hero")}))
    assert world.begin(again=named).buy().way is Way.GENERATED


def test_an_uncertain_one_is_not_sent_again_in_the_same_run(world: World) -> None:
    world.server.script = ["cut off"]
    run = world.begin(again=Again(uncertain=frozenset({Address("hero")})))
    for _ in range(2):
        with pytest.raises(UncertainOutcomeError):
            run.buy()
    assert len(world.server.sent) == 1


def test_with_no_retry_uncertain_it_is_not_sent_even_once(world: World) -> None:
    die_after(world, "cut off", SENT)
    with pytest.raises(UncertainOutcomeError):
        world.begin(again=Again(by_itself=False)).buy()
    assert len(world.server.sent) == 1


def test_a_run_that_began_before_the_other_died_does_not_buy_what_that_one_sent(
    world: World,
) -> None:
    waiting = world.begin()
    die_after(world, "cut off", SENT)
    for _ in range(2):
        with pytest.raises(UncertainOutcomeError, match="the process that sent it has died"):
            waiting.buy()
    assert (world.states(), len(world.server.sent)) == (["uncertain"], 1)


def test_what_is_proven_unsent_may_be_bought_by_the_one_who_waited(world: World) -> None:
    waiting = world.begin()
    world.server.script = ["unsent"] * 5
    with pytest.raises(AssetgenError):
        world.begin().buy()
    assert waiting.buy().way is Way.GENERATED


def test_a_lost_one_is_bought_again_once_and_counted_each_time(world: World) -> None:
    world.server.downloads = ["dead", "dead"]
    with pytest.raises(LostPictureError):
        world.begin().buy()
    with pytest.raises(LostPictureError):
        world.begin().buy()
    with pytest.raises(LostPictureError, match=r"paid for and lost, 2 times .*\$0.12"):
        world.begin().buy()
    assert len(world.server.sent) == 2


def test_a_refused_one_is_not_sent_again_unless_asked_and_then_once_a_run(world: World) -> None:
    world.server.script = ["422", "422", "ok"]
    with pytest.raises(RefusedByModerationError):
        world.begin().buy()
    with pytest.raises(RefusedByModerationError) as caught:
        world.begin().buy(number=2)
    assert caught.value.exit_code is ExitCode.REFUSED
    again = world.begin(again=Again(refused=True))
    for _ in range(2):
        with pytest.raises(RefusedByModerationError):
            again.buy()
    assert len(world.server.sent) == 2
    assert world.begin(again=Again(refused=True)).buy().way is Way.GENERATED
    assert world.begin().buy(number=2).way is Way.GENERATED


def test_an_unusable_one_is_not_sent_again_but_another_take_is(world: World) -> None:
    world.server.script = ["not a picture"]
    with pytest.raises(UnusableError):
        world.begin().buy()
    with pytest.raises(UnusableError) as caught:
        world.begin().buy()
    assert "change its prompt" in (caught.value.hint or "")
    assert world.begin().buy(number=2).way is Way.GENERATED
    assert len(world.server.sent) == 2


def test_a_result_that_was_lost_is_made_again_from_its_blob(world: World) -> None:
    first = world.begin().buy()
    world.pictures.results.clear()
    assert world.begin().buy().take == first.take
    assert len(world.server.sent) == 1


def test_a_picture_that_is_nowhere_is_bought_anew(world: World) -> None:
    world.begin().buy()
    world.pictures.results.clear()
    world.pictures.kept.clear()
    assert world.begin().buy().way is Way.GENERATED
    assert len(world.server.sent) == 2


def test_a_live_neighbour_is_waited_for_and_then_passed_over(world: World) -> None:
    neighbour = world.begin(limit=SENT)
    with pytest.raises(Killed):
        neighbour.buy()
    begun = world.clock.seconds()
    with pytest.raises(SkippedError, match="another process is buying it"):
        world.begin().buy()
    assert 360 <= world.clock.seconds() - begun < 362
    assert len(world.server.sent) == 1


def test_a_neighbour_who_dies_with_an_answer_leaves_it_to_the_one_who_waits(world: World) -> None:
    neighbour = world.begin(limit=ANSWERED)
    with pytest.raises(Killed):
        neighbour.buy()
    world.dies_at[neighbour.id] = world.clock.seconds() + 5
    waiting = world.begin()
    assert waiting.buy().way is Way.RECOVERED
    assert len(world.server.sent) == 1


def test_who_waits_stops_when_asked(world: World) -> None:
    neighbour = world.begin(limit=SENT)
    with pytest.raises(Killed):
        neighbour.buy()
    waiting = world.begin()
    world.stopped = True
    with pytest.raises(InterruptedError):
        waiting.buy()


def test_effects_are_counted() -> None:
    effects = Effects(1)
    effects.step()
    with pytest.raises(Killed):
        effects.step()
