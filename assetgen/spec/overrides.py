"""Which overrides of an entry hold for a key; pure, and quick for many rows."""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from typing import TYPE_CHECKING

from assetgen.spec.layers import layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetgen.spec.entries import Entry
    from assetgen.spec.layers import Layer, Value

_MAGIC = re.compile(r"[*?\[]")


class Overrides:
    """The overrides of one entry, in the order written."""

    def __init__(self, entry: Entry) -> None:
        found: Value | None = entry.own.get("override")
        tables = found.value if found else []
        written = entry.written.at("override")
        whole = [layer(table, written.at(index)) for index, table in enumerate(tables)]
        self._matches = [each.get("match") for each in whole]
        self.layers: list[Layer] = [
            {name: value for name, value in each.items() if name != "match"} for each in whole
        ]
        self._literals: dict[str, list[int]] = {}
        self._globs: list[tuple[int, Callable[[str], object]]] = []
        self._unmatched: set[int] = set()
        self._keys: list[str] = []
        for index, match in enumerate(self._matches):
            if match:
                self._add(index, match.value)

    def matching(self, key: str | None) -> tuple[int, ...]:
        """The overrides that hold for `key`; later ones win over earlier ones."""
        if key is None or not self.layers:
            return ()
        self._keys.append(key)
        globs = [index for index, matches in self._globs if matches(key)]
        found = tuple(sorted([*self._literals.get(key, ()), *globs]))
        self._unmatched.difference_update(found)
        return found

    def unmatched(self) -> list[Value]:
        """The `match` of each override that held for no key so far."""
        matches = [self._matches[index] for index in sorted(self._unmatched)]
        return [match for match in matches if match]

    @property
    def keys(self) -> list[str]:
        """The keys that were asked for."""
        return self._keys

    def _add(self, index: int, match: str) -> None:
        self._unmatched.add(index)
        if _MAGIC.search(match):
            self._globs.append((index, re.compile(fnmatch.translate(match)).match))
        else:
            literal = unicodedata.normalize("NFC", match)
            self._literals.setdefault(literal, []).append(index)
