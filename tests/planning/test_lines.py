"""The lock's line of an asset once its outputs stand."""

from __future__ import annotations

from dataclasses import replace

from assetgen.planning.lines import Made, Outcome, next_line
from tests.support.build import (
    SIDE,
    asset,
    digest,
    held,
    holdings,
    line,
    lock,
    made_by,
    only,
    output,
    plan_of,
    rendition,
    request,
    seen,
    take,
)

MADE = Made(made_by("squire"), digest("new"), 3, SIDE, SIDE)
SQUIRE = request("a squire")


def test_a_new_line_says_what_was_drawn_and_written() -> None:
    plan = only(plan_of(asset(source=SQUIRE)))
    outcome = Outcome(digest("squire"), take("squire"), {"a.webp": MADE})
    assert next_line(plan, outcome) == line(
        "hero", output("a.webp", "new", source="squire"), source=SQUIRE, word="squire"
    )


def test_an_output_that_was_not_made_keeps_its_old_record() -> None:
    locked = line("hero", output("a.webp"), output("b.webp"))
    plan = only(plan_of(asset("hero", "a.webp", "b.webp", source=SQUIRE), lock=lock(locked)))
    outcome = Outcome(digest("squire"), take("squire"), {"a.webp": MADE})
    assert next_line(plan, outcome).outputs == (
        output("a.webp", "new", source="squire"),
        output("b.webp"),
    )


def test_a_line_keeps_what_it_knows_while_its_picture_is_the_same() -> None:
    locked = line(chosen_by="person", picked=True, extra={"later": 1})
    plan = only(plan_of(asset(), lock=lock(locked), cache=holdings("made")))
    made = Made(made_by(), digest("made"), 4, SIDE, SIDE)
    assert next_line(plan, Outcome(digest("picture"), take(), {"a.webp": made})) == locked


def test_a_line_keeps_its_picture_while_none_of_the_new_request_is_there() -> None:
    locked = line()
    plan = only(plan_of(asset(source=SQUIRE), lock=lock(locked)))
    assert next_line(plan, Outcome(None, None, {})) == locked


def test_a_picture_drawn_again_replaces_its_take() -> None:
    drawn = request(provider="free")
    plan = only(plan_of(asset(source=drawn), lock=lock(line(source=drawn))))
    next_ = next_line(plan, Outcome(digest("squire"), take("squire"), {"a.webp": MADE}))
    assert (next_.takes, next_.chosen) == ((take("squire"),), digest("squire"))


def test_an_adopted_output_keeps_its_record_under_its_new_path() -> None:
    adopted = output("a.webp", "retouched", adopted=True)
    plan = only(
        plan_of(
            asset("hero", "b.webp"), lock=lock(line("hero", adopted)), cache=holdings("retouched")
        )
    )
    made = Made(made_by(), digest("retouched"), 9, SIDE, SIDE)
    next_ = next_line(plan, Outcome(digest("picture"), take(), {"b.webp": made}))
    assert next_.outputs == (replace(adopted, path="b.webp"),)


def test_a_deleted_line_comes_back_the_same() -> None:
    cache = holdings("picture", "made", renditions=[rendition()], results=[held()])
    plan = only(plan_of(asset(), tree={"a.webp": seen("made")}, cache=cache))
    made = Made(made_by(), digest("made"), 4, SIDE, SIDE)
    assert (
        next_line(plan, Outcome(plan.source.digest, plan.source.take, {"a.webp": made})) == line()
    )
