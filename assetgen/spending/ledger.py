"""What was spent, summed up: by day, model, asset or tag. Pure sums over attempts.

Called by the `costs` verb. Money that may be gone without an answer is kept apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assetgen.spending.records import Attempt


class By(Enum):
    """What costs can be grouped by."""

    DAY = "day"
    MODEL = "model"
    ASSET = "asset"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Costs:
    """USD of answered attempts, and of those that may have been billed without an answer.

    `attempts` counts both; `unknown` those of them for which neither cost nor price is known.
    """

    total: Decimal = Decimal(0)
    uncertain: Decimal = Decimal(0)
    attempts: int = 0
    unknown: int = 0


def sum_costs(attempts: Iterable[Attempt]) -> Costs:
    """The costs of all these attempts together."""
    total = uncertain = Decimal(0)
    counted = unknown = 0
    for attempt in attempts:
        if not (attempt.is_billed or attempt.is_possibly_billed):
            continue
        counted += 1
        owed = attempt.owed
        if owed is None:
            unknown += 1
        elif attempt.is_billed:
            total += owed
        else:
            uncertain += owed
    return Costs(total, uncertain, counted, unknown)


def costs_by(attempts: Iterable[Attempt], by: By) -> dict[str, Costs]:
    """Costs by name, in order of the names; without a model or tag the name is empty.

    With several tags an attempt counts under each of them, so those need not add up to the total.
    Days are UTC, by the time of sending.
    """
    groups: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        for name in _names(attempt, by):
            groups.setdefault(name, []).append(attempt)
    costs = {name: sum_costs(groups[name]) for name in sorted(groups)}
    return {name: one for name, one in costs.items() if one.attempts}


def _names(attempt: Attempt, by: By) -> tuple[str, ...]:
    purchase = attempt.purchase
    if by is By.TAG:
        return tuple(dict.fromkeys(purchase.tags)) or ("",)
    names = {
        By.DAY: attempt.sent_at[:10],
        By.MODEL: purchase.model or "",
        By.ASSET: str(purchase.address),
    }
    return (names[by],)
