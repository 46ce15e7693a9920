"""`git merge` with the functions of this room as its driver, on real branches."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from assetgen.state.lockfile import dump_lock, parse_lock
from assetgen.state.merge import merge_locks, split_conflict
from tests.state import samples
from tests.state.samples import asset

if TYPE_CHECKING:
    from pathlib import Path

    from assetgen.model import LockedAsset

DRIVER = """
import sys
from pathlib import Path
from assetgen.state.merge import merge_locks
base, ours, theirs = (Path(name).read_text(encoding="utf-8") for name in sys.argv[1:])
merged = merge_locks(base, ours, theirs)
Path(sys.argv[2]).write_text(merged.text, encoding="utf-8", newline="")
sys.exit(1 if merged.conflicts else 0)
"""


class Repository:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{who}_NAME": "a" for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_EMAIL": "a@b.c" for who in ("AUTHOR", "COMMITTER")},
        }
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str) -> int:
        done = subprocess.run(
            ["git", *words], cwd=self.folder, env=self.environment, capture_output=True, check=False
        )
        return done.returncode

    def use_driver(self, folder: Path) -> None:
        script = folder / "driver.py"
        script.write_text(DRIVER, encoding="utf-8")
        self.git("config", "merge.assetgen.driver", f"'{sys.executable}' '{script}' %O %A %B")
        self.commit(".gitattributes", "assets.lock text eol=lf merge=assetgen\n")

    def commit(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8", newline="")
        assert self.git("add", name) == 0
        assert self.git("commit", "-qm", "work") == 0

    def lock(self, *assets: LockedAsset) -> None:
        self.commit("assets.lock", dump_lock(samples.lock(*assets)))

    def read(self) -> str:
        return (self.folder / "assets.lock").read_text(encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    folder = tmp_path / "repository"
    folder.mkdir()
    return Repository(folder)


A, B = asset("a", takes=2), asset("b", takes=2)


def _branches(repository: Repository, ours: list[LockedAsset], theirs: list[LockedAsset]) -> int:
    repository.lock(A, B)
    repository.git("checkout", "-qb", "topic")
    repository.lock(*theirs)
    repository.git("checkout", "-q", "main")
    repository.lock(*ours)
    return repository.git("merge", "-q", "topic", "-m", "both")


def test_branches_that_add_change_and_pick_merge_by_themselves(
    repository: Repository, tmp_path: Path
) -> None:
    repository.use_driver(tmp_path)
    pick = asset("a", takes=2, chosen=2, picked=True)
    more, added, other = asset("b", takes=3), asset("a2"), asset("a1")
    assert _branches(repository, [pick, added, B], [A, other, more]) == 0
    assert parse_lock(repository.read()) == samples.lock(pick, other, added, more)


def test_two_picks_leave_a_conflict_that_git_knows(repository: Repository, tmp_path: Path) -> None:
    repository.use_driver(tmp_path)
    ours, theirs = asset("a", takes=2, picked=True), asset("a", takes=2, chosen=2, picked=True)
    assert _branches(repository, [ours, B], [theirs, B, asset("c")]) == 1
    left, right = split_conflict(repository.read())
    assert parse_lock(left) == samples.lock(ours, B, asset("c"))
    assert parse_lock(right) == samples.lock(theirs, B, asset("c"))


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_a_conflict_that_git_made_without_the_driver_is_merged_in_place(
    repository: Repository, style: str
) -> None:
    repository.git("config", "merge.conflictStyle", style)
    changed, added = asset("a", prompt="new"), asset("b1")
    assert _branches(repository, [A, B, asset("b2")], [A, added, B, asset("b3")]) == 1
    merged = merge_locks("", *split_conflict(repository.read()))
    assert merged.conflicts == ()
    assert changed.address in parse_lock(merged.text).assets
    assert list(parse_lock(merged.text).assets) == ["a", "b", "b1", "b2", "b3"]


def test_both_branches_make_the_first_lock(repository: Repository, tmp_path: Path) -> None:
    repository.use_driver(tmp_path)
    repository.git("checkout", "-qb", "topic")
    repository.lock(A)
    repository.git("checkout", "-q", "main")
    repository.lock(B)
    assert repository.git("merge", "-q", "topic", "-m", "both") == 0
    assert parse_lock(repository.read()) == samples.lock(A, B)
