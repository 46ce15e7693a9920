"""The hands of a run: the real tree, the image library, progress, and what Ctrl-C does."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from assetgen.apply.materialize import FileTree
from assetgen.errors import ExitCode
from assetgen.reconcile import Hands
from assetgen.state.projectlock import TMP_NAME, prepare_state
from assetgen.store.files import copy_into
from assetgen.ui.progress import progress_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

    from assetgen.apply.ports import Picture
    from assetgen.apply.run import StopSwitch
    from assetgen.commands.common import Console
    from assetgen.model import Recipe
    from assetgen.project import Project

_M_ARENA_MAX = -8  # see mallopt(3)


@contextmanager
def open_hands(
    console: Console, project: Project, jobs: int | None, stop: StopSwitch
) -> Iterator[Hands]:
    """Everything that carries a plan out. The first Ctrl-C stops it gently, the second at once.

    `jobs` bounds how many pictures are worked on at once, not how many are waited for.
    """
    prepare_state(project.state)
    share_one_heap()
    tree = FileTree(project.folder, project.state / TMP_NAME, copy_into)
    previous = signal.signal(signal.SIGINT, _stopper(stop))
    try:
        with progress_for(quiet=console.quiet) as listener:
            workers = jobs or os.cpu_count() or 1
            yield Hands(tree, render_all, listener, stop, workers)
    finally:
        signal.signal(signal.SIGINT, previous)


def share_one_heap() -> None:
    """Have all threads that start from now on take memory from one heap, where that can be said.

    glibc gives every few threads a heap of their own, and each keeps what it once needed: with a
    picture in each of forty threads in turn, that is many times what is in use at any moment.
    """
    if sys.platform != "linux":
        return
    import ctypes

    with suppress(AttributeError):  # another C library, without this switch
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def render_all(source: bytes, recipes: Sequence[Recipe]) -> Sequence[Picture | Exception]:
    """The image library, loaded when the first picture needs it."""
    from assetgen.transforms import render

    return render.render_all(source, recipes)


def _stopper(stop: StopSwitch) -> signal._HANDLER:
    def handle(_number: int, _frame: FrameType | None) -> None:
        if stop.is_on():
            os._exit(ExitCode.INTERRUPTED)
        stop.turn_on()
        os.write(sys.stderr.fileno(), b"\nstopping: what is in flight is finished first\n")

    return handle
