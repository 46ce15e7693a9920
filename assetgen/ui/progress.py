"""A run as it goes: a bar on a terminal, plain lines in a pipe, nothing when quiet.

Everything goes to standard error, so that standard output stays data.
"""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Self, TextIO

    from rich.progress import Progress, TaskID

    from assetgen.model import Address

FEW = 40
"""Up to so many assets a pipe gets a line each; beyond, a line every two seconds."""

_PAUSE = 2.0


class Silence:
    """Shows nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def started(self, total: int) -> None:
        """Say nothing."""

    def working(self, address: Address) -> None:
        """Say nothing."""

    def finished(self, address: Address, problem: str | None) -> None:
        """Say nothing."""


class PlainLines(Silence):
    """One line an asset, or one every two seconds when there are many; failures always."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._total = 0
        self._done = 0
        self._last = clock()

    def started(self, total: int) -> None:
        """Remember how many there are."""
        self._total, self._done = total, 0

    def finished(self, address: Address, problem: str | None) -> None:
        """Say which asset is done, or what is wrong with it."""
        self._done += 1
        now = self._clock()
        is_due = self._total <= FEW or now - self._last >= _PAUSE
        if is_due or problem is not None:
            self._last = now
            text = f"[{self._done}/{self._total}] {address}"
            with suppress(BrokenPipeError):  # the work goes on when nobody reads any more
                self._stream.write(text + (f": {problem}\n" if problem else "\n"))
                self._stream.flush()


class Bar(Silence):
    """A bar with the asset at hand, for a terminal."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeRemainingColumn as Remaining

        columns = (BarColumn(), MofNCompleteColumn(), Remaining(), TextColumn("{task.description}"))
        console = Console(stderr=True, highlight=False, markup=False)
        self._progress: Progress = Progress(*columns, console=console, transient=True)
        self._task: TaskID | None = None

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def started(self, total: int) -> None:
        """Begin a bar of so many assets."""
        self._progress.start()  # not before: a question may be asked first
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task("", total=total) if total else None

    def count(self, done: int, total: int) -> None:
        """Show a count without names."""
        if self._task is None:
            self.started(total)
        if self._task is not None:
            self._progress.update(self._task, completed=done, total=total)

    def working(self, address: Address) -> None:
        """Name the asset at hand."""
        if self._task is not None:
            self._progress.update(self._task, description=address)

    def finished(self, address: Address, problem: str | None) -> None:
        """Move on; a failure is printed above the bar."""
        if self._task is not None:
            self._progress.advance(self._task)
        if problem is not None:
            self._progress.console.print(f"{address}: {problem}")


@contextmanager
def count_progress(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Shows how far a count has come: called with what is done and the total."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    bar = Bar()
    with bar:
        yield bar.count


def progress_for(*, quiet: bool, stream: TextIO | None = None) -> Silence:
    """What fits the stream: a bar on a terminal, lines in a pipe, silence when quiet."""
    stream = stream or sys.stderr
    if quiet:
        return Silence()
    return Bar() if stream.isatty() else PlainLines(stream)
