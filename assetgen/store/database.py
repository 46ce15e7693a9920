"""The cache's SQLite file: what recipes made before, and which bytes we wrote into a tree.

It saves work; no picture lives in it. A broken file is moved aside and begun anew: renditions are
then looked at or made again for nothing. One thing is worth more than time: `written` tells our
files from the user's. Without it, a file that we wrote but had not locked yet is taken for the
user's, which is a conflict to answer, never a loss; `set_aside` lets the caller say so.

Many keys a call; every write is one transaction, on the disk when the call returns. Usable from
several threads and processes. Called by `cache`, and through it by
`reconcile` and `apply`.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from assetgen.errors import CacheError
from assetgen.model import Rendition
from assetgen.store.files import translated
from assetgen.store.locks import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from assetgen.model import Digest, Fingerprint

SCHEMA_VERSION = 1
"""Kept in `user_version`. A file with a higher one is refused: it holds what we can't keep."""

_TABLES = {
    "renditions": (
        "CREATE TABLE renditions (recipe TEXT PRIMARY KEY, digest TEXT NOT NULL,"
        " size INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,"
        " canonical TEXT NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID"
    ),
    "written": "CREATE TABLE written (digest TEXT PRIMARY KEY) WITHOUT ROWID",
}
_PATIENCE = 30.0  # seconds that another process may keep the file busy
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNFIT = _BROKEN | {sqlite3.SQLITE_ERROR}  # at the start: whole, but with other tables than ours
_SENTENCES = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "the database of the cache is read-only",
    sqlite3.SQLITE_BUSY: "another process keeps the database of the cache busy",
}

T = TypeVar("T")


class Database:
    """`v1/cache.db`, created when missing. `clock` gives seconds since 1970, for `used`."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """Open it. Raises CacheError when it is newer than this program or can't be used."""
        self.path = path
        self.set_aside: tuple[Path, ...] = ()
        self._clock = clock
        self._guard = threading.Lock()
        with _translated(path):
            self._connection = self._open(known=None)

    def renditions(self, recipes: Iterable[Fingerprint]) -> dict[Fingerprint, Rendition]:
        """What these recipes made, as far as it is known."""
        rows = self._select(
            "SELECT recipe, digest, size, width, height, canonical FROM renditions"
            " WHERE recipe IN (SELECT value FROM json_each(?))",
            [json.dumps(list(recipes))],
        )
        return {row[0]: Rendition(*row) for row in rows}

    def add_renditions(self, renditions: Iterable[Rendition]) -> None:
        """Remember what recipes made; the last word on a recipe counts."""
        now = int(self._clock())
        self._write(
            "INSERT OR REPLACE INTO renditions VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(r.recipe, r.digest, r.size, r.width, r.height, r.canonical, now) for r in renditions],
        )

    def mark_used(self, recipes: Iterable[Fingerprint]) -> None:
        """Note that these renditions are still wanted, which holds `gc` back from them."""
        values = (int(self._clock()), json.dumps(list(recipes)))
        self._write(
            "UPDATE renditions SET used = ? WHERE recipe IN (SELECT value FROM json_each(?))",
            [values],
        )

    def used_since(self, moment: float) -> set[Digest]:
        """The blobs of renditions that were used at or after `moment`, in seconds since 1970."""
        rows = self._select("SELECT digest FROM renditions WHERE used >= ?", [moment])
        return {row[0] for row in rows}

    def written(self, digests: Iterable[Digest]) -> set[Digest]:
        """Those of `digests` that we have written into a tree at some time."""
        rows = self._select(
            "SELECT digest FROM written WHERE digest IN (SELECT value FROM json_each(?))",
            [json.dumps(list(digests))],
        )
        return {row[0] for row in rows}

    def add_written(self, digests: Iterable[Digest]) -> None:
        """Note, before it happens, that these bytes are about to be written into a tree."""
        rows = [(digest,) for digest in digests]
        self._write("INSERT OR IGNORE INTO written VALUES (?)", rows)

    def close(self) -> None:
        """Give the file back."""
        with self._guard:
            self._connection.close()

    def _select(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        return self._run(lambda connection: connection.execute(query, values).fetchall())

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        def transaction(connection: sqlite3.Connection) -> None:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(statement, rows)

        if rows:
            self._run(transaction)

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do the work; if the file turns out to be broken, once more on a new one."""
        with self._guard, _translated(self.path):
            try:
                return work(self._connection)
            except sqlite3.DatabaseError as error:
                if _code(error) not in _BROKEN:
                    raise
            known = self._identity
            self._connection.close()
            self._connection = self._open(known)
            return work(self._connection)

    def _open(self, known: tuple[int, int] | None) -> sqlite3.Connection:
        """A connection to a file that is whole; `known`: the file that turned out not to be."""
        # Under a lock: the change to WAL doesn't wait for others, and one process alone may
        # replace a broken file.
        with locked(self.path.with_suffix(".lock")):
            if known is not None and _identity(self.path) == known:
                self._move_aside()
            try:
                connection = _connect(self.path)
            except sqlite3.DatabaseError as error:
                if _code(error) not in _UNFIT:
                    raise
                self._move_aside()
                connection = _connect(self.path)
            self._identity = _identity(self.path)
            return connection

    def _move_aside(self) -> None:
        number = 1
        while (target := self.path.with_name(f"{self.path.name}.broken-{number}")).exists():
            number += 1
        for ending in ("-wal", "-shm", ""):
            part = self.path.with_name(self.path.name + ending)
            if part.exists():
                part.replace(target.with_name(target.name + ending))
        self.set_aside += (target,)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )
    try:
        _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise CacheError(
            f"the cache was written by a newer assetgen (version {version}): {path}",
            "update assetgen, or set ASSETGEN_CACHE_DIR to another folder",
        )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    if version == 0:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            for statement in _TABLES.values():
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    for table in _TABLES:
        connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchall()  # noqa: S608 - a constant


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the operating system raise into a CacheError that names the file."""
    try:
        with translated(path):
            yield
    except sqlite3.Error as error:
        otherwise = f"the database of the cache can't be used ({error})"
        raise CacheError(f"{_SENTENCES.get(_code(error), otherwise)}: {path}") from error


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; the higher bits only tell more of the same."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino
