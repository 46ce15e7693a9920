from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetgen.errors import ExitCode, GenerationError
from assetgen.spending.errors import (
    OverBudgetError,
    RefusedByModerationError,
    RequestRejectedError,
    UnknownPriceError,
)
from assetgen.spending.limits import Limits, Spent
from tests.spending.fakes import PRICE, Killed, a_purchase

if TYPE_CHECKING:
    from tests.spending.fakes import World

USD = Decimal
MONEY = st.decimals(0, 10, places=2)
MAYBE = st.none() | MONEY


@pytest.mark.parametrize(
    ("limits", "spent", "words"),
    [
        (Limits(), Spent(USD(99), USD(99)), None),
        (Limits(per_run=USD("0.06")), Spent(USD(0), USD(99)), None),
        (
            Limits(per_run=USD("1.00")),
            Spent(USD("0.96"), USD("0.96")),
            "the budget per_run of $1.00 is used up: $0.96 spent, this costs $0.06",
        ),
        (
            Limits(per_month=USD("1.00")),
            Spent(USD(0), USD("0.96")),
            "the budget per_month of $1.00 is used up: $0.96 spent, this costs $0.06",
        ),
        (
            Limits(per_run=USD(5), max_cost=USD(0)),
            Spent(),
            "--max-cost of $0.00 is used up: $0.00 spent, this costs $0.06",
        ),
        (
            Limits(granted=USD("0.05"), per_run=USD(5)),
            Spent(),
            "confirm_above of $0.05 is used up: $0.00 spent, this costs $0.06",
        ),
        # the provider's bill counts where it is more than our ledger, with what came since
        (
            Limits(per_month=USD(1), month_bill=USD("0.90")),
            Spent(USD("0.06"), USD("0.06")),
            "the budget per_month of $1.00 is used up: $0.96 spent, this costs $0.06",
        ),
        (Limits(per_month=USD(1), month_bill=USD("0.10")), Spent(USD(0), USD("0.90")), None),
    ],
)
def test_a_request_fits_or_not(limits: Limits, spent: Spent, words: str | None) -> None:
    problem = limits.problem(PRICE, spent)
    assert (problem.message if problem else None) == words


@pytest.mark.parametrize("limits", [Limits(per_run=USD(9)), Limits(per_month=USD(9))])
def test_an_unknown_price_under_a_limit_is_refused_with_a_hint(limits: Limits) -> None:
    with pytest.raises(UnknownPriceError) as caught:
        limits.check(None, Spent())
    assert caught.value.exit_code is ExitCode.MONEY
    assert "[provider.NAME.price]" in (caught.value.hint or "")


def test_an_unknown_price_without_a_limit_is_let_through() -> None:
    Limits().check(None, Spent(USD(5), USD(5)))


def test_what_is_free_is_let_through_under_a_limit_of_nothing() -> None:
    Limits(max_cost=USD(0)).check(USD(0), Spent())


@given(st.lists(MAYBE, min_size=4, max_size=4), MONEY, MONEY, MONEY)
def test_what_is_let_through_is_under_every_limit(
    four: list[USD | None], run: USD, month: USD, price: USD
) -> None:
    per_run, per_month, max_cost, granted = four
    limits = Limits(per_run, per_month, max_cost, granted)
    let_through = limits.problem(price, Spent(run, month)) is None
    of_run = [limit for limit in (per_run, max_cost, granted) if limit is not None]
    fits = all(run + price <= limit for limit in of_run)
    fits = fits and (per_month is None or month + price <= per_month)
    assert let_through == (fits or price == 0)


# What counts as spent, through a journal.


def test_sending_stops_at_the_limit_and_nothing_is_written_for_the_rest(world: World) -> None:
    run = world.begin(limits=Limits(per_run=USD("0.15")))
    run.buy("one")
    run.buy("two")
    with pytest.raises(OverBudgetError, match=r"\$0.12 spent"):
        run.buy("three")
    assert (world.server.sent, world.states()) == (["one", "two"], ["stored", "stored"])


@pytest.mark.parametrize("outcome", ["422", "400", "429", "unsent"])
def test_what_was_not_billed_does_not_count(world: World, outcome: str) -> None:
    world.server.script = [outcome]
    run = world.begin(limits=Limits(per_run=PRICE))
    with suppress(RefusedByModerationError, RequestRejectedError):
        run.buy("one")
    with suppress(OverBudgetError):
        run.buy("two")
    assert len(world.pictures.results) == 1


@pytest.mark.parametrize("outcome", ["500", "cut off", "no picture", "not a picture"])
def test_what_may_have_been_billed_counts(world: World, outcome: str) -> None:
    world.server.script = [outcome]
    run = world.begin(limits=Limits(per_run=PRICE))
    with pytest.raises(GenerationError):
        run.buy("one")
    with pytest.raises(OverBudgetError):
        run.buy("two")


def test_a_dead_run_counts_in_the_month_and_not_in_the_next_run(world: World) -> None:
    run = world.begin(limit=3)
    with pytest.raises(Killed):
        run.buy("one")
    run.die()
    world.begin(limits=Limits(per_run=PRICE)).buy("two")
    with pytest.raises(OverBudgetError, match=r"per_month of \$0.15 is used up: \$0.12 spent"):
        world.begin(limits=Limits(per_month=USD("0.15"))).buy("three")


def test_the_month_is_utc_and_by_the_time_of_sending(world: World) -> None:
    world.clock.time = world.clock.time.replace(month=10, day=31, hour=23, minute=59)
    world.begin().buy("one")
    limits = Limits(per_month=PRICE)
    with pytest.raises(OverBudgetError):
        world.begin(limits=limits).buy("two")
    world.clock.pause(120)
    world.begin(limits=limits).buy("two")


def test_another_project_has_a_budget_of_its_own(world: World) -> None:
    world.begin().buy("one")
    spent = world.journal.spent
    assert spent("run-9", a_purchase()).month == PRICE
    assert spent("run-9", a_purchase(project="/home/ada/site")).month == 0


def test_pretend_money_is_kept_apart(world: World) -> None:
    world.begin().buy("one")
    assert world.journal.spent("run-1", a_purchase(realm="local")) == Spent(USD(0), USD(0))
    assert world.journal.spent("run-1", a_purchase()) == Spent(PRICE, PRICE)


def test_an_answer_counts_by_its_own_cost(world: World) -> None:
    world.begin().buy("one", price=USD("0.50"))
    assert world.journal.spent("run-1", a_purchase()).run == PRICE
