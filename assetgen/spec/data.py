"""Reads the rows of `for_each` from files of the user's work tree.

Decides what may be read (nothing outside of the work tree, nothing huge, no device) and by
which reader. Never changes anything. The spec room calls `read_rows`.
"""

from __future__ import annotations

import os
import stat
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from assetgen.spec.data_glob import Found, find_files, is_pattern
from assetgen.spec.rows import DataError, Row, Rows
from assetgen.spec.rows_text import csv_rows, json_lines_rows
from assetgen.spec.rows_tree import json_rows, toml_rows
from assetgen.spec.rows_yaml import front_matter, yaml_rows

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DataError", "Row", "Rows", "read_rows", "read_text", "resolve_input"]

MAX_BYTES = 64 * 1024 * 1024
PRIVATE_FOLDERS = frozenset((".git", ".assetgen"))

_READERS: dict[str, Callable[[str, Path], tuple[Row, ...]]] = {
    ".json": json_rows,
    ".jsonl": json_lines_rows,
    ".csv": csv_rows,
    ".toml": toml_rows,
    ".yaml": yaml_rows,
    ".yml": yaml_rows,
}
_PAGES = (".md", ".mdx")


def read_rows(source: str, base: Path, work_tree: Path) -> Rows:
    """The rows of a data file, or one row for each page of a glob, sorted by path.

    `source` is relative to `base`; what it names lies in `work_tree`, also behind links.
    Raises DataError.
    """
    suffix = PurePosixPath(source).suffix.lower()
    if suffix in _PAGES or (is_pattern(source) and suffix.startswith(".md")):
        return _page_rows(source, base, work_tree)
    if is_pattern(source):
        raise DataError(f"a pattern names .md or .mdx files: {source}")
    if suffix not in _READERS:
        known = " ".join((*_READERS, *_PAGES))
        raise DataError(f"no kind of data file: {source}", f"known are {known}")
    path = resolve_input(source, base, work_tree)
    return Rows(_READERS[suffix](read_text(path), path), (path,))


def resolve_input(source: str, base: Path, work_tree: Path) -> Path:
    """The absolute path of an existing input file, checked to lie in the work tree.

    Raises DataError.
    """
    path = _lexical(source, base, work_tree)
    if not os.path.lexists(path):
        raise DataError(f"no such file: {source}", _near(path))
    _require_inside(path, source, work_tree)
    if not path.is_file():
        raise DataError(f"no regular file: {source}")
    return path


def read_text(path: Path) -> str:
    """The text of an input file: UTF-8, with or without BOM. Raises DataError."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise DataError("no regular file", None, path)
        if status.st_size > MAX_BYTES:
            raise DataError("the file is over 64 MiB", None, path)
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"can't be read: {error.strerror}", None, path) from error
    return _decoded(data, path)


def _decoded(data: bytes, path: Path) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        raise DataError("not UTF-8", "save the file as UTF-8", path, line) from error
    if "\0" in text:
        line = 1 + text.count("\n", 0, text.index("\0"))
        raise DataError("a NUL character in the file", None, path, line)
    return text


def _page_rows(source: str, base: Path, work_tree: Path) -> Rows:
    found = _pages(source, base, work_tree)
    rows = tuple(_page_row(path, base) for path in found.files)
    return Rows(rows, found.files, found.folders, found.absent)


def _pages(source: str, base: Path, work_tree: Path) -> Found:
    if not is_pattern(source):
        return Found((resolve_input(source, base, work_tree),), (), ())
    pattern = _lexical(source, base, work_tree)
    found = find_files(pattern, Path(os.path.normpath(work_tree)))
    files = tuple(path for path in found.files if path.suffix.lower() in _PAGES)
    if not files:
        raise DataError(f"no file matches: {source}")
    for path in (*found.folders, *files):
        _require_inside(path, source, work_tree)
    return Found(files, found.folders, found.absent)


def _page_row(path: Path, base: Path) -> Row:
    fields = front_matter(read_text(path), path)
    if "file" in fields:
        raise DataError('front matter can\'t have a field "file"', None, path, 1)
    relative = PurePosixPath(Path(os.path.relpath(path, base)).as_posix())
    file = {"stem": path.stem, "parent": relative.parent.name, "path": str(relative)}
    return Row({**fields, "file": file}, path, 1)


def _lexical(source: str, base: Path, work_tree: Path) -> Path:
    """The path that `source` spells, without looking at the disk."""
    if not source or any(character < " " for character in source):
        raise DataError(f"no path: {source!r}")
    if "\\" in source or ":" in source:
        raise DataError(f"paths are written with / and without a drive: {source}")
    if source.startswith(("/", "~")):
        raise DataError(f"inputs are relative to the file that names them: {source}")
    path = Path(os.path.normpath(base / source))
    _require_visible(path, Path(os.path.normpath(work_tree)), source)
    return path


def _require_inside(path: Path, source: str, work_tree: Path) -> None:
    _require_visible(Path(os.path.realpath(path)), Path(os.path.realpath(work_tree)), source)


def _require_visible(path: Path, work_tree: Path, source: str) -> None:
    if not path.is_relative_to(work_tree):
        raise DataError(f"inputs lie inside the work tree: {source}")
    for part in path.relative_to(work_tree).parts:
        if part.casefold() in PRIVATE_FOLDERS:
            raise DataError(f"inputs don't lie in {part}: {source}")


def _near(path: Path) -> str | None:
    try:
        names = sorted(entry.name for entry in os.scandir(path.parent))
    except OSError:
        return f"there is no folder {path.parent.name}" if not path.parent.is_dir() else None
    close = get_close_matches(path.name, names, 3, 0.5)
    return ", ".join(close) or None
