"""Whether anybody agreed to spend money, and up to how much: pure, but for asking a person.

A budget in a spec only lowers what was agreed to; it is never consent. Called by `reconcile`
before the first paid request; a refusal says what to type.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetgen.spending.errors import ConsentError

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a plan would send: pictures, USD of those with a price, how many have none."""

    pictures: int
    cost: Decimal
    unknown: int = 0

    @property
    def is_free(self) -> bool:
        return self.cost == 0 and not self.unknown

    def __str__(self) -> str:
        pictures = "1 picture" if self.pictures == 1 else f"{self.pictures} pictures"
        if not self.unknown:
            return f"{pictures} for ${self.cost}"
        return f"{pictures} for ${self.cost} and an unknown amount ({self.unknown} without a price)"


@dataclass(frozen=True, slots=True)
class Consent:
    """Who may say yes.

    `yes` and `max_cost` are typed or from their environment twins, `confirm_above` is in the
    user's settings (USD; up to there nobody is asked), `ask` shows a question on a terminal and is
    None where there is none.
    """

    yes: bool = False
    max_cost: Decimal | None = None
    confirm_above: Decimal | None = None
    ask: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """Money may be spent, up to `limit` USD where it is not None (besides every other limit)."""

    limit: Decimal | None = None


def seek_consent(estimate: Estimate, consent: Consent) -> Granted:
    """Find out whether this may be bought. Raises ConsentError when nobody said yes.

    With `max_cost` all that is free is done and the rest is measured against it, one by one.
    """
    if estimate.is_free or consent.max_cost is not None or consent.yes:
        return Granted()
    settled = consent.confirm_above
    if settled is not None and not estimate.unknown and estimate.cost <= settled:
        return Granted(settled)
    if consent.ask is None:
        raise ConsentError(f"nobody agreed to buy {estimate}", _what_to_do(estimate))
    if not consent.ask(f"Buy {estimate}?"):
        raise ConsentError(f"not bought, as answered: {estimate}")
    return Granted()


def check_month(
    consent: Consent, per_month: Decimal | None, *, is_ci: bool, has_history: bool
) -> None:
    """Refuse a monthly budget that can't be measured. Raises ConsentError.

    A CI runner begins with an empty ledger; `has_history`: there are entries of this month all the
    same, or the provider says what it billed.
    """
    if per_month is not None and is_ci and not has_history and consent.max_cost is None:
        raise ConsentError(
            "there is a budget per_month, and this CI runner can't know what the month has cost",
            "say what this run may cost: --max-cost USD",
        )


def _what_to_do(estimate: Estimate) -> str:
    if estimate.unknown:
        return "to agree, type --yes, or name the prices in assets.toml and type --max-cost USD"
    return f"to agree, type --yes or --max-cost {estimate.cost}"
