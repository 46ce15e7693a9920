"""How much may be spent, and whether one more request fits: pure arithmetic in USD.

The journal asks inside the transaction that reserves the money, so no two processes can both take
the last cent. Never reads a clock or a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assetgen.planning.summary import money
from assetgen.spending.errors import BudgetError, OverBudgetError, UnknownPriceError


@dataclass(frozen=True, slots=True)
class Spent:
    """USD that count already: in this run, and in this UTC month in this project."""

    run: Decimal = Decimal(0)
    month: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits in USD; None is no limit, the lowest wins.

    `per_run` and `per_month` are the spec's, `max_cost` is typed, `granted` is what a person or
    the user's settings agreed to. `month_bill` is what the provider itself billed for this month,
    as of the start of this run.
    """

    per_run: Decimal | None = None
    per_month: Decimal | None = None
    max_cost: Decimal | None = None
    granted: Decimal | None = None
    month_bill: Decimal | None = None

    @property
    def are_none(self) -> bool:
        return not self._of_run() and self.per_month is None

    def check(self, price: Decimal | None, spent: Spent) -> None:
        """Let a request of this price pass, or raise UnknownPriceError or OverBudgetError."""
        problem = self.problem(price, spent)
        if problem is not None:
            raise problem

    def problem(self, price: Decimal | None, spent: Spent) -> BudgetError | None:
        """Why a request of this price may not be sent now; None when it may."""
        if self.are_none or price == 0:
            return None
        if price is None:
            return UnknownPriceError(
                "the price is unknown and there is a limit",
                "name it in assets.toml: [provider.NAME.price], or leave out the limit",
            )
        for limit, (name, used) in self._limits(spent):
            if used + price > limit:
                so_far = f"${money(used)} spent, this costs ${money(price)}"
                sentence = f"{name} of ${money(limit)} is used up: {so_far}"
                return OverBudgetError(sentence, _HINTS[name])
        return None

    def _of_run(self) -> list[tuple[Decimal, str]]:
        named = (
            (self.max_cost, "--max-cost"),
            (self.granted, "confirm_above"),
            (self.per_run, "the budget per_run"),
        )
        return [(limit, name) for limit, name in named if limit is not None]

    def _limits(self, spent: Spent) -> list[tuple[Decimal, tuple[str, Decimal]]]:
        found = [(limit, (name, spent.run)) for limit, name in self._of_run()]
        if self.per_month is not None:
            found.append((self.per_month, ("the budget per_month", self._month(spent))))
        return found

    def _month(self, spent: Spent) -> Decimal:
        """The greater of our ledger and the provider's bill, which ends where this run began."""
        billed = Decimal(0) if self.month_bill is None else self.month_bill + spent.run
        return max(spent.month, billed)


_HINTS = {
    "--max-cost": "run it again with a higher --max-cost",
    "confirm_above": "run it again with --yes or --max-cost",
    "the budget per_run": "raise per_run under [budget] in assets.toml, or run it again",
    "the budget per_month": "raise per_month under [budget] in assets.toml",
}
