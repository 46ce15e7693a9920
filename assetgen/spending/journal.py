"""Every attempt to buy something, one row each; the row that says `sent` is the reserved money.

A row is on the disk when a call returns. Reserving looks at limits and neighbours inside one
transaction, so no two processes send the same thing or both take the last cent. It never sends,
waits or decides what is sent. Called by `buyer`, `fetching`, `recovery` and the `costs` verb.

    1. reserve: sent    2. answer: answered    3. close: any other state
"""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from assetgen.spending.journal_file import COLUMNS, broken, open_file, translate
from assetgen.spending.journal_rows import (
    billionths,
    dump_purchase,
    from_billionths,
    is_amount,
    money_text,
    parse_attempt,
)
from assetgen.spending.limits import Spent
from assetgen.spending.records import UNBILLED, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from decimal import Decimal
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from assetgen.model import Digest, Fingerprint
    from assetgen.providers.base import Answer
    from assetgen.spending.limits import Limits
    from assetgen.spending.records import Attempt, Purchase

_SELECT = f"SELECT {', '.join(COLUMNS)} FROM attempts"  # noqa: S608 - constants


def utc_now() -> datetime:
    """The time of day in UTC."""
    return datetime.now(UTC)


class Journal:
    """`v1/journal.db`, created when missing. Usable from several threads and processes.

    Every method raises CacheError when the file can't be read or written: then nothing may be sent.
    """

    def __init__(self, path: Path, now: Callable[[], datetime] = utc_now) -> None:
        """Open it. Raises CacheError when it is newer than this program, broken or unusable."""
        self.path = path
        self._now = now
        self._guard = threading.Lock()
        self._connection = open_file(path)
        self._connection.row_factory = sqlite3.Row

    def reserve(
        self, purchase: Purchase, run: str, limits: Limits, basis: Sequence[Attempt]
    ) -> Attempt | None:
        """Write `sent` and thereby reserve the price; after this, and only then, send.

        None when the attempts that matter to this take are no longer those of `basis`, on which
        the caller decided. Raises OverBudgetError or UnknownPriceError when `limits` forbid it.
        """
        with self._transaction() as connection:
            found = self._parsed(_rows_of(connection, [purchase.fingerprint]))
            if _relevant(found, purchase) != _relevant(basis, purchase):
                return None
            sent_at = self._time()
            limits.check(purchase.price, _spent(connection, run, purchase, sent_at[:7]))
            earlier = [a for a in found if a.run == run and a.purchase.number == purchase.number]
            values = {
                "run": run,
                "owner": run,
                "attempt": len(earlier) + 1,
                "state": State.SENT.value,
                "sent_at": sent_at,
                "message": "",
                **dump_purchase(purchase),
            }
            names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
            statement = f"INSERT INTO attempts ({names}) VALUES ({marks})"  # noqa: S608 - our names
            identity = connection.execute(statement, values).lastrowid
            return self._one(connection, identity)

    def answer(self, attempt: Attempt, answer: Answer, digest: Digest | None = None) -> Attempt:
        """Note an answer. `digest` names the blob of bytes that were inside it, kept before.

        A cost that can't be an amount of money counts as none named.
        """
        cost = answer.cost if answer.cost is not None and is_amount(answer.cost) else None
        return self._update(
            attempt,
            {
                "state": State.ANSWERED.value,
                "answered_at": self._time(),
                "cost": money_text(cost),
                "owed": billionths(attempt.purchase.price if cost is None else cost),
                "generation_id": answer.generation_id,
                "url": answer.url,
                "expires": answer.expires,
                "digest": digest,
            },
        )

    def close(
        self, attempt: Attempt, state: State, message: str = "", digest: Digest | None = None
    ) -> Attempt:
        """Say how an attempt ended; one that has ended before keeps its end.

        Its link and its request are forgotten. `digest` names the blob that came of it.
        """
        values: dict[str, object] = {
            "state": state.value,
            "owner": None,
            "ended_at": self._time(),
            "message": message,
            "url": None,
            "canonical": "",
        }
        if digest is not None:
            values["digest"] = digest
        if state in UNBILLED:
            values["owed"] = 0
        return self._update(attempt, values)

    def adopt(self, attempt: Attempt, run: str) -> Attempt | None:
        """Take over an open attempt whose owner is dead; None when somebody else was quicker."""
        with self._transaction() as connection:
            before = self._one(connection, attempt.id)
            if not before.is_open or (before.state, before.owner) != (attempt.state, attempt.owner):
                return None
            connection.execute("UPDATE attempts SET owner = ? WHERE id = ?", [run, attempt.id])
            return self._one(connection, attempt.id)

    def release(self, attempt: Attempt) -> None:
        """Say that nobody is at work on an attempt; nothing else of it changes."""
        with self._transaction() as connection:
            connection.execute("UPDATE attempts SET owner = NULL WHERE id = ?", [attempt.id])

    def attempts_of(
        self, requests: Iterable[Fingerprint]
    ) -> dict[Fingerprint, tuple[Attempt, ...]]:
        """Every attempt of these requests, all takes, in the order they were made."""
        with self._reading() as connection:
            found: dict[Fingerprint, list[Attempt]] = {}
            for attempt in self._parsed(_rows_of(connection, list(requests))):
                found.setdefault(attempt.purchase.fingerprint, []).append(attempt)
        return {fingerprint: tuple(attempts) for fingerprint, attempts in found.items()}

    def in_states(self, states: AbstractSet[State]) -> tuple[Attempt, ...]:
        """Every attempt that is sent, answered, uncertain or lost, as far as asked for."""
        wanted = json.dumps([state.value for state in states])
        partial = "state IN ('sent', 'answered', 'uncertain', 'lost')"  # as the index says it
        query = (
            f"{_SELECT} WHERE {partial} AND state IN (SELECT value FROM json_each(?)) ORDER BY id"  # noqa: S608 - constants
        )
        with self._reading() as connection:
            return tuple(self._parsed(connection.execute(query, [wanted]).fetchall()))

    def spent(self, run: str, purchase: Purchase) -> Spent:
        """What counts for a purchase: by the run, and this UTC month by its project."""
        with self._reading() as connection:
            return _spent(connection, run, purchase, self._time()[:7])

    def of_run(self, run: str) -> tuple[Attempt, ...]:
        """Every attempt that a run made, in order."""
        with self._reading() as connection:
            query = f"{_SELECT} WHERE run = ? ORDER BY id"
            return tuple(self._parsed(connection.execute(query, [run]).fetchall()))

    def history(
        self, project: str | None = None, *, pretend: bool = False, since: str = ""
    ) -> tuple[Attempt, ...]:
        """Every attempt sent at or after `since` (ISO 8601), of one project or of all.

        `pretend` chooses between the money of servers on this machine and all other.
        """
        query = f"{_SELECT} WHERE pretend = ? AND sent_at >= ? AND ? IN (project, '') ORDER BY id"
        with self._reading() as connection:
            rows = connection.execute(query, [int(pretend), since, project or ""]).fetchall()
            return tuple(self._parsed(rows))

    def close_file(self) -> None:
        """Give the file back."""
        with self._guard:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close_file()

    def _time(self) -> str:
        return self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def _update(self, attempt: Attempt, values: dict[str, object]) -> Attempt:
        """Change a row that is still open; the row as it is then."""
        changes = ", ".join(f"{name} = :{name}" for name in values)
        statement = f"UPDATE attempts SET {changes} WHERE id = :id AND state IN ('sent','answered')"  # noqa: S608 - our names
        with self._transaction() as connection:
            connection.execute(statement, {**values, "id": attempt.id})
            return self._one(connection, attempt.id)

    def _one(self, connection: sqlite3.Connection, identity: int | None) -> Attempt:
        rows = connection.execute(f"{_SELECT} WHERE id = ?", [identity]).fetchall()
        if not rows:
            raise broken(self.path, f"row {identity} is gone")
        return self._parsed(rows)[0]

    def _parsed(self, rows: Iterable[Any]) -> list[Attempt]:
        try:
            return [parse_attempt(row) for row in rows]
        except (ValueError, TypeError) as error:
            raise broken(self.path, str(error)) from error

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._guard, translate(self.path):
            yield self._connection

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")


def _relevant(attempts: Sequence[Attempt], purchase: Purchase) -> list[Attempt]:
    """Attempts of the same take, and refusals, which are for every take."""
    return [
        attempt
        for attempt in attempts
        if attempt.purchase.number == purchase.number or attempt.state is State.REFUSED
    ]


def _rows_of(connection: sqlite3.Connection, requests: Sequence[Fingerprint]) -> list[Any]:
    query = f"{_SELECT} WHERE fingerprint IN (SELECT value FROM json_each(?)) ORDER BY id"  # noqa: S608 - constants
    return connection.execute(query, [json.dumps(requests)]).fetchall()


def _spent(connection: sqlite3.Connection, run: str, purchase: Purchase, month: str) -> Spent:
    pretend = int(purchase.is_pretend)
    of_run = "SELECT sum(owed) FROM attempts WHERE run = ? AND pretend = ?"
    of_month = (
        "SELECT sum(owed) FROM attempts WHERE project = ? AND pretend = ?"
        " AND sent_at >= ? AND sent_at < ?"
    )
    span = (f"{month}-", f"{month}-~")
    return Spent(
        _sum(connection, of_run, (run, pretend)),
        _sum(connection, of_month, (purchase.project, pretend, *span)),
    )


def _sum(connection: sqlite3.Connection, query: str, values: Sequence[object]) -> Decimal:
    return from_billionths(connection.execute(query, values).fetchone()[0] or 0)
