"""Both tables of buying through the command line: what is sent, billed, noted and said."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from assetgen.emulator.faults import Fault, When
from assetgen.emulator.options import Options
from tests.buying.market import Buyer, billed_by, downloads_from, opened, sent_to, spec_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assetgen.emulator.emulator import Emulator

HERO = """\
version = 1
[provider.getimg]
timeout = 1
[asset.hero]
provider = "getimg"
model = "gpt-image-2"
aspect_ratio = "1:1"
resolution = "1K"
source_format = "jpeg"
prompt = "A lone knight"
output = { path = "hero.png", width = 8 }
"""
SENT = "sent, and no answer was seen (it may have cost $0.06): "
BROKE = SENT + "the connection to getimg broke before its answer was whole"
NO_OWN = SENT + "getimg gave no answer of its own, "
NO_JSON = SENT + "getimg's answer can't be read: it is no JSON"
DENIED = "the provider refuses the request: getimg can't do this request, "
CLOSED = "nothing more is sent to this provider: "
HTML = "a page of HTML instead of an answer"
GONE = "paid for, and it can't be fetched any more: the picture is gone from 127.0.0.1: 403"
NOTHING = "getimg answered without a picture"
LEADS = "the link of the picture leads to "
BAD = (
    "the provider refuses the request (resolution): getimg can't do this request (resolution),"
    " 400: Unsupported resolution '8K' for this model."
)
KEY = (
    "getimg does not accept the key, 401: Incorrect API key provided."
    " You can manage your API keys at https://getimg.ai/app/developer/api-keys"
)
LATER = "a later sync buys it again once; --no-retry-uncertain: not even once"
REROLL = "it was paid for and is not bought again by itself: change its prompt to get another"
LOST = "it is bought again once, by a later sync; then only with --retry-uncertain"
OUR_KEY = "GETIMG_API_KEY; keys are made at getimg.ai/app/developer/api-keys"
REFUSED = (
    "refused by moderation: getimg refused it, 422:"
    " The prompt or a reference image did not pass the safety checks."
)
RETRY = "change the prompt or the references, or try again: assetgen sync --retry-refused"


@dataclass(frozen=True, slots=True)
class Row:
    """A fault and all that comes of it: status seen by the emulator, downloads, cents billed."""

    fault: str
    status: int | None
    downloads: int
    cents: int
    state: str
    code: int
    words: str
    hint: str | None = None


NOT_BILLED = (
    Row("bad-request", 400, 0, 0, "failed", 1, BAD),
    Row("unauthorized", 401, 0, 0, "failed", 1, CLOSED + KEY, OUR_KEY),
    Row(
        "no-money",
        402,
        0,
        0,
        "failed",
        4,
        f"{CLOSED}getimg wants money, 402: The balance is too low for this request.",
        "top up the account at getimg.ai",
    ),
    Row("not-found", 404, 0, 0, "failed", 1, DENIED + "404: The path was not found."),
    Row("too-large", 413, 0, 0, "failed", 1, f"{DENIED}413: {HTML}", "fewer or smaller references"),
    Row("refused", 422, 0, 0, "refused", 5, REFUSED, RETRY),
    Row(
        "redirect",
        307,
        0,
        0,
        "failed",
        1,
        "the provider refuses the request: getimg redirects, which is not followed: 307",
        "GETIMG_AI_BASE_URL",
    ),
)
UNCERTAIN = (
    Row("server-error-html", 500, 0, 0, "uncertain", 1, f"{NO_OWN}500: {HTML}", LATER),
    Row("server-error-empty", 500, 0, 0, "uncertain", 1, f"{NO_OWN}500: an empty answer", LATER),
    Row("unavailable-html", 503, 0, 0, "uncertain", 1, f"{NO_OWN}503: {HTML}", LATER),
    Row("bad-gateway", 502, 0, 0, "uncertain", 1, f"{NO_OWN}502: {HTML}", LATER),
    Row("gateway-timeout", 504, 0, 0, "uncertain", 1, f"{NO_OWN}504: {HTML}", LATER),
    Row("reset-before", None, 0, 0, "uncertain", 1, BROKE, LATER),
    Row("closed-before", None, 0, 0, "uncertain", 1, BROKE, LATER),
    Row("reset-after", None, 0, 6, "uncertain", 1, BROKE, LATER),
    Row("closed-after", None, 0, 6, "uncertain", 1, BROKE, LATER),
    Row("cut-off", 200, 0, 6, "uncertain", 1, BROKE, LATER),
    Row("broken-json", 200, 0, 6, "uncertain", 1, NO_JSON, LATER),
    Row("empty-body", 200, 0, 6, "uncertain", 1, NO_JSON, LATER),
    Row("html-answer", 200, 0, 6, "uncertain", 1, NO_JSON, LATER),
    Row("link-expired", 200, 1, 6, "lost", 1, GONE, LOST),
    Row("download-gone", 200, 1, 6, "lost", 1, GONE, LOST),
)
NO_PICTURE = "no picture in a format that can be read; it starts with: <html><head><title>200</"
UNUSABLE = (
    Row("list-answer", 200, 0, 6, "unusable", 1, NOTHING, REROLL),
    Row("no-data", 200, 0, 6, "unusable", 1, NOTHING, REROLL),
    Row("empty-data", 200, 0, 6, "unusable", 1, NOTHING, REROLL),
    Row("no-url", 200, 0, 6, "unusable", 1, NOTHING, REROLL),
    Row("pending", 200, 0, 6, "unusable", 1, NOTHING, REROLL),
    Row("link-metadata", 200, 0, 6, "unusable", 1, f"{LEADS}http, not https: nothing was fetched"),
    Row(
        "link-private",
        200,
        0,
        6,
        "unusable",
        1,
        f"{LEADS}a private address, 10.0.0.1: nothing was fetched",
    ),
    Row(
        "link-other-port", 200, 0, 6, "unusable", 1, f"{LEADS}http, not https: nothing was fetched"
    ),
    Row("link-file", 200, 0, 6, "unusable", 1, f"{LEADS}file, not https: nothing was fetched"),
    Row("link-scheme", 200, 0, 6, "unusable", 1, f"{LEADS}ftp, not https: nothing was fetched"),
    Row("download-empty", 200, 1, 6, "unusable", 1, "the picture is empty: 0 bytes", REROLL),
    Row("download-not-image", 200, 1, 6, "unusable", 1, NO_PICTURE, REROLL),
    Row("download-html", 200, 1, 6, "unusable", 1, NO_PICTURE, REROLL),
    Row("download-bomb", 200, 1, 6, "unusable", 1, "the picture is too large: 30000 × 30000"),
    Row("download-huge", 200, 1, 6, "unusable", 1, "the answer is larger than 256 MiB"),
    Row("download-huge-chunked", 200, 1, 6, "unusable", 1, "the answer is larger than 256 MiB"),
    Row(
        "download-redirect",
        200,
        1,
        6,
        "unusable",
        1,
        f"{LEADS}http, not https: nothing was fetched",
    ),
    Row(
        "download-redirect-loop",
        200,
        4,
        6,
        "unusable",
        1,
        "the link of the picture redirects over 3 times",
        REROLL,
    ),
)


@dataclass(frozen=True, slots=True)
class Shop:
    """An emulator with a fault, and one who buys there."""

    emulator: Emulator
    buyer: Buyer

    def first(self, row: Row) -> None:
        """Sync once and find everything as the row says."""
        answer = self.buyer.sync("--quiet")
        hint = REROLL if row.state == "unusable" else row.hint
        said = f"error: hero: {row.words}\n" + (f"  hint: {hint}\n" if hint else "")
        assert (answer.code, answer.err) == (row.code, said)
        assert sent_to(self.emulator) == [row.status]
        assert downloads_from(self.emulator) == row.downloads
        assert billed_by(self.emulator) * 100 == row.cents
        assert self.buyer.states() == [row.state]
        assert not (self.buyer.shell.folder / "assets" / "hero.png").exists()


@pytest.fixture
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    """The emulator has the fault of the test's row, if there is one, or the faults themselves."""
    given = getattr(request, "param", ())
    faults = (Fault(name=given.fault),) if isinstance(given, Row) else given
    # A quarter of a gigabyte has to arrive before it is too much, also on a busy machine.
    is_huge = any(fault.name.startswith("download-huge") for fault in faults)
    spec = HERO.replace("timeout = 1", "timeout = 60") if is_huge else HERO
    with opened(Options(faults=faults)) as (emulator, url):
        yield Shop(emulator, Buyer.at(tmp_path, url, spec))


def each(rows: tuple[Row, ...]) -> pytest.MarkDecorator:
    """The test for each of these rows, with the fault in the shop."""
    pairs = [pytest.param(row, row, id=row.fault) for row in rows]
    return pytest.mark.parametrize(("shop", "row"), pairs, indirect=["shop"])


def struck(*faults: Fault) -> pytest.MarkDecorator:
    """A shop with these faults."""
    return pytest.mark.parametrize("shop", [faults], indirect=True, ids=["faults"])


@each(NOT_BILLED)
def test_what_is_not_taken_costs_nothing(shop: Shop, row: Row) -> None:
    shop.first(row)
    assert shop.buyer.costs() == (Decimal(0), Decimal(0))


@each(UNCERTAIN)
def test_what_is_uncertain_or_lost_is_bought_again_once_by_itself(shop: Shop, row: Row) -> None:
    shop.first(row)
    for _ in range(3):
        assert shop.buyer.sync("--quiet").code == row.code
    assert sent_to(shop.emulator) == [row.status] * 2
    assert shop.buyer.states() == [row.state] * 2
    assert sum(shop.buyer.costs()) == Decimal("0.12")


@each(UNUSABLE)
def test_what_is_unusable_is_counted_and_not_bought_again(shop: Shop, row: Row) -> None:
    shop.first(row)
    again = shop.buyer.sync("--quiet")
    said = f"error: hero: not sent, it brought no usable picture: {row.words}\n  hint: {REROLL}\n"
    assert (again.code, again.err) == (1, said)
    assert sent_to(shop.emulator) == [200]
    assert sum(shop.buyer.costs()) == Decimal("0.06")


DELIVERED_ALL_THE_SAME = (
    "no-id", "no-usage", "extra-fields", "null-size", "no-size", "wrong-media-type",
    "download-other-format", "download-redirect-here", "models-error", "models-html",
    "models-broken",
)  # fmt: skip


@pytest.mark.parametrize(
    ("shop", "name"),
    [((Fault(name=name),), name) for name in DELIVERED_ALL_THE_SAME],
    indirect=["shop"],
    ids=DELIVERED_ALL_THE_SAME,
)
def test_an_answer_that_is_odd_and_has_its_picture_is_taken(shop: Shop, name: str) -> None:
    answer = shop.buyer.sync("--quiet")
    assert (answer.code, answer.err) == (0, "")
    assert shop.buyer.states() == ["stored"]
    assert shop.buyer.costs() == (Decimal("0.06"), Decimal(0))
    assert billed_by(shop.emulator) == Decimal("0.06")


@struck(Fault(name="wrong-size"))
def test_a_picture_of_another_size_than_was_said_is_a_warning(shop: Shop) -> None:
    answer = shop.buyer.sync()
    assert answer.code == 0
    assert "warning: the provider said " in answer.err


CUT_SHORT = ("download-truncated", "download-reset", "download-error")


@pytest.mark.parametrize(
    "shop", [(Fault(name=name),) for name in CUT_SHORT], indirect=True, ids=CUT_SHORT
)
def test_a_download_that_is_cut_short_is_repeated_and_bought_once(shop: Shop) -> None:
    assert shop.buyer.sync("--quiet").code == 0
    assert (sent_to(shop.emulator), downloads_from(shop.emulator)) == ([200], 2)
    assert shop.buyer.states() == ["stored"]


@struck(Fault(name="rate-limit", when=When(first=1)))
def test_after_a_429_it_waits_and_that_is_no_failure(shop: Shop) -> None:
    answer = shop.buyer.sync("--quiet")
    assert (answer.code, answer.err) == (0, "")
    assert sent_to(shop.emulator) == [429, 200]
    assert shop.buyer.states() == ["limited", "stored"]
    assert shop.buyer.costs() == (billed_by(shop.emulator), Decimal(0))


@struck(Fault(name="server-error", when=When(first=1), billed=True))
def test_a_failure_in_the_providers_words_is_tried_again_and_listed(shop: Shop) -> None:
    assert shop.buyer.sync("--quiet").code == 0
    assert sent_to(shop.emulator) == [500, 200]
    assert shop.buyer.states() == ["fault", "stored"]
    assert shop.buyer.costs() == (Decimal("0.06"), Decimal("0.06"))
    assert billed_by(shop.emulator) == Decimal("0.12")


@struck(Fault(name="slow", seconds=2.0))
def test_an_answer_after_the_timeout_is_uncertain(shop: Shop) -> None:
    answer = shop.buyer.sync("--quiet")
    words = f"error: hero: {SENT}getimg did not answer in time\n  hint: {LATER}\n"
    assert (answer.code, answer.err) == (1, words)
    assert shop.buyer.states() == ["uncertain"]


@struck(Fault(name="closed-after"))
def test_uncertain_is_not_bought_again_when_that_is_said(shop: Shop) -> None:
    shop.buyer.sync("--quiet")
    answer = shop.buyer.sync("--quiet", "--no-retry-uncertain")
    assert answer.code == 1
    assert answer.err.startswith("error: hero: sent before, and no answer was seen (it may have ")
    assert len(sent_to(shop.emulator)) == 1


@struck(Fault(name="closed-after", when=When(first=2)))
def test_uncertain_twice_is_bought_again_by_name_only(shop: Shop) -> None:
    for _ in range(3):
        assert shop.buyer.sync("--quiet").code == 1
    assert len(sent_to(shop.emulator)) == 2
    assert shop.buyer.sync("--quiet", "--retry-uncertain", "hero").code == 0
    assert shop.buyer.states() == ["uncertain", "uncertain", "stored"]
    assert shop.buyer.costs() == (Decimal("0.06"), Decimal("0.12"))
    assert billed_by(shop.emulator) == Decimal("0.18")


@struck(Fault(name="refused", when=When(first=1)))
def test_a_refusal_is_remembered_until_it_is_tried_again_on_purpose(shop: Shop) -> None:
    assert [shop.buyer.sync("--quiet").code for _ in range(2)] == [5, 5]
    assert len(sent_to(shop.emulator)) == 1
    assert shop.buyer.sync("--quiet", "--retry-refused").code == 0
    assert sent_to(shop.emulator) == [422, 200]


@struck(Fault(name="refused", when=When(first=1)))
def test_a_changed_prompt_is_no_longer_refused(shop: Shop) -> None:
    assert shop.buyer.sync("--quiet").code == 5
    shop.buyer.shell.edit("assets.toml", "A lone knight", "Two knights")
    assert shop.buyer.sync("--quiet").code == 0


def test_a_result_is_used_by_every_project_of_the_cache(shop: Shop, tmp_path: Path) -> None:
    assert shop.buyer.sync("--quiet").code == 0
    other = Buyer.at(tmp_path, shop.buyer.shell.environment["GETIMG_AI_BASE_URL"], HERO, "other")
    assert other.shell.run("sync", "--quiet").code == 0, "what is held needs nobody's consent"
    assert len(sent_to(shop.emulator)) == 1
    assert other.shell.files() == shop.buyer.shell.files()


def test_after_a_wrong_key_nothing_more_is_sent(shop: Shop) -> None:
    shop.buyer.shell.spec(spec_of(8, tables="[provider.getimg]\nconcurrency = 1"))
    shell = shop.buyer.shell.with_environment(GETIMG_API_KEY="no-key-of-getimg")
    answer = shell.run("sync", "--yes", "--quiet")
    assert answer.code == 1
    assert sent_to(shop.emulator) == [401]
    assert answer.err.count("error: ") == 8


def test_without_a_key_nothing_is_sent_and_the_variable_is_named(shop: Shop) -> None:
    shell = shop.buyer.shell.with_environment(GETIMG_API_KEY="")
    answer = shell.run("sync", "--yes", "--quiet")
    assert answer.code == 1
    assert "GETIMG_API_KEY" in answer.err
    assert shop.emulator.seen == []


@struck(Fault(name="no-money", when=When(nth=3)))
def test_after_a_402_what_was_bought_is_kept_and_nothing_more_is_sent(shop: Shop) -> None:
    shop.buyer.shell.spec(spec_of(8, tables="[provider.getimg]\nconcurrency = 1"))
    answer = shop.buyer.sync("--quiet")
    assert (answer.code, sent_to(shop.emulator)) == (4, [200, 200, 402])
    assert len(shop.buyer.shell.files()) == 2
    assert billed_by(shop.emulator) == shop.buyer.costs()[0] == Decimal("0.12")


@struck(Fault(name="refused"))
def test_after_five_without_a_picture_nothing_more_is_sent(shop: Shop) -> None:
    shop.buyer.shell.spec(spec_of(8, tables="[provider.getimg]\nconcurrency = 1"))
    answer = shop.buyer.sync("--quiet")
    skipped = "not sent: 5 in a row brought no usable picture: getimg"
    assert (answer.code, sent_to(shop.emulator)) == (1, [422] * 5)
    assert answer.err.count(skipped) == 3
    assert answer.err.count("refused by moderation") == 5


@struck(Fault(name="bad-request", when=When(prompt_contains="item-001")))
def test_one_that_fails_stops_no_other(shop: Shop) -> None:
    shop.buyer.shell.spec(spec_of(4))
    assert shop.buyer.sync("--quiet").code == 1
    assert len(shop.buyer.shell.files()) == 3
    assert sorted(shop.buyer.states()) == ["failed", "stored", "stored", "stored"]
