"""Rows of line-based files: CSV (RFC 4180) and JSON Lines. Lines are exact.

Takes decoded text, opens nothing. `data` is the caller.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, NoReturn

from assetgen.spec.rows import DataError, Row, row_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_DELIMITERS = ",;\t"


def csv_rows(text: str, path: Path) -> tuple[Row, ...]:
    """The rows of a CSV with a header line; every cell is text. Raises DataError."""
    lines = _csv_lines(text, path)
    try:
        line, header = next(lines)
    except StopIteration:
        raise DataError("no header line: the file is empty", None, path, 1) from None
    names = _header(header, path, line)
    return tuple(Row(_fields(names, cells, path, line), path, line) for line, cells in lines)


def json_lines_rows(text: str, path: Path) -> tuple[Row, ...]:
    """One row for each line that is not blank. Raises DataError."""
    return tuple(
        row_of(decoded(line.strip(), path, number), path, number)
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    )


def decoded(text: str, path: Path, line: int) -> object:
    """The value of a JSON text that starts on `line`. Raises DataError."""
    try:
        return DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        json_failed(error, path, line)


def json_failed(error: Exception, path: Path, line: int) -> NoReturn:
    """Raise the DataError for what the json module said; `line` is where its text began."""
    if isinstance(error, json.JSONDecodeError):
        at = line + error.lineno - 1
        raise DataError(
            f"not valid JSON: {error.msg} at column {error.colno}", None, path, at
        ) from error
    if isinstance(error, RecursionError):
        raise DataError("nested too deeply", None, path, line) from error
    if "integer string conversion" in str(error):
        raise DataError("a number with too many digits", None, path, line) from error
    raise DataError(str(error), None, path, line) from error


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise ValueError(f'a name stands twice in one object: "{double}"')
    return table


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"not a JSON number: {word}")


DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant)
"""Strict JSON: names once, finite numbers."""


def _csv_lines(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line that it starts on; a cell may span lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise DataError(f"not valid CSV: {error}", None, path, line) from error
        if cells and cells != [""]:
            yield line, cells


def _delimiter(text: str) -> str:
    """The most frequent of the delimiters in the first line that says something."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _header(cells: Sequence[str], path: Path, line: int) -> list[str]:
    names = [cell.strip() for cell in cells]
    for number, name in enumerate(names):
        if name and name in names[:number]:
            raise DataError(f'a column name stands twice: "{name}"', None, path, line)
    return names


def _fields(names: list[str], cells: list[str], path: Path, line: int) -> dict[str, object]:
    if len(cells) != len(names):
        message = f"the header has {len(names)} columns, this row has {len(cells)}"
        hint = "quote cells that hold the delimiter" if len(cells) > len(names) else None
        raise DataError(message, hint, path, line)
    for number, (name, cell) in enumerate(zip(names, cells, strict=True), 1):
        if cell and not name:
            raise DataError(f"column {number} has a cell but no name", None, path, line)
    return {name: cell for name, cell in zip(names, cells, strict=True) if name}
