"""The second planning table: what is done at one path, row by row, and where the bytes come from.

In every row the locked file has the bytes `made`, of the picture `picture`, at a.webp.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from assetgen.model import ABSENT, Kind, Lock, Seen, SourceFile
from assetgen.planning.values import Action, Holdings, Options, Reason, Step, Via
from tests.support.build import (
    FOLDER,
    NO_LOCK,
    POINTER,
    SPECIAL,
    SYMLINK,
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

if TYPE_CHECKING:
    from assetgen.planning.values import Plan

OVERWRITE = Options(overwrite=True)
LOCKED = lock(line())
FULL = holdings("picture", "made", renditions=[rendition()], results=[held()])


@dataclass(frozen=True)
class Row:
    """What stands at the path, what lock and cache say, and what has to follow."""

    seen: Seen
    step: Step
    via: Via | None = None
    lock: Lock = LOCKED
    cache: Holdings = FULL
    options: Options = field(default_factory=Options)


PATHS = {
    "the wanted digest: nothing is done": Row(seen("made"), Step.KEEP),
    "the wanted digest without a line: nothing is written": Row(
        seen("made"), Step.KEEP, lock=NO_LOCK
    ),
    "nothing: the blob is written": Row(ABSENT, Step.WRITE, Via.BLOB),
    "a Git LFS pointer: the blob is written": Row(POINTER, Step.WRITE, Via.BLOB),
    "ours by this line: written": Row(
        seen("made"), Step.WRITE, Via.RECIPE,
        cache=holdings("picture"), lock=lock(line("hero", output(quality=40))),
    ),
    "ours by any line: written": Row(
        seen("theirs"), Step.WRITE, Via.BLOB, lock=lock(line("knight", output(word="theirs")))
    ),
    "ours by the cache, as another branch left it: written": Row(
        seen("branch"), Step.WRITE, Via.BLOB,
        cache=replace(FULL, written=frozenset({digest("branch")})),
    ),
    "a folder: conflict": Row(FOLDER, Step.CONFLICT),
    "a folder: conflict also with --overwrite": Row(FOLDER, Step.CONFLICT, options=OVERWRITE),
    "a symbolic link: conflict": Row(SYMLINK, Step.CONFLICT),
    "a symbolic link: conflict also with --overwrite": Row(
        SYMLINK, Step.CONFLICT, options=OVERWRITE
    ),
    "a special file: conflict": Row(SPECIAL, Step.CONFLICT),
    "a special file: conflict also with --overwrite": Row(
        SPECIAL, Step.CONFLICT, options=OVERWRITE
    ),
    "an edited file: conflict": Row(seen("edited"), Step.CONFLICT),
    "an edited file: written with --overwrite": Row(
        seen("edited"), Step.WRITE, Via.BLOB, options=OVERWRITE
    ),
    "a stranger's file: conflict": Row(seen("stranger"), Step.CONFLICT, lock=NO_LOCK),
    "a stranger's file: written with --overwrite": Row(
        seen("stranger"), Step.WRITE, Via.BLOB, lock=NO_LOCK, options=OVERWRITE
    ),
    "a file that nobody could read: conflict": Row(Seen(Kind.FILE), Step.CONFLICT),
    "bytes of ours that are locked for another path only: conflict": Row(
        seen("theirs"), Step.CONFLICT, lock=lock(line("knight", output("b.webp", "theirs")))
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", PATHS.values(), ids=PATHS.keys())
def test_what_stands_at_the_path(row: Row) -> None:
    plan = plan_of(
        asset(), lock=row.lock, tree={"a.webp": row.seen}, cache=row.cache, options=row.options
    )
    assert (only_output(plan).step, only_output(plan).via) == (row.step, row.via)


BYTES = {
    "the blob of the wanted bytes is copied": (FULL, Step.WRITE, Via.BLOB, Action.RESTORE),
    "without the blob the recipe runs": (
        holdings("picture"), Step.WRITE, Via.RECIPE, Action.TRANSFORM,
    ),
    "without blob and picture they are gone": (holdings(), Step.GONE, None, Action.FAIL),
}  # fmt: skip


@pytest.mark.parametrize("row", BYTES.values(), ids=BYTES.keys())
def test_where_a_locked_output_comes_from(row: tuple[Holdings, Step, Via | None, Action]) -> None:
    cache, step, via, action = row
    plan = plan_of(asset(), lock=LOCKED, cache=cache)
    assert (only_output(plan).step, only_output(plan).via, only(plan).action) == (step, via, action)


def test_a_paid_request_that_is_locked_and_gone_is_never_generated_again() -> None:
    plan = plan_of(asset(), lock=LOCKED, free=())
    assert only(plan).action is Action.FAIL
    assert not plan.is_empty


def test_a_free_generator_draws_again_what_is_gone() -> None:
    drawn = request(provider="free")
    plan = plan_of(asset(source=drawn), lock=lock(line(source=drawn)))
    assert only(plan).action is Action.GENERATE
    assert only(plan).reasons == (
        Reason("missing"),
        Reason("its picture is in no cache: drawn again"),
    )


def test_a_paid_picture_that_is_pinned_is_not_generated_by_the_free_one_of_the_spec() -> None:
    draft = asset(source=request(provider="free"), pinned=True)
    assert only(plan_of(draft, lock=LOCKED)).action is Action.FAIL


def test_an_asset_with_bytes_that_are_gone_generates_nothing_on_the_way() -> None:
    adopted = line("hero", output("a.webp", adopted=True), word=None)
    plan = plan_of(asset("hero", "a.webp", "b.webp"), lock=lock(adopted))
    assert [one.step for one in only(plan).outputs] == [Step.GONE, Step.GONE]
    assert not only(plan).is_work


def test_a_new_asset_is_generated() -> None:
    assert _decided(plan_of(asset())) == (Step.WRITE, Via.GENERATE, (Reason("new"),))


def test_a_changed_request_is_generated_over_the_old_bytes() -> None:
    plan = plan_of(
        asset(source=request("a squire")), lock=LOCKED, tree={"a.webp": seen("made")}, cache=FULL
    )
    reasons = (Reason("prompt", "a knight", "a squire"),)
    assert _decided(plan) == (Step.WRITE, Via.GENERATE, reasons)


def test_a_changed_quality_runs_the_recipe_and_names_the_old_and_the_new() -> None:
    plan = plan_of(asset(quality=78), lock=LOCKED, tree={"a.webp": seen("made")}, cache=FULL)
    assert _decided(plan) == (Step.WRITE, Via.RECIPE, (Reason("quality", "60", "78"),))
    assert only(plan).action is Action.TRANSFORM


def test_a_changed_recipe_that_nobody_remembers_is_said_without_values() -> None:
    cache = holdings("picture")
    plan = plan_of(asset(quality=78), lock=LOCKED, tree={"a.webp": seen("made")}, cache=cache)
    assert _decided(plan) == (Step.WRITE, Via.RECIPE, (Reason("recipe changed"),))


def test_a_new_version_of_a_transform_is_named() -> None:
    then = rendition(quality=40)
    older = then.canonical.replace('"version":1', '"version":0')
    cache = holdings("picture", renditions=[replace(then, canonical=older)])
    locked = lock(line("hero", output(quality=40)))
    plan = plan_of(asset(quality=41), lock=locked, tree={"a.webp": seen("made")}, cache=cache)
    assert only_output(plan).reasons == (
        Reason("quality", "40", "41"),
        Reason("encode version", "0", "1"),
    )


def test_a_source_file_is_read_from_where_it_lies_not_from_the_cache() -> None:
    logo = SourceFile("logo.svg", digest("picture"))
    plan = plan_of(asset(source=logo, quality=78), lock=lock(line(source=logo)))
    assert (only_output(plan).step, only_output(plan).via) == (Step.WRITE, Via.RECIPE)


def test_a_source_file_that_changed_makes_its_outputs_anew() -> None:
    old = SourceFile("logo.svg", digest("old"))
    new = SourceFile("logo.svg", digest("new"))
    locked = lock(line("hero", output(source="old"), source=old, word="old"))
    plan = plan_of(asset(source=new), lock=locked, tree={"a.webp": seen("made")})
    assert _decided(plan) == (
        Step.WRITE,
        Via.RECIPE,
        (Reason("source file", "logo.svg", "logo.svg"),),
    )


def test_an_adopted_output_keeps_its_bytes_when_the_recipe_changes() -> None:
    locked = lock(line("hero", output(word="retouched", adopted=True)))
    plan = plan_of(asset(quality=78), lock=locked, tree={"a.webp": seen("retouched")}, cache=FULL)
    assert only_output(plan).step is Step.KEEP
    assert only(plan).action is Action.PINNED
    assert only(plan).reasons == (Reason("adopted file, the recipe differs", None, "a.webp"),)
    assert plan.is_empty


def test_an_adopted_output_keeps_its_bytes_and_its_line_when_the_request_changes() -> None:
    locked = lock(line("hero", output(word="retouched", adopted=True)))
    changed = asset(source=request("a squire"))
    plan = plan_of(changed, lock=locked, tree={"a.webp": seen("retouched")})
    assert only(plan).action is Action.PINNED
    assert only(plan).reasons == (Reason("prompt", "a knight", "a squire"),)
    assert plan.is_empty


def test_an_adopted_output_that_is_missing_comes_back_from_its_blob() -> None:
    locked = lock(line("hero", output(word="retouched", adopted=True)))
    plan = plan_of(asset(quality=78), lock=locked, cache=holdings("retouched"))
    assert _decided(plan) == (Step.WRITE, Via.BLOB, (Reason("missing"),))


def test_a_pinned_asset_with_differences_is_listed_and_left_alone() -> None:
    pinned = asset(source=request("a squire"), pinned=True)
    plan = plan_of(pinned, lock=LOCKED, tree={"a.webp": seen("made")}, cache=FULL)
    assert only(plan).action is Action.PINNED
    assert only(plan).reasons == (Reason("prompt", "a knight", "a squire"),)
    assert plan.is_empty


def test_a_pinned_asset_whose_file_is_missing_gets_it_back_for_that_reason_alone() -> None:
    pinned = asset(source=request("a squire"), pinned=True)
    plan = plan_of(pinned, lock=LOCKED, cache=FULL)
    assert _decided(plan) == (Step.WRITE, Via.BLOB, (Reason("missing"),))


def test_an_edited_file_and_a_stranger_are_told_apart() -> None:
    edited = plan_of(asset(), lock=LOCKED, tree={"a.webp": seen("x")}, cache=FULL)
    stranger = plan_of(asset(), tree={"a.webp": seen("x")}, cache=FULL)
    assert only_output(edited).reasons == (Reason("edited since it was written"),)
    assert only_output(stranger).reasons == (
        Reason("a file that assetgen did not write stands there"),
    )


def test_overwritten_bytes_are_known_not_to_be_ours() -> None:
    tree = {"a.webp": seen("edited")}
    plan = plan_of(asset(), lock=LOCKED, tree=tree, cache=FULL, options=OVERWRITE)
    assert not only_output(plan).replaces_ours
    assert only_output(plan).reasons == (Reason("overwritten as asked"),)


def _decided(plan: Plan) -> tuple[Step, Via | None, tuple[Reason, ...]]:
    one = only_output(plan)
    return one.step, one.via, one.reasons
