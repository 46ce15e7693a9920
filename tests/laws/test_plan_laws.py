"""Laws of planning and applying, on random projects in a world of fakes.

A project is a spec of up to four assets over five paths, some in two spellings, after a past of
other specs, edits by a person, lost files and lost caches.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assetgen.digest import request_fingerprint
from assetgen.model import DesiredAsset, Kind, Lock, Request
from assetgen.paths import path_key
from assetgen.planning.values import Options, OrphanStep, Plan, Step
from tests.support.build import asset, digest, request
from tests.support.fakes import TOO_GOOD, Stopped
from tests.support.world import World

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

PATHS = ("a.webp", "b.webp", "in/c.webp", "Icon.webp", "icon.webp")
PROMPTS = ("a knight", "a squire", "a dragon")
QUALITIES = (60, 78)

Spec = tuple[DesiredAsset, ...]


@st.composite
def specs(draw: st.DrawFn, qualities: tuple[int, ...] = QUALITIES) -> Spec:
    """A spec in which no path is wanted twice, in any spelling."""
    paths = draw(st.lists(st.sampled_from(PATHS), unique_by=path_key, max_size=4))
    owners = [draw(st.integers(0, 2)) for _ in paths]
    return tuple(
        asset(
            f"asset{owner}",
            *(path for path, one in zip(paths, owners, strict=True) if one == owner),
            source=request(
                draw(st.sampled_from(PROMPTS)), provider=draw(st.sampled_from(["free", "paid"]))
            ),
            quality=draw(st.sampled_from(qualities)),
            pinned=draw(st.booleans()),
        )
        for owner in sorted(set(owners))
    )


Deed = tuple[str, str | Spec]

DEEDS = st.one_of(
    st.tuples(st.sampled_from(["edit", "delete", "folder"]), st.sampled_from(PATHS)),
    st.tuples(st.sampled_from(["lose cache", "lose lock", "lose blobs"]), st.just("")),
    st.tuples(st.just("sync"), specs()),
)
PASTS = st.lists(DEEDS, max_size=5)
OPTIONS = st.builds(Options, overwrite=st.booleans(), prune=st.booleans())


def world_after(past: list[Deed], *, folds_case: bool = False) -> World:
    """A project with this past."""
    world = World(folds_case=folds_case)
    for deed in past:
        _do(world, *deed)
    world.effects.done.clear()
    world.free.asked.clear()
    world.paid.asked.clear()
    return world


def _do(world: World, what: str, how: str | Spec) -> None:
    if not isinstance(how, str):
        world.sync(*how)
        return
    deeds: dict[str, Callable[[], None]] = {
        "edit": lambda: world.tree.put(how, f"edited {how}"),
        "delete": lambda: world.tree.delete(how),
        "folder": lambda: world.tree.put(how, kind=Kind.FOLDER),
        "lose cache": lambda: _lose_cache(world),
        "lose blobs": world.store.blobs.clear,
        "lose lock": lambda: setattr(world.lock, "now", Lock()),
    }
    deeds[what]()


def has_gone(plan: Plan) -> bool:
    """Whether bytes are nowhere now; another asset of the run may bring them back by chance."""
    return any(output.step is Step.GONE for one in plan.assets for output in one.outputs)


def _lose_cache(world: World) -> None:
    world.store.blobs.clear()
    world.store.results.clear()
    world.store.database.written.clear()
    world.store.database.renditions.clear()


@given(past=PASTS, spec=specs(), options=OPTIONS, folds_case=st.booleans())
@settings(max_examples=200, deadline=None)
def test_after_applying_a_plan_the_same_command_has_nothing_to_do(
    past: list[Deed], spec: Spec, options: Options, folds_case: bool
) -> None:
    world = world_after(past, folds_case=folds_case)
    assume(not has_gone(world.plan(spec, options)))
    world.sync(*spec, options=options)
    plan = world.plan(spec, options)
    assert not any(one.is_work for one in plan.assets)
    assert not any(one.step is not OrphanStep.REPORT for one in plan.orphans)


@given(past=PASTS, spec=specs(), options=OPTIONS)
@settings(max_examples=200, deadline=None)
def test_bytes_that_are_not_ours_are_never_lost(
    past: list[Deed], spec: Spec, options: Options
) -> None:
    world = world_after(past)
    before = world.tree.files
    world.sync(*spec, options=options)
    after = world.tree.files
    for path, data in before.items():
        kept = digest(data.decode()) in world.store.blobs
        assert after.get(path) == data or kept
        if data.startswith(b"edited") and not options.overwrite:
            assert after.get(path) == data


@given(past=PASTS, spec=specs(), options=OPTIONS)
@settings(max_examples=200, deadline=None)
def test_what_a_plan_writes_or_removes_is_locked_or_written_by_us(
    past: list[Deed], spec: Spec, options: Options
) -> None:
    world = world_after(past)
    locked = {(o.path, o.digest) for line in world.lock.now.assets.values() for o in line.outputs}
    plan = world.plan(spec, options)
    touched = [
        (output.path, output.seen)
        for one in plan.assets
        for output in one.writes
        if not options.overwrite
    ]
    touched += [(r.path, r.seen) for one in plan.assets for r in one.removals if r.is_ours]
    touched += [(o.output.path, o.seen) for o in plan.orphans if o.step is OrphanStep.REMOVE]
    for path, seen in touched:
        assert seen.kind in {Kind.ABSENT, Kind.FILE}
        if seen.kind is Kind.FILE:
            assert (path, seen.digest) in locked or seen.digest in world.store.database.written


@given(past=PASTS, spec=specs(), folds_case=st.booleans())
@settings(max_examples=200, deadline=None)
def test_every_path_has_one_owner_at_most(past: list[Deed], spec: Spec, folds_case: bool) -> None:
    world = world_after(past, folds_case=folds_case)
    world.sync(*spec)
    lines = world.lock.now.assets.values()
    owners = Counter(path_key(output.path) for line in lines for output in line.outputs)
    assert set(owners.values()) <= {1}


@given(past=PASTS, spec=specs())
@settings(max_examples=200, deadline=None)
def test_a_plan_says_what_a_sync_asks_of_providers(past: list[Deed], spec: Spec) -> None:
    world = world_after(past)
    said = {
        request_fingerprint(_accepted(one.asset, world))
        for one in world.plan(spec).assets
        if one.action.value == "generate"
    }
    world.sync(*spec)
    assert len(world.free.asked) + len(world.paid.asked) <= len(said)


def _accepted(one: DesiredAsset, world: World) -> Request:
    line = world.lock.now.assets.get(one.address)
    is_pinned = one.pinned and line is not None and line.chosen is not None
    source = line.source if is_pinned and line is not None else one.source
    assert isinstance(source, Request)
    return source


@given(past=PASTS, spec=specs(), options=OPTIONS, random=st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_a_plan_does_not_depend_on_the_order_of_its_input(
    past: list[Deed], spec: Spec, options: Options, random: Random
) -> None:
    world = world_after(past)
    plan = world.plan(spec, options)
    shuffled = list(spec)
    random.shuffle(shuffled)
    lines = list(world.lock.now.assets.items())
    random.shuffle(lines)
    world.lock.now = Lock(dict(lines))
    other = world.plan(shuffled, options)
    assert {one.address: one for one in other.assets} == {one.address: one for one in plan.assets}
    assert other.orphans == plan.orphans


@given(past=PASTS, spec=specs((*QUALITIES, TOO_GOOD)), options=OPTIONS, stop=st.integers(0, 20))
@settings(max_examples=300, deadline=None)
def test_stopped_after_any_effect_a_run_ends_the_same_and_generates_nothing_twice(
    past: list[Deed], spec: Spec, options: Options, stop: int
) -> None:
    straight, cut = world_after(past), world_after(past)
    assume(not has_gone(straight.plan(spec, options)))
    straight.sync(*spec, options=options)
    cut.effects.limit = stop
    try:
        cut.sync(*spec, options=options)
    except Stopped:
        cut.restart()
        cut.sync(*spec, options=options)
    if not straight.plan(spec).has_conflicts:  # then an old path may be moved or be an orphan
        assert cut.tree.files == straight.tree.files
        assert dict(cut.lock.now.assets) == dict(straight.lock.now.assets)
    kept = cut.effects.done.count("keep picture")
    assert kept == straight.effects.done.count("keep picture")
