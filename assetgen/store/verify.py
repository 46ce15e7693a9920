"""Reads every blob once and compares it with its name. Called by the `cache verify` verb.

Heals nothing: what is set aside here is looked for in the remote when it is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetgen.store.blobs import Condition

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assetgen.model import Digest
    from assetgen.store.blobs import Blobs


@dataclass(frozen=True, slots=True)
class Verified:
    """How many blobs were read, which were corrupt, and where those lie now."""

    checked: int
    corrupt: tuple[Digest, ...]
    set_aside: tuple[Path, ...]


def verify(blobs: Blobs, progress: Callable[[int, int], None]) -> Verified:
    """Verify all blobs; `progress` hears (done, total) after each. Raises CacheError."""
    digests = tuple(blobs.digests())
    corrupt: list[Digest] = []
    for done, digest in enumerate(digests, start=1):
        if blobs.check(digest) is Condition.CORRUPT:
            corrupt.append(digest)
        progress(done, len(digests))
    places = (blobs.set_aside_path(digest) for digest in corrupt)
    return Verified(len(digests), tuple(corrupt), tuple(path for path in places if path))
