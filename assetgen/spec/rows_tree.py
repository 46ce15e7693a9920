"""Rows of JSON and TOML files.

Takes decoded text, opens nothing. JSON lines are exact, TOML's as good as a search finds them.
`data` is the caller.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from assetgen.spec.rows import DataError, Row, row_of, rows_of
from assetgen.spec.rows_text import DECODER, json_failed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_TOML_NAME = re.compile(
    r"""[ \t]*(?P<header>\[)?[ \t]*(?P<name>"[^"]*"|'[^']*'|[\w-]+)[ \t]*[].=]"""
)
_BLANK = re.compile(r"[ \t\n\r]*")
_TOML_PLACE = re.compile(r" at line (\d+) column \d+")


# JSON.


def json_rows(text: str, path: Path) -> tuple[Row, ...]:
    """The rows of a list of objects or texts, or of an object of objects. Raises DataError."""
    position = _after_blank(text, 0)
    opened = text[position : position + 1]
    if opened not in ("[", "{"):
        value, _ = _decode(text, position, path)
        return rows_of(value, path, lambda _: 1)
    entries = _json_entries(text, position + 1, path, is_table=opened == "{")
    seen: set[str] = set()
    rows: list[Row] = []
    for key, value, line in entries:
        if key is not None and key in seen:
            raise DataError(f'a name stands twice in one object: "{key}"', None, path, line)
        seen |= {key} if key is not None else set()
        rows.append(row_of(value, path, line, key, of_table=key is not None))
    return tuple(rows)


def _json_entries(
    text: str, position: int, path: Path, *, is_table: bool
) -> Iterator[tuple[str | None, object, int]]:
    """Key (of a table), value and line of each top-level entry."""
    close = "}" if is_table else "]"
    position = _after_blank(text, position)
    line, counted_to = 1 + text.count("\n", 0, position), position
    if text[position : position + 1] == close:
        return _expect_end(text, position + 1, path)
    while True:
        line, counted_to = line + text.count("\n", counted_to, position), position
        key = None
        if is_table:
            found, position = _decode(text, position, path)
            if not isinstance(found, str):
                _fail(text, counted_to, path, "expected a name in quotes")
            key = found
            position = _expect(text, position, ":", path)
        value, position = _decode(text, position, path)
        yield key, value, line
        position = _after_blank(text, position)
        if text[position : position + 1] == close:
            return _expect_end(text, position + 1, path)
        position = _expect(text, position, ",", path)


def _decode(text: str, position: int, path: Path) -> tuple[Any, int]:
    try:
        return DECODER.raw_decode(text, position)
    except (ValueError, RecursionError) as error:
        has_place = hasattr(error, "lineno")
        json_failed(error, path, 1 if has_place else 1 + text.count("\n", 0, position))


def _expect(text: str, position: int, mark: str, path: Path) -> int:
    position = _after_blank(text, position)
    if text[position : position + 1] != mark:
        _fail(text, position, path, f'expected "{mark}"')
    return _after_blank(text, position + 1)


def _expect_end(text: str, position: int, path: Path) -> None:
    position = _after_blank(text, position)
    if position < len(text):
        _fail(text, position, path, "something follows the end")


def _fail(text: str, position: int, path: Path, message: str) -> NoReturn:
    raise DataError(f"not valid JSON: {message}", None, path, 1 + text.count("\n", 0, position))


def _after_blank(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return found.end() if found else position


# TOML.


def toml_rows(text: str, path: Path) -> tuple[Row, ...]:
    """The rows of a table of tables, or of the one array of tables. Raises DataError."""
    table = toml_table(text, path)
    if len(table) == 1:
        ((name, only),) = table.items()
        if isinstance(only, list):
            lines = _toml_header_lines(text, name)
            return rows_of(only, path, lambda n: lines[int(n)] if int(n) < len(lines) else 1)
    by_key = _toml_lines(text)
    return rows_of(table, path, lambda key: by_key.get(str(key), 1))


def toml_table(text: str, path: Path, first_line: int = 1) -> dict[str, object]:
    """The parsed TOML; `first_line` is where the text stands in its file. Raises DataError."""
    import rtoml

    try:
        return rtoml.loads(text)
    except rtoml.TomlParsingError as error:
        message = str(error)
        place = _TOML_PLACE.search(message)
        line = int(place[1]) + first_line - 1 if place else first_line
        raise DataError(
            f"not valid TOML: {_TOML_PLACE.sub('', message)}", None, path, line
        ) from error


def _toml_header_lines(text: str, name: str) -> list[int]:
    pattern = re.compile(rf"[ \t]*\[\[[ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*\]\]")
    return [n for n, line in enumerate(text.split("\n"), 1) if pattern.match(line)]


def _toml_lines(text: str) -> dict[str, int]:
    """The first line of each top-level name: in a header, or as a key before all headers."""
    lines: dict[str, int] = {}
    in_table = False
    for number, line in enumerate(text.split("\n"), 1):
        found = _TOML_NAME.match(line)
        in_table = in_table or line.lstrip().startswith("[")
        if found and (found["header"] or not in_table):
            lines.setdefault(found["name"].strip("\"'"), number)
    return lines
