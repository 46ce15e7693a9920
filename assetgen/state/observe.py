"""Looking at the tree: what stands at each path that the spec or the lock names.

Reads files, never writes, and follows no link: a path behind a linked folder is seen as a link.
`reconcile` calls it before planning; an unchanged file is not read again if its digest is known.
"""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from assetgen.model import ABSENT, Digest, Kind, Seen
from assetgen.state.files import OPEN_PLAINLY, is_settled, kind_of, stat_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from assetgen.model import Stat

    Known = Mapping[str, tuple[Stat, Digest]]

POINTER = b"version https://git-lfs.github.com/spec/v1\n"
"""How a Git LFS pointer begins: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md."""

POINTER_BYTES = 1024
_FEW = 8
_THREADS = min(8, os.cpu_count() or 1)


def observe(
    folder: Path | str, paths: Iterable[str], known: Known, *, now: int | None = None
) -> dict[str, Seen]:
    """What is at each of `paths`, which are safe and relative to `folder`.

    1. The folders on the way: a link or something else there is what is seen at the path.
    2. The path itself, by lstat.
    3. The digest of a file: the known one if the stat is the same and lies long enough back,
       else by reading. `known` may only hold digests of files that were settled when read
       (`index.known_outputs` gives such ones).

    `now`, in nanoseconds, is the system's clock unless given.
    A file that can't be read, or that changes while it is read, has no digest: it is not ours.
    """
    top, moment = str(folder), time.time_ns() if now is None else now
    parents: dict[str, Kind] = {"": Kind.FOLDER}
    seen: dict[str, Seen] = {}
    unread: list[str] = []
    for path in paths:
        parent = kind_of_folder(top, path.rpartition("/")[0], parents)
        look = _look(top, path, parent)
        if look.kind is Kind.FILE and look.stat is not None:
            stat, digest = known.get(path, (None, None))
            if stat != look.stat or look.stat.size < POINTER_BYTES:
                unread.append(path)  # a small one is read for what it is, a pointer perhaps
            elif is_settled(look.stat, moment):
                look = replace(look, digest=digest)
            else:
                unread.append(path)
        seen[path] = look
    seen.update(_read_all(top, {path: seen[path] for path in unread}))
    return seen


def kind_of_folder(top: str, folder: str, found: dict[str, Kind]) -> Kind:
    """FOLDER if every part of `folder` below `top` is a real one, else what is in the way.

    `found` remembers answers; it begins as `{"": Kind.FOLDER}`.
    """
    if folder not in found:
        above = kind_of_folder(top, folder.rpartition("/")[0], found)
        found[folder] = _kind(f"{top}/{folder}") if above is Kind.FOLDER else above
    return found[folder]


def _kind(path: str) -> Kind:
    try:
        return kind_of(os.lstat(path))
    except (FileNotFoundError, NotADirectoryError):
        return Kind.ABSENT
    except OSError:
        return Kind.SPECIAL


def _look(top: str, path: str, parent: Kind) -> Seen:
    if parent is not Kind.FOLDER:
        blocked = {Kind.ABSENT: Kind.ABSENT, Kind.SYMLINK: Kind.SYMLINK}
        return Seen(blocked.get(parent, Kind.SPECIAL))
    try:
        found = os.lstat(f"{top}/{path}")
    except (FileNotFoundError, NotADirectoryError):
        return ABSENT
    except OSError:
        return Seen(Kind.SPECIAL)
    return Seen(kind_of(found), stat=stat_of(found))


def _read_all(top: str, files: dict[str, Seen]) -> dict[str, Seen]:
    if len(files) < _FEW:
        return {path: _read(f"{top}/{path}", seen) for path, seen in files.items()}
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(_THREADS) as pool:
        read = pool.map(lambda path: _read(f"{top}/{path}", files[path]), files)
        return dict(zip(files, read, strict=True))


def _read(path: str, seen: Seen) -> Seen:
    try:
        with os.fdopen(os.open(path, OPEN_PLAINLY), "rb") as file:
            before = stat_of(os.fstat(file.fileno()))
            start = file.read(POINTER_BYTES)
            file.seek(0)
            digest = Digest(f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}")
            after = stat_of(os.fstat(file.fileno()))
    except OSError:
        return seen
    if not before == after == seen.stat:
        return seen
    is_pointer = after.size < POINTER_BYTES and start.startswith(POINTER)
    return replace(seen, digest=digest, is_pointer=is_pointer)
