"""The port that every provider fills: capabilities, price, one call that asks, one that fetches.

A provider never retries, stores, waits or decides; `spending` does. Whatever a server does is one
of the outcomes below. The contract suite in `tests/providers/contract.py` is what one has to pass.

    ProviderError                 why no picture came of one call
    ├── NotSentError              connection refused, DNS, TLS: nothing left this machine
    ├── RateLimitedError          429: ask again later
    ├── ServerFaultError          500 or 503 with the provider's own error body: possibly billed
    ├── UncertainError            sent, and no answer that can be read: possibly billed
    ├── RequestError              400: the request is wrong; the field is named where it is known
    ├── AccountError              401 and 402: nobody should send to this provider now
    ├── RefusedError              422: moderation said no
    ├── UnusableAnswerError       an answer without a picture in it, or over the limits
    ├── LinkDeadError             a 4xx on a download: the picture can't be had any more
    └── DownloadError             a download cut short, or a 5xx: try it again
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from assetgen.errors import GenerationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from assetgen.model import Digest, Request


@dataclass(frozen=True, slots=True)
class RateHints:
    """What a provider says of its limits: requests allowed and left, seconds to the window's end.

    Each is None where nothing was said.
    """

    limit: int | None = None
    remaining: int | None = None
    reset_after: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider answered. The picture is in `data`, or behind `url` until `expires`.

    `cost` is USD, None when none was named; width and height are pixels as declared, `expires` is
    ISO 8601 as given.
    """

    media_type: str | None = None
    data: bytes | None = None
    url: str | None = None
    expires: str | None = None
    generation_id: str | None = None
    cost: Decimal | None = None
    width: int | None = None
    height: int | None = None
    rate: RateHints | None = None


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """A reference picture of the user's own, whole."""

    digest: Digest
    data: bytes
    media_type: str


class ProviderError(GenerationError):
    """No picture came of one call. `status` is the HTTP status, None where there was none."""

    def __init__(self, message: str, hint: str | None = None, *, status: int | None = None) -> None:
        super().__init__(message, hint)
        self.status = status


class NotSentError(ProviderError):
    """Nothing left this machine, so nothing can be billed; sending again is safe."""


class RateLimitedError(ProviderError):
    """Too many requests. `retry_after` is seconds, None when the provider named none."""

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        *,
        status: int | None = 429,
        retry_after: float | None = None,
        rate: RateHints | None = None,
    ) -> None:
        super().__init__(message, hint, status=status)
        self.retry_after = retry_after
        self.rate = rate


class ServerFaultError(ProviderError):
    """The provider itself says that it failed; the request may be billed all the same."""


class UncertainError(ProviderError):
    """Sent, and no answer that can be read: the picture may exist and be billed."""


class RequestError(ProviderError):
    """The request is wrong. `field` names what, as the provider calls it, where that is known."""

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        *,
        status: int | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(message, hint, status=status)
        self.field = field


class AccountError(ProviderError):
    """Key or balance won't do: no request can succeed now. `is_money`: the balance is too low."""

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        *,
        status: int | None = None,
        is_money: bool = False,
    ) -> None:
        super().__init__(message, hint, status=status)
        self.is_money = is_money


class RefusedError(ProviderError):
    """Moderation said no to this prompt or these references."""


class UnusableAnswerError(ProviderError):
    """Answered, and there is no picture in it that may be had; it may have cost something.

    `generation_id` and `cost` (USD) are what the answer named.
    """

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        *,
        status: int | None = None,
        generation_id: str | None = None,
        cost: Decimal | None = None,
    ) -> None:
        super().__init__(message, hint, status=status)
        self.generation_id = generation_id
        self.cost = cost


class LinkDeadError(ProviderError):
    """The server says that the picture behind the link is gone for good."""


class DownloadError(ProviderError):
    """A download that did not end well; the link may still live."""


class Provider(Protocol):
    """Someone who can turn a request into a picture. All of it may be called from many threads."""

    @property
    def name(self) -> str:
        """The name that a spec uses."""

    @property
    def realm(self) -> str:
        """Keeps pretend money apart: empty, `local`, or the name of the provider's table.

        Answered without a network.
        """

    @property
    def is_free(self) -> bool:
        """Whether a request can never cost money, so that running it again is harmless."""

    def problems(self, request: Request) -> tuple[str, ...]:
        """What this provider can't do of a request, one sentence each; empty when it can."""

    def warnings(self, request: Request) -> tuple[str, ...]:
        """What may not work or may come as a surprise, one sentence each."""

    def price(self, request: Request) -> Decimal | None:
        """USD for one picture; None when unknown, which is never the same as 0."""

    def send(self, request: Request, references: Mapping[Digest, ReferenceFile]) -> Answer:
        """Ask for the picture: the only call that can cost money. Raises ProviderError.

        `references` holds the bytes of every digest that the request names.
        """

    def download(self, url: str) -> bytes:
        """The bytes behind the link of an answer.

        Raises LinkDeadError, DownloadError, or UnusableAnswerError for what may not be fetched.
        """


@runtime_checkable
class Listing(Protocol):
    """A provider whose prices come from a list of its own."""

    @property
    def listed(self) -> datetime | None:
        """When that list was fetched; None without one."""


class Billed(Protocol):
    """What a provider billed in a span."""

    @property
    def total(self) -> Decimal:
        """USD."""


@runtime_checkable
class Biller(Protocol):
    """A provider that can be asked for its own bill."""

    def costs(self, start: datetime, end: datetime) -> Billed:
        """What it billed between two times with zones. Raises ProviderError."""
