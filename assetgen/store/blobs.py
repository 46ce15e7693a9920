"""Bytes by their digest: `<folder>/ab/cdef…`, read-only, verified whenever they are read.

A blob never changes; a corrupt one counts as missing. Knows nothing of what the bytes are or who
needs them. Called by `cache` and `remote`; `verify` and `gc` go through all of them.

    blobs/ab/cdef…    the two first digits of the sha256, then the other 62
    corrupt/abcdef…   what was found with other bytes than its name says
"""

from __future__ import annotations

import hashlib
import re
from enum import Enum
from typing import TYPE_CHECKING

from assetgen.digest import digest_bytes, digest_file, is_digest
from assetgen.errors import CacheError
from assetgen.model import Digest
from assetgen.store import files
from assetgen.store.files import translated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SHARD = re.compile(r"[0-9a-f]{2}")
_REST = re.compile(r"[0-9a-f]{62}")


class Condition(Enum):
    """How a blob was found."""

    WHOLE = "whole"
    MISSING = "missing"
    CORRUPT = "corrupt"


class Blobs:
    """The blobs of one folder. Corrupt ones are moved to `aside`; without it they stay put."""

    __slots__ = ("aside", "folder")

    def __init__(self, folder: Path, aside: Path | None = None) -> None:
        self.folder = folder
        self.aside = aside

    def path(self, digest: Digest) -> Path:
        """Where this blob lies or would lie. Raises CacheError for what is no digest."""
        if not is_digest(digest):
            raise CacheError(f"not a digest: {digest!r}")
        name = digest.removeprefix("sha256:")
        return self.folder / name[:2] / name[2:]

    def has(self, digest: Digest) -> bool:
        """Whether a file of that name is there; its bytes are not looked at."""
        path = self.path(digest)
        with translated(path):
            return files.is_regular(path)

    def put(self, data: bytes, *, durable: bool) -> Digest:
        """Keep `data`; a blob that is there and whole is not written again."""
        digest = digest_bytes(data)
        path = self.path(digest)
        with translated(path):
            if files.read_regular(path, limit=len(data)) != data:
                files.write_durable(path, data, durable=durable)
            elif durable:
                self._make_durable(path)
        return digest

    def put_file(self, path: Path, *, durable: bool) -> Digest:
        """Keep the bytes of a file as they are while it is read; compare the digest if it matters.

        The file itself stays as it is. Raises CacheError.
        """
        temporary = files.temporary_name(self.folder)
        files.copy_into(path, temporary, mode=0o444)
        with translated(temporary):
            try:
                digest = digest_file(temporary)
                if self.check(digest) is not Condition.WHOLE:
                    if durable:
                        files.sync_file(temporary)
                    files.place(temporary, self.path(digest), durable=durable)
                elif durable:
                    self._make_durable(self.path(digest))
            finally:
                temporary.unlink(missing_ok=True)
        return digest

    def read(self, digest: Digest, limit: int | None = None) -> bytes | None:
        """The verified bytes; None when missing, corrupt or over `limit` bytes."""
        path = self.path(digest)
        with translated(path):
            data = files.read_regular(path, limit)
            if data is None:
                return None
            if digest_bytes(data) == digest:
                return data
            self._set_aside(digest)
        return None

    def check(self, digest: Digest) -> Condition:
        """Verify without holding the bytes in memory; a corrupt blob is set aside."""
        path = self.path(digest)
        with translated(path):
            file = files.open_regular(path)
            if file is None:
                return Condition.MISSING
            with file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if found == digest.removeprefix("sha256:"):
                return Condition.WHOLE
            self._set_aside(digest)
        return Condition.CORRUPT

    def digests(self) -> Iterator[Digest]:
        """Every blob by name, in order; unfinished and foreign files are passed over."""
        for shard in _names(self.folder, _SHARD):
            for rest in _names(self.folder / shard, _REST):
                yield Digest(f"sha256:{shard}{rest}")

    def set_aside_path(self, digest: Digest) -> Path | None:
        """Where this blob goes when it is found corrupt."""
        return self.aside / digest.removeprefix("sha256:") if self.aside else None

    def _make_durable(self, path: Path) -> None:
        """A blob that was written without care before is now worth more."""
        files.sync_file(path)
        files.sync_folder(path.parent)
        files.sync_folder(path.parent.parent)

    def _set_aside(self, digest: Digest) -> None:
        target, path = self.set_aside_path(digest), self.path(digest)
        if target is None:
            return
        files.make_folders(target.parent, mode=0o700)
        try:
            path.replace(target)
        except FileNotFoundError:
            return
        # Another process may have healed it since it was read here: then it goes back.
        if digest_file(target) == digest:
            target.replace(path)


def _names(folder: Path, pattern: re.Pattern[str]) -> list[str]:
    with translated(folder):
        try:
            return sorted(path.name for path in folder.iterdir() if pattern.fullmatch(path.name))
        except FileNotFoundError:
            return []
