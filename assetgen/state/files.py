"""Small dealings with files that this room shares: stats as values, one way to replace a file.

Never follows a link at the end of a path. OSErrors pass through; each caller says what failed.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from assetgen.model import Kind, Stat

if TYPE_CHECKING:
    from pathlib import Path

RACY = 2 * 10**9
"""Nanoseconds by which a time has to lie back before an equal stat proves equal content.

Covers coarse clocks of file systems (FAT counts in two seconds).
"""

OPEN_PLAINLY = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
"""How to open a file that has to be no link, without waiting for a pipe's other end."""

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def stat_of(found: os.stat_result) -> Stat:
    """The fields of a stat that tell whether content may have changed."""
    return Stat(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev)


def kind_of(found: os.stat_result) -> Kind:
    """What stands there, from the result of an lstat."""
    if stat.S_ISREG(found.st_mode):
        return Kind.FILE
    if stat.S_ISDIR(found.st_mode):
        return Kind.FOLDER
    return Kind.SYMLINK if stat.S_ISLNK(found.st_mode) else Kind.SPECIAL


def is_settled(seen: Stat, moment: int) -> bool:
    """Whether an equal stat later proves the content as it was read at `moment` (nanoseconds)."""
    return max(seen.mtime, seen.ctime) < moment - RACY


def read_plainly(path: Path) -> bytes:
    """A file's bytes; a link at the end of the path is an OSError."""
    with os.fdopen(os.open(path, OPEN_PLAINLY), "rb") as file:
        return file.read()


def replace_file(path: Path, data: bytes, scratch: Path, *, durable: bool) -> None:
    """Put `data` at `path` at once: either the old file is seen there or the whole new one.

    `scratch` is a folder on the same file system for what is not whole yet. The new file has the
    mode of the old one. `durable`: it survives a power cut.
    """
    temporary = scratch / f"{path.name}-{os.urandom(8).hex()}"
    try:
        with os.fdopen(os.open(temporary, _CREATE, 0o666), "wb") as file:
            file.write(data)
            with suppress(FileNotFoundError):
                temporary.chmod(stat.S_IMODE(path.lstat().st_mode))
            file.flush()
            if durable:
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if durable:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make what was renamed in a folder durable, where the system can."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
