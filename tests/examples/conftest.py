"""The examples, copied out of the repository; the big one is drawn once and then copied."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.shell import Shell

REPOSITORY = Path(__file__).parents[2]


def copied(example: Path, home: Path) -> Shell:
    """An example's committed files, without outputs, in a folder of its own."""
    ignored = shutil.ignore_patterns(".assetgen", "assets.lock", "assets", "img", "art")
    shutil.copytree(example, home / "project", ignore=ignored)
    return Shell(home / "project", home / "cache")


def twin(shell: Shell, home: Path) -> Shell:
    """A project and its cache once more; blobs are read-only and may be shared."""

    def link_or_copy(source: str, target: str) -> None:
        if f"{os.sep}blobs{os.sep}" in source:
            os.link(source, target)
        else:
            shutil.copy2(source, target)

    shutil.copytree(shell.folder, home / "project")
    shutil.copytree(shell.cache, home / "cache", copy_function=link_or_copy)
    return Shell(home / "project", home / "cache")


@pytest.fixture(scope="session")
def drawn_items(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """`examples/rpg-items`, synced: 237 pictures. Nobody changes it."""
    shell = copied(REPOSITORY / "examples" / "rpg-items", tmp_path_factory.mktemp("items"))
    answer = shell.run("sync", "--quiet")
    assert answer.code == 0, answer.err
    return shell


@pytest.fixture
def items(drawn_items: Shell, tmp_path: Path) -> Shell:
    """The same, in a copy that may be changed."""
    return twin(drawn_items, tmp_path)
