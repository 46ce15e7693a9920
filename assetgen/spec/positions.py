"""Where each key of a TOML or JSON text stands: the parsers tell values, not places.

Runs only on text that the parser accepted, so it looks for ends and never judges. Called when a
problem or an origin needs its line.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, TypeAlias

import rtoml

if TYPE_CHECKING:
    from collections.abc import Mapping

KeyPath: TypeAlias = "tuple[str | int, ...]"
"""Keys and array indexes from the top: `("asset", "icon", "override", 0, "prompt")`."""

_BLANK = re.compile(r"[ \t]*")
_TRIVIA = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_TOKENS = {
    '"""': re.compile(r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}', re.DOTALL),
    "'''": re.compile(r"'''(?:[^']|'{1,2}(?!'))*'{3,5}"),
    '"': re.compile(r'"(?:[^"\\]|\\.)*"'),
    "'": re.compile(r"'[^']*'"),
}
_SCALAR = re.compile(r"[^,\]}#\r\n]+")


class Positions:
    """The places of one text: `(line, column)` from 1, in characters."""

    def __init__(self, text: str, keys: Mapping[KeyPath, int], values: Mapping[KeyPath, int]):
        self._keys = keys
        self._values = values
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def __contains__(self, path: KeyPath) -> bool:
        return path in self._keys

    def key(self, path: KeyPath) -> tuple[int, int]:
        """Where the key at `path` was first written; of its nearest parent if it was not.

        A table with a header of its own stands at the bracket.
        """
        while path and path not in self._keys:
            path = path[:-1]
        return self._place(self._keys.get(path, 0))

    def value(self, path: KeyPath) -> tuple[int, int]:
        """Where the value at `path` begins; its key's place when it is a table under a header."""
        offset = self._values.get(path)
        return self.key(path) if offset is None else self._place(offset)

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def toml_positions(text: str) -> Positions:
    """The places in a valid TOML 1.1 text."""
    scanner = _Scanner(text)
    scanner.document()
    return Positions(text, scanner.keys, scanner.values)


def json_positions(text: str) -> Positions:
    """The places in a valid JSON text."""
    scanner = _Scanner(text, separator=":")
    scanner.skip(_TRIVIA)
    scanner.value(())
    return Positions(text, scanner.keys, scanner.values)


class _Scanner:
    """Reads a text once, from left to right, and notes where keys and values begin."""

    def __init__(self, text: str, separator: str = "=") -> None:
        self.keys: dict[KeyPath, int] = {}
        self.values: dict[KeyPath, int] = {}
        self._text = text
        self._at = 0
        self._separator = separator
        self._last_index: dict[KeyPath, int] = {}

    def skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def document(self) -> None:
        table: KeyPath = ()
        self.skip(_TRIVIA)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self.skip(_TRIVIA)

    def value(self, path: KeyPath) -> None:
        """Read the value that begins here."""
        self.values[path] = self._at
        first = self._text[self._at]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._table(path)
        else:
            self._token()

    def _header(self) -> KeyPath:
        start = self._at
        is_array = self._text.startswith("[[", start)
        self._at += 2 if is_array else 1
        path: KeyPath = ()
        for key, _ in self._dotted():
            if path in self._last_index:
                path = (*path, self._last_index[path])
            path = (*path, key)
            self.keys.setdefault(path, start)
        self._at += 2 if is_array else 1
        if is_array:
            self._last_index[path] = self._last_index.get(path, -1) + 1
            path = (*path, self._last_index[path])
            self.keys[path] = start
        return path

    def _pair(self, table: KeyPath) -> None:
        path = table
        for key, offset in self._dotted():
            path = (*path, key)
            self.keys.setdefault(path, offset)
        self._at += len(self._separator)
        self.skip(_TRIVIA)
        self.value(path)

    def _dotted(self) -> list[tuple[str, int]]:
        """The parts of a dotted key with their offsets; ends before `=`, `:` or `]`."""
        parts = [self._key()]
        self.skip(_TRIVIA)
        while self._text[self._at] == ".":
            self._at += 1
            self.skip(_BLANK)
            parts.append(self._key())
            self.skip(_TRIVIA)
        return parts

    def _key(self) -> tuple[str, int]:
        self.skip(_BLANK)
        start = self._at
        bare = _BARE_KEY.match(self._text, start)
        if bare:
            self._at = bare.end()
            return bare.group(), start
        quoted = self._token()
        if "\\" not in quoted or quoted[0] == "'":
            return quoted[1:-1], start
        if self._separator == ":":
            return str(json.loads(quoted)), start
        return str(rtoml.loads(f"key = {quoted}")["key"]), start

    def _array(self, path: KeyPath) -> None:
        self._at += 1
        self.skip(_TRIVIA)
        index = 0
        while self._text[self._at] != "]":
            self.keys[(*path, index)] = self._at
            self.value((*path, index))
            self._after_item()
            index += 1
        self._at += 1

    def _table(self, path: KeyPath) -> None:
        self._at += 1
        self.skip(_TRIVIA)
        while self._text[self._at] != "}":
            self._pair(path)
            self._after_item()
        self._at += 1

    def _after_item(self) -> None:
        self.skip(_TRIVIA)
        if self._text[self._at] == ",":
            self._at += 1
            self.skip(_TRIVIA)

    def _token(self) -> str:
        """Read one string or bare value and return its text."""
        start, text = self._at, self._text
        quote = text[start : start + 3]
        pattern = _TOKENS.get(quote) or _TOKENS.get(text[start], _SCALAR)
        match = pattern.match(text, start)
        if match is None:
            raise AssertionError(f"the parser accepted what the scanner can't read, at {start}")
        self._at = match.end()
        return match.group()
