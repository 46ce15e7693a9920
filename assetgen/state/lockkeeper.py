"""`assets.lock` as `apply` needs it: entered, read, written, left; parsed again only if changed.

The flock and the file are `projectlock`'s, the text is `lockfile`'s; this remembers the last one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.model import Lock
from assetgen.state.lockfile import parse_lock
from assetgen.state.projectlock import ProjectLock, read_lock_text, write_lock

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from assetgen.project import Project


class LockKeeper:
    """One run's way to the lock. Entering it waits for the project's lock; reading needs none."""

    def __init__(self, project: Project, should_stop: Callable[[], bool] = lambda: False) -> None:
        self._project = project
        self._mutex = ProjectLock(project.state, should_stop)
        self._text = ""
        self._lock = Lock()

    def __enter__(self) -> Self:
        self._mutex.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._mutex.__exit__(None, None, None)

    @property
    def text(self) -> str:
        """The file's text as it was last read or written here; empty when there was none."""
        return self._text

    def read(self) -> Lock:
        """What the file says now; empty when there is none. Raises LockError."""
        text = read_lock_text(self._project.lock)
        if text is None:
            self._text, self._lock = "", Lock()
        elif text != self._text or not text:
            self._lock = parse_lock(text)
            self._text = text
        return self._lock

    def write(self, lock: Lock) -> None:
        """Replace the file, durably; to be called after `read`, while entered. Raises TreeError."""
        self._text = write_lock(self._project, lock, self._text)
        self._lock = lock
