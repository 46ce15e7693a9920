"""Processes that are measured: wall time, processor time and peak memory, as the kernel counted.

Needs a system with wait4: Linux or macOS.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

REPOSITORY = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Run:
    """One process from start to end: seconds, seconds of processor time, bytes at the peak."""

    wall: float
    cpu: float
    peak: int


def measure(words: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> Run:
    """Run a command to its end. Raises SystemExit with its output when it fails."""
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            words, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            sys.exit(f"{words[1:]} failed:\n{output.read().decode(errors='replace')}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit)


@contextmanager
def emulator(python: Path, options: Sequence[str], bill: Path) -> Iterator[str]:
    """The base URL of an emulator in a process of its own; charges go to the file `bill`."""
    words: list[str | Path] = [
        python,
        "-m",
        "assetgen",
        "emulator",
        "--quiet",
        "--bill",
        bill,
        *options,
    ]
    with subprocess.Popen(words, cwd=bill.parent, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


@contextmanager
def installation(python: Path | None) -> Iterator[Path]:
    """A Python with a regular installation of this checkout and of the vendor's SDK."""
    if python is not None:
        yield python
        return
    with tempfile.TemporaryDirectory(prefix="assetgen-benchmark-") as folder:
        home = Path(folder)
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        made = home / "bin/python"
        packages = [f"{REPOSITORY}[emulator]", "getimg==0.4.0"]
        subprocess.run([made, "-m", "pip", "install", "--quiet", *packages], check=True)
        yield made
