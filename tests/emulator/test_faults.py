"""Every fault of the generation call, as a client sees it and as the bill knows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from assetgen.emulator.emulator import Emulator
from assetgen.emulator.faults import Fault, When, parse_fault
from assetgen.emulator.kinds import KINDS, Stage
from assetgen.emulator.options import Options
from assetgen.emulator.testing import serving
from tests.emulator.support import GENERATIONS, HandClock, ask, order, outside

if TYPE_CHECKING:
    from collections.abc import Iterator

ERRORS = [
    ("bad-request", 400, "invalid_parameter"),
    ("unauthorized", 401, "invalid_api_key"),
    ("no-money", 402, "quota_exceeded"),
    ("forbidden", 403, None),
    ("not-found", 404, "not_found"),
    ("too-large", 413, None),
    ("refused", 422, "content_policy_violation"),
    ("rate-limit", 429, "rate_limit"),
    ("rate-limit-bare", 429, "rate_limit"),
    ("server-error", 500, "server_error"),
    ("server-error-html", 500, None),
    ("server-error-empty", 500, None),
    ("unavailable", 503, "server_error"),
    ("unavailable-html", 503, None),
    ("bad-gateway", 502, None),
    ("gateway-timeout", 504, None),
    ("redirect", 307, None),
]
LINKS = {
    "link-other-host": "https://downloads.example.invalid/picture",
    "link-metadata": "http://169.254.169.254/latest/meta-data/",
    "link-private": "https://10.0.0.1/picture",
    "link-other-port": "http://127.0.0.1:1/picture",
    "link-file": "file:///etc/hostname",
    "link-scheme": "ftp://127.0.0.1/picture",
}


def struck_by(name: str, **settings: Any) -> Emulator:
    fault = replace(parse_fault(name), **settings)
    return Emulator(Options(faults=(fault,)), HandClock())


def states(emulator: Emulator) -> list[str]:
    return [charge.state for charge in emulator.account.bill]


def test_every_error_has_a_row_above() -> None:
    named = {name for name, kind in KINDS.items() if kind.stage is Stage.ERROR}
    assert {name for name, _, _ in ERRORS} == named


@pytest.mark.parametrize(("name", "status", "code"), ERRORS)
def test_an_error_is_answered_and_nothing_charged(name: str, status: int, code: str | None) -> None:
    emulator = struck_by(name)
    answer = order(emulator)
    is_json = answer.headers.get("content-type") == "application/json"
    found = answer.json()["error"]["code"] if is_json else None
    assert (answer.status_code, found) == (status, code)
    assert "x-ratelimit-remaining" in answer.headers
    assert emulator.account.bill == ()


@pytest.mark.parametrize(("name", "status", "code"), ERRORS)
def test_a_billed_error_is_answered_after_the_charge(
    name: str, status: int, code: str | None
) -> None:
    emulator = struck_by(f"{name}+billed")
    assert order(emulator).status_code == status
    assert states(emulator) == ["failed"]


def test_only_the_per_minute_429_says_how_long_to_wait() -> None:
    assert order(struck_by("rate-limit", seconds=7)).headers["retry-after"] == "7"
    assert "retry-after" not in order(struck_by("rate-limit-bare")).headers


def test_a_redirect_leads_to_where_no_client_may_go() -> None:
    location = order(struck_by("redirect")).headers["location"]
    assert location == "http://169.254.169.254/latest/meta-data/"


@pytest.fixture(scope="module")
def broken() -> Iterator[tuple[Emulator, str]]:
    """An emulator in which the prompt names the fault."""
    ended = {Stage.BEFORE, Stage.AFTER}
    faults = tuple(
        Fault(name=name, when=When(prompt_contains=name))
        for name, kind in KINDS.items()
        if kind.stage in ended
    )
    emulator = Emulator(Options(faults=faults))
    with serving(emulator) as base_url:
        yield emulator, base_url


@pytest.mark.parametrize(
    ("name", "error", "words", "billed"),
    [
        ("reset-before", httpx.ReadError, "reset by peer", []),
        ("closed-before", httpx.RemoteProtocolError, "without sending a response", []),
        ("reset-after", httpx.ReadError, "reset by peer", ["cut"]),
        ("closed-after", httpx.RemoteProtocolError, "without sending a response", ["cut"]),
        ("cut-off", httpx.RemoteProtocolError, "closed connection without", ["cut"]),
    ],
)
def test_a_connection_ends_and_the_bill_knows_whether_it_was_charged(
    broken: tuple[Emulator, str],
    name: str,
    error: type[Exception],
    words: str,
    billed: list[str],
) -> None:
    emulator, base_url = broken
    before = len(emulator.account.bill)
    with outside(base_url) as client, pytest.raises(error, match=words):
        client.post(GENERATIONS, json={"model": "gpt-image-2", "prompt": name})
    assert states(emulator)[before:] == billed


def test_a_late_answer_holds_its_place_and_is_charged_at_the_end() -> None:
    clock = HandClock()
    emulator = Emulator(Options(latency=2, faults=(parse_fault("slow"),)), clock)
    assert order(emulator).status_code == 200
    assert (clock.slept, states(emulator)) == ([2, 330.0], ["delivered"])


def test_a_client_that_left_before_the_answer_is_billed_as_cut() -> None:
    emulator = Emulator(Options(faults=(Fault(name="slow", seconds=0.3),)))
    fields = {"model": "gpt-image-2", "prompt": "a fox"}
    with serving(emulator) as base_url, outside(base_url) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.post(GENERATIONS, json=fields, timeout=0.1)
        client.close()
    assert states(emulator) == ["cut"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty-body", ""),
        ("html-answer", "<html><head><title>200</title></head><body><h1>200</h1></body></html>"),
    ],
)
def test_a_good_status_with_a_body_that_is_no_answer(name: str, content: str) -> None:
    emulator = struck_by(name)
    answer = order(emulator)
    assert (answer.status_code, answer.text) == (200, content)
    assert states(emulator) == ["spoiled"]


def test_a_broken_body_is_the_first_half_of_the_true_one() -> None:
    whole, half = order(Emulator(Options(), HandClock())), order(struck_by("broken-json"))
    assert half.content == whole.content[: len(whole.content) // 2]
    assert half.headers["content-length"] == str(len(half.content))


@pytest.mark.parametrize(
    ("name", "removed"), [("no-id", "id"), ("no-usage", "usage"), ("no-data", "data")]
)
def test_a_part_of_the_answer_is_missing(name: str, removed: str) -> None:
    whole, part = order(Emulator(Options(), HandClock())).json(), order(struck_by(name)).json()
    del whole[removed]
    assert part == whole


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("null-size", {"width": None, "height": None}),
        ("wrong-size", {"width": 1025, "height": 2048}),
        ("wrong-media-type", {"mime_type": "image/png"}),
        ("extra-fields", {"x_future": {"anything": [1, None, "text"]}}),
        *((name, {"url": url}) for name, url in LINKS.items()),
    ],
)
def test_a_part_of_the_picture_is_not_what_it_should_be(name: str, changed: dict[str, Any]) -> None:
    whole = order(Emulator(Options(), HandClock())).json()["data"][0]
    assert order(struck_by(name)).json()["data"][0] == whole | changed


@pytest.mark.parametrize(("name", "gone"), [("no-size", {"width", "height"}), ("no-url", {"url"})])
def test_a_part_of_the_picture_is_missing(name: str, gone: set[str]) -> None:
    whole = order(Emulator(Options(), HandClock())).json()["data"][0]
    assert set(whole) - set(order(struck_by(name)).json()["data"][0]) == gone


def test_an_answer_without_pictures_and_one_in_a_list() -> None:
    assert order(struck_by("empty-data")).json()["data"] == []
    assert order(struck_by("pending")).json()["status"] == "pending"
    assert [one["status"] for one in order(struck_by("list-answer")).json()] == ["completed"]


def test_a_link_can_be_any_url_and_can_be_dead_on_arrival() -> None:
    other = order(struck_by("link-private", url="https://192.168.0.1/x")).json()
    assert other["data"][0]["url"] == "https://192.168.0.1/x"
    late = struck_by("link-expired")
    assert ask(late, "GET", order(late).json()["data"][0]["url"]).status_code == 403


def test_a_huge_answer_is_as_long_as_announced() -> None:
    answer = order(struck_by("huge-answer", bytes=300_000))
    assert (answer.headers["content-length"], len(answer.content)) == ("300000", 300_000)


@pytest.mark.parametrize(
    ("path", "name", "status"),
    [
        ("/v2/models", "models-error", 500),
        ("/v2/models", "models-html", 502),
        ("/v2/models", "models-broken", 200),
        ("/v2/models/gpt-image-2", "models-error", 500),
        ("/v2/billing/balance", "billing-error", 500),
        ("/v2/billing/balance", "billing-html", 502),
    ],
)
def test_lists_can_fail_too(path: str, name: str, status: int) -> None:
    answer = ask(struck_by(name), "GET", path)
    is_readable = answer.text.endswith("}")
    assert (answer.status_code, is_readable) == (status, status == 500)


def test_lists_can_be_late() -> None:
    clock = HandClock()
    faults = (parse_fault("models-slow"), parse_fault("billing-slow"))
    emulator = Emulator(Options(faults=faults), clock)
    assert len(ask(emulator, "GET", "/v2/models").json()) == 8
    assert ask(emulator, "GET", "/v2/billing/balance").json()["balance"] == "1000"
    assert clock.slept == [330.0, 330.0]


def test_the_older_shape_of_models_has_four_keys() -> None:
    emulator = Emulator(Options(older_models=True))
    assert ask(emulator, "GET", "/v2/models/gpt-image-2").json() == {
        "id": "gpt-image-2",
        "name": "GPT Image 2",
        "type": "image",
        "created_at": "2026-04-18T09:00:00.000Z",
    }
