"""One writer a project: the flock under which the tree and `assets.lock` change, and that file.

Makes `.assetgen/`, which ignores itself in git. Knows nothing of what the lock file says; that is
`lockfile`. Every verb that writes holds a ProjectLock while it reads, changes and writes the lock.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from assetgen.errors import AssetgenError, LockError, Place, TreeError
from assetgen.model import Lock
from assetgen.project import LOCK_NAME
from assetgen.state.files import OPEN_PLAINLY, replace_file
from assetgen.state.lockfile import dump_lock, parse_lock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from assetgen.project import Project

MAX_BYTES = 256 << 20
"""A larger lock file is refused unread."""

POLL_SECONDS = 0.01
TMP_NAME = "tmp"
_SELF_IGNORE = "*\n"


class ProjectLock:
    """Held by one process or thread at a time; the system lets go of it when the process dies.

    Entering makes the state folder and waits; `should_stop` is asked every POLL_SECONDS, and when
    it says yes KeyboardInterrupt is raised. Raises TreeError when the folder can't be used.
    """

    def __init__(self, folder: Path, should_stop: Callable[[], bool] = lambda: False) -> None:
        self._folder = folder
        self._should_stop = should_stop
        self._handle = -1

    def __enter__(self) -> Self:
        prepare_state(self._folder)
        while not self._try():
            if self._should_stop():
                raise KeyboardInterrupt
            time.sleep(POLL_SECONDS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        handle, self._handle = self._handle, -1
        os.close(handle)

    def _try(self) -> bool:
        path = self._folder / "lock"
        try:
            handle = os.open(path, OPEN_PLAINLY | os.O_RDWR | os.O_CREAT, 0o666)
            try:
                if _lock_file(handle):
                    self._handle = handle
            finally:
                if self._handle != handle:
                    os.close(handle)
        except OSError as error:
            raise _unusable(path, error) from error
        return self._handle != -1


def prepare_state(folder: Path) -> None:
    """Make the state folder with its `.gitignore` and `tmp`, unless they are there.

    Raises TreeError when it is a link, no folder, or can't be made: a link could lead our writing
    out of the project.
    """
    try:
        for needed in (folder, folder / TMP_NAME):
            needed.mkdir(exist_ok=True)
            if needed.is_symlink():
                raise TreeError(f"a link stands where our own folder has to be: {needed}")
        ignore = folder / ".gitignore"
        if not ignore.is_symlink() and not ignore.exists():
            ignore.write_text(_SELF_IGNORE, encoding="utf-8")
    except OSError as error:
        raise _unusable(folder, error) from error


def read_lock(project: Project) -> tuple[Lock, str]:
    """The project's lock and its text; no file is an empty lock and an empty text.

    Raises LockError for a lock that can't be read or trusted.
    """
    text = read_lock_text(project.lock)
    return (parse_lock(text), text) if text is not None else (Lock(), "")


def read_lock_text(path: Path) -> str | None:
    """The text of a lock file, None when there is none. Raises LockError."""
    try:
        with os.fdopen(os.open(path, OPEN_PLAINLY), "rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_BYTES:
                message = f"the lock is larger than {MAX_BYTES >> 20} MiB: {size:,} bytes"
                raise LockError(message, place=Place(path.name))
            return file.read().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = "the lock is no UTF-8 text"
        raise LockError(message, f"git restore {LOCK_NAME}", Place(path.name, line)) from error
    except OSError as error:
        message = f"the lock can't be read ({error.strerror}): {path}"
        raise LockError(message, place=Place(path.name)) from error


def write_lock(project: Project, lock: Lock, previous: str) -> str:
    """Write the lock, durably and at once, and return its text; equal text is not written.

    To be called under the ProjectLock; `previous` is the text that `read_lock` gave. An empty lock
    is not made where there was none. Raises TreeError.
    """
    if not previous and not lock.assets:
        return previous
    text = dump_lock(lock, previous)
    if text != previous:
        try:
            replace_file(project.lock, text.encode("utf-8"), project.state / TMP_NAME, durable=True)
        except OSError as error:
            raise TreeError(f"can't write the lock ({error.strerror}): {project.lock}") from error
    return text


def _unusable(path: Path, error: OSError) -> AssetgenError:
    hint = "remove it; it is made again" if path.is_symlink() or path.is_file() else None
    return TreeError(f"can't use the state folder ({error.strerror}): {path}", hint)


if sys.platform == "win32":

    def _lock_file(handle: int) -> bool:
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:

    def _lock_file(handle: int) -> bool:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
