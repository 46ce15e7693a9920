"""A whole project in memory: spec in, plan and apply as `reconcile` does them.

The rooms `planning` and `apply` are the real ones; everything that they touch is a fake.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assetgen.apply.commit import Committer
from assetgen.apply.run import Crew, StopSwitch, run_plan
from assetgen.apply.workers import Tools
from assetgen.digest import digest_bytes, request_canonical, request_fingerprint
from assetgen.model import Address, Request, Result, Take
from assetgen.planning.moves import moved_lines
from assetgen.planning.plan import make_plan, paths_to_observe
from assetgen.planning.sources import resolve
from assetgen.planning.values import Holdings, Options, Via, Wanted
from assetgen.spending.fetching import Bought, Way
from tests.support.fakes import (
    SIDE,
    Effects,
    FakeListener,
    FakeLock,
    FakeProvider,
    FakeStore,
    FakeTree,
    SyncExecutor,
    render,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetgen.apply.reports import Report
    from assetgen.model import DesiredAsset, Move, Seen
    from assetgen.planning.values import Plan
    from assetgen.spending.orders import Order

PLAIN = Options()
PASSES = 5


class World:
    """Tree, lock, store and two providers: `free` and `paid`."""

    def __init__(self, *, folds_case: bool = False, project: Path | None = None) -> None:
        self.effects = Effects()
        self.lock = FakeLock(self.effects)
        self.tree = FakeTree(self.effects, self.lock, folds_case=folds_case)
        self.store = FakeStore(self.effects, self.tree)
        self.free = FakeProvider("free", is_free=True)
        self.paid = FakeProvider("paid", is_free=False)
        self.stop = StopSwitch()
        self.listener = FakeListener()
        self.planned = self.lock.now
        self.seen: dict[str, Seen] = {}
        self.addresses: frozenset[Address] = frozenset()
        self.project = project or Path("nowhere")

    def plan(
        self, assets: Sequence[DesiredAsset], options: Options = PLAIN, moves: Sequence[Move] = ()
    ) -> Plan:
        """What a sync would do now."""
        lock = self.planned = self.lock.read()
        self.addresses = frozenset(asset.address for asset in assets)
        old = moved_lines(assets, lock, moves)
        wanted = [self._wanted(one, old.get(one.address)) for one in assets]
        seen = self.seen = self.tree.look(paths_to_observe(wanted, lock))
        standing = {one.digest for one in seen.values() if one.digest is not None}
        holdings = Holdings(
            renditions=dict(self.store.database.renditions),
            available=frozenset(self.store.blobs) | standing,
            written=frozenset(self.store.database.written),
        )
        return make_plan(wanted, lock, seen, holdings, options)

    def apply(self, plan: Plan) -> list[Report]:
        """Carry out the plan that was made last; it may be out of date by now."""
        self._take_in(plan)
        committer = Committer(
            tree=self.tree,
            store=self.store,
            lock=self.lock,
            renditions=dict(self.store.database.renditions),
            expected=dict(self.planned.assets),
            wanted=self.addresses,
        )
        tools = Tools(
            store=self.store,
            provider=lambda name: {"free": self.free, "paid": self.paid}[name],
            render=render,
            project=self.project,
            should_stop=self.stop.is_on,
            buy=self._buy,
            now=lambda: datetime(2026, 1, 2, tzinfo=UTC),
        )
        crew = Crew(SyncExecutor(), 2, tools, committer, self.listener, self.stop)
        return run_plan(plan, crew)

    def sync(
        self, *assets: DesiredAsset, options: Options = PLAIN, moves: Sequence[Move] = ()
    ) -> list[Report]:
        """Plan and apply, again for what is out of date; the reports of the last pass."""
        for _ in range(PASSES):
            reports = self.apply(self.plan(assets, options, moves))
            if not any(report.is_outdated for report in reports):
                break
        return reports

    def restart(self) -> None:
        """The process was killed: what was held is let go, the next one has no limit."""
        self.lock.is_held = False
        self.effects.limit = None

    def _buy(self, order: Order) -> Bought:
        """As the spending room buys: what is held is not bought again."""
        fingerprint = request_fingerprint(order.request)
        held = self.store.results.get((fingerprint, order.number))
        if held is not None and held.take.digest in self.store.blobs:
            return Bought(held.take, self.store.blobs[held.take.digest], Way.HELD)
        data = self.paid.send(order.request, {}).data or b""
        take = Take(order.number, digest_bytes(data), "image/png", SIDE, SIDE, time="2026-01-02")
        result = Result(request_canonical(order.request), fingerprint, take)
        self.store.put_source(data, result, durable=True)
        return Bought(take, data, Way.GENERATED)

    def _take_in(self, plan: Plan) -> None:
        """What only the tree has is brought into the store before it is copied."""
        copies = (o for one in plan.assets for o in one.writes if o.via is Via.BLOB)
        missing = {output.wanted for output in copies} - self.store.blobs.keys()
        places = {seen.digest: path for path, seen in self.seen.items() if seen.digest in missing}
        for path in places.values():
            self.store.put_file(self.tree.absolute(path))

    def _wanted(self, asset: DesiredAsset, old: Address | None) -> Wanted:
        line = self.lock.read().assets.get(old or asset.address)
        held: Result | None = None
        is_free = False
        if isinstance(asset.source, Request):
            held = self.store.results.get((request_fingerprint(asset.source), 1))
            is_free = asset.source.provider == "free"
        return Wanted(asset, line, resolve(asset, line, held), old, is_free)
