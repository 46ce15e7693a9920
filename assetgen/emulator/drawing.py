"""What a picture shows: a slanted gradient under a mirrored pattern that a seed decides.

The same seed and size always give the same cells, hence the same bytes. Every cell is one flat
colour and a multiple of 16 pixels wide, which is what lets each encoder write a big picture in a
few milliseconds without an image library.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

CELLS = 8
"""Cells along the longer side."""


class Colour(NamedTuple):
    """Red, green and blue, 0 to 255."""

    red: int
    green: int
    blue: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Rows of flat cells. `reds` and `blues` have two values each, `greens` eight, ascending."""

    width: int
    height: int
    cell: int
    rows: tuple[tuple[Colour, ...], ...]
    reds: tuple[int, int]
    greens: tuple[int, ...]
    blues: tuple[int, int]

    def bands(self) -> Iterator[tuple[int, tuple[tuple[Colour, int], ...]]]:
        """From the top: the height of each row of cells, and its colours with their widths."""
        for number, row in enumerate(self.rows):
            height = min(self.cell, self.height - number * self.cell)
            yield (
                height,
                tuple(
                    (colour, min(self.cell, self.width - column * self.cell))
                    for column, colour in enumerate(row)
                ),
            )


def draw(seed: str, width: int, height: int) -> Drawing:
    """The picture of a seed, `width` × `height` pixels."""
    noise = hashlib.sha256(seed.encode()).digest()
    cell = 16 * -(-max(width, height) // (16 * CELLS))
    columns, lines = -(-width // cell), -(-height // cell)
    reds = (noise[0] % 100, 130 + noise[1] % 120)
    blues = (noise[2] % 100, 130 + noise[3] % 120)
    greens = tuple(noise[4] % 30 + step * 28 for step in range(8))
    rows = tuple(
        tuple(_colour(noise, x, y, (columns, lines), (reds, greens, blues)) for x in range(columns))
        for y in range(lines)
    )
    return Drawing(width, height, cell, rows, reds, greens, blues)


def _colour(
    noise: bytes,
    x: int,
    y: int,
    count: tuple[int, int],
    palette: tuple[tuple[int, int], tuple[int, ...], tuple[int, int]],
) -> Colour:
    columns, lines = count
    mirrored = min(x, columns - 1 - x)
    bits = noise[5 + (mirrored * CELLS + y) % 27]
    reds, greens, blues = palette
    slope = (x + y) * len(greens) // (columns + lines - 1)
    return Colour(reds[bits & 1], greens[slope], blues[bits >> 1 & 1])
