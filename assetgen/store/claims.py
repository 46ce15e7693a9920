"""One at a time: a claim on a name, so that two runs never generate the same request at once.

A claim is a locked file below `v1/claims`; the kernel gives it up when the process dies. It says
nothing about what was done under it: whoever gets it looks again. Called by `apply`.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from assetgen.errors import CacheError
from assetgen.store.files import make_folders, translated
from assetgen.store.locks import open_lock, wait_for_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from assetgen.model import Fingerprint

_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,127}")


def claim_name(request: Fingerprint, take: int) -> str:
    """The name under which one take of one request is claimed."""
    return f"{request}-{take}"


class Claims:
    """The claims that runs on this machine hold, as files of one folder."""

    __slots__ = ("folder",)

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def hold(self, name: str, should_stop: Callable[[], bool]) -> Iterator[bool]:
        """Claim `name` for the block, waiting while another thread or process has it.

        Yields True when it is held; False when `should_stop` said so before it was free. A free
        claim is taken without asking `should_stop`. Raises CacheError.
        """
        if not _NAME.fullmatch(name):
            raise CacheError(f"not a name for a claim: {name!r}")
        path = self.folder / name
        descriptor = self._take(path, should_stop)
        if descriptor is None:
            yield False
            return
        try:
            yield True
        finally:
            _release(path, descriptor)

    def _take(self, path: Path, should_stop: Callable[[], bool]) -> int | None:
        with translated(path):
            make_folders(self.folder, mode=0o700)
            while True:
                descriptor = open_lock(path)
                keep = False
                try:
                    if not wait_for_lock(descriptor, should_stop):
                        return None
                    keep = _is_at(path, descriptor)
                    if keep:
                        return descriptor
                finally:
                    if not keep:
                        os.close(descriptor)


def _is_at(path: Path, descriptor: int) -> bool:
    """Whether the file locked is still the one of that name: its last owner removed it."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _release(path: Path, descriptor: int) -> None:
    # Removed while held: later, it could be the file of the next owner.
    if sys.platform != "win32":  # where no open file can be removed
        with suppress(OSError):
            path.unlink()
    os.close(descriptor)
