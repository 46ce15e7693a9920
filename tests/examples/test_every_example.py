"""Every example and this repository's own spec: the first sync makes all, the second nothing."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import Shell
from tests.examples.conftest import REPOSITORY, copied

if TYPE_CHECKING:
    from pathlib import Path

SMALL = {
    "minimal": ("1 picture, 1 file in assets/", "1 asset, 1 file"),
    "website": ("4 pictures, 28 files in public/img/", "4 assets, 28 files"),
}


def mtimes(shell: Shell) -> dict[str, int]:
    """Of every file of project and cache but the index: a young one is looked at once more."""
    return {
        str(file): file.stat().st_mtime_ns
        for folder in (shell.folder, shell.cache)
        for file in folder.rglob("*")
        if file.is_file() and file.name != "index"
    }


@pytest.mark.parametrize("name", SMALL)
def test_a_first_sync_makes_an_example_and_a_second_writes_nothing(
    tmp_path: Path, name: str
) -> None:
    shell = copied(REPOSITORY / "examples" / name, tmp_path)
    made, standing = SMALL[name]
    first = shell.run("sync", "--quiet", "--json").document()["summary"]
    assert f"{first['generate']} picture" in made
    assert f"{first['write']} file" in made
    before = mtimes(shell)
    second = shell.run("sync")
    assert (second.code, second.out) == (0, f"Nothing to do: {standing} as locked\n")
    assert mtimes(shell) == before
    assert shell.run("check", "--full").code == 0


def test_this_repositorys_own_pictures_can_be_made_from_nothing_twice(tmp_path: Path) -> None:
    shell = Shell.at(tmp_path)
    shutil.copy(REPOSITORY / "assets.toml", shell.folder)
    assert shell.process("sync").code == 0
    made = shell.files("docs/art")
    before = mtimes(shell)
    again = shell.process("sync")
    assert again.out == f"Nothing to do: 3 assets, {len(made)} files as locked\n"
    assert mtimes(shell) == before

    shutil.rmtree(shell.folder / "docs")
    shutil.rmtree(shell.cache)
    assert shell.process("sync").code == 0
    assert shell.files("docs/art") == made
    assert len(made) == 7


def test_the_lock_in_this_repository_is_in_step_with_its_files(tmp_path: Path) -> None:
    shell = Shell.at(tmp_path)
    for name in ("assets.toml", "assets.lock"):
        shutil.copy(REPOSITORY / name, shell.folder)
    shutil.copytree(REPOSITORY / "docs" / "art", shell.folder / "docs" / "art")
    answer = shell.run("check", "--full")
    assert (answer.code, answer.out) == (0, "Nothing to do: 3 assets, 7 files as locked\n")
