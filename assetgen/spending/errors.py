"""Why a picture was not bought, as a tree, and the exit code of each.

Raised by `buyer`, `journal` and `fetching`, worded for people; caught only in `cli` and in reports.

    GenerationError                      1
    ├── SkippedError                     1   nothing was sent: a busy neighbour, a stopped provider
    ├── UnsentError                      1   nothing could be sent: no connection
    ├── RequestRejectedError             1   the provider doesn't take this request
    ├── NoAccessError                    1   401: no key, or a wrong one
    ├── PossiblyBilledError              1   the provider failed, and may have billed for it
    ├── UncertainOutcomeError            1   sent, and no answer seen
    ├── LostPictureError                 1   answered, and the link is dead
    ├── NotFetchedError                  1   answered, and the link doesn't work yet
    ├── RefusedByModerationError         5
    └── BudgetError                      4   money that was not granted
        ├── OverBudgetError              4   a limit would be passed
        ├── UnknownPriceError            4   no price, and there is a limit
        ├── ConsentError                 4   nobody said yes
        └── NoCreditError                4   402: the provider wants money first
"""

from __future__ import annotations

from assetgen.errors import ExitCode, GenerationError


class SkippedError(GenerationError):
    """Nothing was sent for this asset in this run; the message says why."""


class UnsentError(GenerationError):
    """Nothing could be sent, however often it was tried."""


class RequestRejectedError(GenerationError):
    """The provider calls the request itself wrong."""


class NoAccessError(GenerationError):
    """The provider doesn't know the key, or there is none."""


class PossiblyBilledError(GenerationError):
    """The provider failed with its own words, and may have billed for it."""


class UncertainOutcomeError(GenerationError):
    """A request was sent and its answer never seen; it may have been billed."""


class LostPictureError(GenerationError):
    """A picture was paid for and can't be fetched any more."""


class NotFetchedError(GenerationError):
    """A picture was paid for and can't be fetched yet; a later run does it for nothing."""


class RefusedByModerationError(GenerationError):
    """Moderation said no to this request."""

    exit_code = ExitCode.REFUSED


class BudgetError(GenerationError):
    """Money was needed that limits, provider or person did not grant; nothing was sent."""

    exit_code = ExitCode.MONEY


class OverBudgetError(BudgetError):
    """A limit would be passed."""


class UnknownPriceError(BudgetError):
    """A request has no known price, and there is a limit."""


class ConsentError(BudgetError):
    """Nobody agreed to spend money."""


class NoCreditError(BudgetError):
    """The provider's account has no money left."""
