"""Chance that is the same everywhere: numbers that depend on a text and on nothing else.

Every part of a drawing forks its own, so that a change of one part leaves the others as they were.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

Item = TypeVar("Item")


class Seeded:
    """A stream of choices. `random.Random` promises the same `random()` on every version."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._stream = random.Random(seed)  # noqa: S311 - pictures, not secrets

    def fork(self, name: str) -> Seeded:
        """An independent stream for one part."""
        return Seeded(f"{self._seed}/{name}")

    def between(self, low: float, high: float) -> float:
        """Anything from `low` up to `high`."""
        return low + (high - low) * self._stream.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int((high - low + 1) * self._stream.random())

    def choose(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[int(len(items) * self._stream.random())]

    def chance(self, share: float) -> bool:
        """True in this share of all cases."""
        return self._stream.random() < share
