"""The lock's line of an asset after its outputs stand in the tree.

Pure. `assets` asks it whether a line has to be recorded; `apply` writes what it returns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assetgen.model import LockedAsset, LockedOutput
from assetgen.planning.values import SourceState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetgen.model import Digest, Fingerprint, Rendition, Take
    from assetgen.planning.values import AssetPlan, OutputPlan


@dataclass(frozen=True, slots=True)
class Made:
    """What was made or found for one output: size in bytes, width and height in pixels."""

    recipe: Fingerprint
    digest: Digest
    size: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What applying an asset's plan brought: the source it was made from, outputs by path."""

    digest: Digest | None
    take: Take | None
    made: Mapping[str, Made]


def next_line(plan: AssetPlan, outcome: Outcome) -> LockedAsset:
    """The line of `plan.asset` once the outputs in `outcome.made` stand in the tree.

    An output that was not made keeps its old record; one without a record is left out. The line
    keeps its source while nothing is made from another one; of the same source the path may change.
    """
    line = plan.line
    records = (_record(output, outcome.made.get(output.path)) for output in plan.outputs)
    outputs = {one.path: one for one in plan.kept}
    outputs |= {record.path: record for record in records if record is not None}
    stays = plan.source.state is SourceState.PINNED or outcome.digest is None
    keeps_source = line is not None and (stays or plan.source.state is SourceState.LOCKED)
    return LockedAsset(
        address=plan.address,
        source=line.source if line is not None and stays else plan.asset.source,
        outputs=tuple(outputs[path] for path in sorted(outputs)),
        takes=_takes(line if keeps_source else None, outcome),
        chosen=line.chosen if line is not None and outcome.digest is None else outcome.digest,
        chosen_by=line.chosen_by if line is not None and keeps_source else "sync",
        picked=line.picked if line is not None and keeps_source else False,
        extra=line.extra if line is not None else {},
    )


def adopted_line(plan: AssetPlan, output: OutputPlan, made: Made) -> LockedAsset:
    """The line of `plan.asset` once the user's bytes at `output.path` are accepted as they are."""
    line = plan.line or LockedAsset(plan.address, plan.asset.source)
    record = LockedOutput(
        output.path, made.recipe, made.digest, made.size, made.width, made.height, adopted=True
    )
    gone = {output.path, output.locked.path if output.locked is not None else output.path}
    others = tuple(one for one in line.outputs if one.path not in gone)
    outputs = tuple(sorted((*others, record), key=lambda one: one.path))
    return replace(line, address=plan.address, outputs=outputs)


def released_line(line: LockedAsset, path: str) -> LockedAsset:
    """The line once `path` is made by its recipe again: its adopted record is dropped."""
    kept = (one for one in line.outputs if not (one.path == path and one.adopted))
    return replace(line, outputs=tuple(kept))


def _takes(line: LockedAsset | None, outcome: Outcome) -> tuple[Take, ...]:
    known = line.takes if line is not None else ()
    take = outcome.take
    if take is None or any(one.digest == take.digest for one in known):
        return known
    return (*(one for one in known if one.number != take.number), take)


def _record(output: OutputPlan, made: Made | None) -> LockedOutput | None:
    locked = output.locked
    if made is None:
        return locked
    adopted = locked is not None and locked.adopted
    fresh = LockedOutput(
        path=output.path,
        recipe=made.recipe,
        digest=made.digest,
        size=made.size,
        width=made.width,
        height=made.height,
        adopted=adopted,
    )
    return replace(locked, path=output.path) if adopted and locked is not None else fresh


def made_of(output: OutputPlan, renditions: Mapping[Fingerprint, Rendition]) -> Made | None:
    """What an output that stands as wanted is: from the lock, else from what is held."""
    locked = output.locked
    if locked is not None and output.wanted == locked.digest:
        recipe = locked.recipe if locked.adopted else output.fingerprint or locked.recipe
        return Made(recipe, locked.digest, locked.size, locked.width, locked.height)
    if output.fingerprint is None or output.fingerprint not in renditions:
        return None
    found = renditions[output.fingerprint]
    return Made(found.recipe, found.digest, found.size, found.width, found.height)
