"""All bytes and results on this machine, shared between projects: the door to this room.

Looks in the cache first, then in the remote, and keeps what it finds there. Never decides what is
wanted or what may be thrown away. Opened by `reconcile` for one run, used by `apply`.

    v1/blobs  v1/results  v1/cache.db   what is held
    v1/corrupt                          what was found damaged, for people to look at
    v1/claims                           who is generating what at this moment
    v1/lock                             shared by runs, held alone while blobs are removed
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from assetgen.errors import CacheError, GoneError
from assetgen.store.blobs import Blobs, Condition
from assetgen.store.claims import Claims
from assetgen.store.files import make_folders, translated
from assetgen.store.locks import open_lock, wait_for_lock
from assetgen.store.results import Results, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from assetgen.model import Digest, Fingerprint, Result
    from assetgen.store.database import Database
    from assetgen.store.remote import FolderRemote

VERSION = "v1"
"""The folder of this layout; another layout gets another folder beside it."""


def _never() -> bool:
    return False


class Cache:
    """One run's hold on the cache; made by `open`, used from any thread, closed at the end.

    Every method raises CacheError when the disk or the remote fails it.
    """

    def __init__(
        self, folder: Path, lock: int, remote: FolderRemote | None, *, read_remote: bool
    ) -> None:
        aside = folder / "corrupt"
        self.folder = folder
        self.blobs = Blobs(folder / "blobs", aside)
        self.results = Results(folder / "results", aside)
        self.claims = Claims(folder / "claims")
        self.remote = remote
        self._readable = remote if read_remote else None
        self._lock: int | None = lock
        self._database: Database | None = None
        self._guard = threading.Lock()

    @classmethod
    def open(
        cls,
        folder: Path,
        remote: FolderRemote | None = None,
        *,
        read_remote: bool = True,
        should_stop: Callable[[], bool] = _never,
    ) -> Self:
        """The cache in `folder`, created when missing, readable by its user only.

        Waits while another process removes blobs, until `should_stop` says to give up. Without
        `read_remote` the remote is only written to. Raises CacheError when it can't be used.
        """
        inside = folder / VERSION
        with translated(inside):
            make_folders(inside, mode=0o700)
            for name in ("blobs", "results"):
                make_folders(inside / name, mode=0o700)
            lock = open_lock(inside / "lock")
            held = False
            try:
                held = wait_for_lock(lock, should_stop, shared=True)
            finally:
                if not held:
                    os.close(lock)
        if not held:
            raise CacheError(f"another process is cleaning the cache: {inside}")
        return cls(inside, lock, remote, read_remote=read_remote)

    @property
    def database(self) -> Database:
        """The cache's database, opened by the first who asks for it."""
        with self._guard:
            if self._database is None:
                from assetgen.store.database import Database

                self._database = Database(self.folder / "cache.db")
            return self._database

    def blob(self, digest: Digest) -> bytes:
        """The verified bytes, from the cache or else the remote. Raises GoneError."""
        data = self.blobs.read(digest)
        return self._fetched(digest) if data is None else data

    def blob_path(self, digest: Digest) -> Path:
        """A file of the cache with these bytes, verified just now, to copy. Raises GoneError."""
        if self.blobs.check(digest) is not Condition.WHOLE:
            self._fetched(digest)
        return self.blobs.path(digest)

    def available(self, digests: Iterable[Digest]) -> set[Digest]:
        """Those that cache or remote have a file for; cheap, nothing is read or verified."""
        return {digest for digest in digests if self._has(digest)}

    def put_source(self, data: bytes, result: Result, *, durable: bool) -> None:
        """Keep an answer: its blob, then its result, then both in the remote.

        With `durable` each is on the disk before the next is begun. When the remote fails, the
        answer is already kept here. Raises ValueError when the result names other bytes.
        """
        if self.blobs.put(data, durable=durable) != result.take.digest:
            raise ValueError(f"the result names other bytes: {result.take.digest}")
        self.results.add(result, durable=durable)
        if self.remote is not None:
            self.remote.put(data, durable=durable)
            self.remote.add(result, durable=durable)

    def put_output(self, data: bytes) -> Digest:
        """Keep what a recipe made, here and in the remote; free to make again, so not synced."""
        digest = self.blobs.put(data, durable=False)
        if self.remote is not None:
            self.remote.put(data, durable=False)
        return digest

    def put_file(self, path: Path) -> Digest:
        """Keep the bytes of a file of the tree, durably, before something replaces it."""
        return self.blobs.put_file(path, durable=True)

    def share(self, digests: Iterable[Digest], results: Iterable[Result] = ()) -> None:
        """Bring the remote up to what is held here, blobs first; what it has is not sent again.

        For pictures that an earlier run kept but could not share. Raises GoneError.
        """
        if self.remote is None:
            return
        for digest in digests:
            if not self.remote.has(digest):
                self.remote.put(self.blob(digest), durable=True)
        for result in results:
            self.remote.add(result, durable=True)

    def find(self, fingerprint: Fingerprint, canonical: str, number: int) -> Result | None:
        """An answer held for (request, take); one whose picture is available comes first."""
        held = self.results.takes(fingerprint, canonical)
        usable = self._usable(held, number)
        if usable is None and self._readable is not None:
            held = self.takes(fingerprint, canonical)
            usable = self._usable(held, number)
        return usable or next((result for result in held if result.take.number == number), None)

    def takes(self, fingerprint: Fingerprint, canonical: str) -> tuple[Result, ...]:
        """Every answer to a request, from cache and remote, by take, then time, then digest."""
        return self.takes_of({fingerprint: canonical}).get(fingerprint, ())

    def takes_of(
        self, requests: Mapping[Fingerprint, str]
    ) -> dict[Fingerprint, tuple[Result, ...]]:
        """`takes` for many requests at once; what only the remote has is copied in."""
        held = self.results.takes_of(requests)
        if self._readable is None:
            return held
        for fingerprint, theirs in self._readable.takes_of(requests).items():
            ours = held.get(fingerprint, ())
            known = {(result.take.number, result.take.digest) for result in ours}
            new = [r for r in theirs if (r.take.number, r.take.digest) not in known]
            for result in new:
                self.results.add(result, durable=False)
            held[fingerprint] = in_order([*ours, *new])
        return held

    def close(self) -> None:
        """Let go of the database and of the lock. A second call does nothing."""
        with self._guard:
            if self._database is not None:
                self._database.close()
                self._database = None
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _fetched(self, digest: Digest) -> bytes:
        data = self._readable.read(digest) if self._readable is not None else None
        if data is None:
            raise GoneError(f"these bytes are in no cache and no remote: {digest}")
        self.blobs.put(data, durable=False)
        return data

    def _has(self, digest: Digest) -> bool:
        if self.blobs.has(digest):
            return True
        return self._readable is not None and self._readable.has(digest)

    def _usable(self, held: tuple[Result, ...], number: int) -> Result | None:
        fitting = (result for result in held if result.take.number == number)
        return next((result for result in fitting if self._has(result.take.digest)), None)
