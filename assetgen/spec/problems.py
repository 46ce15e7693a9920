"""Gathers every mistake of one run, each with its place, instead of stopping at the first."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from assetgen.errors import Problem, SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assetgen.errors import Place
    from assetgen.spec.document import Written


class Problems:
    """The mistakes found so far; the same sentence at the same place counts once."""

    def __init__(self) -> None:
        self._found: dict[tuple[Place | None, str], Problem] = {}

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

    @property
    def count(self) -> int:
        return len(self._found)

    def raise_any(self) -> None:
        """Raise SpecError with everything found, in the order of places; return if nothing was."""
        if self._found:
            raise SpecError(sorted(self._found.values(), key=_order))


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
