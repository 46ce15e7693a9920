"""Rows: what `for_each` walks over, whatever they were read from.

Turns parsed values into rows and says which shapes are none. Reads nothing; `data` and the
readers `rows_text` and `rows_tree` call this, and the spec for lists written inline.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MAX_NESTING = 64


class DataError(Exception):
    """Rows can't be read: a sentence, a hint, and the line of the file.

    `path` is None when the mistake is in the name that the spec wrote, not in a file.
    """

    def __init__(
        self, message: str, hint: str | None = None, path: Path | None = None, line: int = 1
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path
        self.line = line


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: its fields, or `text` (then without fields) where it is a plain string.

    `path` is absolute and `line` counts from 1. `key` is the name in a table of tables.
    """

    fields: Mapping[str, object]
    path: Path
    line: int
    text: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one source, and the absolute paths that they depend on."""

    rows: tuple[Row, ...]
    files: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    absent: tuple[Path, ...] = field(default=())


LineOf = Callable[[int | str], int]
"""The line of an entry, by its place in a list or its key in a table."""


def rows_of(value: object, path: Path, line_of: LineOf) -> tuple[Row, ...]:
    """The rows of a parsed list of tables or texts, or table of tables. Raises DataError."""
    if isinstance(value, list | tuple):
        return tuple(row_of(item, path, line_of(index)) for index, item in enumerate(value))
    if isinstance(value, Mapping):
        return tuple(
            row_of(item, path, line_of(key), str(key), of_table=True) for key, item in value.items()
        )
    raise DataError(
        f"rows are a list, or a table of tables, not {called(value)}", None, path, line_of(0)
    )


def row_of(
    item: object, path: Path, line: int, key: str | None = None, *, of_table: bool = False
) -> Row:
    """One row made of a table or, outside a table of tables, a text. Raises DataError."""
    try:
        value = plain(item)
    except ValueError as error:
        raise DataError(str(error), None, path, line) from error
    if isinstance(value, dict):
        return Row(value, path, line, None, key)
    if isinstance(value, str) and not of_table:
        return Row({}, path, line, value)
    raise _no_row(value, path, line, key)


def plain(value: object, depth: int = 0) -> object:
    """`value` with ISO text for dates and text keys. Raises ValueError for what is no data."""
    if isinstance(value, str):
        return _checked_text(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if depth >= MAX_NESTING:
        raise ValueError(f"nested too deeply: over {MAX_NESTING} levels")
    if isinstance(value, list | tuple):
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, Mapping):
        return {_checked_text(str(k)): plain(item, depth + 1) for k, item in value.items()}
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    raise ValueError(f"no text, number, list or table: {called(value)}")


def called(value: object) -> str:
    """What a user would call a value of this type."""
    if value is None:
        return "nothing"
    names = {str: "a text", bool: "true or false", int: "a number", float: "a number"}
    names |= {list: "a list", dict: "a table"}
    return names.get(type(value), type(value).__name__)


def _no_row(value: object, path: Path, line: int, key: str | None) -> DataError:
    if key is not None:
        message = f'every entry of a table of rows is a table; "{key}" is {called(value)}'
        return DataError(message, None, path, line)
    hint = f'write it as text: "{value}"' if isinstance(value, int | float) else None
    return DataError(f"a row is a table or a text, not {called(value)}", hint, path, line)


def _checked_text(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("half a character: a surrogate without its pair") from error
    if "\0" in text:
        raise ValueError("a NUL character in a text")
    return text
