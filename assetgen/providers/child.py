"""Runs a program of the user's for one picture: bytes in, bytes out, never longer than allowed.

It has a process group of its own, so that whatever it started is ended with it, and Ctrl-C in the
terminal lets it finish. Used by `command`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_OUTPUT = 256 * 1024 * 1024
_TAIL = 4096
_LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Ending:
    """How a program ended: exit code (below zero: a signal), its output, the last line it said.

    `failure` says why it could not be started; `is_late` and `is_too_long` that it was ended.
    """

    code: int = 0
    output: bytes = b""
    last_line: str = ""
    failure: str | None = None
    is_late: bool = False
    is_too_long: bool = False


def run_child(
    words: Sequence[str],
    data: bytes,
    environment: Mapping[str, str],
    timeout: float,
    limit: int = MAX_OUTPUT,
) -> Ending:
    """Run a program with `data` on its standard input, for `timeout` seconds at most."""
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as said:
        told.write(data)
        told.seek(0)
        try:
            child = subprocess.Popen(
                words,
                stdin=told,
                stdout=subprocess.PIPE,
                stderr=said,
                env=dict(environment),
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            return Ending(failure=f"{words[0]}: {reason}")
        with child:
            output, is_late = _followed(child, timeout, limit)
        if len(output) > limit:
            return Ending(child.returncode, is_too_long=True)
        return Ending(child.returncode, output, _last_line(said), is_late=is_late)


def _followed(child: subprocess.Popen[bytes], timeout: float, limit: int) -> tuple[bytes, bool]:
    """What it wrote, up to one byte more than `limit`, and whether it took too long."""
    assert child.stdout is not None  # noqa: S101 - it is a pipe
    late = threading.Event()
    alarm = threading.Timer(timeout, _end, (child, late))
    alarm.start()
    try:
        output = child.stdout.read(limit + 1)
        if len(output) > limit:
            _end(child)
        child.wait()
    finally:
        alarm.cancel()
        _end(child)
    return output, late.is_set()


def _end(child: subprocess.Popen[bytes], late: threading.Event | None = None) -> None:
    """End the program and all that it started, unless it has ended already."""
    if child.returncode is not None:
        return
    if late is not None:
        late.set()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            child.kill()
        else:
            os.killpg(child.pid, signal.SIGKILL)


def _last_line(said: IO[bytes]) -> str:
    said.seek(max(said.seek(0, os.SEEK_END) - _TAIL, 0))
    lines = said.read(_TAIL).decode(errors="replace").strip().splitlines()
    line = lines[-1].strip() if lines else ""
    return "".join(c if c.isprintable() else "·" for c in line)[:_LONGEST_LINE]
