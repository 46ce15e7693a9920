"""What a server's HTTP answer means: JSON read without loss, and a failure as its own outcome.

Pure. Both known APIs say what is wrong as `{"error": {"message", "type", "param", "code"}}`, with
any key missing, and a gateway in between says it in HTML or not at all. Used by every provider
that speaks HTTP.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_WORDS = 300
"""Of what a server says, as much is shown."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, read whole; header names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON, fractions as Decimal; None when it is none."""
        try:
            return json.loads(self.body, parse_float=Decimal, parse_constant=_refuse)
        except (ValueError, RecursionError, InvalidOperation):
            return None


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one API speaks of failures: which codes mean what, and what helps a user of ours.

    `hints` are by kind (`key`, `money`, `refused`, `limit`, `redirect`), status or field name.
    `hide` takes secrets out of a server's words.
    """

    name: str
    hints: Mapping[str, str] = field(default_factory=dict)
    refused_codes: frozenset[str] = frozenset({"content_policy_violation"})
    refused_statuses: frozenset[int] = frozenset()
    money_codes: frozenset[str] = frozenset()
    hide: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class _Fault:
    """What a body says of the failure; `is_own` when it is in the API's own form."""

    words: str
    code: str | None = None
    field: str | None = None
    is_own: bool = False


def failure(reply: Reply, dialect: Dialect, now: float) -> ProviderError:
    """The outcome of an answer that is no success. `now` is Unix time, for dates in headers."""
    fault = _fault(reply, dialect)
    status, said = reply.status, f"{reply.status}: {fault.words}"
    code = fault.code or ""
    if status in dialect.refused_statuses or code in dialect.refused_codes:
        return RefusedError(
            f"{dialect.name} refused it, {said}", dialect.hints.get("refused"), status=status
        )
    if status == 402 or code in dialect.money_codes:
        return AccountError(
            f"{dialect.name} wants money, {said}",
            dialect.hints.get("money"),
            status=status,
            is_money=True,
        )
    if status in (401, 403):
        return AccountError(
            f"{dialect.name} does not accept the key, {said}",
            dialect.hints.get("key"),
            status=status,
        )
    if status == 429:
        return RateLimitedError(
            f"{dialect.name} asks to slow down, {said}",
            dialect.hints.get("limit"),
            retry_after=retry_after(reply, now),
            rate=rate_hints(reply, now),
        )
    if status in (500, 503) and fault.is_own:
        return ServerFaultError(f"{dialect.name} failed, {said}", status=status)
    if status >= 500 or status == 408:
        return UncertainError(f"{dialect.name} gave no answer of its own, {said}", status=status)
    return _request_error(fault, dialect, status, said)


def rate_hints(reply: Reply, now: float) -> RateHints | None:
    """What the `X-RateLimit-` headers say, None when they say nothing. Reset is Unix time."""
    limit, remaining, reset = (
        _number(reply.headers.get(f"x-ratelimit-{name}"))
        for name in ("limit", "remaining", "reset")
    )
    if limit is None and remaining is None and reset is None:
        return None
    return RateHints(
        None if limit is None else int(limit),
        None if remaining is None else int(remaining),
        None if reset is None else max(reset - now, 0.0),
    )


def retry_after(reply: Reply, now: float) -> float | None:
    """Seconds of `Retry-After`, which holds a number or a date (RFC 9110 section 10.2.3)."""
    text = reply.headers.get("retry-after")
    seconds = _number(text)
    if seconds is not None or text is None:
        return seconds
    try:
        return max(parsedate_to_datetime(text).timestamp() - now, 0.0)
    except (ValueError, OverflowError):
        return None


def amount(value: object) -> Decimal | None:
    """USD from a JSON number or text; None for anything else, also below zero."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    # A handful of characters can spell a number with a billion digits.
    exponent = found.as_tuple().exponent
    is_sane = isinstance(exponent, int) and -30 <= exponent <= 0
    return found if is_sane and 0 <= found < 10**9 else None


def text(value: object) -> str | None:
    """A JSON text that says something, else None."""
    return value if isinstance(value, str) and value else None


def pixels(value: object) -> int | None:
    """A JSON number of pixels, else None."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**31:
        return None
    return value


def table(value: object) -> dict[str, Any]:
    """A JSON object; empty for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """A JSON array; empty for anything else."""
    return value if isinstance(value, list) else []


def _request_error(fault: _Fault, dialect: Dialect, status: int, said: str) -> RequestError:
    if 300 <= status < 400:
        return RequestError(
            f"{dialect.name} redirects, which is not followed: {status}",
            dialect.hints.get("redirect"),
            status=status,
        )
    hint = dialect.hints.get((fault.field or "").partition(".")[0].partition("[")[0])
    about = f" ({fault.field})" if fault.field else ""
    return RequestError(
        f"{dialect.name} can't do this request{about}, {said}",
        hint or dialect.hints.get(str(status)),
        status=status,
        field=fault.field,
    )


def _fault(reply: Reply, dialect: Dialect) -> _Fault:
    error = table(reply.json()).get("error")
    if isinstance(error, str):
        return _Fault(_shown(error, dialect))
    if not isinstance(error, dict):
        return _Fault(_shown(_unknown(reply), dialect))
    message, code = text(error.get("message")), text(error.get("code"))
    words = _shown(message or code or "it does not say why", dialect)
    own = message is not None or code is not None
    param = text(error.get("param"))
    return _Fault(words, code, _shown(param, dialect) if param else None, own)


def _unknown(reply: Reply) -> str:
    if not reply.body.strip():
        return "an empty answer"
    if b"<" in reply.body[:64]:
        return "a page of HTML instead of an answer"
    return "an answer in no known form"


def _shown(words: str, dialect: Dialect) -> str:
    """A server's words as one line that can't disturb a terminal and holds no secret."""
    line = " ".join(dialect.hide(words).split())
    line = "".join(c if c.isprintable() else "·" for c in line)
    return line if len(line) <= MAX_WORDS else line[: MAX_WORDS - 1] + "…"


def _number(value: str | None) -> float | None:
    try:
        found = float(value) if value is not None else None
    except ValueError:
        return None
    return found if found is not None and 0 <= found < 1e12 else None


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
