"""The whole plan: every asset, every orphan, and what people should be told once.

Pure, and indifferent to the order of its input but for the order of its lines. Called by
`reconcile`; `apply` does what it says.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from assetgen.digest import request_fingerprint
from assetgen.model import Request
from assetgen.paths import is_below, path_key
from assetgen.planning.assets import plan_asset
from assetgen.planning.orphans import plan_orphans
from assetgen.planning.outputs import Surroundings, output_fingerprint
from assetgen.planning.values import Action, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assetgen.model import Digest, Fingerprint, Lock, Seen
    from assetgen.planning.values import AssetPlan, Holdings, Options, Wanted


def make_plan(
    wanted: Sequence[Wanted],
    lock: Lock,
    seen: Mapping[str, Seen],
    holdings: Holdings,
    options: Options,
) -> Plan:
    """What a command with these options would do, decided path by path."""
    paths = frozenset(output.path for one in wanted for output in one.asset.outputs)
    digests = locked_digests(lock, options.root)
    spellings = old_spellings(paths, digests)
    around = Surroundings(
        seen=seen,
        holdings=holdings,
        locked_digests=digests,
        options=options,
        spellings=spellings,
        claimed=paths.union(spellings.values()),
        standing=frozenset(
            (one.stat.device, one.stat.inode)
            for path in paths
            if (one := seen.get(path)) is not None and one.stat is not None
        ),
    )
    assets = tuple(plan_asset(one, around) for one in wanted)
    orphans = plan_orphans(assets, lock, around)
    return Plan(assets, orphans, shared_requests(assets))


def locked_digests(lock: Lock, root: str) -> dict[str, frozenset[Digest]]:
    """For each locked path below `root` the digests that any line has for it."""
    found: dict[str, set[Digest]] = defaultdict(set)
    for line in lock.assets.values():
        for output in line.outputs:
            if is_below(output.path, root):
                found[output.path].add(output.digest)
    return {path: frozenset(digests) for path, digests in found.items()}


def old_spellings(paths: frozenset[str], locked: Iterable[str]) -> dict[str, str]:
    """For each wanted path the locked one, wanted by nobody, that is it but for its spelling."""
    unwanted = {path_key(path): path for path in sorted(locked) if path not in paths}
    if not unwanted:
        return {}
    keyed = ((path, path_key(path)) for path in paths)
    return {path: unwanted[key] for path, key in keyed if key in unwanted}


def paths_to_observe(wanted: Iterable[Wanted], lock: Lock) -> frozenset[str]:
    """Every path that a plan may have to decide about."""
    desired = {output.path for one in wanted for output in one.asset.outputs}
    locked = {output.path for line in lock.assets.values() for output in line.outputs}
    return frozenset(desired | locked)


def recipes_to_look_up(wanted: Iterable[Wanted]) -> frozenset[Fingerprint]:
    """The recipe fingerprints whose renditions a plan may ask for, old ones for their reasons."""
    now: set[Fingerprint] = set()
    for one in wanted:
        prints = {output_fingerprint(output.recipe, one) for output in one.asset.outputs}
        now |= {fingerprint for fingerprint in prints if fingerprint is not None}
        now |= {output.recipe for output in one.line.outputs} if one.line is not None else set()
    return frozenset(now)


def shared_requests(assets: Iterable[AssetPlan]) -> tuple[str, ...]:
    """One sentence for every request that several assets to be generated share."""
    sharing: dict[Fingerprint, list[AssetPlan]] = defaultdict(list)
    for plan in assets:
        if plan.action is Action.GENERATE and isinstance(plan.asset.source, Request):
            sharing[request_fingerprint(plan.asset.source)].append(plan)
    return tuple(
        f"one picture serves {len(group)} assets with the same request: {_names(group)}"
        for group in sharing.values()
        if len(group) > 1
    )


def _names(group: Sequence[AssetPlan]) -> str:
    shown = ", ".join(plan.address for plan in group[:3])
    return shown if len(group) <= 3 else f"{shown} and {len(group) - 3} more"
