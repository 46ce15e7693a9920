"""Runs a plan: workers make what is missing, one thread puts finished assets in place.

Nothing is decided here but order and pace. One failing asset stops no other. Called by
`reconcile`, which plans again whatever comes back as out of date.
"""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assetgen.apply.jobs import Product, job_of
from assetgen.apply.reports import Finished, Report
from assetgen.apply.workers import carry_out
from assetgen.errors import AssetgenError, GoneError
from assetgen.planning.values import Action, OrphanStep, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor, Future

    from assetgen.apply.commit import Committer
    from assetgen.apply.ports import Listener
    from assetgen.apply.workers import Tools
    from assetgen.model import Address
    from assetgen.planning.values import AssetPlan, Plan

_GONE_HINT = "bring back the cache or the remote that held it: ASSETGEN_CACHE_DIR, ASSETGEN_REMOTE"
_SHORTEST_PAUSE = 0.2
_COMMIT_SHARE = 8
"""Commits take at most one part in so many of a run, however long the lock file is."""


class StopSwitch:
    """Asked by workers, turned by the first Ctrl-C: no new work, what runs is finished."""

    def __init__(self) -> None:
        self._is_on = False

    def turn_on(self) -> None:
        self._is_on = True

    def is_on(self) -> bool:
        return self._is_on


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does the work: an executor with so many workers, their tools, the committer."""

    executor: Executor
    workers: int
    tools: Tools
    committer: Committer
    listener: Listener
    stop: StopSwitch
    clock: Callable[[], float] = time.monotonic


@dataclass(slots=True)
class _Run:
    crew: Crew
    pending: dict[Future[Product], AssetPlan] = field(default_factory=dict)
    ready: list[Finished] = field(default_factory=list)
    reports: dict[Address, Report] = field(default_factory=dict)
    handed_out: int = 0
    last_commit: float = 0.0
    pause: float = _SHORTEST_PAUSE


def run_plan(plan: Plan, crew: Crew) -> list[Report]:
    """Carry a plan out and say what became of every asset that had work, once each.

    1. Assets go to the workers in spec order, a few ahead of what they can do.
    2. Finished ones are committed in batches. 3. Orphans go last.
    After a Ctrl-C nothing new is started; what is in flight is finished and committed.
    """
    work = [asset for asset in plan.assets if asset.is_work]
    run = _Run(crew, last_commit=crew.clock())
    crew.listener.started(len(work))
    queue = iter(work)
    is_fed = True
    while is_fed or run.pending or run.ready:
        is_fed = _feed(run, queue) if is_fed else False
        _collect(run)
        if run.ready and (not (is_fed or run.pending) or _is_due(run)):
            _commit(run)
    if not crew.stop.is_on():
        _drop_orphans(plan, run)
    return list(run.reports.values())


def gone_reports(plan: Plan) -> list[Report]:
    """One report for every asset with an output whose bytes are nowhere."""
    return [
        Report(asset.address, problems=(GoneError(_gone(asset), _GONE_HINT),))
        for asset in plan.assets
        if any(output.step is Step.GONE for output in asset.outputs)
    ]


def blocked_reports(plan: Plan) -> list[Report]:
    """One report for every asset whose request is not sent because of what came of it before."""
    return [
        Report(asset.address, problems=(asset.source.prior.problem,))
        for asset in plan.assets
        if asset.action is Action.BLOCKED
        and asset.source.prior is not None
        and asset.source.prior.problem is not None
    ]


def _gone(asset: AssetPlan) -> str:
    paths = [output.path for output in asset.outputs if output.step is Step.GONE]
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return f"{asset.address}: the picture of {paths[0]}{more} is in no cache or remote"


def _feed(run: _Run, queue: Iterator[AssetPlan]) -> bool:
    """Hand out work until there is enough; whether there may be more."""
    while len(run.pending) < 2 * run.crew.workers:
        plan = None if run.crew.stop.is_on() else next(queue, None)
        if plan is None:
            return False
        run.handed_out += 1
        job = job_of(plan, run.handed_out)
        if not job.recipes:
            run.ready.append(Finished(plan, Product(job.source, None, {}, {})))
            if len(run.ready) >= 256:
                return True
            continue
        run.crew.listener.working(plan.address)
        run.pending[run.crew.executor.submit(carry_out, job, run.crew.tools)] = plan
    return True


def _collect(run: _Run) -> None:
    if not run.pending:
        return
    done, _ = wait(run.pending, timeout=run.pause, return_when=FIRST_COMPLETED)
    for future in [one for one in run.pending if one in done]:
        plan = run.pending.pop(future)
        try:
            run.ready.append(Finished(plan, future.result()))
        except AssetgenError as error:
            _report(run, Report(plan.address, problems=(error,)))
        except InterruptedError:
            run.crew.listener.finished(plan.address, "stopped")


def _is_due(run: _Run) -> bool:
    return run.crew.clock() - run.last_commit >= run.pause or len(run.ready) >= 256


def _commit(run: _Run) -> None:
    begun = run.crew.clock()
    batch, run.ready = run.ready, []
    for report in run.crew.committer.commit(batch):
        _report(run, report)
    run.last_commit = run.crew.clock()
    run.pause = max(_SHORTEST_PAUSE, _COMMIT_SHARE * (run.last_commit - begun))


def _drop_orphans(plan: Plan, run: _Run) -> None:
    orphans = [orphan for orphan in plan.orphans if orphan.step is not OrphanStep.REPORT]
    if orphans:
        for report in run.crew.committer.drop(orphans):
            _add(run, report)


def _report(run: _Run, report: Report) -> None:
    _add(run, report)
    problem = report.problems[0].message if report.problems else None
    if not report.is_outdated:
        run.crew.listener.finished(report.address, problem)


def _add(run: _Run, report: Report) -> None:
    before = run.reports.get(report.address)
    run.reports[report.address] = report if before is None else before.joined(report)
