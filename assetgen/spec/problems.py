"""Gathers every mistake of one run, each with its place, instead of stopping at the first."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assetgen.errors import Problem, SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assetgen.errors import Place
    from assetgen.spec.document import Written
    from assetgen.spec.for_each import Item
    from assetgen.spec.scopes import Text


class Problems:
    """The mistakes found so far; the same sentence at the same place counts once."""

    def __init__(self) -> None:
        self._found: dict[tuple[Place | None, str], Problem] = {}
        self._warnings: dict[tuple[Place, str], None] = {}

    def add(self, written: Written, message: str, hint: str | None = None) -> None:
        """A mistake in a value: its place is the value's, its message begins with the key path."""
        self.add_at(written.value_place, f"{written}: {message}", hint)

    def add_key(self, written: Written, message: str, hint: str | None = None) -> None:
        """A mistake in a key, or in a table as a whole."""
        self.add_at(written.key_place, f"{written}: {message}", hint)

    def add_at(self, place: Place | None, message: str, hint: str | None = None) -> None:
        self._found.setdefault((place, message), Problem(place, message, hint))

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add_at(problem.place, problem.message, problem.hint)

    def warn(self, written: Written, message: str) -> None:
        """Something without effect at a key, which stops nothing."""
        self._warnings[written.key_place, f"{written}: {message}"] = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """One sentence for each warning, in the order of places."""
        return tuple(f"{place}: {message}" for place, message in sorted(self._warnings))

    @property
    def count(self) -> int:
        return len(self._found)

    def raise_any(self) -> None:
        """Raise SpecError with everything found, in the order of places; return if nothing was."""
        if self._found:
            raise SpecError(sorted(self._found.values(), key=_order))


@dataclass(slots=True)
class _Failure:
    place: Place
    message: str
    hint: str | None
    first: Item | None
    last: Item | None = None
    rows: int = 0


@dataclass(slots=True)
class Failures:
    """Mistakes that show only in rows: each is reported once, with the first row and a count.

    What follows the colon of a message is the value that was found; the first one stands for all.
    """

    problems: Problems
    total: int
    _found: dict[tuple[Place, str], _Failure] = field(default_factory=dict)

    def add(
        self,
        text: Text,
        message: str,
        hint: str | None = None,
        *,
        row: Item | None = None,
        line: int = 1,
    ) -> None:
        """`text` fails for one row; `row` is None when there are none."""
        failure = self._failure(text, message, hint, row, line)
        if failure.last is not row or not failure.rows:
            failure.rows += 1
            failure.last = row

    def add_all(
        self,
        text: Text,
        message: str,
        hint: str | None = None,
        *,
        first: Item | None = None,
        line: int = 1,
    ) -> None:
        """`text` fails for every row, of which `first` is the first."""
        self._failure(text, message, hint, first, line).rows = self.total

    def _failure(
        self, text: Text, message: str, hint: str | None, row: Item | None, line: int
    ) -> _Failure:
        key = (text.place(line), message.partition(": ")[0])
        known = self._found.get(key)
        if known is None:
            known = _Failure(key[0], f"{text.written}: {message}", hint, row)
            self._found[key] = known
        return known

    def report(self) -> None:
        for failure in self._found.values():
            message = failure.message + self._count(failure)
            self.problems.add_at(failure.place, message, failure.hint)

    def _count(self, failure: _Failure) -> str:
        if failure.first is None:
            return ""
        rows = "1 row" if self.total == 1 else f"{self.total} rows"
        some = "" if failure.rows >= self.total else f"{failure.rows} of "
        return f" ({some}{rows}, first {failure.first.place})"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, if any is close."""
    names = sorted(known)
    folded = {name.casefold(): name for name in names}
    if word.casefold() in folded:
        return folded[word.casefold()]
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return close[0]
    related = [name for name in names if _is_within(word, name) or _is_within(name, word)]
    return related[0] if related else None


def suggest(word: str, known: Iterable[str]) -> str | None:
    """A hint: the nearest known word, else the first dozen of those allowed."""
    names = sorted(known)
    close = nearest(word, names)
    if close or not names:
        return close
    shown = ", ".join(names[:12])
    return f"known: {shown}" + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def _is_within(short: str, long: str) -> bool:
    return len(short) > 2 and short in long


def _order(problem: Problem) -> tuple[bool, str, int, int, str]:
    place = problem.place
    if place is None:
        return (False, "", 0, 0, problem.message)
    return (True, place.file, place.line, place.column, problem.message)
