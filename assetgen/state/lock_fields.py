"""Taking the fields of one JSON table, each checked: the lock may come from a stranger.

Every method raises LockError at the line's place with the path of the key and what was found.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn

from assetgen.digest import MAX_EXACT_INTEGER, is_digest
from assetgen.errors import LockError, Place
from assetgen.model import Digest, Fingerprint

if TYPE_CHECKING:
    from assetgen.model import Json

_FINGERPRINT = re.compile(r"[0-9a-f]{32}")
_DECIMAL = re.compile(r"[0-9]{1,40}(\.[0-9]{1,40})?")


class Fields:
    """A table of a line; `where` is its key path, empty for the line itself."""

    __slots__ = ("place", "table", "where")

    def __init__(self, table: dict[str, Json], place: Place, where: str = "") -> None:
        self.table = table
        self.place = place
        self.where = where

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without `default` it has to be there and not be empty."""
        value = self.table.get(name, default)
        if not isinstance(value, str) or not (value or default is not None):
            self.fail(name, "is no text")
        return value

    def optional_text(self, name: str) -> str | None:
        """A text, or None when the key is absent."""
        return self.text(name, "") if name in self.table else None

    def integer(self, name: str, least: int = 1) -> int:
        """A whole number of at least `least`."""
        value = self.table.get(name)
        if type(value) is not int or not least <= value <= MAX_EXACT_INTEGER:
            self.fail(name, f"is no whole number from {least}")
        return value

    def truth(self, name: str) -> bool:
        """True or false; false when absent."""
        value = self.table.get(name, False)
        if not isinstance(value, bool):
            self.fail(name, "is neither true nor false")
        return value

    def digest(self, name: str) -> Digest:
        """A digest, required."""
        value = self.table.get(name)
        if not isinstance(value, str) or not is_digest(value):
            self.fail(name, "is no digest")
        return Digest(value)

    def fingerprint(self, name: str) -> Fingerprint:
        """A fingerprint, required."""
        value = self.table.get(name)
        if not isinstance(value, str) or not _FINGERPRINT.fullmatch(value):
            self.fail(name, "is no fingerprint")
        return Fingerprint(value)

    def amount(self, name: str) -> Decimal | None:
        """A decimal string, or None when the key is absent."""
        value = self.table.get(name, None)
        if value is None and name not in self.table:
            return None
        if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
            self.fail(name, "is no decimal string")
        return Decimal(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        value = self.table.get(name, [])
        if not isinstance(value, list):
            self.fail(name, "is no list")
        texts = tuple(text for text in value if isinstance(text, str))
        if len(texts) < len(value):
            self.fail(name, "holds something that is no text")
        return texts

    def plain_table(self, name: str) -> dict[str, Json]:
        """A table of anything; empty when absent."""
        value = self.table.get(name, {})
        if not isinstance(value, dict):
            self.fail(name, "is no table")
        return value

    def inner(self, name: str) -> Fields:
        """The fields of a table inside; empty when absent."""
        return Fields(self.plain_table(name), self.place, self._path(name))

    def each(self, name: str) -> list[Fields]:
        """The fields of every table of a list; empty when absent."""
        value = self.table.get(name, [])
        if not isinstance(value, list):
            self.fail(name, "is no list")
        inner = []
        for index, item in enumerate(value):
            if not isinstance(item, dict):
                self.fail(name, f"holds something that is no table at index {index}")
            inner.append(Fields(item, self.place, f"{self._path(name)}[{index}]"))
        return inner

    def fail(self, name: str, message: str, hint: str | None = None) -> NoReturn:
        """Raise LockError about one key."""
        found = f"{self.table[name]!r:.60}" if name in self.table else "nothing"
        raise LockError(f"{self._path(name)} {message}: {found}", hint, self.place)

    def _path(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name
