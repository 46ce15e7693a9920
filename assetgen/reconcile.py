"""The one pipeline: load, resolve, observe, plan, apply, remember.

`plan`, `check` and `sync` share it, so a plan tells what a sync does. Called by `commands`;
everything that touches the world comes in as a `Workspace`.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assetgen.apply.commit import Committer
from assetgen.apply.run import Crew, blocked_reports, gone_reports, run_plan
from assetgen.apply.workers import Tools
from assetgen.buying import Purse, Shop, agree, paid_assets, senders
from assetgen.digest import request_canonical, request_fingerprint
from assetgen.errors import AssetgenError, GoneError, StaleLockError
from assetgen.lookup import Sellers, find_holdings, find_sources, take_in
from assetgen.model import Request
from assetgen.planning.plan import make_plan, paths_to_observe
from assetgen.planning.select import Selection, limited, narrow
from assetgen.planning.values import Action, Options, OrphanStep, Plan
from assetgen.pricing import priced
from assetgen.spending.recovery import Recovered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from assetgen.apply.ports import Listener, LockKeeper, Renderer, Tree
    from assetgen.apply.reports import Report
    from assetgen.apply.run import StopSwitch
    from assetgen.model import Address, Lock, Seen, Spec
    from assetgen.planning.values import Holdings
    from assetgen.project import Project
    from assetgen.providers.base import Provider
    from assetgen.spending.account import Account
    from assetgen.spending.fetching import Bought
    from assetgen.spending.orders import Order
    from assetgen.store.cache import Cache

PASSES = 5
"""How often one sync plans again what another process changed under it."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything that the pipeline works with, already open.

    `observe` looks at paths below the project's folder.
    """

    project: Project
    cache: Cache
    lock: LockKeeper
    provider: Callable[[str], Provider]
    observe: Callable[[Iterable[str]], Mapping[str, Seen]]
    account: Account


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a command line asks of a run."""

    options: Options = field(default_factory=Options)
    selection: Selection = field(default_factory=Selection)
    limit: int | None = None
    locked: bool = False
    purse: Purse = field(default_factory=Purse)


@dataclass(frozen=True, slots=True)
class View:
    """A plan with everything that it was made of; `left_out` assets wait for another run."""

    spec: Spec
    lock: Lock
    seen: Mapping[str, Seen]
    holdings: Holdings
    plan: Plan
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a sync ended: what became of each asset, the first plan, and the last view.

    `recovered` is what dead runs had left; `cost` is USD that this run's answers came to.
    """

    first: View
    last: View
    reports: tuple[Report, ...]
    recovered: Recovered = field(default_factory=Recovered)
    cost: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Hands:
    """Who carries a plan out and who is told."""

    tree: Tree
    render: Renderer
    listener: Listener
    stop: StopSwitch
    workers: int


def look(workspace: Workspace, spec: Spec, wishes: Wishes) -> View:
    """What a sync would do now, in five steps; nothing is changed.

    1. The lock is read and moved addresses are found in it. 2. Each asset gets its source.
    3. Cache and tree are looked at. 4. The plan is made of everything. 5. It is narrowed.
    """
    lock = workspace.lock.read()
    wanted = find_sources(spec, lock, _sellers(workspace), wishes.purse)
    seen = workspace.observe(paths_to_observe(wanted, lock))
    holdings = find_holdings(workspace.cache, wanted, seen)
    options = replace(wishes.options, root=spec.project.root)
    plan = make_plan(wanted, lock, seen, holdings, options)
    plan = priced(narrow(plan, wishes.selection), workspace.provider)
    plan, left_out = limited(plan, wishes.limit)
    return View(spec, lock, seen, holdings, plan, left_out)


def sync(workspace: Workspace, spec: Spec, wishes: Wishes, hands: Hands) -> Ended:
    """Plan and apply until the plan is empty or only what failed is left.

    What earlier runs left unfinished is settled first; what another process changed meanwhile is
    planned again. Raises StaleLockError with `--locked` when the plan would change the lock, and
    ConsentError when it would spend what nobody agreed to.
    """
    is_on, purse = hands.stop.is_on, wishes.purse
    recovered = workspace.account.recover(workspace.provider, is_on, offline=purse.offline)
    first = view = look(workspace, spec, wishes)
    if wishes.locked:
        check_locked(view.plan)
    buy = agree(shop_of(workspace), spec, view.plan, purse, is_on)
    reports: dict[Address, Report] = {}
    for _ in range(PASSES):
        done = _apply(workspace, view, hands, buy)
        for report in done:
            reports[report.address] = _together(reports.get(report.address), report)
        if hands.stop.is_on() or not any(report.is_outdated for report in done):
            break
        view = look(workspace, spec, wishes)
    for report in (*gone_reports(view.plan), *blocked_reports(view.plan)):
        reports[report.address] = _together(reports.get(report.address), report)
    last = look(workspace, spec, wishes) if reports else view
    share_with_remote(workspace.cache, last.lock)
    if not hands.stop.is_on():
        work = {asset.address for asset in last.plan.assets if asset.is_work}
        reports = {address: _judged(report, work) for address, report in reports.items()}
    cost = workspace.account.spent_this_run()
    return Ended(first, last, tuple(reports.values()), recovered, cost)


def check_locked(plan: Plan) -> None:
    """Refuse a plan that would change the lock. Raises StaleLockError."""
    changing = {Action.GENERATE, Action.TRANSFORM, Action.RECORD}
    stale = [
        f"{asset.action.value} {asset.address}"
        for asset in plan.assets
        if asset.action in changing or asset.removals or asset.old_address
    ]
    stale += [
        f"{orphan.step.value} {orphan.output.path}"
        for orphan in plan.orphans
        if orphan.step is not OrphanStep.REPORT
    ]
    if stale:
        more = f" and {len(stale) - 1} more" if len(stale) > 1 else ""
        raise StaleLockError(
            f"the lock is stale: {stale[0]}{more}",
            "run assetgen sync without --locked and commit assets.lock",
        )


def share_with_remote(cache: Cache, lock: Lock) -> None:
    """Bring the remote up to everything that the lock names and this machine holds.

    An earlier run may have died between the cache and the remote; what is held nowhere whole is
    left for whoever needs it to report.
    """
    if cache.remote is None:
        return
    lines = lock.assets.values()
    named = {output.digest for line in lines for output in line.outputs}
    named |= {take.digest for line in lines for take in line.takes}
    for digest in sorted(named):
        if cache.blobs.has(digest):
            with suppress(GoneError):
                cache.share([digest])
    requests = {
        request_fingerprint(line.source): request_canonical(line.source)
        for line in lines
        if isinstance(line.source, Request)
    }
    cache.share([], [one for held in cache.results.takes_of(requests).values() for one in held])


def _together(before: Report | None, now: Report) -> Report:
    """Two passes over one asset as one report; only the last one's problems count."""
    if before is None:
        return now
    return replace(
        now,
        written=tuple(dict.fromkeys([*before.written, *now.written])),
        removed=tuple(dict.fromkeys([*before.removed, *now.removed])),
        replaced=(*before.replaced, *now.replaced),
        was_generated=before.was_generated or now.was_generated,
        warnings=(*before.warnings, *now.warnings),
    )


def _judged(report: Report, work: set[Address]) -> Report:
    """What was out of date when it came back: settled by another process, or a failure."""
    if not report.is_outdated:
        return report
    if report.address not in work:
        return replace(report, problems=(), is_outdated=False)
    kept_changing = AssetgenError(f"{report.address} kept changing meanwhile", "run it again")
    return replace(report, problems=report.problems or (kept_changing,))


def shop_of(workspace: Workspace) -> Shop:
    """Where a run on this workspace may buy."""
    return Shop(workspace.provider, workspace.account, workspace.project.folder)


def _sellers(workspace: Workspace) -> Sellers:
    return Sellers(workspace.cache, workspace.provider, workspace.account)


def _apply(
    workspace: Workspace, view: View, hands: Hands, buy: Callable[[Order], Bought]
) -> list[Report]:
    take_in(workspace.cache, view.plan, view.seen, workspace.project.folder)
    tools = Tools(
        store=workspace.cache,
        provider=workspace.provider,
        render=hands.render,
        project=workspace.project.folder,
        should_stop=hands.stop.is_on,
        buy=buy,
        places=threading.BoundedSemaphore(hands.workers),
    )
    committer = Committer(
        tree=hands.tree,
        store=workspace.cache,
        lock=workspace.lock,
        renditions=view.holdings.renditions,
        expected=dict(view.lock.assets),
        wanted={asset.address for asset in view.spec.assets},
    )
    paid = paid_assets(view.plan, workspace.provider)
    workers = hands.workers + senders(view.spec, paid)
    with ThreadPoolExecutor(workers, "assetgen") as executor:
        crew = Crew(executor, workers, tools, committer, hands.listener, hands.stop)
        return run_plan(view.plan, crew)
