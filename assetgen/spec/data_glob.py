"""Finds the files of a glob, and remembers every folder that was listed on the way.

`*`, `?` and `[…]` stay within one name, `**` is any number of folders. Names that start with a
dot are matched only by patterns that do. Links to folders are not followed by patterns.
"""

from __future__ import annotations

import fnmatch
import os
import re
from dataclasses import dataclass
from pathlib import Path

from assetgen.spec.rows import DataError

MAX_FOLDERS = 100_000


@dataclass(frozen=True, slots=True)
class Found:
    """The files that match, sorted by path; folders that were listed; names not there."""

    files: tuple[Path, ...]
    folders: tuple[Path, ...]
    absent: tuple[Path, ...]


def is_pattern(source: str) -> bool:
    """Whether a path holds a wildcard."""
    return any(mark in source for mark in "*?[")


def find_files(pattern: Path, work_tree: Path) -> Found:
    """The regular files that match an absolute pattern below the work tree. Raises DataError."""
    search = _Search()
    search.walk(work_tree, pattern.relative_to(work_tree).parts)
    files = sorted(search.files, key=lambda path: path.as_posix())
    return Found(tuple(files), tuple(sorted(search.folders)), tuple(sorted(search.absent)))


class _Search:
    """One walk; a folder is listed once, however many ways lead to it."""

    def __init__(self) -> None:
        self.files: set[Path] = set()
        self.folders: dict[Path, list[os.DirEntry[str]]] = {}
        self.absent: set[Path] = set()
        self._seen: set[tuple[Path, int]] = set()

    def walk(self, start: Path, parts: tuple[str, ...]) -> None:
        waiting = [(start, parts)]
        while waiting:
            folder, rest = waiting.pop()
            if (folder, len(rest)) not in self._seen:
                self._seen.add((folder, len(rest)))
                waiting.extend(self._step(folder, rest))

    def _step(self, folder: Path, parts: tuple[str, ...]) -> list[tuple[Path, tuple[str, ...]]]:
        part, rest = parts[0], parts[1:]
        if part == "**":
            deeper = [(e, parts) for e in self._folders_in(folder, "*")]
            return [*deeper, (folder, rest or ("*",))]
        if not is_pattern(part):
            return self._literal(folder / part, rest)
        if rest:
            return [(path, rest) for path in self._folders_in(folder, part)]
        self.files |= {
            Path(entry.path)
            for entry in self._entries(folder)
            if entry.is_file() and _matches(entry.name, part)
        }
        return []

    def _literal(self, path: Path, rest: tuple[str, ...]) -> list[tuple[Path, tuple[str, ...]]]:
        if rest and path.is_dir():
            return [(path, rest)]
        if not rest and path.is_file():
            self.files.add(path)
        else:
            self.absent.add(path)
        return []

    def _folders_in(self, folder: Path, pattern: str) -> list[Path]:
        return [
            Path(entry.path)
            for entry in self._entries(folder)
            if entry.is_dir(follow_symlinks=False) and _matches(entry.name, pattern)
        ]

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        if folder not in self.folders:
            if len(self.folders) >= MAX_FOLDERS:
                raise DataError(f"a pattern that walks too many folders: over {MAX_FOLDERS:,}")
            try:
                with os.scandir(folder) as entries:
                    self.folders[folder] = list(entries)
            except OSError as error:
                raise DataError(f"can't be listed: {error.strerror}", None, folder) from error
        return self.folders[folder]


def _matches(name: str, pattern: str) -> bool:
    if name.startswith(".") and not pattern.startswith("."):
        return False
    return re.match(fnmatch.translate(pattern), name) is not None
