"""What getimg says of the money of an account: its balance, and its costs by day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from assetgen.providers.base import UnusableAnswerError
from assetgen.providers.replies import amount, items, table

if TYPE_CHECKING:
    from decimal import Decimal

LONGEST_SPAN = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Bill:
    """USD billed in a span, in total and by UTC day."""

    total: Decimal
    days: dict[date, Decimal]


def balance(value: Any) -> Decimal:
    """The balance in an answer. Raises UnusableAnswerError."""
    found = table(value).get("balance")
    left = _signed(found)
    if left is None or table(value).get("currency") != "USD":
        raise UnusableAnswerError("getimg's answer on the balance is in no known form")
    return left


def bill(value: Any) -> Bill:
    """The costs in an answer. Raises UnusableAnswerError."""
    total = amount(table(value).get("total_cost"))
    if total is None or table(value).get("currency") != "USD":
        raise _unknown()
    days: dict[date, Decimal] = {}
    for entry in map(table, items(table(value).get("data"))):
        cost = amount(entry.get("cost"))
        if cost is None:
            raise _unknown()
        days[_date(entry.get("date"))] = cost
    return Bill(total, days)


def check_span(start: datetime, end: datetime) -> None:
    """Raise ValueError for a span that the API does not take."""
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("a span of costs needs a time zone")
    if not timedelta(0) < end - start <= LONGEST_SPAN:
        raise ValueError(f"a span of costs is up to 180 days: {start} to {end}")


def _signed(value: object) -> Decimal | None:
    # A balance may be below zero, a price may not.
    if isinstance(value, str) and value.startswith("-"):
        found = amount(value[1:])
        return None if found is None else -found
    return amount(value)


def _date(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise _unknown() from error


def _unknown() -> UnusableAnswerError:
    return UnusableAnswerError("getimg's answer on costs is in no known form")
