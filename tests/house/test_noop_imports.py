"""A run with nothing to do loads nothing heavy: each costs more than the whole answer."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {"pydantic", "httpx", "jinja2", "rich", "pyvips", "yaml", "rtoml", "sqlite3"}

_SPEC = """
version = 1
[asset.dot]
prompt = "A dot"
resolution = "64x64"
output = "dot.png"
"""

_RUN = """
import sys
from assetgen.cli import run
code = run(sys.argv[1:])
print(code, sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def heavy_modules_of(project: Path, cache: Path, *words: str) -> tuple[str, set[str]]:
    done = subprocess.run(
        [sys.executable, "-c", _RUN, "-C", str(project), *words],
        env={**os.environ, "ASSETGEN_CACHE_DIR": str(cache)},
        capture_output=True,
        text=True,
        check=True,
    )
    code, _, modules = done.stderr.splitlines()[-1].partition(" ")
    assert code == "0", done.stderr
    return done.stdout, HEAVY & set(eval(modules))  # noqa: S307 - our own repr


@pytest.fixture
def synced(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    project.mkdir()
    (project / "assets.toml").write_text(_SPEC)
    heavy_modules_of(project, tmp_path / "cache", "sync")
    return project


@pytest.mark.parametrize("words", [("sync",), ("check",), ("sync", "--json")])
def test_a_run_with_nothing_to_do_imports_nothing_heavy(
    synced: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    assert heavy_modules_of(synced, tmp_path / "cache", *words)[1] == set()


def test_the_first_run_does_import_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "assets.toml").write_text(_SPEC)
    heavy = heavy_modules_of(tmp_path, tmp_path / "cache", "sync")[1]
    assert {"pydantic", "pyvips", "sqlite3"} <= heavy


@pytest.mark.parametrize("words", [("--version",), ("--help",)])
def test_help_and_version_import_nothing_heavy(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert heavy_modules_of(tmp_path, tmp_path / "cache", *words)[1] == set()
