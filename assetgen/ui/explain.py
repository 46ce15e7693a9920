"""One asset in full: every resolved value with its place, and the decision at every path.

Pure: values in, text out. Used by `plan ADDR`, `--verbose`, `why` and `prompt`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.model import Kind, Request
from assetgen.planning.values import SourceState, Step, Via
from assetgen.ui import rows, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetgen.model import DesiredAsset
    from assetgen.planning.values import AssetPlan, OutputPlan, Plan
    from assetgen.ui.paint import Paint

_SOURCES = {
    SourceState.LOCKED: "the picture that the lock names: its request has not changed",
    SourceState.PINNED: "the picture that the lock names: the asset is pinned",
    SourceState.FILE: "the file that the spec names",
    SourceState.HELD: "a picture that the cache holds for this request",
    SourceState.BLOCKED: "a picture that is not sent for, because of what came of it before",
    SourceState.GENERATE: "a picture that has to be generated: none is held for this request",
}
_WAYS = {
    Via.BLOB: "copied from the cache",
    Via.RECIPE: "made from the held picture, free",
    Via.GENERATE: "made from the picture that is generated",
}
_FOUND = {
    Kind.ABSENT: "nothing stands there",
    Kind.FILE: "a file stands there",
    Kind.FOLDER: "a folder stands there",
    Kind.SYMLINK: "a symbolic link stands there or on the way",
    Kind.SPECIAL: "something special stands there or on the way",
}


def detailed_lines(plan: Plan, paint: Paint) -> list[str]:
    """Every row unfolded, each followed by the asset's resolved values and paths."""
    lines: list[str] = []
    for asset in plan.assets:
        own = rows.layout(rows.asset_rows([asset]), paint)
        lines += own or [f"  {asset.address}  as locked"]
        lines += [f"    {line}" for line in _values(asset.asset)]
        lines += [f"    {output.path}: {_decision(output)}" for output in asset.outputs]
    return lines + rows.layout(rows.orphan_rows(plan.orphans), paint)


def why_lines(asset: AssetPlan) -> list[str]:
    """The decision about one asset, in sentences: its source, then each path."""
    lines = [f"{asset.address} ({asset.asset.place})"]
    lines.append(f"  source: {_SOURCES[asset.source.state]}")
    for reason in asset.source.reasons:
        if reason.old is None and reason.new is None:
            lines.append(f"    {reason.what}: it is not in the lock")
            continue
        lines.append(f"    {reason.what} changed")
        lines += [f"      - {line}" for line in (reason.old or "none").splitlines()]
        lines += [f"      + {line}" for line in (reason.new or "none").splitlines()]
    for output in asset.outputs:
        lines.append(f"  {output.path}: {_decision(output)}")
    return lines


def _values(asset: DesiredAsset) -> Iterator[str]:
    width = max((len(name) for name in asset.origins), default=0)
    for name, origin in asset.origins.items():
        yield f"{name:<{width}}  {origin.value}  ({origin.place})"
    if not asset.origins and isinstance(asset.source, Request):
        yield f"prompt  {asset.source.prompt}"


def _decision(output: OutputPlan) -> str:
    found = _FOUND[output.seen.kind]
    if output.step is Step.KEEP:
        return "stands as wanted"
    if output.step is Step.CONFLICT:
        return f"conflict: {words.reasons(output.reasons)}; it is left as it is"
    if output.step is Step.BLOCKED:
        return f"{found}; its picture is not sent for"
    if output.step is Step.GONE:
        return f"{found}; neither its bytes nor its picture are in any cache or remote"
    way = _WAYS[output.via] if output.via is not None else ""
    return f"{found}; {way} ({words.reasons(output.reasons)})"
