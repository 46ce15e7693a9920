from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assetgen.model import Address
from assetgen.spending.ledger import By, Costs, costs_by, sum_costs
from assetgen.spending.records import Attempt, State
from tests.spending.fakes import PRICE, a_purchase

DAY = "2026-11-22T10:00:00.000000Z"
USD = Decimal


def an_attempt(
    state: State, *, answered: bool = False, cost: str | None = None, day: str = DAY
) -> Attempt:
    seen = day if answered else None
    amount = None if cost is None else USD(cost)
    return Attempt(1, "run", None, a_purchase(), 1, state, day, answered_at=seen, cost=amount)


BILLED = Costs(USD("0.07"), USD(0), 1)
POSSIBLY = Costs(USD(0), PRICE, 1)


@pytest.mark.parametrize(
    ("state", "answered", "costs"),
    [
        (State.SENT, False, POSSIBLY),
        (State.ANSWERED, True, BILLED),
        (State.STORED, True, BILLED),
        (State.LOST, True, BILLED),
        (State.UNUSABLE, True, BILLED),
        (State.UNUSABLE, False, POSSIBLY),
        (State.FAULT, False, POSSIBLY),
        (State.UNCERTAIN, False, POSSIBLY),
        (State.REFUSED, False, Costs()),
        (State.FAILED, False, Costs()),
        (State.UNSENT, False, Costs()),
        (State.LIMITED, False, Costs()),
    ],
)
def test_what_each_state_counts_for(state: State, answered: bool, costs: Costs) -> None:
    attempt = an_attempt(state, answered=answered, cost="0.07" if answered else None)
    assert sum_costs([attempt]) == costs


def test_an_answer_without_a_cost_counts_by_its_price() -> None:
    assert sum_costs([an_attempt(State.STORED, answered=True)]).total == PRICE


def test_an_amount_that_nobody_knows_is_counted_and_not_taken_for_nothing() -> None:
    attempt = an_attempt(State.STORED, answered=True)
    unknown = replace(attempt, purchase=a_purchase(price=None))
    assert sum_costs([attempt, unknown]) == Costs(PRICE, USD(0), 2, 1)


def test_costs_by_day_model_asset_and_tag() -> None:
    one = an_attempt(State.STORED, answered=True, cost="1.00")
    tagged = a_purchase(model=None, address=Address("icon@axe"), tags=("web", "game"))
    other = an_attempt(State.UNCERTAIN, day="2026-11-23T00:00:00.000000Z")
    other = replace(other, purchase=tagged)
    refused = replace(an_attempt(State.REFUSED), purchase=a_purchase(model="coarse"))
    attempts = [other, one, refused]
    first, second = Costs(USD("1.00"), USD(0), 1), POSSIBLY
    assert costs_by(attempts, By.DAY) == {"2026-11-22": first, "2026-11-23": second}
    assert costs_by(attempts, By.MODEL) == {"": second, "fine": first}
    assert costs_by(attempts, By.ASSET) == {"hero": first, "icon@axe": second}
    assert costs_by(attempts, By.TAG) == {"": first, "game": second, "web": second}
