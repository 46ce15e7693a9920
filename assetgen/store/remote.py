"""The shared copy of blobs and results, in its first form: a folder.

Nothing in it is trusted: blobs are verified, results compared, sizes limited, links not followed
when writing; what is wrong counts as missing and stays where it is. Called by `cache` only.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from assetgen.errors import CacheError
from assetgen.store.blobs import Blobs
from assetgen.store.files import translated
from assetgen.store.results import Results

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assetgen.model import Digest, Fingerprint, Result

MAX_BLOB = 1 << 30
"""Bytes of the largest blob that is read from a remote."""


class FolderRemote:
    """A folder with the cache's `blobs/` and `results/`, created by the first write.

    Every method raises CacheError when the folder is there and can't be used; a folder that is
    missing holds nothing.
    """

    __slots__ = ("_blobs", "_max_blob", "_results", "folder")

    def __init__(self, folder: Path, max_blob: int = MAX_BLOB) -> None:
        self.folder = folder
        self._max_blob = max_blob
        self._blobs = Blobs(folder / "blobs")
        self._results = Results(folder / "results")

    def has(self, digest: Digest) -> bool:
        """Whether a blob of that name is there; its bytes are not looked at."""
        return self._blobs.has(digest)

    def read(self, digest: Digest) -> bytes | None:
        """The verified bytes; None when missing, corrupt or over the limit in bytes."""
        return self._blobs.read(digest, self._max_blob)

    def put(self, data: bytes, *, durable: bool) -> Digest:
        """Keep a blob; one that is there and whole is not written again."""
        self._refuse_links("blobs")
        return self._blobs.put(data, durable=durable)

    def add(self, result: Result, *, durable: bool) -> None:
        """Keep a result."""
        self._refuse_links("results")
        self._results.add(result, durable=durable)

    def takes_of(
        self, requests: Mapping[Fingerprint, str]
    ) -> dict[Fingerprint, tuple[Result, ...]]:
        """Every answer to these requests, as `Results.takes_of`."""
        return self._results.takes_of(requests)

    def _refuse_links(self, name: str) -> None:
        """A link in a folder from a stranger must not lead our writing out of it."""
        folder = self.folder / name
        with translated(folder):
            links = [str(folder)] if folder.is_symlink() else []
            with suppress(FileNotFoundError), os.scandir(folder) as entries:
                links += [entry.path for entry in entries if entry.is_symlink()]
        if links:
            raise CacheError(f"the remote has a link where a folder should be: {links[0]}")
