"""A provider's model list kept with its date: read from the cache, fetched again when a day old.

A plan waits for a fetch for two seconds at most; a list that comes later serves the next run. Only
what was fetched is kept, so that a newer version may read more out of it. The file may be deleted
at any time, and any failure to read or write it is as if it weren't there.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from assetgen.digest import fingerprint_text
from assetgen.errors import AssetgenError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VERSION = 1
FRESH = timedelta(days=1)
WAIT = 2.0


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as the server gave it, and when (UTC)."""

    fetched: datetime
    models: Any

    def is_fresh(self, now: datetime) -> bool:
        """Whether it is younger than a day; a list of the future is as good as none."""
        return timedelta(0) <= now - self.fetched < FRESH


@dataclass(frozen=True, slots=True)
class ListFile:
    """Where a list is kept: one file for each provider and base URL."""

    path: Path

    @staticmethod
    def of(folder: Path, provider: str, base_url: str) -> ListFile:
        return ListFile(folder / f"models-{provider}-{fingerprint_text(base_url)}.json")

    def read(self) -> Listing | None:
        """The list that is kept, None when there is none that can be read."""
        try:
            kept = json.loads(self.path.read_bytes())
            if kept["version"] != VERSION:
                return None
            fetched = datetime.fromisoformat(kept["fetched"]).astimezone(UTC)
            return Listing(fetched, kept["models"])
        except (OSError, ValueError, TypeError, KeyError, RecursionError, OverflowError):
            return None

    def write(self, listing: Listing) -> None:
        """Keep a list, in one step. A cache that can't be written is not worth a failure."""
        kept = {
            "version": VERSION,
            "fetched": listing.fetched.isoformat(),
            "models": listing.models,
        }
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                beside.write_bytes(json.dumps(kept, default=str).encode())
                beside.replace(self.path)
            finally:
                beside.unlink(missing_ok=True)


class ModelList:
    """The list for one run: looked up once, fetched at most once.

    `fetch` gives the list as the server says it, or None where nobody may ask; it may raise
    AssetgenError, which leaves the list that is kept.
    """

    def __init__(
        self,
        file: ListFile,
        fetch: Callable[[], Any],
        clock: Callable[[], datetime],
        wait: float = WAIT,
    ) -> None:
        self._file = file
        self._fetch = fetch
        self._clock = clock
        self._wait = wait
        self._lock = threading.Lock()
        self._is_settled = False
        self._listing: Listing | None = None

    def now(self) -> Listing | None:
        """The newest list that is to be had within two seconds; always the same one in a run."""
        with self._lock:
            if not self._is_settled:
                self._listing = self._settled()
                self._is_settled = True
            return self._listing

    def _settled(self) -> Listing | None:
        kept = self._file.read()
        if kept is not None and kept.is_fresh(self._clock()):
            return kept
        fetched: list[Listing] = []
        thread = threading.Thread(target=self._refresh, args=(fetched,), daemon=True)
        thread.start()
        thread.join(self._wait)
        return fetched[0] if fetched else kept

    def _refresh(self, fetched: list[Listing]) -> None:
        try:
            models = self._fetch()
        except AssetgenError:
            return
        if models is not None:
            listing = Listing(self._clock(), models)
            self._file.write(listing)
            fetched.append(listing)
