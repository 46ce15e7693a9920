"""The committer: lines taken over, plans out of date, moved and orphaned files."""

from __future__ import annotations

import pytest

from assetgen.model import Address, DesiredAsset, Lock, LockedAsset, Move
from assetgen.planning.lines import Made, adopted_line
from assetgen.planning.values import Options, Step
from tests.support.build import PLACE, SIDE, asset, digest, made_by, request
from tests.support.world import World

PRUNE = Options(prune=True)
KNIGHT, SQUIRE = b"picture of a knight at 60", b"picture of a squire at 60"


def hero(*paths: str, prompt: str = "a knight", address: str = "hero") -> DesiredAsset:
    return asset(address, *(paths or ("a.webp",)), source=request(prompt, provider="free"))


def owners(world: World) -> dict[str, list[str]]:
    """The paths of every line of the lock."""
    lines = world.lock.now.assets
    return {address: [one.path for one in line.outputs] for address, line in lines.items()}


def test_a_line_that_another_process_changed_is_planned_again_and_nothing_is_written() -> None:
    world = World()
    plan = world.plan([hero()])
    world.lock.now = Lock({Address("hero"): LockedAsset(Address("hero"), request("theirs"))})
    (report,) = world.apply(plan)
    assert (report.is_outdated, report.written) == (True, ())
    assert world.tree.files == {}
    assert owners(world) == {"hero": []}


def test_lines_of_others_that_changed_meanwhile_are_kept() -> None:
    world = World()
    plan = world.plan([hero()])
    world.lock.now = Lock({Address("other"): LockedAsset(Address("other"), request("theirs"))})
    world.apply(plan)
    assert owners(world) == {"hero": ["a.webp"], "other": []}


def test_a_file_that_appeared_meanwhile_is_a_conflict_and_stays() -> None:
    world = World()
    plan = world.plan([hero()])
    world.tree.put("a.webp", "painted by hand")
    (report,) = world.apply(plan)
    assert report.is_outdated
    assert world.tree.files == {"a.webp": b"painted by hand"}
    assert world.plan([hero()]).has_conflicts


def test_who_writes_a_path_takes_it_from_the_other_line() -> None:
    world = World()
    world.sync(hero("a.webp", "b.webp"))
    world.sync(hero("a.webp"), hero("b.webp", prompt="a squire", address="squire"))
    assert owners(world) == {"hero": ["a.webp"], "squire": ["b.webp"]}
    assert world.tree.files == {"a.webp": KNIGHT, "b.webp": SQUIRE}


def test_who_fails_to_write_a_path_does_not_take_it() -> None:
    world = World()
    world.sync(hero("a.webp", "b.webp"))
    world.free.fails = {"a squire"}
    world.sync(hero("a.webp"), hero("b.webp", prompt="a squire", address="squire"))
    assert owners(world) == {"hero": ["a.webp", "b.webp"]}


def test_two_assets_that_swap_paths_end_with_the_others_bytes() -> None:
    world = World()
    one, two = hero("a.webp"), hero("b.webp", prompt="a squire", address="squire")
    world.sync(one, two)
    one, two = hero("b.webp"), hero("a.webp", prompt="a squire", address="squire")
    world.sync(one, two)
    assert world.tree.files == {"a.webp": SQUIRE, "b.webp": KNIGHT}
    assert owners(world) == {"hero": ["b.webp"], "squire": ["a.webp"]}
    assert world.plan([one, two]).is_empty


def test_assets_that_swap_paths_in_a_fresh_clone_need_no_cache() -> None:
    world = World()
    world.sync(hero("a.webp"), hero("b.webp", prompt="a squire", address="squire"))
    world.store.blobs.clear()
    world.store.results.clear()
    world.free.asked.clear()
    world.sync(hero("b.webp"), hero("a.webp", prompt="a squire", address="squire"))
    assert world.tree.files == {"a.webp": SQUIRE, "b.webp": KNIGHT}
    assert world.free.asked == []


def test_a_moved_file_goes_from_its_old_path() -> None:
    world = World()
    world.sync(hero("a.webp"))
    (report,) = world.sync(hero("b.webp"))
    assert (report.written, report.removed) == (("b.webp",), ("a.webp",))
    assert world.tree.files == {"b.webp": KNIGHT}


def test_an_edited_file_at_the_old_path_stays_and_is_nobodys() -> None:
    world = World()
    world.sync(hero("a.webp"))
    world.tree.put("a.webp", "edited")
    world.sync(hero("b.webp"))
    assert world.tree.files == {"a.webp": b"edited", "b.webp": KNIGHT}
    assert owners(world) == {"hero": ["b.webp"]}


def test_an_old_path_that_can_not_be_removed_stays_in_the_line_as_an_orphan() -> None:
    world = World()
    world.sync(hero("a.webp"))
    world.tree.refuses = {"a.webp"}
    (report,) = world.sync(hero("b.webp"))
    assert [problem.message for problem in report.problems] == ["refused: a.webp"]
    assert owners(world) == {"hero": ["a.webp", "b.webp"]}
    assert [one.output.path for one in world.plan([hero("b.webp")]).orphans] == ["a.webp"]


@pytest.mark.parametrize("quality", [60, 78], ids=["same bytes", "other bytes"])
def test_a_case_only_rename_where_case_is_folded_renames_the_file(quality: int) -> None:
    world = World(folds_case=True)
    source = request("a knight", provider="free")
    world.sync(asset("hero", "Icon.webp", source=source))
    renamed = asset("hero", "icon.webp", source=source, quality=quality)
    world.sync(renamed)
    assert world.tree.files == {"icon.webp": f"picture of a knight at {quality}".encode()}
    assert owners(world) == {"hero": ["icon.webp"]}
    assert world.plan([renamed]).is_empty


def test_a_case_only_rename_where_case_counts_moves_the_file() -> None:
    world = World()
    world.sync(hero("Icon.webp"))
    world.sync(hero("icon.webp"))
    assert world.tree.files == {"icon.webp": KNIGHT}
    assert owners(world) == {"hero": ["icon.webp"]}


@pytest.mark.parametrize("folds_case", [True, False])
def test_another_spelling_is_taken_from_a_line_without_an_asset(folds_case: bool) -> None:
    world = World(folds_case=folds_case)
    world.sync(hero("Icon.webp", address="old"))
    new = hero("icon.webp", address="new")
    world.sync(new)
    assert world.tree.files == {"icon.webp": KNIGHT}
    assert owners(world) == {"new": ["icon.webp"]}
    assert world.plan([new]).is_empty


def test_a_moved_address_keeps_its_picture_and_its_file() -> None:
    world = World()
    world.sync(hero())
    world.effects.done.clear()
    world.sync(hero(address="ui-hero"), moves=[Move(Address("hero"), Address("ui-hero"), PLACE)])
    assert owners(world) == {"ui-hero": ["a.webp"]}
    assert world.effects.done == ["lock"]


def test_an_orphan_is_removed_when_pruned_and_its_bytes_are_kept() -> None:
    world = World()
    world.sync(hero())
    world.store.blobs.clear()
    (report,) = world.sync(options=PRUNE)
    assert report.removed == ("a.webp",)
    assert (world.tree.files, owners(world)) == ({}, {})
    assert digest("picture of a knight at 60") in world.store.blobs


def test_an_edited_orphan_stays_and_is_forgotten_when_pruned() -> None:
    world = World()
    world.sync(hero())
    world.tree.put("a.webp", "edited")
    world.sync(options=PRUNE)
    assert (world.tree.files, owners(world)) == ({"a.webp": b"edited"}, {})


def test_a_pruned_asset_that_the_spec_still_has_keeps_its_line() -> None:
    world = World()
    world.sync(hero("a.webp", "b.webp"))
    world.tree.put("c.webp", "stranger")
    world.tree.put("d.webp", "stranger")
    wanted = hero("c.webp", "d.webp", prompt="a knight")
    plan = world.plan([wanted], PRUNE)
    assert [one.step for one in plan.assets[0].outputs] == [Step.CONFLICT, Step.CONFLICT]
    world.apply(plan)
    line = world.lock.now.assets[Address("hero")]
    assert line.chosen == digest("picture of a knight")


def test_an_asset_and_its_orphan_are_one_report() -> None:
    world = World()
    world.sync(asset("hero", "a.webp", "b.webp", source=request(provider="free")))
    world.free.fails = {"a squire"}
    (report,) = world.sync(hero("a.webp", prompt="a squire"), options=PRUNE)
    assert [problem.message for problem in report.problems] == ["no picture of a squire"]
    assert report.removed == ("b.webp",)


def test_an_adopted_file_keeps_its_bytes_and_its_line_when_the_prompt_changes() -> None:
    world = World()
    world.sync(hero())
    world.tree.put("a.webp", "retouched")
    (plan,) = world.plan([hero()]).assets
    made = Made(made_by("picture of a knight"), digest("retouched"), 9, SIDE, SIDE)
    line = adopted_line(plan, plan.outputs[0], made)
    world.lock.now = Lock({line.address: line})
    assert world.sync(hero(prompt="a squire")) == []
    assert world.tree.files == {"a.webp": b"retouched"}
    assert world.lock.now.assets[line.address] is line
