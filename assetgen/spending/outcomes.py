"""What each outcome of a request means: the second table of buying, without any effect.

A provider's error becomes the state that ends the attempt and the error that people read. Called
by `buyer`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.errors import UnusableError
from assetgen.planning.summary import money
from assetgen.planning.values import Standing
from assetgen.providers.base import (
    AccountError,
    NotSentError,
    ProviderError,
    RateLimitedError,
    RefusedError,
    RequestError,
    ServerFaultError,
    UnusableAnswerError,
)
from assetgen.spending.errors import (
    LostPictureError,
    NoAccessError,
    NoCreditError,
    PossiblyBilledError,
    RefusedByModerationError,
    RequestRejectedError,
    UncertainOutcomeError,
    UnsentError,
)
from assetgen.spending.fetching import UNUSABLE_HINT
from assetgen.spending.records import State

if TYPE_CHECKING:
    from decimal import Decimal

    from assetgen.errors import AssetgenError
    from assetgen.providers.base import Answer
    from assetgen.spending.fetching import Bought
    from assetgen.spending.held import Held

SENDS_UNSENT = 5
"""So often it is tried to reach a provider for one picture in one run."""

SENDS_AT_FAULT = 3
"""So often a request is sent that the provider fails with its own words: two retries."""

LONGEST_WAIT = 900.0
"""Seconds; a provider that asks for a longer pause gets nothing more in this run."""

_STATES: dict[type[ProviderError], State] = {
    NotSentError: State.UNSENT,
    RateLimitedError: State.LIMITED,
    ServerFaultError: State.FAULT,
    RequestError: State.FAILED,
    AccountError: State.FAILED,
    RefusedError: State.REFUSED,
    UnusableAnswerError: State.UNUSABLE,
}
_UNCERTAIN_HINT = "a later sync buys it again once; --no-retry-uncertain: not even once"
_EXPLICIT_HINT = "to buy it all the same: assetgen sync --retry-uncertain ADDRESS"
_REFUSED_HINT = "change the prompt or the references, or try again: assetgen sync --retry-refused"


def state_after(error: ProviderError) -> State:
    """The state of an attempt that ended so; what is not known to be harmless is uncertain."""
    known = (state for kind, state in _STATES.items() if isinstance(error, kind))
    return next(known, State.UNCERTAIN)


def error_after(error: ProviderError, price: Decimal | None) -> AssetgenError:
    """What people read about an attempt that ended so and is not tried again in this run."""
    why = error.message
    match error:
        case NotSentError():
            return UnsentError(f"nothing was sent: {why}", error.hint)
        case ServerFaultError():
            return PossiblyBilledError(
                f"the provider failed {SENDS_AT_FAULT} times: {why}", _cost(price)
            )
        case RequestError():
            named = f" ({error.field})" if error.field else ""
            return RequestRejectedError(
                f"the provider refuses the request{named}: {why}", error.hint
            )
        case AccountError():
            kind = NoCreditError if error.is_money else NoAccessError
            return kind(f"nothing more is sent to this provider: {why}", error.hint)
        case RefusedError():
            return RefusedByModerationError(f"refused by moderation: {why}", _REFUSED_HINT)
        case UnusableAnswerError():
            return UnusableError(why, UNUSABLE_HINT)
        case _:
            sentence = f"sent, and no answer was seen{_brackets(price)}: {why}"
            return UncertainOutcomeError(sentence, _UNCERTAIN_HINT)


def error_of(held: Held) -> AssetgenError:
    """What people read about something that is not sent because of how it stands."""
    why = held.attempt.message if held.attempt is not None else ""
    because = f": {why}" if why else ""
    amount = _brackets(held.may_have_cost)
    times = f", {held.times()} times" if held.times() > 1 else ""
    hint = _UNCERTAIN_HINT if held.times() == 1 else _EXPLICIT_HINT
    match held.standing:
        case Standing.REFUSED:
            sentence = f"not sent, moderation refused it before{because}"
            return RefusedByModerationError(sentence, _REFUSED_HINT)
        case Standing.UNUSABLE:
            return UnusableError(f"not sent, it brought no usable picture{because}", UNUSABLE_HINT)
        case Standing.LOST:
            sentence = f"paid for and lost{times}{amount}{because}"
            return LostPictureError(sentence, hint)
        case _:
            sentence = f"sent before, and no answer was seen{times}{amount}{because}"
            return UncertainOutcomeError(sentence, hint)


def size_warnings(answer: Answer, bought: Bought) -> tuple[str, ...]:
    """A sentence when the picture has another size than the answer said."""
    declared, found = (answer.width, answer.height), (bought.take.width, bought.take.height)
    if None in declared or declared == found:
        return ()
    said, real = (f"{width} x {height}" for width, height in (declared, found))
    return (f"the provider said {said} pixels, and the picture has {real}",)


def _brackets(amount: Decimal | None) -> str:
    if amount is None:
        return " (it may have cost an unknown amount)"
    return f" (it may have cost ${money(amount)})"


def _cost(price: Decimal | None) -> str:
    amount = "an unknown amount" if price is None else f"${money(price * SENDS_AT_FAULT)}"
    return f"each time may have been billed, {amount} in all; a later sync tries again"
