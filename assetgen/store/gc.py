"""What could be thrown away: blobs that nobody names and nobody used lately. Only lists them.

Whoever calls it says what to keep; a picture that a result names is never listed, as it may be
the last copy of something bought. Called by the `cache gc` verb.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from assetgen.store.files import translated

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from assetgen.model import Digest
    from assetgen.store.cache import Cache

REST = timedelta(days=30)
"""How long a blob that nobody names is left alone after it was last written or used."""


@dataclass(frozen=True, slots=True)
class Garbage:
    """Blobs that could go, in order, and how many bytes they hold."""

    blobs: tuple[Digest, ...]
    size: int

    @property
    def is_empty(self) -> bool:
        return not self.blobs


def collect_garbage(
    cache: Cache, keep: AbstractSet[Digest], now: datetime, *, rest: timedelta = REST
) -> Garbage:
    """The blobs that are neither in `keep`, nor named by a result, nor used within `rest`.

    A blob counts as used when its file was written and when a rendition of it was asked for.
    Raises CacheError.
    """
    limit = (now - rest).timestamp()
    kept = keep | set(cache.results.digests()) | cache.database.used_since(limit)
    blobs: list[Digest] = []
    size = 0
    for digest in cache.blobs.digests():
        path = cache.blobs.path(digest)
        with translated(path):
            status = path.stat()
        if digest not in kept and status.st_mtime < limit:
            blobs.append(digest)
            size += status.st_size
    return Garbage(tuple(blobs), size)
