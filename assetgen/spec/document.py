"""One file of the spec as read: its data, and where each key of it stands.

Refuses what could hurt before it is parsed. Knows TOML and JSON, nothing of what keys mean.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import rtoml

from assetgen.errors import Place, Problem, SpecError
from assetgen.spec.positions import Positions, json_positions, toml_positions

if TYPE_CHECKING:
    from pathlib import Path

    from assetgen.spec.positions import KeyPath

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 64

_TOML_PLACE = re.compile(r"^(.*) at line (\d+) column (\d+)$", re.DOTALL)
_TOML_WORDS = (
    ("duplicate key", "the same key or table stands here a second time", None),
    ("recursion limit", "tables are nested too deeply", f"at most {MAX_DEPTH} levels"),
    ("cannot recurse further", "values are nested too deeply", f"at most {MAX_DEPTH} levels"),
    ("string values must be quoted", "a value is missing, or text is not in quotes", None),
    ("invalid unquoted key", "this can't stand in a key without quotes", None),
    (
        "invalid multi-line",
        "a text over several lines does not end, or has a wrong character",
        None,
    ),
    ("invalid basic string", 'a text has no closing ", or has a wrong character or escape', None),
    ("invalid literal string", "a text has no closing ', or has a wrong character", None),
)
_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)
_JSON_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)


@dataclass(frozen=True, eq=False)
class Document:
    """A TOML or JSON file: `file` is its name for people, `data` its top-level table."""

    path: Path
    file: str
    text: str
    data: dict[str, Any]

    @cached_property
    def positions(self) -> Positions:
        is_json = self.path.suffix == ".json"
        return (json_positions if is_json else toml_positions)(self.text)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")


@dataclass(frozen=True, slots=True)
class Written:
    """A value's address in a document: what problems and origins point at."""

    document: Document
    path: KeyPath

    @property
    def key_place(self) -> Place:
        return Place(self.document.file, *self.document.positions.key(self.path))

    @property
    def value_place(self) -> Place:
        return Place(self.document.file, *self.document.positions.value(self.path))

    def at(self, *path: str | int) -> Written:
        return Written(self.document, self.path + path)

    def text_place(self, line: int) -> Place:
        """The place of a line within the text that is written here."""
        start = self.value_place
        opening = self.document.lines[start.line - 1][start.column - 1 :].rstrip("\r")
        shift = line - 1 + (opening in ('"""', "'''"))
        return Place(start.file, start.line + shift) if shift else start

    def __str__(self) -> str:
        """The key path for messages: `asset.icon.override[0].prompt`."""
        parts = [
            f"[{part}]" if isinstance(part, int) else f".{_quoted(part)}" for part in self.path
        ]
        return "".join(parts).removeprefix(".")


def read_document(path: Path, file: str) -> Document:
    """Read a `.toml` or `.json` file. Raises SpecError with the place of what is wrong."""
    text = read_text(path, file, MAX_BYTES)
    parse = _parse_json if path.suffix == ".json" else _parse_toml
    try:
        return Document(path, file, text, parse(text, file))
    except SpecError:
        # Two branches changed it: to say what a parser makes of git's markers helps nobody.
        if marker := _CONFLICT.search(text):
            place = _end_of(text[: marker.start()], file)
            _fail(place, "a merge conflict is left in this file", "keep one side of each")
        raise


def read_text(path: Path, file: str, limit: int) -> str:
    """The text of a file in UTF-8 of at most `limit` bytes, without a byte order mark.

    Raises SpecError, with the line and column of a byte that is no text.
    """
    try:
        if path.stat().st_size > limit:
            _fail(Place(file), f"the file is larger than {limit // 1024:,} KiB")
        data = path.read_bytes()
    except OSError as error:
        _fail(Place(file), f"can't read the file: {error.strerror}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8-sig", "replace")
        _fail(_end_of(before, file), f"not UTF-8: byte 0x{error.object[error.start]:02x}")
    if "\x00" in text:
        _fail(_end_of(text[: text.index("\x00")], file), "a NUL character is no text")
    return text


def _parse_toml(text: str, file: str) -> dict[str, Any]:
    try:
        return rtoml.loads(text)
    except rtoml.TomlParsingError as error:
        _toml_problem(str(error), file)


def _toml_problem(words: str, file: str) -> NoReturn:
    match = _TOML_PLACE.match(words)
    place = Place(file, int(match[2]), int(match[3])) if match else Place(file)
    found = match[1] if match else words
    for start, message, hint in _TOML_WORDS:
        if found.startswith(start):
            _fail(place, message, hint)
    _fail(place, f"not valid TOML: {found}")


def _parse_json(text: str, file: str) -> dict[str, Any]:
    _check_depth(text, file)
    try:
        data = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        _fail(Place(file, error.lineno, error.colno), f"not valid JSON: {error.msg}")
    except ValueError as error:
        # A name used twice, NaN, or more digits than Python converts; the sentence says which.
        _fail(Place(file), f"not valid JSON: {error}")
    if not isinstance(data, dict):
        _fail(Place(file), "a spec is one object at the top")
    return data


def _check_depth(text: str, file: str) -> None:
    depth = 0
    for match in _JSON_BRACKETS.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match.group(), 0)
        if depth > MAX_DEPTH:
            place = _end_of(text[: match.start()], file)
            _fail(place, "values are nested too deeply", f"at most {MAX_DEPTH} levels")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"one object has this name twice: {twice}")
    return table


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"no JSON number: {word}")


def _end_of(text: str, file: str) -> Place:
    return Place(file, text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1)


def _quoted(part: str) -> str:
    return part if re.fullmatch(r"[\w-]+", part) else json.dumps(part, ensure_ascii=False)


def _fail(place: Place, message: str, hint: str | None = None) -> NoReturn:
    raise SpecError([Problem(place, message, hint)])
