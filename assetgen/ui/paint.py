"""Colour, where a terminal has it and nobody said no; everything reads the same without."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

_CODES = {"green": 32, "yellow": 33, "cyan": 36, "red": 31, "magenta": 35, "dim": 2, "bold": 1}


@dataclass(frozen=True, slots=True)
class Paint:
    """Puts text in colours, or leaves it as it is."""

    is_on: bool = False

    def __call__(self, text: str, colour: str | None) -> str:
        if not self.is_on or colour is None:
            return text
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m"


def paint_for(
    stream: TextIO | None = None, choice: str = "auto", environment: Mapping[str, str] = os.environ
) -> Paint:
    """The paint for a stream: `always`, `never`, or `auto` (terminals, unless NO_COLOR is set)."""
    if choice != "auto":
        return Paint(choice == "always")
    stream = stream or sys.stdout
    return Paint(stream.isatty() and not environment.get("NO_COLOR"))
