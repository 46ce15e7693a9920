"""Ctrl-C: what is in flight is finished and recorded; a second one ends at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import Shell
from tests.faults.many import leftovers, project_of, spec_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs process groups")

STOPPING = "\nstopping: what is in flight is finished first\n"


@contextmanager
def started(shell: Shell, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A run in a process group of its own; it ends with the test."""
    with shell.start(*words, start_new_session=True) as process:
        try:
            yield process
        finally:
            process.kill()


def press_ctrl_c(process: subprocess.Popen[str]) -> None:
    """What a terminal does: the signal goes to the whole process group."""
    os.killpg(process.pid, signal.SIGINT)


def wait_for_a_file(shell: Shell, process: subprocess.Popen[str], number: int = 1) -> None:
    """Until so many outputs stand, or the process has ended."""
    while process.poll() is None and len(shell.files()) < number:
        try:
            process.wait(timeout=0.005)
        except subprocess.TimeoutExpired:
            continue


def test_ctrl_c_finishes_what_is_in_flight_and_the_next_run_does_the_rest(tmp_path: Path) -> None:
    shell = project_of(tmp_path, 200)
    with started(shell, "sync") as process:
        wait_for_a_file(shell, process)
        press_ctrl_c(process)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130, err
    assert STOPPING in err
    assert "Traceback" not in err
    stand = shell.files()
    assert 0 < len(stand) < 200
    assert out.startswith(f"{len(stand)} pictures, {len(stand)} files in assets/, $0.00, ")
    assert shell.locked_digests().keys() == stand.keys()
    assert leftovers(shell) == []

    document = shell.run("sync", "--json").document()
    assert document["summary"]["generate"] == 200 - len(stand)
    assert document["summary"]["unchanged"] == len(stand)
    assert len(shell.files()) == 200


def test_a_second_ctrl_c_ends_at_once_and_the_next_run_converges(tmp_path: Path) -> None:
    shell = Shell.at(tmp_path, spec_of(1, resolution="8192x8192"))
    with started(shell, "sync", "--jobs", "1") as process:
        while not (shell.cache / "v1" / "cache.db").exists() or not claims(shell):
            assert process.poll() is None
        assert process.stderr is not None
        press_ctrl_c(process)
        assert process.stderr.readline() + process.stderr.readline() == STOPPING
        pressed = time.monotonic()
        press_ctrl_c(process)
        process.wait(timeout=5)
    assert process.returncode == 130
    assert time.monotonic() - pressed < 1
    assert shell.files() == {}
    shell.spec(spec_of(1))
    assert shell.run("sync").code == 0
    assert list(shell.files()) == ["assets/item-000.png"]


def claims(shell: Shell) -> bool:
    """Whether a worker has begun to draw."""
    return any(file.is_file() for file in (shell.cache / "v1").rglob("*claim*/*"))


def test_ctrl_c_ends_the_wait_for_another_run(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    shell = project_of(tmp_path, 1)
    shell.write(".assetgen/.gitignore", "*\n")
    with (shell.folder / ".assetgen" / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with started(shell, "sync") as process:
            while not list(shell.cache.glob("v1/results/*/*.json")):
                assert process.poll() is None
            press_ctrl_c(process)
            _, err = process.communicate(timeout=5)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert shell.files() == {}
