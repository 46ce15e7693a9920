"""The short pipeline of `sync --frozen`: every locked output, copied by digest.

It reads the lock and the tree and asks the cache for blobs; it never generates, transforms or
changes the lock. Called by `commands.frozen`.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assetgen.apply.commit import Committer
from assetgen.apply.run import Crew, gone_reports, run_plan
from assetgen.apply.workers import Tools
from assetgen.errors import LockError, Place, UsageError
from assetgen.model import DesiredAsset, DesiredOutput, Lock, Recipe
from assetgen.paths import is_below
from assetgen.planning.plan import make_plan
from assetgen.planning.values import Holdings, Options, Source, SourceState, Wanted
from assetgen.project import LOCK_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from assetgen.apply.ports import LockKeeper
    from assetgen.apply.reports import Report
    from assetgen.model import LockedAsset, Seen
    from assetgen.planning.values import Plan
    from assetgen.providers.base import Provider
    from assetgen.reconcile import Hands
    from assetgen.spending.fetching import Bought
    from assetgen.spending.orders import Order
    from assetgen.store.cache import Cache


@dataclass(frozen=True, slots=True)
class Restored:
    """How a frozen sync ended."""

    plan: Plan
    reports: tuple[Report, ...]


def restore_frozen(
    cache: Cache,
    lock: LockKeeper,
    observe: Callable[[Iterable[str]], Mapping[str, Seen]],
    hands: Hands,
    options: Options,
) -> Restored:
    """Copy what is missing; bytes that are nowhere become reports.

    Raises LockError, also for a lock with a path outside of the root.
    """
    frozen = as_accepted(lock.read())
    check_below(frozen, options.root)
    paths = [output.path for line in frozen.assets.values() for output in line.outputs]
    seen = observe(paths)
    wanted = [_wanted(line) for line in frozen.assets.values()]
    needed = {output.digest for line in frozen.assets.values() for output in line.outputs}
    holdings = Holdings(available=frozenset(cache.available(needed)))
    plan = make_plan(wanted, frozen, seen, holdings, options)
    tools = Tools(cache, _no_provider, hands.render, _nowhere(), hands.stop.is_on, _no_buyer)
    committer = Committer(hands.tree, cache, lock, {}, {}, frozenset(), records=False)
    with ThreadPoolExecutor(hands.workers, "assetgen") as executor:
        crew = Crew(executor, hands.workers, tools, committer, hands.listener, hands.stop)
        reports = run_plan(plan, crew)
    return Restored(plan, (*reports, *gone_reports(plan)))


def check_below(lock: Lock, root: str) -> None:
    """Refuse a lock with a path outside of the root of the outputs. Raises LockError."""
    for line in lock.assets.values():
        for output in line.outputs:
            if not is_below(output.path, root):
                raise LockError(
                    f"{line.address}: a path outside of {root}/: {output.path}",
                    "assetgen sync settles what an older root left behind",
                    Place(LOCK_NAME),
                )


def as_accepted(lock: Lock) -> Lock:
    """The lock with every output taken as it was accepted, like an adopted file."""
    return Lock(
        {
            address: replace(line, outputs=tuple(replace(o, adopted=True) for o in line.outputs))
            for address, line in lock.assets.items()
        }
    )


def _wanted(line: LockedAsset) -> Wanted:
    asset = DesiredAsset(
        address=line.address,
        place=Place(LOCK_NAME),
        source=line.source,
        outputs=tuple(DesiredOutput(output.path, Recipe(())) for output in line.outputs),
    )
    return Wanted(asset, line, Source(SourceState.LOCKED, line.chosen))


def _no_provider(name: str) -> Provider:
    raise UsageError(f"--frozen asks no provider: {name}")


def _no_buyer(order: Order) -> Bought:
    raise UsageError(f"--frozen buys nothing: {order.address}")


def _nowhere() -> Path:
    from pathlib import Path

    return Path()
