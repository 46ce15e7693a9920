from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from assetgen.providers.base import (
    AccountError,
    ProviderError,
    RateHints,
    RateLimitedError,
    RefusedError,
    RequestError,
    ServerFaultError,
    UncertainError,
)
from assetgen.providers.replies import Dialect, Reply, amount, failure, rate_hints, retry_after

NOW = 1_790_000_000.0
HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
DIALECT = Dialect(
    "getimg",
    {"key": "K", "money": "M", "refused": "R", "limit": "L", "resolution": "choose another"},
    refused_statuses=frozenset({422}),
    money_codes=frozenset({"insufficient_quota"}),
    hide=lambda words: words.replace("sk_secret", "[key]"),
)


def reply(status: int, body: Any = b"", **headers: str) -> Reply:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply(status, {name.replace("_", "-"): text for name, text in headers.items()}, content)


def error(message: str | None = "words", code: str | None = None, **more: Any) -> dict[str, Any]:
    fields = {"message": message, "type": "invalid_request_error", "code": code, **more}
    return {"error": {name: value for name, value in fields.items() if value is not None}}


def outcome(status: int, body: Any = b"") -> ProviderError:
    return failure(reply(status, body), DIALECT, NOW)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "parameter_missing", RequestError),
        (400, "invalid_parameter", RequestError),
        (401, "invalid_api_key", AccountError),
        (402, "quota_exceeded", AccountError),
        (404, "not_found", RequestError),
        (422, "content_policy_violation", RefusedError),
        (429, "rate_limit", RateLimitedError),
        (500, "server_error", ServerFaultError),
        (503, "server_error", ServerFaultError),
        # What is not documented, as a gateway may say it.
        (302, None, RequestError),
        (400, "content_policy_violation", RefusedError),
        (403, None, AccountError),
        (405, None, RequestError),
        (408, None, UncertainError),
        (409, None, RequestError),
        (413, None, RequestError),
        (415, None, RequestError),
        (429, "insufficient_quota", AccountError),
        (501, "server_error", UncertainError),
        (502, "server_error", UncertainError),
        (504, "server_error", UncertainError),
        (520, None, UncertainError),
    ],
)
def test_every_status_and_code_is_an_outcome_of_its_own(
    status: int, code: str | None, kind: type[ProviderError]
) -> None:
    found = outcome(status, error(code=code))
    assert type(found) is kind
    assert found.status == status


@pytest.mark.parametrize(
    "body", [b"", HTML, b"{", b"[]", b"null", b'"x"', b'{"message":"no route"}', b'{"error":"x"}',
             b'{"error":{}}', b'{"error":{"message":3}}', b"\xff\xfe", b"[" * 100_000]
)  # fmt: skip
@pytest.mark.parametrize("status", [500, 503])
def test_a_fault_is_the_providers_own_only_in_its_own_words(status: int, body: bytes) -> None:
    assert type(outcome(status, body)) is UncertainError


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, RequestError), (401, AccountError), (402, AccountError), (422, RefusedError),
     (429, RateLimitedError), (502, UncertainError)],
)  # fmt: skip
@pytest.mark.parametrize("body", [b"", HTML, b"{", b'{"error":{}}', b'{"error":[1]}'])
def test_the_status_is_enough_where_the_body_says_nothing(
    status: int, kind: type[ProviderError], body: bytes
) -> None:
    assert type(outcome(status, body)) is kind


def test_a_wrong_field_is_named_with_the_providers_words_and_our_hint() -> None:
    words = "Unsupported resolution '4K' for model 'seedream-5-lite'."
    found = outcome(400, error(words, "invalid_parameter", param="resolution"))
    assert isinstance(found, RequestError)
    assert found.field == "resolution"
    assert found.message == f"getimg can't do this request (resolution), 400: {words}"
    assert found.hint == "choose another"


def test_a_redirect_is_not_followed_and_says_so() -> None:
    assert outcome(307, HTML).message == "getimg redirects, which is not followed: 307"


def test_a_low_balance_is_told_from_a_wrong_key() -> None:
    money, key = outcome(402, error()), outcome(401, error())
    assert isinstance(money, AccountError)
    assert isinstance(key, AccountError)
    assert (money.is_money, money.hint) == (True, "M")
    assert (key.is_money, key.hint) == (False, "K")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"", "an empty answer"),
        (HTML, "a page of HTML instead of an answer"),
        (b"gone fishing", "an answer in no known form"),
        (error("two\nlines\x1b[31m"), "two lines·[31m"),
        (error("bad key: sk_secret!"), "bad key: [key]!"),
        (error(None, "server_error"), "server_error"),
        (error("x" * 1000), "x" * 299 + "…"),
    ],
)
def test_a_servers_words_are_one_harmless_line(body: Any, shown: str) -> None:
    assert outcome(502, body).message == f"getimg gave no answer of its own, 502: {shown}"


def test_a_limit_says_when_to_come_back() -> None:
    headers = {
        "retry_after": "7",
        "x_ratelimit_limit": "20",
        "x_ratelimit_remaining": "0",
        "x_ratelimit_reset": str(int(NOW) + 30),
    }
    found = failure(reply(429, error(), **headers), DIALECT, NOW)
    assert isinstance(found, RateLimitedError)
    assert (found.retry_after, found.rate) == (7.0, RateHints(20, 0, 30.0))


def test_a_limit_on_concurrency_says_nothing_more() -> None:
    body = {"error": {"message": "Too many concurrent requests.", "code": "rate_limit"}}
    found = outcome(429, body)
    assert isinstance(found, RateLimitedError)
    assert (found.retry_after, found.rate) == (None, None)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0.0),
        ("2.5", 2.5),
        ("Mon, 21 Sep 2026 14:13:50 GMT", 30.0),
        ("Mon, 21 Sep 2020 14:13:50 GMT", 0.0),
        ("soon", None),
        ("-3", None),
        ("nan", None),
        ("1e99", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str, seconds: float | None) -> None:
    assert retry_after(reply(429, retry_after=text), NOW) == seconds


def test_a_reset_that_has_been_is_now() -> None:
    found = rate_hints(reply(200, x_ratelimit_reset="1", x_ratelimit_limit="many"), NOW)
    assert found == RateHints(None, None, 0.0)


@pytest.mark.parametrize(
    ("value", "found"), [(Decimal("0.06"), "0.06"), ("0.0600", "0.0600"), (1, "1"), (0, "0")]
)
def test_money_is_exact(value: object, found: str) -> None:
    assert str(amount(value)) == found


@pytest.mark.parametrize(
    "value", [None, True, -1, "", "x", "NaN", "Infinity", "1e99999999", "1e-99999999", [], {}]
)
def test_what_is_no_amount_is_unknown(value: object) -> None:
    assert amount(value) is None


def test_json_keeps_every_digit_of_a_price() -> None:
    assert reply(200, b'{"cost":0.10000000000000000001}').json() == {
        "cost": Decimal("0.10000000000000000001")
    }


@pytest.mark.parametrize("body", [b"NaN", b"{", b"", b"[" * 100_000, b"9" * 5000, b"\xff"])
def test_what_is_no_json_is_none(body: bytes) -> None:
    assert reply(200, body).json() is None
