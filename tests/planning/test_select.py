"""Selections and limits: which part of a plan a command is about."""

from __future__ import annotations

import pytest

from assetgen.errors import UsageError
from assetgen.planning.select import Selection, limited, narrow, states_of
from assetgen.planning.values import Options
from tests.support.build import (
    asset,
    holdings,
    line,
    lock,
    only,
    output,
    plan_of,
    request,
    seen,
)

PLAN = plan_of(
    asset("hero", "web/hero.webp", tags=("web", "big")),
    asset("icon@axe", "icons/axe.webp", tags=("web",)),
    asset("icon@bow", "icons/bow.webp"),
    lock=lock(line("hero", output("web/hero.webp")), line("old", output("old.webp"))),
    tree={"web/hero.webp": seen("made")},
)

TERMS = {
    "hero": ["hero"],
    "icon": ["icon@axe", "icon@bow"],
    "icon@*": ["icon@axe", "icon@bow"],
    "*o*": ["hero", "icon@axe", "icon@bow", "old.webp"],
    "tag:web": ["hero", "icon@axe"],
    "tag:b*": ["hero"],
    "path:icons/*": ["icon@axe", "icon@bow"],
    "icon,tag:web": ["icon@axe"],
    "state:missing": ["icon@axe", "icon@bow"],
    "state:orphan": ["old.webp"],
    "state:edited": [],
    "old": ["old.webp"],
}


@pytest.mark.parametrize(("term", "expected"), TERMS.items(), ids=TERMS.keys())
def test_a_term_selects(term: str, expected: list[str]) -> None:
    assert chosen(Selection((term,))) == expected


def test_several_terms_mean_or_and_exclusions_win() -> None:
    assert chosen(Selection(("hero", "icon"), ("icon@bow",))) == ["hero", "icon@axe"]


def test_exclusions_alone_leave_the_rest() -> None:
    assert chosen(Selection((), ("icon", "old"))) == ["hero"]


def test_no_terms_select_everything() -> None:
    assert narrow(PLAN, Selection()) is PLAN


MISTAKES = {
    "heroo": ("no asset matches: heroo", "hero"),
    "heroo,state:missing": ("no asset matches: heroo,state:missing", None),
    "tags:web": ("unknown selector: tags:web", "tag:NAME, path:GLOB, state:NAME"),
    "state:missing,tags:web": ("unknown selector: tags:web", "tag:NAME, path:GLOB, state:NAME"),
    "state:lost": (
        "no such state: lost",
        "missing, changed, edited, orphan, refused, uncertain, placeholder",
    ),
    "state:failed": (
        "not supported yet: state:failed",
        "missing, changed, edited, orphan, refused, uncertain, placeholder",
    ),
}


@pytest.mark.parametrize(("term", "error"), MISTAKES.items(), ids=MISTAKES.keys())
def test_a_mistaken_term_is_an_error(term: str, error: tuple[str, str | None]) -> None:
    with pytest.raises(UsageError) as raised:
        narrow(PLAN, Selection((term,)))
    assert (raised.value.message, raised.value.hint) == error


STANDS = {"a.webp": seen("made")}
LOCKED = lock(line())
ADOPTED = line("hero", output("a.webp", adopted=True), source=request(provider="placeholder"))
FULL = holdings("picture", "made")


def test_the_states_of_an_asset() -> None:
    drawn = request(provider="placeholder")
    cases = {
        "new": plan_of(asset()),
        "same": plan_of(asset(), lock=LOCKED, tree=STANDS),
        "gone file": plan_of(asset(), lock=LOCKED, cache=FULL),
        "prompt": plan_of(asset(source=request("x")), lock=LOCKED, tree=STANDS, cache=FULL),
        "recipe": plan_of(asset(quality=78), lock=LOCKED, tree=STANDS, cache=FULL),
        "conflict": plan_of(asset(), lock=LOCKED, tree={"a.webp": seen("x")}, cache=FULL),
        "overwrite": plan_of(
            asset(), lock=LOCKED, tree={"a.webp": seen("x")}, cache=FULL, options=Options(True)
        ),
        "drawn": plan_of(asset(source=drawn), lock=lock(line(source=drawn)), tree=STANDS),
        "adopted": plan_of(asset(source=drawn), lock=lock(ADOPTED), tree=STANDS),
    }
    assert {name: sorted(states_of(only(plan))) for name, plan in cases.items()} == {
        "new": ["missing"],
        "same": [],
        "gone file": ["missing"],
        "prompt": ["changed"],
        "recipe": ["changed"],
        "conflict": ["edited"],
        "overwrite": ["edited"],
        "drawn": ["placeholder"],
        "adopted": [],
    }


def test_a_limit_keeps_the_first_that_generate_and_all_that_do_not() -> None:
    plan, left_out = limited(PLAN, 1)
    assert ([one.address for one in plan.assets], left_out) == (["hero", "icon@axe"], 1)


def test_no_limit_leaves_nothing_out() -> None:
    assert limited(PLAN, None) == (PLAN, 0)


def test_what_is_said_of_a_plan_is_said_of_its_part_only() -> None:
    assert PLAN.notices == (
        "one picture serves 2 assets with the same request: icon@axe, icon@bow",
    )
    assert narrow(PLAN, Selection(("icon@axe",))).notices == ()
    assert limited(PLAN, 1)[0].notices == ()


def chosen(selection: Selection) -> list[str]:
    plan = narrow(PLAN, selection)
    return [*(one.address for one in plan.assets), *(one.output.path for one in plan.orphans)]
