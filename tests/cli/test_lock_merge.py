"""`assetgen lock merge`: as git's driver in real merges, and in place."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import Shell

if TYPE_CHECKING:
    from pathlib import Path

DRIVER = f"{shlex.quote(sys.executable)} -m assetgen lock merge %O %A %B"


def asset(name: str, prompt: str) -> str:
    return f'\n[asset.{name}]\nprompt = "{prompt}"\nresolution = "64x64"\noutput = "{name}.png"\n'


@pytest.fixture
def repository(tmp_path: Path) -> Shell:
    """Two branches start here: assets a and b, synced and committed."""
    shell = Shell.at(tmp_path)
    shell.git("init", "-q", "-b", "main")
    shell.git("config", "merge.assetgen.driver", DRIVER)
    shell.write(".gitattributes", "assets.lock text eol=lf merge=assetgen\nassets/** -text\n")
    commit(shell, a="one", b="one")
    return shell


def commit(shell: Shell, **prompts: str) -> None:
    """Sync a spec of these assets, each in a file of its own, and commit everything."""
    shell.spec('version = 1\ninclude = ["art/*.toml"]\n')
    for name, prompt in prompts.items():
        shell.write(f"art/{name}.toml", asset(name, prompt))
    assert shell.run("sync", "-q").code == 0
    shell.git("add", "-A")
    shell.git("commit", "-qm", "work")


def on_branch(shell: Shell, **prompts: str) -> None:
    shell.git("checkout", "-qb", "topic")
    commit(shell, **prompts)
    shell.git("checkout", "-q", "main")


def test_branches_that_add_and_change_merge_and_are_in_step(repository: Shell) -> None:
    on_branch(repository, c="new", b="two")
    commit(repository, a="three", d="new")
    assert repository.git("merge", "-q", "topic", "-m", "both").startswith("merged assets.lock\n")
    assert [line["address"] for line in repository.lock()] == ["a", "b", "c", "d"]
    answer = repository.run("sync", "--frozen")
    assert (answer.code, answer.out) == (0, "Nothing to do: 4 assets, 4 files as locked\n")
    assert repository.run("check", "--full").code == 0


def test_one_address_changed_on_both_sides_is_a_conflict_that_shows_both(
    repository: Shell,
) -> None:
    on_branch(repository, a="theirs")
    commit(repository, a="ours")
    shown = repository.git("merge", "topic", "-m", "both")
    assert shown.startswith("exit 1")
    answer = repository.run("sync")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: ")
    merged = repository.run("lock", "merge")
    assert merged.code == 1
    assert merged.out.startswith("conflict: a")
    assert "keep one line of each, then: assetgen sync\n" in merged.out


def test_a_lock_with_markers_is_refused_and_merged_in_place(repository: Shell) -> None:
    repository.git("config", "--unset", "merge.assetgen.driver")
    repository.write(".gitattributes", "assets/** -text\n")
    commit(repository, b="one")
    on_branch(repository, b1="new")
    commit(repository, b2="new")
    assert repository.git("merge", "-q", "topic", "-m", "both").startswith("exit 1")
    assert b"<<<<<<<" in repository.read("assets.lock")
    refused = repository.run("check")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("error: assets.lock:")
    assert "  hint: assetgen lock merge\n" in refused.err
    merged = repository.run("lock", "merge")
    assert (merged.code, merged.out) == (0, "merged assets.lock\n")
    assert repository.run("check", "--full").code == 0
    assert [line["address"] for line in repository.lock()] == ["a", "b", "b1", "b2"]


def test_nothing_to_merge_is_said(repository: Shell) -> None:
    answer = repository.run("lock", "merge")
    assert (answer.code, answer.out) == (
        0,
        "nothing to merge: assets.lock has no conflict markers\n",
    )


def test_a_version_that_is_not_there_is_said_and_nothing_is_written(repository: Shell) -> None:
    answer = repository.run("lock", "merge", "assets.lock", "nowhere", "assets.lock")
    assert (answer.code, answer.err) == (2, "error: no such file: nowhere\n")
    assert "nowhere" not in repository.files("")


def test_one_file_is_too_few_for_a_driver(repository: Shell) -> None:
    answer = repository.run("lock", "merge", "assets.lock")
    assert answer.code == 2
    assert answer.err.startswith("error: give no file, or three")
