"""Running a plan: what is done, in which order, and what one failure leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.apply.run import gone_reports
from assetgen.digest import request_canonical, request_fingerprint
from assetgen.errors import ExitCode
from assetgen.model import DesiredAsset, DesiredOutput, Request, Result, SourceFile, Take
from assetgen.planning.values import Action, Options
from tests.support.build import asset, digest, recipe, request
from tests.support.fakes import SIDE, TOO_GOOD
from tests.support.world import World

if TYPE_CHECKING:
    from pathlib import Path

    from assetgen.apply.reports import Report

HERO = asset("hero", "a.webp", source=request("a knight", provider="free"))
KNIGHT = b"picture of a knight at 60"


def other(prompt: str = "a squire", *paths: str, address: str = "hero") -> DesiredAsset:
    return asset(address, *(paths or ("a.webp",)), source=request(prompt, provider="free"))


def problems(reports: list[Report]) -> dict[str, list[str]]:
    return {one.address: [problem.message for problem in one.problems] for one in reports}


def test_a_new_asset_ends_in_the_tree_and_in_the_lock() -> None:
    world = World()
    (report,) = world.sync(HERO)
    assert (report.written, report.was_generated) == (("a.webp",), True)
    assert world.tree.files == {"a.webp": KNIGHT}
    assert [one.path for one in world.lock.now.assets[HERO.address].outputs] == ["a.webp"]
    assert world.plan([HERO]).is_empty


def test_each_step_is_done_before_the_next_one_depends_on_it() -> None:
    world = World()
    world.sync(HERO)
    assert world.effects.done == [
        "keep picture",
        "keep output",
        "remember digests",
        "remember renditions",
        "write a.webp",
        "lock",
    ]


def test_old_bytes_are_kept_before_they_are_replaced() -> None:
    world = World()
    world.sync(HERO)
    world.effects.done.clear()
    world.sync(other())
    assert world.effects.done[-3:] == ["keep a.webp", "write a.webp", "lock"]
    assert digest("picture of a knight at 60") in world.store.blobs


def test_bytes_that_are_not_ours_are_kept_and_named_when_overwritten_as_asked() -> None:
    world = World()
    world.tree.put("a.webp", "painted by hand")
    (report,) = world.sync(HERO, options=Options(overwrite=True))
    assert report.replaced == (("a.webp", digest("painted by hand")),)
    assert digest("painted by hand") in world.store.blobs
    assert world.tree.files == {"a.webp": KNIGHT}


def test_nothing_to_do_touches_nothing() -> None:
    world = World()
    world.sync(HERO)
    world.effects.done.clear()
    assert world.sync(HERO) == []
    assert world.effects.done == []


def test_one_failing_asset_does_not_stop_the_others() -> None:
    world = World()
    world.free.fails = {"a knight"}
    reports = world.sync(HERO, other("a dragon", "d.webp", address="dragon"))
    assert problems(reports) == {"hero": ["no picture of a knight"], "dragon": []}
    assert world.tree.files == {"d.webp": b"picture of a dragon at 60"}
    assert list(world.lock.now.assets) == ["dragon"]


def test_an_output_that_cannot_be_made_leaves_the_others() -> None:
    world = World()
    outputs = (DesiredOutput("a.webp", recipe(TOO_GOOD)), DesiredOutput("b.webp", recipe(60)))
    hero = DesiredAsset(HERO.address, HERO.place, HERO.source, outputs)
    (report,) = world.sync(hero)
    assert problems([report]) == {"hero": ["too good"]}
    assert world.tree.files == {"b.webp": KNIGHT}
    assert [one.path for one in world.lock.now.assets[HERO.address].outputs] == ["b.webp"]


def test_a_path_that_the_disk_refuses_leaves_the_others() -> None:
    world = World()
    world.tree.refuses = {"a.webp"}
    (report,) = world.sync(other("a knight", "a.webp", "b.webp"))
    assert (report.written, problems([report])) == (("b.webp",), {"hero": ["refused: a.webp"]})
    assert world.tree.files == {"b.webp": KNIGHT}


def test_a_held_result_of_another_process_is_used_instead_of_generating_twice() -> None:
    world = World()
    plan = world.plan([HERO])
    assert isinstance(HERO.source, Request)
    canonical, key = request_canonical(HERO.source), request_fingerprint(HERO.source)
    take = Take(1, digest("theirs"), "image/png", SIDE, SIDE)
    world.store.put_source(b"theirs", Result(canonical, key, take), durable=True)
    (report,) = world.apply(plan)
    assert (report.was_generated, world.free.asked) == (False, [])
    assert world.tree.files == {"a.webp": b"theirs at 60"}


def test_a_request_that_two_assets_share_is_generated_once() -> None:
    world = World()
    world.sync(HERO, other("a knight", "b.webp", address="twin"))
    assert world.free.asked == ["a knight"]
    assert world.tree.files == {"a.webp": KNIGHT, "b.webp": KNIGHT}


def test_the_right_to_generate_is_claimed_by_request_and_take() -> None:
    world = World()
    world.sync(HERO)
    assert isinstance(HERO.source, Request)
    assert world.store.claims.names == [f"{request_fingerprint(HERO.source)}-1"]


def test_after_a_stop_what_is_in_flight_is_committed_and_nothing_new_begins() -> None:
    world = World()
    world.free.before = world.stop.turn_on
    reports = world.sync(HERO, other("a dragon", "d.webp", address="dragon"))
    assert problems(reports) == {"hero": []}
    assert (world.free.asked, list(world.tree.files)) == (["a knight"], ["a.webp"])


def test_a_stop_before_anything_began_changes_nothing() -> None:
    world = World()
    plan = world.plan([HERO])
    world.stop.turn_on()
    assert world.apply(plan) == []
    assert world.effects.done == []


def test_a_listener_is_told_of_every_asset_once() -> None:
    world = World()
    world.free.fails = {"a knight"}
    world.sync(HERO, other("a dragon", "d.webp", address="dragon"))
    assert world.listener.told == [
        "started 2",
        "working hero",
        "working dragon",
        "finished hero: no picture of a knight",
        "finished dragon: well",
    ]


def test_a_picture_that_is_gone_everywhere_is_a_report_with_its_own_exit_code() -> None:
    world = World()
    hero = asset("hero", "a.webp", "b.webp")
    world.sync(hero)
    world.store.blobs.clear()
    for path in ("a.webp", "b.webp"):
        world.tree.delete(path)
    (report,) = gone_reports(world.plan([hero]))
    assert [problem.exit_code for problem in report.problems] == [ExitCode.GONE]
    assert problems([report]) == {
        "hero": ["hero: the picture of a.webp and 1 more is in no cache or remote"]
    }
    assert world.paid.asked == ["a knight"]


def test_a_free_picture_drawn_again_with_other_bytes_renews_all_its_outputs() -> None:
    world = World()
    outputs = (DesiredOutput("a.webp", recipe(60)), DesiredOutput("b.webp", recipe(78)))
    hero = DesiredAsset(HERO.address, HERO.place, HERO.source, outputs)
    world.sync(hero)
    world.store.blobs.clear()
    world.store.results.clear()
    world.tree.delete("a.webp")
    world.free.edition = ", second edition"
    world.sync(hero)
    assert world.tree.files == {
        "a.webp": b"picture of a knight, second edition at 60",
        "b.webp": b"picture of a knight, second edition at 78",
    }
    assert world.plan([hero]).is_empty


def test_a_source_file_is_read_where_it_lies(tmp_path: Path) -> None:
    world = World(project=tmp_path)
    (tmp_path / "logo.svg").write_bytes(b"svg")
    logo = asset("logo", "l.webp", source=SourceFile("logo.svg", digest("svg")))
    world.sync(logo)
    assert world.tree.files == {"l.webp": b"svg at 60"}
    assert world.plan([logo]).is_empty


def test_a_locked_source_file_makes_a_new_recipe_though_no_cache_holds_it(tmp_path: Path) -> None:
    world = World(project=tmp_path)
    (tmp_path / "logo.svg").write_bytes(b"svg")
    source = SourceFile("logo.svg", digest("svg"))
    world.sync(asset("logo", "l.webp", source=source))
    world.sync(asset("logo", "l.webp", source=source, quality=78))
    assert world.tree.files == {"l.webp": b"svg at 78"}


def test_a_source_file_that_changes_during_the_run_is_a_problem(tmp_path: Path) -> None:
    world = World(project=tmp_path)
    (tmp_path / "logo.svg").write_bytes(b"changed meanwhile")
    reports = world.sync(asset("logo", "l.webp", source=SourceFile("logo.svg", digest("svg"))))
    assert problems(reports) == {"logo": ["the source file changed during the run: logo.svg"]}
    assert world.tree.files == {}


def test_a_source_file_that_vanished_is_a_problem(tmp_path: Path) -> None:
    world = World(project=tmp_path)
    reports = world.sync(asset("logo", "l.webp", source=SourceFile("logo.svg", digest("svg"))))
    assert problems(reports) == {
        "logo": ["can't read the source file: logo.svg: No such file or directory"]
    }


def test_a_pinned_asset_is_left_alone_and_keeps_its_line() -> None:
    world = World()
    world.sync(HERO)
    before = world.lock.now
    pinned = asset("hero", "a.webp", source=request("a squire", provider="free"), pinned=True)
    assert world.plan([pinned]).assets[0].action is Action.PINNED
    assert world.sync(pinned) == []
    assert world.lock.now is before
