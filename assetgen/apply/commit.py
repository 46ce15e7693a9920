"""The only place that changes the tree and `assets.lock`: finished assets, a batch at a time.

Everything happens under the project's lock, which is never held while a worker, a provider or a
person is waited for. Called by `run`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assetgen.apply.reports import Finished, Report
from assetgen.errors import AssetgenError, ConflictError
from assetgen.model import Kind, Lock, LockedAsset
from assetgen.paths import path_key
from assetgen.planning.assets import standing_outcome
from assetgen.planning.lines import Made, Outcome, next_line
from assetgen.planning.values import OrphanStep, Step, Via

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from assetgen.apply.jobs import Product
    from assetgen.apply.ports import LockKeeper, Store, Tree
    from assetgen.model import Address, Digest, Fingerprint, LockedOutput, Rendition, Seen
    from assetgen.planning.values import AssetPlan, OrphanPlan, OutputPlan


@dataclass(slots=True)
class _Placing:
    """What was done so far about one asset's files; `left` are old paths that could not go."""

    made: dict[str, Made] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    left: set[str] = field(default_factory=set)
    problems: list[AssetgenError] = field(default_factory=list)
    replaced: list[tuple[str, Digest]] = field(default_factory=list)


@dataclass(slots=True)
class Committer:
    """Puts finished assets into the tree and the lock.

    `expected` is the lock as the plan saw it, brought up to date with what this run wrote: an
    asset whose line is another one by now has to be planned again. `wanted` are all addresses of
    the spec.
    """

    tree: Tree
    store: Store
    lock: LockKeeper
    renditions: Mapping[Fingerprint, Rendition]
    expected: dict[Address, LockedAsset]
    wanted: AbstractSet[Address]
    records: bool = True
    _owners: dict[str, Address] = field(default_factory=dict)

    def commit(self, batch: Sequence[Finished]) -> list[Report]:
        """Carry a batch to the end, in four steps.

        1. What will be written is remembered as ours. 2. Under the project's lock, the lock file
        is read again. 3. Each asset's files are put in place. 4. The lock file is replaced.
        """
        self._remember(batch)
        with self.lock as keeper:
            current = dict(keeper.read().assets)
            self._owners = {o.path: a for a, line in current.items() for o in line.outputs}
            reports = [self._settle(one, current) for one in batch]
            if self.records:
                keeper.write(Lock(current))
        return reports

    def drop(self, orphans: Sequence[OrphanPlan]) -> list[Report]:
        """Remove orphans that are ours and forget the ones that were asked to go."""
        with self.lock as keeper:
            current = dict(keeper.read().assets)
            reports = [self._drop(orphan, current) for orphan in orphans]
            keeper.write(Lock(current))
        return reports

    def _remember(self, batch: Iterable[Finished]) -> None:
        made = [one for item in batch for one in item.product.renditions.values()]
        held = [
            output.wanted
            for item in batch
            for output in item.plan.writes
            if output.via is Via.BLOB and output.wanted is not None
        ]
        if made or held:
            self.store.database.add_written([*(one.digest for one in made), *held])
        if made:
            self.store.database.add_renditions(made)

    def _settle(self, one: Finished, current: dict[Address, LockedAsset]) -> Report:
        plan = one.plan
        if self.records and not self._is_as_planned(plan, current):
            generated = one.product.was_generated
            return Report(plan.address, is_outdated=True, was_generated=generated)
        placing = self._place_outputs(one)
        report = Report(
            address=plan.address,
            written=tuple(placing.made),
            replaced=tuple(placing.replaced),
            was_generated=one.product.was_generated,
            warnings=one.product.warnings,
        )
        if any(isinstance(problem, ConflictError) for problem in placing.problems):
            return replace(report, problems=tuple(placing.problems), is_outdated=True)
        self._remove_old(plan, placing)
        self._record(one, placing, current)
        return replace(
            report,
            removed=tuple(placing.removed),
            problems=(*placing.problems, *one.product.problems.values()),
            is_outdated=bool(placing.made) and _leaves_an_older_picture(one),
        )

    def _is_as_planned(self, plan: AssetPlan, current: Mapping[Address, LockedAsset]) -> bool:
        addresses = {plan.address, plan.old_address or plan.address}
        return all(current.get(a) == self.expected.get(a) for a in addresses)

    def _place_outputs(self, one: Finished) -> _Placing:
        placing = _Placing()
        for output in one.plan.writes:
            made = self._made(output, one.product)
            if made is None:
                continue
            try:
                self._place(output, made.digest, placing)
            except AssetgenError as error:
                placing.problems.append(error)
            else:
                placing.made[output.path] = made
        return placing

    def _place(self, output: OutputPlan, digest: Digest, placing: _Placing) -> None:
        seen = output.seen
        if seen.digest == digest:
            return
        content = self.store.blob_path(digest)
        if seen.kind is Kind.FILE and not seen.is_pointer:
            kept = self.store.put_file(self.tree.absolute(output.path))
            if not output.replaces_ours:
                placing.replaced.append((output.path, kept))
        self.tree.write(output.path, content, seen)

    def _made(self, output: OutputPlan, product: Product) -> Made | None:
        found = product.renditions.get(output.path)
        if found is None and output.fingerprint is not None:
            found = self.renditions.get(output.fingerprint)
        locked = output.locked
        if output.via is Via.BLOB and locked is not None and locked.digest == output.wanted:
            recipe = output.fingerprint or locked.recipe
            return Made(recipe, locked.digest, locked.size, locked.width, locked.height)
        if found is None or (output.via is not Via.BLOB and output.path not in product.renditions):
            return None
        return Made(found.recipe, found.digest, found.size, found.width, found.height)

    def _remove_old(self, plan: AssetPlan, placing: _Placing) -> None:
        failed = {output.path for output in plan.writes} - placing.made.keys()
        for removal in plan.removals:
            if not removal.is_ours or removal.output in failed:
                continue
            try:
                if self.tree.is_same_file(removal.path, removal.output):
                    self.tree.rename(removal.path, removal.output)
                elif self._remove(removal.path, removal.seen):
                    placing.removed.append(removal.path)
            except AssetgenError as error:
                placing.problems.append(error)
                placing.left.add(removal.path)

    def _remove(self, path: str, seen: Seen) -> bool:
        """Whether there was something to remove; its bytes are a blob first."""
        if not self.tree.exists(path):
            return False
        self.store.put_file(self.tree.absolute(path))
        self.tree.remove(path, seen)
        return True

    def _record(
        self, one: Finished, placing: _Placing, current: dict[Address, LockedAsset]
    ) -> None:
        if not self.records or (one.plan.writes and not placing.made and not _has_new_take(one)):
            return
        plan = replace(one.plan, kept=(*one.plan.kept, *_left(one.plan, placing)))
        product = one.product
        standing = standing_outcome(plan, self.renditions)
        outcome = Outcome(
            product.digest if product.digest is not None else standing.digest,
            product.take if product.take is not None else standing.take,
            {**standing.made, **placing.made},
        )
        line = _without(next_line(plan, outcome), _taken(plan, current))
        if plan.old_address is not None:
            self._set(plan.old_address, None, current)
        paths = {output.path for output in line.outputs}
        paths |= {removal.path for removal in plan.removals if removal.output in paths}
        self._take_paths(paths, plan.address, current)
        self._set(plan.address, line, current)

    def _take_paths(
        self, paths: set[str], owner: Address, current: dict[Address, LockedAsset]
    ) -> None:
        """A path has one owner: it leaves every other line.

        A line that this leaves without outputs, of an asset that nobody wants, goes with it.
        """
        others = {self._owners.get(path, owner) for path in paths} - {owner}
        for address in others & current.keys():
            rest = _without(current[address], paths)
            is_over = not rest.outputs and address not in self.wanted
            self._set(address, None if is_over else rest, current)

    def _drop(self, orphan: OrphanPlan, current: dict[Address, LockedAsset]) -> Report:
        address = orphan.address if orphan.address in current else orphan.line.address
        line = current.get(address)
        if line is None or orphan.output not in line.outputs:
            return Report(orphan.address, is_outdated=True)
        path = orphan.output.path
        try:
            is_removed = orphan.step is OrphanStep.REMOVE and self._remove(path, orphan.seen)
        except AssetgenError as error:
            return Report(orphan.address, problems=(error,))
        rest = _without(line, {path})
        self._set(address, rest if rest.outputs or orphan.has_asset else None, current)
        return Report(orphan.address, removed=(path,) if is_removed else ())

    def _set(
        self, address: Address, line: LockedAsset | None, current: dict[Address, LockedAsset]
    ) -> None:
        for lines in (current, self.expected):
            if line is None:
                lines.pop(address, None)
            else:
                lines[address] = line


def _left(plan: AssetPlan, placing: _Placing) -> tuple[LockedOutput, ...]:
    """Old records whose files could not go: they become orphans."""
    wanted = {path_key(output.path) for output in plan.outputs}
    records = plan.line.outputs if plan.line is not None else ()
    return tuple(r for r in records if r.path in placing.left and path_key(r.path) not in wanted)


def _taken(plan: AssetPlan, current: Mapping[Address, LockedAsset]) -> set[str]:
    """Old paths of an asset that others took from its line in this run."""
    line = current.get(plan.old_address or plan.address)
    if plan.line is None or line is None:
        return set()
    left = {output.path for output in line.outputs}
    return {output.path for output in plan.line.outputs} - left


def _leaves_an_older_picture(one: Finished) -> bool:
    """Whether a picture was drawn again with other bytes while outputs of the old one stand."""
    expected, drawn = one.plan.source.digest, one.product.digest
    if expected is None or drawn is None or expected == drawn:
        return False
    standing = (output for output in one.plan.outputs if output.step is Step.KEEP)
    return any(output.locked is None or not output.locked.adopted for output in standing)


def _has_new_take(one: Finished) -> bool:
    """Whether a picture was bought or found that the lock has to name, whatever became of it."""
    take = one.product.take or one.plan.source.take
    line = one.plan.line
    return take is not None and (line is None or take not in line.takes)


def _without(line: LockedAsset, paths: set[str]) -> LockedAsset:
    kept: tuple[LockedOutput, ...] = tuple(o for o in line.outputs if o.path not in paths)
    return replace(line, outputs=kept)
