"""A plan in numbers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assetgen.planning.plan import paths_to_observe, recipes_to_look_up
from assetgen.planning.summary import money, summarize
from assetgen.planning.values import Action, Plan, Source, SourceState, Wanted
from tests.support.build import (
    asset,
    digest,
    holdings,
    line,
    lock,
    made_by,
    only,
    output,
    plan_of,
    request,
    seen,
)

LOCKED = lock(line())
STANDS = {"a.webp": seen("made")}


def priced(plan: Plan, *costs: str | None) -> Plan:
    amounts = [None if cost is None else Decimal(cost) for cost in costs]
    return replace(
        plan,
        assets=tuple(
            replace(one, cost=cost) for one, cost in zip(plan.assets, amounts, strict=True)
        ),
    )


COUNTS = {
    "failed": plan_of(asset(), lock=LOCKED),
    "conflict": plan_of(asset(), tree={"a.webp": seen("stranger")}),
    "generate": plan_of(asset()),
    "transform": plan_of(asset(), lock=LOCKED, cache=holdings("picture")),
    "restore": plan_of(asset(), lock=LOCKED, cache=holdings("made")),
    "unchanged": plan_of(asset(), lock=LOCKED, tree=STANDS),
}


@pytest.mark.parametrize(("name", "plan"), COUNTS.items(), ids=COUNTS.keys())
def test_an_asset_counts_in_the_first_that_fits(name: str, plan: Plan) -> None:
    summary = summarize(plan)
    counts = {one: getattr(summary, one) for one in COUNTS}
    assert counts == dict.fromkeys(COUNTS, 0) | {name: 1}


def test_an_asset_with_a_conflict_counts_there_though_it_also_generates() -> None:
    plan = plan_of(asset("hero", "a.webp", "b.webp"), tree={"a.webp": seen("stranger")})
    summary = summarize(plan)
    assert only(plan).action is Action.GENERATE
    assert (summary.conflict, summary.generate, summary.write) == (1, 0, 1)


def test_files_orphans_and_what_is_left_out_are_counted() -> None:
    plan = plan_of(asset("new", "b.webp", "c.webp"), lock=LOCKED, tree=STANDS)
    summary = summarize(plan, skipped=3)
    assert (summary.write, summary.orphan, summary.skipped) == (2, 1, 3)


def test_a_shared_request_costs_once() -> None:
    plan = plan_of(asset("one", "1.webp"), asset("two", "2.webp"))
    summary = summarize(priced(plan, "0.05", "0.05"))
    assert (summary.generate, summary.cost_estimate, summary.cost_unknown) == (
        2,
        Decimal("0.05"),
        0,
    )


def test_an_unknown_price_is_counted_and_never_zero() -> None:
    plan = plan_of(asset("one", "1.webp"), asset("two", "2.webp", source=request("other")))
    summary = summarize(priced(plan, "0.05", None))
    assert (summary.cost_estimate, summary.cost_unknown) == (Decimal("0.05"), 1)


def test_a_summary_as_json() -> None:
    assert summarize(priced(plan_of(asset()), "0.1")).to_json() == {
        "failed": 0, "refused": 0, "uncertain": 0, "skipped": 0, "waiting": 0, "conflict": 0,
        "generate": 1, "transform": 0, "restore": 0, "unchanged": 0, "write": 1, "orphan": 0,
        "cost_unknown": 0, "cost_estimate": "0.10", "cost_later": "0.00", "cost_actual": "0.00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0", "0.00"), ("0.1", "0.10"), ("0.005", "0.005"), ("0.0050", "0.005"), ("120", "120.00")],
)
def test_money_has_two_decimals_or_as_many_as_it_needs(amount: str, text: str) -> None:
    assert money(Decimal(amount)) == text


def test_a_shared_request_is_said_once_with_three_names_at_most() -> None:
    plan = plan_of(*(asset(name, f"{name}.webp") for name in "abcde"))
    assert plan.notices == (
        "one picture serves 5 assets with the same request: a, b, c and 2 more",
    )


def test_every_path_of_spec_and_lock_is_looked_at() -> None:
    wanted = Wanted(asset("new", "b.webp"), None, Source(SourceState.GENERATE))
    assert paths_to_observe([wanted], LOCKED) == {"a.webp", "b.webp"}


def test_the_recipes_to_look_up_are_those_wanted_and_those_locked() -> None:
    source = Source(SourceState.LOCKED, digest("picture"))
    wanted = Wanted(asset(quality=78), line("hero", output(quality=60)), source)
    assert recipes_to_look_up([wanted]) == {made_by(quality=60), made_by(quality=78)}


def test_an_empty_spec_and_an_empty_lock_are_an_empty_plan() -> None:
    plan = plan_of()
    assert (plan, plan.is_empty) == (Plan(()), True)
