"""The one way in which the store writes, copies and reads files.

A file appears whole under its name or not at all; nothing is ever changed in place and nothing is
hard-linked. Every OSError of this room becomes a CacheError here, in `translated`. Called by every
module of the store, and by `apply` to copy a blob into the tree.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from assetgen.errors import CacheError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader
    from pathlib import Path
    from typing import BinaryIO

TEMPORARY = ".tmp-"
"""How the name of an unfinished file starts; no reader of the store looks at such a name."""

_CHUNK = 1 << 20
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_FICLONE = 0x40049409  # _IOW(0x94, 9, int), see ioctl_ficlone(2)

_SENTENCES = {
    errno.ENOSPC: ("the disk is full", "make room, then run it again"),
    errno.EDQUOT: ("the disk quota is used up", "make room, then run it again"),
    errno.EROFS: ("the file system is read-only", None),
    errno.EACCES: ("permission is denied", None),
    errno.EPERM: ("permission is denied", None),
    errno.EEXIST: ("a file is there already", None),
    errno.ENOTDIR: ("this is not a folder, or lies in something that is none", None),
    errno.EISDIR: ("a folder stands where a file should be", None),
}

# Folders that can't be opened for reading or don't know fsync (some network file systems).
_FOLDER_CANT_SYNC = {errno.EACCES, errno.EBADF, errno.EINVAL, errno.ENOTSUP}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn an OSError of the block into a CacheError that names `path`."""
    try:
        yield
    except OSError as error:
        otherwise = (f"a file can't be used ({error.strerror or error})", None)
        sentence, hint = _SENTENCES.get(error.errno or 0, otherwise)
        raise CacheError(f"{sentence}: {path}", hint) from error


def write_durable(path: Path, data: bytes, *, durable: bool, mode: int = 0o444) -> None:
    """Make `path` a file of exactly `data`, replacing what stands there, creating its folder.

    Without `durable` the same, but a power cut may leave a file that is cut short. `mode` is
    lessened by the umask. Raises CacheError; then `path` is as it was.
    """
    temporary = temporary_name(path.parent)
    with translated(path), _removed_on_failure(temporary):
        with _create(temporary, mode) as file:
            file.write(data)
            file.flush()
            if durable:
                _sync(file.fileno())
        place(temporary, path, durable=durable)


def copy_into(source: Path, target: Path, *, mode: int = 0o666) -> None:
    """Copy a regular file to `target`, which must not exist; shares blocks where it can.

    Reflinks through FICLONE on Linux, else copies the bytes; never a hard link, so that editing
    the target can't change the source. `mode` is lessened by the umask. Raises CacheError; then
    there is no target.
    """
    with translated(source):
        reading = open_regular(source)
    if reading is None:
        raise CacheError(f"no file to copy: {source}")
    with reading, translated(target), _create(target, mode) as writing, _removed_on_failure(target):
        if not _reflink(reading.fileno(), writing.fileno()):
            shutil.copyfileobj(reading, writing, _CHUNK)
            writing.flush()


def place(temporary: Path, target: Path, *, durable: bool) -> None:
    """Rename a finished, synced file to its name and make the name durable. Raises OSError."""
    try:
        temporary.replace(target)
    except FileNotFoundError:
        make_folders(target.parent)
        temporary.replace(target)
    if durable:
        sync_folder(target.parent)
        sync_folder(target.parent.parent)  # perhaps another process made the folder just now


def read_regular(path: Path, limit: int | None = None) -> bytes | None:
    """The bytes of a regular file; None when there is none or it is over `limit` bytes.

    Never waits on a pipe or device that stands at the path. Raises OSError.
    """
    file = open_regular(path)
    if file is None:
        return None
    with file:
        if limit is not None and os.fstat(file.fileno()).st_size > limit:
            return None
        return file.read()


def open_regular(path: Path) -> BufferedReader | None:
    """A regular file opened for reading, or None when nothing or something else is there."""
    try:
        descriptor = os.open(path, _READ)
    except FileNotFoundError:
        return None
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    return None


def is_regular(path: Path) -> bool:
    """Whether `open_regular` would find a file. Raises OSError."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False


def make_folders(folder: Path, *, mode: int = 0o777) -> None:
    """Create `folder` and what is missing above it, each durable in its parent. Raises OSError."""
    missing = [path for path in (folder, *folder.parents) if not path.is_dir()]
    for path in reversed(missing):
        path.mkdir(mode=mode, exist_ok=True)
        sync_folder(path.parent)


def temporary_name(folder: Path) -> Path:
    """A name in `folder` that nobody else uses and no reader looks at."""
    return folder / f"{TEMPORARY}{os.getpid()}-{secrets.token_hex(8)}"


def sync_file(path: Path) -> None:
    """Wait until the bytes of a file are on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        _sync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on the disk, where a file system can. Raises OSError."""
    if sys.platform == "win32":
        return
    try:
        sync_file(path)
    except OSError as error:
        if error.errno not in _FOLDER_CANT_SYNC:
            raise


def _create(path: Path, mode: int) -> BinaryIO:
    # Windows can't replace a file that is read-only.
    mode = 0o666 if sys.platform == "win32" else mode
    try:
        return os.fdopen(os.open(path, _CREATE, mode), "wb")
    except FileNotFoundError:
        make_folders(path.parent)
        return os.fdopen(os.open(path, _CREATE, mode), "wb")


@contextmanager
def _removed_on_failure(path: Path) -> Iterator[None]:
    done = False
    try:
        yield
        done = True
    finally:
        if not done:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _sync(descriptor: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # fsync there stops at the drive's own memory
    else:
        os.fsync(descriptor)


def _reflink(source: int, target: int) -> bool:
    if sys.platform != "linux":
        return False
    import fcntl

    try:
        fcntl.ioctl(target, _FICLONE, source)
    except OSError:
        return False  # another file system, or one that can't share blocks: the copy decides
    return True
