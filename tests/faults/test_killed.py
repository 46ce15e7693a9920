"""SIGKILL at any moment: the next run converges, and ends where an undisturbed run ends."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.faults.many import leftovers, project_of, results_of, timeless_lock

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.shell import Shell

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


def kill_after(shell: Shell, seconds: float) -> int:
    """Run a sync and kill it after so many seconds; its return code."""
    with shell.start("sync", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.returncode


def undisturbed(home: Path, number: int) -> tuple[Shell, float]:
    """A project synced in one go, and how many seconds that took."""
    shell = project_of(home, number, "undisturbed")
    begun = time.monotonic()
    assert shell.process("sync").code == 0
    return shell, time.monotonic() - begun


def kill_at_moments(home: Path, number: int, moments: int) -> list[int]:
    """Kill as many first runs, each in a new project; how full its tree was when it died."""
    whole, duration = undisturbed(home, number)
    chance = random.Random(number)  # noqa: S311 - moments, not secrets
    stood = []
    for moment in range(moments):
        shell = project_of(home, number, f"killed-{moment}")
        seconds = duration * (0.25 + 0.75 * (moment + chance.random()) / moments)
        if kill_after(shell, seconds) != -signal.SIGKILL:
            continue
        stood.append(len(shell.files()))
        answer = shell.run("sync")
        assert (answer.code, shell.files()) == (0, whole.files()), answer.err
        assert timeless_lock(shell) == timeless_lock(whole)
        assert results_of(shell) == results_of(whole)
        assert shell.run("check", "--full").code == 0
        assert all(file.startswith(".assetgen/tmp") for file in leftovers(shell))
    return stood


def test_a_run_killed_anywhere_is_finished_by_the_next(tmp_path: Path) -> None:
    stood = kill_at_moments(tmp_path, 60, 5)
    assert any(0 <= number < 60 for number in stood), stood


@pytest.mark.slow
def test_a_run_of_200_killed_at_twenty_moments_is_finished_by_the_next(tmp_path: Path) -> None:
    stood = kill_at_moments(tmp_path, 200, 20)
    assert any(0 < number < 200 for number in stood), stood


def test_a_run_that_is_killed_again_and_again_still_arrives(tmp_path: Path) -> None:
    whole, duration = undisturbed(tmp_path, 40)
    shell = project_of(tmp_path, 40)
    for _ in range(4):
        kill_after(shell, duration * 0.7)
    answer = shell.run("sync")
    assert answer.code == 0, answer.err
    assert shell.files() == whole.files()
    assert timeless_lock(shell) == timeless_lock(whole)
    assert len(results_of(shell)) == 40


def test_a_file_that_a_killed_run_left_in_our_own_folder_does_no_harm(tmp_path: Path) -> None:
    shell = project_of(tmp_path, 2)
    for name in ("1-0", "123-4.tmp", "assets.lock.1"):
        shell.write(f".assetgen/tmp/{name}", b"half a pict")
    assert shell.run("sync").code == 0
    assert sorted(shell.files()) == ["assets/item-000.png", "assets/item-001.png"]
    assert b"half a pict" not in shell.files().values()
    assert shell.run("check", "--full").code == 0
