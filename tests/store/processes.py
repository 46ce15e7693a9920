"""Other processes for tests: started with a few lines of Python, told to go, killed."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parents[2]
_PROLOGUE = """
import os
import sys
from pathlib import Path
from assetgen.store.blobs import Blobs
from assetgen.store.claims import Claims

folder = Path(sys.argv[1])
blobs = Blobs(folder)
claims = Claims(folder)
def say(word):
    print(word, flush=True)
"""


class Process:
    """One other process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def go(self) -> None:
        """Send the line that a script waits for."""
        assert self._process.stdin
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def hear(self) -> str:
        """The next line it says, waited for."""
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self._process.kill()
        self._process.wait()

    def wait(self) -> int:
        """Its exit code."""
        return self._process.wait(timeout=60)


@contextmanager
def start(script: str, folder: Path) -> Iterator[Process]:
    """Run a script that has `folder`, `blobs`, `claims` and `say`; dead at the end of the block."""
    code = _PROLOGUE + textwrap.dedent(script)
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdin=pipe, stdout=pipe, text=True, cwd=_ROOT
    ) as process:
        try:
            yield Process(process)
        finally:
            process.kill()
