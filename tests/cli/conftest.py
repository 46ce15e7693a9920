"""A shell in a new folder for every test of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import HERO, Shell

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def empty(tmp_path: Path) -> Shell:
    """A folder without a project."""
    return Shell.at(tmp_path)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A project with one asset, not synced yet."""
    return Shell.at(tmp_path, HERO)


@pytest.fixture
def synced(shell: Shell) -> Shell:
    """The same, in step."""
    assert shell.run("sync").code == 0
    return shell
