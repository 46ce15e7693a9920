"""The rows of one asset: from a file, a glob, an inline list or a table of tables.

One noun for all of them, so that expanding need not know where a row came from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assetgen.errors import Place
from assetgen.spec import data
from assetgen.spec.document import Written
from assetgen.spec.rows import row_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assetgen.project import Project
    from assetgen.spec.input_files import InputFiles
    from assetgen.spec.layers import Value
    from assetgen.spec.problems import Problems


@dataclass(frozen=True, slots=True)
class Item:
    """One row. A plain text has no fields; `key` is what its address takes by default."""

    fields: Mapping[str, object]
    text: str | None
    key: str | None
    origin: Written | tuple[str, int]

    @property
    def place(self) -> str:
        """`file:line`, for messages."""
        if isinstance(self.origin, Written):
            at = self.origin.key_place
            return f"{at.file}:{at.line}"
        return f"{self.origin[0]}:{self.origin[1]}"


@dataclass(slots=True)
class RowReader:
    """Reads the rows that `for_each` names; a file that several assets name is read once."""

    project: Project
    input_files: InputFiles
    problems: Problems
    _files: dict[tuple[str, Path], tuple[Item, ...] | None] = field(default_factory=dict)

    def items(self, for_each: Value) -> tuple[Item, ...] | None:
        """The rows, or None when they can't be read, which has been reported."""
        value, written = for_each.value, for_each.written
        if isinstance(value, dict | list):
            return self._inline(value, written)
        base = written.document.path.parent
        if (value, base) not in self._files:
            self._files[value, base] = self._read(value, base, written)
        return self._files[value, base]

    def _inline(self, value: dict[str, Any] | list[Any], written: Written) -> tuple[Item, ...]:
        """The rows that stand in the spec; one with a mistake is reported and left out."""
        is_table = isinstance(value, dict)
        items = []
        for name, each in value.items() if isinstance(value, dict) else enumerate(value):
            at = written.at(name)
            try:
                key = str(name) if is_table else None
                row = row_of(each, written.document.path, 1, key, of_table=is_table)
            except data.DataError as error:
                self.problems.add(at, error.message, error.hint)
            else:
                items.append(_item(row, at))
        return tuple(items)

    def _read(self, source: str, base: Path, written: Written) -> tuple[Item, ...] | None:
        try:
            rows = data.read_rows(source, base, self.project.work_tree)
        except data.DataError as error:
            self._report(error, written)
            return None
        self.input_files.remember(rows.files, rows.folders, rows.absent)
        names = {path: self.input_files.shown(path) for path in rows.files}
        return tuple(_item(row, (names[row.path], row.line)) for row in rows.rows)

    def _report(self, error: data.DataError, written: Written) -> None:
        if error.path is None or not error.path.is_file():
            self.input_files.remember(absent=[error.path] if error.path else [])
            self.problems.add(written, error.message, error.hint)
            return
        place = Place(self.input_files.shown(error.path), error.line)
        self.problems.add_at(place, f"{written}: {error.message}", error.hint)


def _item(row: data.Row, origin: Written | tuple[str, int]) -> Item:
    key = row.key if row.text is None else row.text
    return Item(row.fields, row.text, key, origin)
