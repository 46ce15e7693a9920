"""The nouns of the journal: an attempt, what it was for, how it stands, what it costs.

Plain values; the one rule here is which attempts count as money. Used by every module of the room.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetgen.model import Address, Digest, Fingerprint

PRETEND = "local"
"""The realm of servers on this machine; its money is never added to any other."""

DIED = "the process that sent it has died"
"""The message of an attempt that was found sent, with nobody left to see its answer."""


class State(Enum):
    """How an attempt stands. The first two are open: somebody may be at work on them."""

    SENT = "sent"
    ANSWERED = "answered"
    STORED = "stored"
    REFUSED = "refused"
    UNUSABLE = "unusable"
    FAILED = "failed"  # 400, 401, 402: not taken, not billed
    UNSENT = "unsent"  # proven: nothing left this machine
    LIMITED = "limited"  # 429
    FAULT = "fault"  # 500 or 503 in the provider's own words: possibly billed
    UNCERTAIN = "uncertain"
    LOST = "lost"


OPEN = frozenset({State.SENT, State.ANSWERED})
DOUBTFUL = frozenset({State.UNCERTAIN, State.LOST})
UNBILLED = frozenset({State.REFUSED, State.FAILED, State.UNSENT, State.LIMITED})


@dataclass(frozen=True, slots=True)
class Purchase:
    """What an attempt is for: one take of one request, for one asset of one project.

    `canonical` is the request's canonical text, empty in attempts that are over; `price` is USD,
    None when unknown; `project` names the folder.
    """

    fingerprint: Fingerprint
    canonical: str
    number: int
    provider: str
    realm: str
    model: str | None
    project: str
    address: Address
    tags: tuple[str, ...] = ()
    price: Decimal | None = None

    @property
    def is_pretend(self) -> bool:
        return self.realm == PRETEND


@dataclass(frozen=True, slots=True)
class Attempt:
    """One row of the journal. Times are UTC, ISO 8601 with microseconds.

    `run` pays; `owner` is the run at work on it, None when nobody is. `attempt` counts the sends
    of one purchase in one run, from 1. `url` is a secret as long as it lives.
    """

    id: int
    run: str
    owner: str | None
    purchase: Purchase
    attempt: int
    state: State
    sent_at: str
    answered_at: str | None = None
    ended_at: str | None = None
    cost: Decimal | None = None
    generation_id: str | None = None
    url: str | None = field(default=None, repr=False)
    expires: str | None = None
    digest: Digest | None = None
    message: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_billed(self) -> bool:
        """Whether an answer was seen that is paid for, with a usable picture or without."""
        return self.answered_at is not None and self.state not in UNBILLED

    @property
    def is_possibly_billed(self) -> bool:
        """Whether money may be gone for which no answer was seen."""
        return self.answered_at is None and self.state not in UNBILLED

    @property
    def owed(self) -> Decimal | None:
        """USD that this attempt counts for: its cost, else its price; None when unknown."""
        if self.state in UNBILLED:
            return Decimal(0)
        return self.purchase.price if self.cost is None else self.cost
