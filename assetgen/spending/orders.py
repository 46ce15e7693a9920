"""What is ordered, what a buyer works with, and an order on its way. Plain values.

Made by `apply` (orders) and `reconcile` (the desk); used by `buyer`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assetgen.digest import request_canonical, request_fingerprint
from assetgen.spending.records import Purchase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from assetgen.model import Address, Digest, Request
    from assetgen.providers.base import Provider, ReferenceFile
    from assetgen.spending.fetching import Keeper
    from assetgen.spending.gates import Gates
    from assetgen.spending.journal import Journal
    from assetgen.spending.limits import Limits


@dataclass(frozen=True, slots=True)
class Order:
    """One take of one request, for one asset. Lower `position`s in the spec are sent first.

    `price` is USD as the plan showed it, None when unknown.
    """

    request: Request
    number: int
    address: Address
    price: Decimal | None
    tags: tuple[str, ...] = ()
    position: int = 0


@dataclass(frozen=True, slots=True)
class Again:
    """What may be sent once more: refused ones, named uncertain ones, uncertain ones by itself.

    `known` are the uncertain and lost attempts from before this run, as `recovery` found them.
    """

    refused: bool = False
    uncertain: frozenset[Address] = frozenset()
    by_itself: bool = True
    known: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Desk:
    """What a buyer works with; `project` names the folder that the month's budget is of.

    `references` reads the files that a request names, and raises AssetgenError when it can't.
    """

    run: str
    project: str
    journal: Journal
    keeper: Keeper
    gates: Gates
    limits: Limits
    provider: Callable[[str], Provider]
    is_alive: Callable[[str], bool]
    references: Callable[[Request], Mapping[Digest, ReferenceFile]]
    again: Again = field(default_factory=Again)
    clock: Callable[[], float] = time.monotonic


@dataclass(slots=True)
class Tries:
    """What one order has gone through in this run."""

    unsent: int = 0
    faults: int = 0
    waits_until: float | None = None


@dataclass(frozen=True, slots=True)
class Deal:
    """An order on its way: what the journal calls it, whom it is sent to, what was tried."""

    order: Order
    purchase: Purchase
    provider: Provider
    tries: Tries


def purchase_of(order: Order, project: str, realm: str) -> Purchase:
    return Purchase(
        fingerprint=request_fingerprint(order.request),
        canonical=request_canonical(order.request),
        number=order.number,
        provider=order.request.provider,
        realm=realm,
        model=order.request.model,
        project=project,
        address=order.address,
        tags=order.tags,
        price=order.price,
    )
