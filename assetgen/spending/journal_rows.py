"""One attempt as a row of the journal and back; money as text, and in billionths for sums.

Nothing here touches a file. Called by `journal` only.
"""

from __future__ import annotations

import json
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from assetgen.model import Address, Digest, Fingerprint
from assetgen.spending.records import Attempt, Purchase, State

if TYPE_CHECKING:
    from collections.abc import Mapping

BILLION = 10**9
_MOST = 2**62  # of billionths; more than any integer of SQLite's sums should be asked to carry


def parse_attempt(row: Mapping[str, Any]) -> Attempt:
    """The attempt in a row. Raises ValueError for content that we never wrote."""
    purchase = Purchase(
        fingerprint=Fingerprint(row["fingerprint"]),
        canonical=row["canonical"],
        number=row["number"],
        provider=row["provider"],
        realm=row["realm"],
        model=row["model"],
        project=row["project"],
        address=Address(row["address"]),
        tags=tuple(json.loads(row["tags"])),
        price=_money(row["price"]),
    )
    return Attempt(
        id=row["id"],
        run=row["run"],
        owner=row["owner"],
        purchase=purchase,
        attempt=row["attempt"],
        state=State(row["state"]),
        sent_at=row["sent_at"],
        answered_at=row["answered_at"],
        ended_at=row["ended_at"],
        cost=_money(row["cost"]),
        generation_id=row["generation_id"],
        url=row["url"],
        expires=row["expires"],
        digest=None if row["digest"] is None else Digest(row["digest"]),
        message=row["message"],
    )


def dump_purchase(purchase: Purchase) -> dict[str, object]:
    """The columns that say what an attempt is for."""
    return {
        "fingerprint": purchase.fingerprint,
        "canonical": purchase.canonical,
        "number": purchase.number,
        "provider": purchase.provider,
        "realm": purchase.realm,
        "model": purchase.model,
        "project": purchase.project,
        "address": purchase.address,
        "tags": json.dumps(purchase.tags),
        "price": money_text(purchase.price),
        "owed": billionths(purchase.price),
        "pretend": int(purchase.is_pretend),
    }


def money_text(amount: Decimal | None) -> str | None:
    """An amount as it is kept, exact."""
    return None if amount is None else str(amount)


def is_amount(amount: Decimal) -> bool:
    """Whether this can be an amount of money."""
    return amount.is_finite() and 0 <= amount * BILLION <= _MOST


def billionths(amount: Decimal | None) -> int:
    """An amount of USD in billionths, rounded up; nothing for one that is unknown.

    Raises ValueError for what can't be an amount of money.
    """
    if amount is None:
        return 0
    if not is_amount(amount):
        raise ValueError(f"not an amount: {amount}")
    return int((amount * BILLION).to_integral_value(ROUND_CEILING))


def from_billionths(amount: int) -> Decimal:
    """USD of so many billionths, without needless zeros."""
    dollars = Decimal(amount).scaleb(-9)
    cents = dollars.quantize(Decimal("0.01"))
    return cents if cents == dollars else dollars.normalize()


def _money(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"not an amount: {text!r}") from error
