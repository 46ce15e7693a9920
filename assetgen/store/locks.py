"""Advisory locks on files: the kernel gives them up when their process ends, however it ends.

Never waits by itself; whoever needs a lock polls and can be told to stop. Called by `claims`,
`cache` and `database`.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PAUSE = 0.01
"""Seconds between two tries."""


def open_lock(path: Path) -> int:
    """A descriptor of the lock file, created when missing; not inherited. Raises OSError."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def try_lock(descriptor: int, *, shared: bool = False) -> bool:
    """Take the lock if it is free: False when someone else holds it. Raises OSError.

    Two descriptors are two owners, also within a process. Closing the descriptor gives it up.
    """
    if sys.platform == "win32":
        return _try_lock_windows(descriptor, shared=shared)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_for_lock(
    descriptor: int, should_stop: Callable[[], bool], *, shared: bool = False
) -> bool:
    """Try every 10 ms: True when the lock is held, False once `should_stop` says so."""
    while not try_lock(descriptor, shared=shared):
        if should_stop():
            return False
        time.sleep(PAUSE)
    return True


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock for a moment, waiting for others who hold it as briefly. Raises OSError."""
    descriptor = open_lock(path)
    try:
        wait_for_lock(descriptor, lambda: False)
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":

    def _try_lock_windows(descriptor: int, *, shared: bool) -> bool:
        # The C runtime has no shared locks: there, runs don't hold back a cleaning of the cache.
        if shared:
            return True
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
