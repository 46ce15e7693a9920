"""Plans, runs and assets as JSON documents. Keys are stable; money is a decimal string."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from assetgen.planning.summary import money

if TYPE_CHECKING:
    from assetgen.model import Json
    from assetgen.planning.summary import Summary
    from assetgen.planning.values import AssetPlan, OrphanPlan, OutputPlan, Plan, Reason


def emit(document: Json) -> None:
    """Print one document to standard output."""
    is_plain = (sys.stdout.encoding or "utf-8").lower() not in {"utf-8", "utf8"}
    json.dump(document, sys.stdout, ensure_ascii=is_plain, indent=2)
    sys.stdout.write("\n")


def plan_document(plan: Plan, summary: Summary) -> dict[str, Json]:
    """The document of `plan`, `check` and `sync`: summary, rows, orphans, notices."""
    rows = [asset_row(asset) for asset in plan.assets if not asset.changes_nothing]
    return {
        "summary": summary.to_json(),
        "rows": list(rows),
        "orphans": [orphan_row(orphan) for orphan in plan.orphans],
        "notices": list(plan.notices),
    }


def asset_row(asset: AssetPlan) -> dict[str, Json]:
    """One asset: `address`, `action`, `reasons`, `outputs`, `cost` (null when unknown)."""
    return {
        "address": asset.address,
        "action": asset.action.value,
        "reasons": [_reason(reason) for reason in asset.reasons],
        "outputs": [_output(output) for output in asset.outputs],
        "cost": None if asset.cost is None else money(asset.cost),
    }


def orphan_row(orphan: OrphanPlan) -> dict[str, Json]:
    """One orphan: the line that holds it, its path, what happens to it."""
    return {
        "address": orphan.address,
        "path": orphan.output.path,
        "action": orphan.step.value,
    }


def _output(output: OutputPlan) -> dict[str, Json]:
    return {
        "path": output.path,
        "action": output.step.value,
        "from": output.via.value if output.via else None,
        "digest": output.wanted,
        "reasons": [_reason(reason) for reason in output.reasons],
    }


def _reason(reason: Reason) -> dict[str, Json]:
    values: dict[str, Json] = {"what": reason.what}
    if reason.old is not None:
        values["old"] = reason.old
    if reason.new is not None:
        values["new"] = reason.new
    return values
