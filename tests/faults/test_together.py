"""Two syncs of one project at the same moment, and a reader that looks on."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from assetgen.digest import digest_bytes
from tests.faults.many import project_of, results_of

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.cli.shell import Shell


COUNTING = """
import os, sys
from assetgen.cli import run
from assetgen.providers.placeholder import provider
draw = provider.draw
def noted(prompt, *rest):
    log = os.open("drawn.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(log, f"{prompt}\\n".encode())
    os.close(log)
    return draw(prompt, *rest)
provider.draw = noted
sys.exit(run(sys.argv[1:]))
"""
"""`assetgen` that writes down what it draws: nothing can be passed in to another process."""


def start_counting(shell: Shell) -> subprocess.Popen[str]:
    return shell.start("sync", "--quiet", program=("-c", COUNTING))


def drawn_by(shell: Shell) -> list[str]:
    log = shell.folder / "drawn.log"  # missing where the other process drew everything
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def read_while_running(shell: Shell, processes: list[subprocess.Popen[str]]) -> dict[str, set[str]]:
    """The digests of everything that a reader finds below assets/ until all processes end."""
    found: dict[str, set[str]] = defaultdict(set)
    while any(process.poll() is None for process in processes):
        for path, data in shell.files().items():
            found[path].add(digest_bytes(data))
    return found


def test_two_syncs_at_once_make_each_picture_once_and_show_no_half_file(tmp_path: Path) -> None:
    shell = project_of(tmp_path, 60)
    processes = [start_counting(shell) for _ in range(2)]
    found = read_while_running(shell, processes)
    answers = [process.communicate(timeout=60) for process in processes]

    assert [process.returncode for process in processes] == [0, 0], answers
    assert len(shell.files()) == 60
    assert found.keys() <= shell.locked_digests().keys()
    for path, digests in found.items():
        assert digests == {shell.locked_digests()[path]}, path
    assert found, "the reader was never there in time"
    assert sorted(drawn_by(shell)) == [f"Icon of item-{n:03}" for n in range(60)]
    assert len(results_of(shell)) == 60
    assert shell.run("check").out == "Nothing to do: 60 assets, 60 files as locked\n"


def test_two_projects_that_want_the_same_pictures_make_each_once(tmp_path: Path) -> None:
    first = project_of(tmp_path, 40, "first")
    second = project_of(tmp_path, 40, "second").with_environment(
        ASSETGEN_CACHE_DIR=str(first.cache)
    )
    processes = [start_counting(shell) for shell in (first, second)]
    answers = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], answers
    assert sorted(drawn_by(first) + drawn_by(second)) == [f"Icon of item-{n:03}" for n in range(40)]
    assert first.files() == second.files()
    assert len(results_of(first)) == 40
