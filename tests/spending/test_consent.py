from __future__ import annotations

from decimal import Decimal

import pytest

from assetgen.errors import ExitCode
from assetgen.spending.consent import Consent, Estimate, Granted, check_month, seek_consent
from assetgen.spending.errors import ConsentError

COST = Decimal("6.10")
PLAN = Estimate(122, COST)


def yes(question: str) -> bool:
    return question == "Buy 122 pictures for $6.10?"


def no(question: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("estimate", "consent", "limit"),
    [
        (Estimate(0, Decimal(0)), Consent(), None),
        (Estimate(3, Decimal(0)), Consent(), None),
        (PLAN, Consent(yes=True), None),
        (PLAN, Consent(max_cost=Decimal(0)), None),
        (PLAN, Consent(ask=yes), None),
        (PLAN, Consent(confirm_above=COST), COST),
        (PLAN, Consent(confirm_above=COST, ask=no), COST),
        (PLAN, Consent(confirm_above=Decimal(1), ask=yes), None),
        (Estimate(1, Decimal(0), 1), Consent(yes=True), None),
    ],
)
def test_who_may_say_yes(estimate: Estimate, consent: Consent, limit: Decimal | None) -> None:
    assert seek_consent(estimate, consent) == Granted(limit)


@pytest.mark.parametrize(
    ("estimate", "consent", "words", "hint"),
    [
        (
            PLAN,
            Consent(),
            "nobody agreed to buy 122 pictures for $6.10",
            "to agree, type --yes or --max-cost 6.10",
        ),
        (
            PLAN,
            Consent(confirm_above=Decimal(6)),
            "nobody agreed to buy 122 pictures for $6.10",
            "to agree, type --yes or --max-cost 6.10",
        ),
        (PLAN, Consent(ask=no), "not bought, as answered: 122 pictures for $6.10", None),
        (
            Estimate(1, Decimal(0), 1),
            Consent(confirm_above=Decimal(6)),
            "nobody agreed to buy 1 picture for $0 and an unknown amount (1 without a price)",
            "to agree, type --yes, or name the prices in assets.toml and type --max-cost USD",
        ),
    ],
)
def test_without_a_yes_nothing_is_bought(
    estimate: Estimate, consent: Consent, words: str, hint: str | None
) -> None:
    with pytest.raises(ConsentError) as caught:
        seek_consent(estimate, consent)
    assert (caught.value.message, caught.value.hint) == (words, hint)
    assert caught.value.exit_code is ExitCode.MONEY


@pytest.mark.parametrize(
    ("per_month", "max_cost", "is_ci", "has_history", "is_refused"),
    [
        (Decimal(5), None, True, False, True),
        (None, None, True, False, False),
        (Decimal(5), Decimal(1), True, False, False),
        (Decimal(5), None, False, False, False),
        (Decimal(5), None, True, True, False),
    ],
)
def test_a_month_that_cannot_be_measured_is_refused(
    per_month: Decimal | None,
    max_cost: Decimal | None,
    is_ci: bool,
    has_history: bool,
    is_refused: bool,
) -> None:
    consent = Consent(yes=True, max_cost=max_cost)
    if is_refused:
        with pytest.raises(ConsentError):
            check_month(consent, per_month, is_ci=is_ci, has_history=has_history)
    else:
        check_month(consent, per_month, is_ci=is_ci, has_history=has_history)
