"""What is to be done at each path of one asset: the second planning table.

Pure: it looks at what was seen, locked and held, and never at the disk. Called by `plan`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assetgen.digest import recipe_canonical, recipe_fingerprint
from assetgen.model import ABSENT, Kind, SourceFile
from assetgen.planning.values import (
    OutputPlan,
    Reason,
    SourceState,
    Step,
    Via,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetgen.model import (
        DesiredOutput,
        Digest,
        Fingerprint,
        LockedOutput,
        Recipe,
        Rendition,
        Seen,
    )
    from assetgen.planning.values import Holdings, Options, Wanted

_STANDING = {
    Kind.FOLDER: "a folder stands there",
    Kind.SYMLINK: "a symbolic link stands there or on the way",
    Kind.SPECIAL: "something that is no regular file stands there or on the way",
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What decisions about paths look at: the tree, the cache, the lock, the command's words.

    `locked_digests` holds, for each path, the digests that any line of the lock has for it;
    `spellings`, for each wanted path, the locked path that differs from it in spelling only (case,
    NFC), which is one file with it on some systems; `claimed` both of these paths; `standing`,
    device and inode of what stands at wanted paths.
    """

    seen: Mapping[str, Seen]
    holdings: Holdings
    locked_digests: Mapping[str, frozenset[Digest]]
    options: Options
    spellings: Mapping[str, str] = field(default_factory=dict)
    claimed: frozenset[str] = frozenset()
    standing: frozenset[tuple[int, int]] = frozenset()

    def at(self, path: str) -> Seen:
        return self.seen.get(path, ABSENT)

    def is_ours(self, path: str, seen: Seen) -> bool:
        """Whether the bytes at `path` are locked for it by any line, or were written by us."""
        if seen.digest is None:
            return False
        spellings = (path, self.spellings.get(path, path))
        return seen.digest in self.holdings.written or any(
            seen.digest in self.locked_digests.get(one, frozenset()) for one in spellings
        )

    def is_wanted_file(self, seen: Seen) -> bool:
        """Whether this very file stands at a wanted path too, under another name."""
        return seen.stat is not None and (seen.stat.device, seen.stat.inode) in self.standing


def decide_output(
    output: DesiredOutput,
    locked: LockedOutput | None,
    wanted: Wanted,
    around: Surroundings,
) -> OutputPlan:
    """What is done at the path of one output; `locked` is the line's record of this output."""
    fingerprint = output_fingerprint(output.recipe, wanted)
    digest = _wanted_digest(fingerprint, locked, around.holdings)
    seen = around.at(output.path)
    moved_from = locked.path if locked is not None and locked.path != output.path else None
    undecided = OutputPlan(
        path=output.path,
        recipe=output.recipe,
        step=Step.KEEP,
        wanted=digest,
        fingerprint=fingerprint,
        locked=locked,
        seen=seen,
        moved_from=moved_from,
    )
    if digest is not None and seen.digest == digest:
        return undecided
    blocked = _conflict(output.path, around)
    if blocked is not None:
        return replace(undecided, step=Step.CONFLICT, reasons=(Reason(blocked),))
    step, via = _way(undecided, wanted, around)
    reasons = _write_reasons(undecided, wanted, around)
    foreign = (
        seen.kind is Kind.FILE and not seen.is_pointer and not around.is_ours(output.path, seen)
    )
    return replace(undecided, step=step, via=via, replaces_ours=not foreign, reasons=reasons)


def output_fingerprint(recipe: Recipe, wanted: Wanted) -> Fingerprint | None:
    """The key of what a recipe makes of an asset's source; None while there is no source."""
    if wanted.source.digest is None:
        return None
    return recipe_fingerprint(recipe, (wanted.source.digest,))


def recipe_reasons(
    old: Rendition | None, recipe: Recipe, *, same_source: bool
) -> tuple[Reason, ...]:
    """How a recipe differs from the one that made `old`, by `transform.parameter`."""
    if old is None or not old.canonical:
        return (Reason("recipe changed"),) if same_source else ()
    then = json.loads(old.canonical)["transforms"]
    now = json.loads(recipe_canonical(recipe, ()))["transforms"]
    before, after = _parameters(then), _parameters(now)
    versions = _versions(then), _versions(now)
    changed = [
        Reason(name, before.get(name, "none"), after.get(name, "none"))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]
    changed += [
        Reason(name, old_version, versions[1][name])
        for name, old_version in versions[0].items()
        if versions[1].get(name, old_version) != old_version
    ]
    if not changed and then != now:
        changed = [Reason("recipe changed")]
    return tuple(changed)


def _wanted_digest(
    fingerprint: Fingerprint | None, locked: LockedOutput | None, holdings: Holdings
) -> Digest | None:
    if locked is not None and locked.adopted:
        return locked.digest
    if fingerprint is None:
        return None
    if locked is not None and locked.recipe == fingerprint:
        return locked.digest
    rendition = holdings.renditions.get(fingerprint)
    return None if rendition is None else rendition.digest


def _conflict(path: str, around: Surroundings) -> str | None:
    seen = around.at(path)
    if seen.kind is Kind.ABSENT or seen.is_pointer or around.is_ours(path, seen):
        return None
    if seen.kind is not Kind.FILE:
        return _STANDING[seen.kind]
    if around.options.overwrite:
        return None
    if path in around.locked_digests:
        return "edited since it was written"
    return "a file that assetgen did not write stands there"


def _way(output: OutputPlan, wanted: Wanted, around: Surroundings) -> tuple[Step, Via | None]:
    available = around.holdings.available
    if output.wanted in available:
        return Step.WRITE, Via.BLOB
    if output.locked is not None and output.locked.adopted:
        return Step.GONE, None
    source = wanted.source
    if source.state is SourceState.GENERATE:
        return Step.WRITE, Via.GENERATE
    if source.state is SourceState.BLOCKED:
        return Step.BLOCKED, None
    if source.digest in available or _stands_as_file(wanted):
        return Step.WRITE, Via.RECIPE
    if wanted.can_draw_again and _is_same_provider(wanted):
        return Step.WRITE, Via.GENERATE
    return Step.GONE, None


def _stands_as_file(wanted: Wanted) -> bool:
    """Whether the source is the user's own file, read from where the spec says."""
    file = wanted.asset.source
    return isinstance(file, SourceFile) and file.digest == wanted.source.digest


def _is_same_provider(wanted: Wanted) -> bool:
    """Whether the free generator that the spec names is the one that drew a pinned picture."""
    if wanted.source.state is not SourceState.PINNED or wanted.line is None:
        return True
    then, now = wanted.line.source, wanted.asset.source
    return not isinstance(then, SourceFile) and (
        not isinstance(now, SourceFile) and then.provider == now.provider
    )


def _write_reasons(output: OutputPlan, wanted: Wanted, around: Surroundings) -> tuple[Reason, ...]:
    is_pinned = wanted.source.state is SourceState.PINNED
    reasons = [] if is_pinned else list(wanted.source.reasons)
    locked, seen = output.locked, output.seen
    if output.moved_from is not None:
        reasons.append(Reason("path", output.moved_from, output.path))
    elif locked is None and wanted.line is not None:
        reasons.append(Reason("new output"))
    if locked is not None and not locked.adopted and locked.recipe != output.fingerprint:
        same_source = is_pinned or not wanted.source.reasons
        old = around.holdings.renditions.get(locked.recipe)
        reasons += recipe_reasons(old, output.recipe, same_source=same_source)
    if seen.is_pointer:
        reasons.append(Reason("a Git LFS pointer stands there"))
    elif locked is not None and seen.kind is Kind.ABSENT and output.moved_from is None:
        reasons.append(Reason("missing"))
    elif seen.kind is Kind.FILE and not around.is_ours(output.path, seen):
        reasons.append(Reason("overwritten as asked"))
    elif not reasons:
        reasons.append(Reason("other bytes of ours stand there"))
    return tuple(dict.fromkeys(reasons))


def _parameters(transforms: list[dict[str, object]]) -> dict[str, str]:
    named: dict[str, str] = {}
    for transform in transforms:
        parameters = transform.get("parameters", {})
        if isinstance(parameters, dict):
            named |= {str(name): str(value) for name, value in parameters.items()}
    return named


def _versions(transforms: list[dict[str, object]]) -> dict[str, str]:
    return {f"{step['name']} version": str(step["version"]) for step in transforms}
