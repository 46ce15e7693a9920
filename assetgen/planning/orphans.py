"""Locked paths that no output wants any more, and what is done about them.

Pure. Called by `plan`, after every asset has said which of its old records it keeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.model import Kind
from assetgen.planning.values import OrphanPlan, OrphanStep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assetgen.model import Address, Lock, LockedAsset, LockedOutput
    from assetgen.planning.outputs import Surroundings
    from assetgen.planning.values import AssetPlan


def plan_orphans(
    plans: Iterable[AssetPlan], lock: Lock, around: Surroundings
) -> tuple[OrphanPlan, ...]:
    """Every orphan, by path: of assets that keep old records, and of lines without an asset.

    A path that another asset wants is none: whoever writes it takes it, in whatever spelling.
    """
    plans = tuple(plans)
    named = {plan.old_address or plan.address for plan in plans}
    orphans = [
        _orphan(plan.address, record, plan.line, around, has_asset=True)
        for plan in plans
        if plan.line is not None
        for record in plan.kept
        if record.path not in around.claimed
    ]
    orphans += [
        _orphan(line.address, record, line, around, has_asset=False)
        for address, line in lock.assets.items()
        if address not in named
        for record in line.outputs
        if record.path not in around.claimed
    ]
    return tuple(sorted(orphans, key=lambda orphan: orphan.output.path))


def _orphan(
    address: Address,
    record: LockedOutput,
    line: LockedAsset,
    around: Surroundings,
    *,
    has_asset: bool,
) -> OrphanPlan:
    seen = around.at(record.path)
    if not around.options.prune:
        step = OrphanStep.REPORT
    elif seen.kind is Kind.ABSENT:
        step = OrphanStep.FORGET
    elif (
        seen.kind is Kind.FILE
        and around.is_ours(record.path, seen)
        and not around.is_wanted_file(seen)
    ):
        step = OrphanStep.REMOVE
    else:
        step = OrphanStep.LEAVE
    return OrphanPlan(address, record, step, seen, line, has_asset)
