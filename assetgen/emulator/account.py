"""Pretend money: the balance, what is reserved for requests under way, and the bill.

A charge is written to the bill file, one JSON line each, and handed to the system before the
answer leaves, so that a client killed at any moment can be compared with it. A bill file that is
there already is read first: its charges stay in the costs and its pictures stay downloadable.
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from assetgen.emulator.answers import no_money

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

DELIVERED, CUT, SPOILED, FAILED = "delivered", "cut", "spoiled", "failed"
"""What the client could see: a whole answer, none, one it can't use, or an error."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One line of the bill. `cost` is USD as decimal text; `state` is what was meant to be seen.

    `id`, `width`, `height` and `format` are what the picture is drawn from.
    """

    time: str
    id: str
    model: str
    prompt_digest: str
    cost: str
    state: str
    width: int
    height: int
    format: str


class Account:
    """The balance and the bill of one workspace; safe to use from any thread."""

    def __init__(self, balance: Decimal, bill: Path | None) -> None:
        """Raises OSError when the bill can't be opened, ValueError when it is no bill."""
        self._lock = threading.Lock()
        self._balance = balance
        self._reserved = Decimal(0)
        self._charges = _read(bill) if bill is not None and bill.exists() else []
        self._file: TextIO | None = None
        if bill is not None:
            self._file = bill.open("a", encoding="utf-8", newline="\n")

    @property
    def balance(self) -> Decimal:
        """USD left; the balance at the start less what was charged since."""
        return self._balance

    @property
    def bill(self) -> tuple[Charge, ...]:
        """Every charge so far, those of an earlier run with the same bill file included."""
        return tuple(self._charges)

    @contextmanager
    def reserve(self, price: Decimal) -> Iterator[None]:
        """Keep `price` aside while a request is under way. Raises ApiError when it isn't there."""
        with self._lock:
            if self._balance - self._reserved < price:
                raise no_money()
            self._reserved += price
        try:
            yield
        finally:
            with self._lock:
                self._reserved -= price

    def charge(self, charge: Charge) -> None:
        """Take the money and write the line. Raises OSError when it can't be written."""
        with self._lock:
            if self._file is not None:
                self._file.write(json.dumps(asdict(charge)) + "\n")
                self._file.flush()
            self._balance -= Decimal(charge.cost)
            self._charges.append(charge)

    def costs(self, start: datetime, end: datetime) -> dict[str, Decimal]:
        """USD by UTC date, both moments included."""
        days: dict[str, Decimal] = {}
        for charge in self.bill:
            moment = datetime.fromisoformat(charge.time)
            if start <= moment <= end:
                day = moment.astimezone(UTC).date().isoformat()
                days[day] = days.get(day, Decimal(0)) + Decimal(charge.cost)
        return days

    def close(self) -> None:
        """Close the bill file."""
        if self._file is not None:
            self._file.close()


def _read(bill: Path) -> list[Charge]:
    lines = bill.read_text(encoding="utf-8").splitlines()
    try:
        return [Charge(**json.loads(line)) for line in lines]
    except (TypeError, ValueError) as error:
        raise ValueError(f"not a bill of the emulator: {bill}") from error
