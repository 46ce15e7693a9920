"""A plan in numbers: how many assets in each first state that fits, files, orphans, money.

Pure. `ui` words it, `--json` prints it, the index repeats it when nothing changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from assetgen.digest import request_fingerprint
from assetgen.model import Json, Request
from assetgen.planning.values import Action, Standing

if TYPE_CHECKING:
    from assetgen.model import Fingerprint
    from assetgen.planning.values import AssetPlan, Plan

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of assets, each in the first that fits; `write` counts files, `orphan` paths."""

    failed: int = 0
    refused: int = 0
    uncertain: int = 0
    skipped: int = 0
    waiting: int = 0
    conflict: int = 0
    generate: int = 0
    transform: int = 0
    restore: int = 0
    unchanged: int = 0
    write: int = 0
    orphan: int = 0
    cost_unknown: int = 0
    cost_estimate: Decimal = Decimal(0)
    cost_later: Decimal = Decimal(0)
    cost_actual: Decimal = Decimal(0)

    def to_json(self) -> dict[str, Json]:
        """The object under `summary`; money as decimal strings in USD."""
        fields = asdict(self)
        return {
            name: money(value) if isinstance(value, Decimal) else value
            for name, value in fields.items()
        }


_BLOCKED = {
    Standing.REFUSED: "refused",
    Standing.UNCERTAIN: "uncertain",
    Standing.LOST: "uncertain",
}


def money(amount: Decimal) -> str:
    """An amount in USD with at least two decimals and no trailing zeros beyond them."""
    rounded = amount.quantize(CENT) if amount == amount.quantize(CENT) else amount.normalize()
    return f"{rounded:f}"


def summarize(plan: Plan, skipped: int = 0) -> Summary:
    """The numbers of a plan that is not carried out yet."""
    counts = Counter(count_name(asset) for asset in plan.assets)
    prices: dict[Fingerprint, Decimal | None] = {}
    for asset in plan.assets:
        if asset.action is Action.GENERATE and isinstance(asset.asset.source, Request):
            prices.setdefault(request_fingerprint(asset.asset.source), asset.cost)
    known = [price for price in prices.values() if price is not None]
    return Summary(
        failed=counts["failed"],
        refused=counts["refused"],
        uncertain=counts["uncertain"],
        skipped=skipped,
        conflict=counts["conflict"],
        generate=counts["generate"],
        transform=counts["transform"],
        restore=counts["restore"],
        unchanged=counts["unchanged"],
        write=sum(len(asset.writes) for asset in plan.assets),
        orphan=len(plan.orphans),
        cost_unknown=len(prices) - len(known),
        cost_estimate=sum(known, Decimal(0)),
    )


def pictures_to_make(plan: Plan) -> int:
    """How many pictures a plan generates: assets with one request share one."""
    return len(
        {
            request_fingerprint(asset.asset.source)
            for asset in plan.assets
            if asset.action is Action.GENERATE and isinstance(asset.asset.source, Request)
        }
    )


def count_name(asset: AssetPlan) -> str:
    """The count that an asset belongs to: the first that fits."""
    if asset.action is Action.FAIL:
        return "failed"
    if asset.action is Action.BLOCKED and asset.source.prior is not None:
        return _BLOCKED.get(asset.source.prior.standing, "failed")
    if asset.conflicts:
        return "conflict"
    return {
        Action.GENERATE: "generate",
        Action.TRANSFORM: "transform",
        Action.RESTORE: "restore",
    }.get(asset.action, "unchanged")
