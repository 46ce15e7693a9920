"""Whole assets: what moved, what is only recorded, what is nobody's any more."""

from __future__ import annotations

import pytest

from assetgen.model import ABSENT, Seen, SourceFile
from assetgen.planning.values import (
    Action,
    Options,
    OrphanStep,
    Reason,
    Removal,
    SourceState,
    Step,
)
from tests.support.build import (
    FOLDER,
    asset,
    digest,
    held,
    holdings,
    line,
    lock,
    only,
    only_output,
    output,
    plan_of,
    rendition,
    request,
    seen,
)

LOCKED = lock(line())
FULL = holdings("picture", "made", renditions=[rendition()], results=[held()])
PRUNE = Options(prune=True)


def test_what_stands_as_locked_is_an_empty_plan() -> None:
    plan = plan_of(asset(), lock=LOCKED, tree={"a.webp": seen("made")})
    assert (only(plan).action, plan.is_empty) == (Action.NOTHING, True)


def test_a_moved_path_is_written_there_and_our_bytes_at_the_old_one_go() -> None:
    plan = plan_of(asset("hero", "b.webp"), lock=LOCKED, tree={"a.webp": seen("made")}, cache=FULL)
    assert only(plan).action is Action.RESTORE
    assert only(plan).reasons == (Reason("path", "a.webp", "b.webp"),)
    assert only(plan).removals == (Removal("a.webp", seen("made"), is_ours=True, output="b.webp"),)
    assert plan.orphans == ()


def test_an_edited_file_at_the_old_path_stays() -> None:
    plan = plan_of(asset("hero", "b.webp"), lock=LOCKED, tree={"a.webp": seen("x")}, cache=FULL)
    assert only(plan).removals == (Removal("a.webp", seen("x"), is_ours=False, output="b.webp"),)


def test_nothing_is_removed_while_the_new_path_is_in_conflict() -> None:
    tree = {"a.webp": seen("made"), "b.webp": seen("stranger")}
    plan = plan_of(asset("hero", "b.webp"), lock=LOCKED, tree=tree, cache=FULL)
    assert only(plan).action is Action.CONFLICT
    assert only_output(plan).reasons == (Reason("a file that assetgen did not write stands there"),)
    assert (only(plan).removals, plan.is_empty) == ((), True)


def test_several_moved_paths_are_told_apart_by_their_recipes() -> None:
    locked = lock(line("hero", output("s.webp", "small"), output("b.webp", "big", quality=90)))
    wanted = asset("hero", "new/s.webp", "new/other.webp")
    plan = plan_of(wanted, lock=locked, cache=holdings("picture", "small", "big"))
    assert [one.moved_from for one in only(plan).outputs] == ["s.webp", "b.webp"]


def test_two_assets_that_swap_paths_are_both_written_and_nothing_is_removed() -> None:
    locked = lock(line("one", output("a.webp", "1")), line("two", output("b.webp", "2")))
    tree = {"a.webp": seen("1"), "b.webp": seen("2")}
    assets = (asset("one", "b.webp"), asset("two", "a.webp"))
    plan = plan_of(*assets, lock=locked, tree=tree, cache=holdings("1", "2"))
    assert [one.outputs[0].wanted for one in plan.assets] == [digest("1"), digest("2")]
    assert [one.action for one in plan.assets] == [Action.RESTORE, Action.RESTORE]
    assert [one.removals for one in plan.assets] == [(), ()]
    assert plan.orphans == ()


def test_another_spelling_of_a_path_is_a_move_that_renames() -> None:
    icon = seen("made", inode=5)
    tree = {"Icon.webp": icon, "icon.webp": icon}  # as a file system that folds case shows it
    locked = lock(line("hero", output("Icon.webp")))
    plan = plan_of(asset("hero", "icon.webp"), lock=locked, tree=tree, cache=FULL)
    assert only_output(plan).step is Step.KEEP
    assert only(plan).removals == (Removal("Icon.webp", icon, is_ours=True, output="icon.webp"),)
    assert only(plan).action is Action.RECORD
    assert only(plan).reasons == (Reason("path", "Icon.webp", "icon.webp"),)


def test_another_spelling_in_another_line_is_taken_from_it() -> None:
    locked = lock(line("old", output("Icon.webp")))
    tree = {"Icon.webp": seen("made")}
    plan = plan_of(asset("hero", "icon.webp"), lock=locked, tree=tree, cache=FULL)
    assert [one.path for one in only(plan).removals] == ["Icon.webp"]
    assert plan.orphans == ()


def test_a_record_that_another_asset_takes_stays_until_it_is_taken() -> None:
    locked = lock(line("one", output("a.webp", "1"), output("b.webp", "2", quality=90)))
    tree = {"a.webp": seen("1"), "b.webp": seen("2")}
    assets = (asset("one", "a.webp"), asset("two", "b.webp", source=request("other")))
    first, second = plan_of(*assets, lock=locked, tree=tree).assets
    assert (first.action, [one.path for one in first.kept]) == (Action.NOTHING, ["b.webp"])
    assert second.action is Action.GENERATE


def test_a_crash_between_tree_and_lock_leaves_something_to_record_only() -> None:
    plan = plan_of(asset(), tree={"a.webp": seen("made")}, cache=FULL)
    assert only(plan).action is Action.RECORD
    assert only(plan).source.state is SourceState.HELD
    assert (only(plan).reasons, only(plan).writes) == ((Reason("new"),), ())


def test_a_deleted_lock_with_a_live_cache_generates_nothing() -> None:
    assets = [asset(name, f"{name}.webp") for name in ("one", "two")]
    tree = {"one.webp": seen("made"), "two.webp": seen("made")}
    plan = plan_of(*assets, tree=tree, cache=FULL)
    assert [one.action for one in plan.assets] == [Action.RECORD, Action.RECORD]


def test_files_of_another_branch_are_replaced_as_ours() -> None:
    cache = holdings("picture", "made", written=["branch"])
    plan = plan_of(asset(), lock=LOCKED, tree={"a.webp": seen("branch")}, cache=cache)
    assert only(plan).action is Action.RESTORE
    assert only(plan).reasons == (Reason("other bytes of ours stand there"),)


def test_a_lock_that_names_other_bytes_is_recorded_again() -> None:
    cache = holdings(renditions=[rendition("better", quality=78)])
    plan = plan_of(asset(quality=78), lock=LOCKED, tree={"a.webp": seen("better")}, cache=cache)
    assert only(plan).action is Action.RECORD
    assert only(plan).reasons == (Reason("the lock says otherwise"),)


def test_a_source_file_with_a_new_name_is_recorded() -> None:
    old, new = SourceFile("old.svg", digest("svg")), SourceFile("new.svg", digest("svg"))
    locked = lock(line("hero", output(source="svg"), source=old, word="svg"))
    plan = plan_of(asset(source=new), lock=locked, tree={"a.webp": seen("made")})
    assert only(plan).action is Action.RECORD


def test_an_asset_all_of_whose_changed_outputs_conflict_generates_nothing() -> None:
    plan = plan_of(
        asset("hero", "a.webp", "b.webp", source=request("a squire")),
        lock=lock(line("hero", output("a.webp"), output("b.webp"))),
        tree={"a.webp": seen("edited"), "b.webp": FOLDER},
        cache=FULL,
    )
    assert only(plan).action is Action.CONFLICT
    assert (plan.is_empty, plan.has_conflicts) == (True, True)


def test_outputs_are_decided_one_by_one() -> None:
    wanted = asset("hero", "a.webp", "b.webp", "c.webp")
    tree = {"a.webp": seen("made"), "b.webp": seen("stranger")}
    plan = plan_of(wanted, lock=LOCKED, tree=tree, cache=FULL)
    assert [one.step for one in only(plan).outputs] == [Step.KEEP, Step.CONFLICT, Step.WRITE]
    assert only(plan).action is Action.RESTORE
    assert only(plan).reasons == (Reason("new output"),)


def test_an_address_that_moved_takes_its_line_along() -> None:
    plan = plan_of(
        asset("ui-hero"), lock=LOCKED, tree={"a.webp": seen("made")}, moved={"ui-hero": "hero"}
    )
    assert only(plan).action is Action.RECORD
    assert only(plan).reasons == (Reason("moved", "hero", "ui-hero"),)
    assert plan.orphans == ()


ORPHANS: dict[str, tuple[Seen, Options, OrphanStep]] = {
    "reported without --prune": (seen("made"), Options(), OrphanStep.REPORT),
    "removed when the bytes are ours": (seen("made"), PRUNE, OrphanStep.REMOVE),
    "left when it was edited": (seen("edited"), PRUNE, OrphanStep.LEAVE),
    "left when a folder stands there": (FOLDER, PRUNE, OrphanStep.LEAVE),
    "forgotten when it is missing": (ABSENT, PRUNE, OrphanStep.FORGET),
}


@pytest.mark.parametrize(("at", "options", "step"), ORPHANS.values(), ids=ORPHANS.keys())
def test_an_orphan_is(at: Seen, options: Options, step: OrphanStep) -> None:
    plan = plan_of(lock=LOCKED, tree={"a.webp": at}, options=options)
    assert [(one.address, one.output.path, one.step) for one in plan.orphans] == [
        ("hero", "a.webp", step)
    ]
    assert plan.is_empty is (step is OrphanStep.REPORT)


def test_an_orphan_that_is_the_very_file_of_a_wanted_output_is_never_removed() -> None:
    locked = lock(line("hero"), line("old", output("link.webp")))
    tree = {"a.webp": seen("made", inode=5), "link.webp": seen("made", inode=5)}
    plan = plan_of(asset(), lock=locked, tree=tree, options=PRUNE)
    assert [one.step for one in plan.orphans] == [OrphanStep.LEAVE]


def test_an_output_that_an_asset_no_longer_wants_is_an_orphan_of_a_line_that_stays() -> None:
    locked = lock(line("hero", output("a.webp"), output("b.webp", quality=90)))
    tree = {"a.webp": seen("made"), "b.webp": seen("made")}
    plan = plan_of(asset(), lock=locked, tree=tree)
    assert [(one.output.path, one.has_asset) for one in plan.orphans] == [("b.webp", True)]
    assert plan.is_empty
