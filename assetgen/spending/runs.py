"""Which runs are alive: each holds a lock on its own file below `v1/runs` as long as it lives.

The kernel gives the lock up however a process ends, so a pid is never asked. A run without a file
is over. Called by `reconcile`, which opens one run for each command that may buy.
"""

from __future__ import annotations

import os
import re
import secrets
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from assetgen.errors import CacheError
from assetgen.store.files import make_folders, translated
from assetgen.store.locks import open_lock, try_lock, wait_for_lock

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType
    from typing import Self

_NAME = re.compile(r"[0-9]{8}T[0-9]{6}-[0-9a-f]{12}")


class Run:
    """A run that is alive until it is closed. Made by `Runs.begin`."""

    __slots__ = ("_descriptor", "_path", "id")

    def __init__(self, path: Path, descriptor: int) -> None:
        self.id = path.name
        self._path = path
        self._descriptor: int | None = descriptor

    def close(self) -> None:
        """End the run. A second call does nothing."""
        if self._descriptor is not None:
            if sys.platform != "win32":  # where no open file can be removed
                with suppress(OSError):
                    self._path.unlink()
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Runs:
    """The runs of one cache, as files of one folder."""

    __slots__ = ("folder",)

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, now: datetime) -> Run:
        """A new run, alive from here on; its id is the UTC time and a random part.

        Raises CacheError.
        """
        path = self.folder / f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(6)}"
        with translated(path):
            make_folders(self.folder, mode=0o700)
            while True:
                descriptor = open_lock(path)
                wait_for_lock(descriptor, lambda: False)
                if _is_at(path, descriptor):
                    return Run(path, descriptor)
                os.close(descriptor)  # somebody swept it before it was locked

    def is_alive(self, run: str) -> bool:
        """Whether somebody holds the lock of that run. Raises CacheError."""
        if not _NAME.fullmatch(run):
            raise CacheError(f"not the name of a run: {run!r}")
        path = self.folder / run
        with translated(path):
            try:
                descriptor = os.open(path, os.O_RDWR)
            except FileNotFoundError:
                return False
            try:
                return not _probe(descriptor)
            finally:
                os.close(descriptor)

    def sweep(self) -> None:
        """Remove the files of runs that are over. Raises CacheError."""
        with translated(self.folder):
            names = [path.name for path in self.folder.iterdir()] if self.folder.is_dir() else []
            for name in names:
                if _NAME.fullmatch(name):
                    _remove_if_over(self.folder / name)


def _remove_if_over(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return
    try:
        # Removed while held: else it could be the file of a run that begins at this moment.
        if try_lock(descriptor) and sys.platform != "win32":
            path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _probe(descriptor: int) -> bool:
    """Whether the lock is free. Shared where that exists, so that two who ask don't meet."""
    return try_lock(descriptor, shared=sys.platform != "win32")


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
