"""What assetgen asks of git: two files of lines, one merge driver. Called by `init` and `doctor`.

Lines are added, never changed or removed; git is asked through its own command.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from assetgen.errors import TreeError
from assetgen.project import LOCK_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MERGE_DRIVER = "assetgen lock merge %O %A %B"
_DRIVER_KEY = "merge.assetgen.driver"


def attribute_lines(root: str) -> list[str]:
    """The lines of `.gitattributes`: the lock merges by address, outputs are never converted."""
    return [f"{LOCK_NAME} text eol=lf merge=assetgen", f"{root}/** -text"]


def missing_lines(path: Path, lines: Sequence[str]) -> list[str]:
    """Those of `lines` that the file does not have yet. Raises TreeError."""
    try:
        present = {line.strip() for line in path.read_text(encoding="utf-8").splitlines()}
    except FileNotFoundError:
        present = set()
    except (OSError, UnicodeDecodeError) as error:
        raise TreeError(f"can't read {path}: {error}") from error
    return [line for line in lines if line not in present]


def add_lines(path: Path, lines: Sequence[str]) -> list[str]:
    """Append the lines that are missing, and return them. Raises TreeError."""
    missing = missing_lines(path, lines)
    if not missing:
        return []
    try:
        before = path.read_bytes() if path.exists() else b""
        gap = b"" if not before or before.endswith(b"\n") else b"\n"
        with path.open("ab") as file:
            file.write(gap + "".join(f"{line}\n" for line in missing).encode())
    except OSError as error:
        raise TreeError(f"can't write {path}: {error.strerror}") from error
    return missing


def register_merge_driver(work_tree: Path) -> bool:
    """Tell this clone's git how to merge the lock; False where git can't be asked."""
    if merge_driver(work_tree) == MERGE_DRIVER:
        return True
    name = _git(work_tree, "config", "merge.assetgen.name", "assetgen lock, by address")
    return name is not None and _git(work_tree, "config", _DRIVER_KEY, MERGE_DRIVER) is not None


def merge_driver(work_tree: Path) -> str | None:
    """The merge driver that this clone's git knows; None when it knows none."""
    return _git(work_tree, "config", "--get", _DRIVER_KEY)


def is_ignored(work_tree: Path, path: Path) -> bool:
    """Whether git ignores `path`; False where git can't be asked."""
    return _git(work_tree, "check-ignore", "-q", str(path)) is not None


def _git(work_tree: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(work_tree), *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
