"""Several processes, one cache: each request is sent once, by whoever is first."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
ROOT = Path(__file__).parents[2]


@contextmanager
def started(folder: Path, behaviour: str, *prompts: str) -> Iterator[subprocess.Popen[str]]:
    """A process that is ready to buy."""
    command = [sys.executable, "-m", "tests.spending.process", str(folder), behaviour, *prompts]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


def words_of(process: subprocess.Popen[str]) -> list[str]:
    """What became of each order."""
    out, _ = process.communicate(timeout=60)
    return [word for word in out.split() if word != "sending"]


def test_eight_processes_send_each_request_once_and_stay_within_the_budget(tmp_path: Path) -> None:
    prompts = [f"knight-{number:02}" for number in range(20)]
    chance = random.Random(8)  # noqa: S311 - an order, not a secret
    with ExitStack() as stack:
        processes = [
            stack.enter_context(started(tmp_path, "works", *chance.sample(prompts, 20)))
            for _ in range(8)
        ]
        for process in processes:
            go(process)
        words = Counter(word for process in processes for word in words_of(process))
    sent = (tmp_path / "sent").read_text().split()
    assert len(sent) == len(set(sent)) == 16  # 16 times 0.06 is 0.96 of 1.00
    assert words["generated"] == 16
    assert set(words) <= {"generated", "held", "recovered", "OverBudgetError"}
    assert sum(words.values()) == 160


def test_what_a_killed_process_had_sent_is_not_sent_by_the_one_who_waited(tmp_path: Path) -> None:
    with (
        started(tmp_path, "hangs", "knight") as buying,
        started(tmp_path, "works", "knight") as waiting,
    ):
        go(buying)
        assert buying.stdout
        assert buying.stdout.readline() == "sending\n"
        go(waiting)
        buying.kill()
        buying.wait()
        assert words_of(waiting) == ["UncertainOutcomeError"]
    assert (tmp_path / "sent").read_text().split() == ["knight"]
    with started(tmp_path, "works", "knight") as later:
        go(later)
        assert words_of(later) == ["generated"]
    assert (tmp_path / "sent").read_text().split() == ["knight", "knight"]


def test_threads_of_one_run_that_want_the_same_send_it_once(tmp_path: Path) -> None:
    with started(tmp_path, "works", *["knight"] * 4) as process:
        go(process)
        assert Counter(words_of(process)) == {"generated": 1, "held": 3}
    assert (tmp_path / "sent").read_text().split() == ["knight"]
