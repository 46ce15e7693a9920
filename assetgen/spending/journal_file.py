"""The journal's SQLite file: how it is opened, what its table looks like, how its errors are said.

Unlike the cache's database it is money's memory: one that is broken, foreign or newer is an error,
never begun anew, so that nothing is sent without it. Called by `journal` only.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assetgen.errors import CacheError
from assetgen.store.files import translated
from assetgen.store.locks import locked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA_VERSION = 1
"""Kept in `user_version`; a file with a higher one is refused."""

APPLICATION = 0x61676A31
"""Kept in `application_id`, so that no other program's file is taken for a journal."""

COLUMNS = (
    "id", "run", "owner", "attempt", "state", "fingerprint", "canonical", "number", "provider",
    "realm", "model", "project", "address", "tags", "price", "cost", "generation_id", "url",
    "expires", "digest", "sent_at", "answered_at", "ended_at", "message",
)  # fmt: skip

# `owed` repeats cost or price in billionths of a dollar, so that limits are summed from an index.
_ATTEMPTS = (
    "CREATE TABLE attempts (id INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL, owner TEXT,"
    " attempt INTEGER NOT NULL, state TEXT NOT NULL, fingerprint TEXT NOT NULL,"
    " canonical TEXT NOT NULL, number INTEGER NOT NULL, provider TEXT NOT NULL,"
    " realm TEXT NOT NULL, model TEXT, project TEXT NOT NULL, address TEXT NOT NULL,"
    " tags TEXT NOT NULL, price TEXT, cost TEXT, generation_id TEXT, url TEXT, expires TEXT,"
    " digest TEXT, sent_at TEXT NOT NULL, answered_at TEXT, ended_at TEXT,"
    " message TEXT NOT NULL, owed INTEGER NOT NULL, pretend INTEGER NOT NULL)"
)
_UNSETTLED = (
    "CREATE INDEX unsettled ON attempts (state)"
    " WHERE state IN ('sent', 'answered', 'uncertain', 'lost')"
)
_SCHEMA = (
    _ATTEMPTS,
    "CREATE INDEX by_request ON attempts (fingerprint, id)",
    "CREATE INDEX by_run ON attempts (run, pretend, owed)",
    "CREATE INDEX by_month ON attempts (project, pretend, sent_at, owed)",
    _UNSETTLED,
)
_PATIENCE = 30.0  # seconds that another process may keep the file busy
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
_SENTENCES = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "the journal of purchases is read-only",
    sqlite3.SQLITE_BUSY: "another process keeps the journal of purchases busy",
}
_BROKEN_HINT = (
    "nothing is bought without it: bring it back from a backup, or move it away"
    " to forget what was bought and what is uncertain"
)


def open_file(path: Path) -> sqlite3.Connection:
    """A connection to the journal, created when missing, for its user only. Raises CacheError."""
    # Under a lock: the change to WAL doesn't wait for others.
    with translate(path), locked(path.with_suffix(".lock")):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(
            path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def translate(path: Path) -> Iterator[None]:
    """Turn what SQLite and the operating system raise into a CacheError that names the file."""
    try:
        with translated(path):
            yield
    except sqlite3.Error as error:
        code = int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
        if code in _BROKEN:
            raise broken(path, str(error)) from error
        sentence = _SENTENCES.get(code, f"the journal of purchases can't be used ({error})")
        raise CacheError(f"{sentence}: {path}") from error


def broken(path: Path, why: str) -> CacheError:
    """The error of a journal with content that can't be right."""
    return CacheError(f"the journal of purchases is broken ({why}): {path}", _BROKEN_HINT)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        raise CacheError(
            f"the journal of purchases was written by a newer assetgen (version {version}): {path}",
            "update assetgen, or set ASSETGEN_CACHE_DIR to another folder",
        )
    if version == 0:
        _create(connection, path)
    elif connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise broken(path, "another program's file")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("SELECT * FROM attempts LIMIT 1").fetchall()


def _create(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise broken(path, "another program's file")
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
