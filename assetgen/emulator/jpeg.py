"""Baseline JPEG files (ITU-T T.81) written by hand, without a cosine transform.

A flat block of 8 × 8 pixels has one coefficient only, its mean. With a restart marker after every
row of blocks, equal rows are equal bytes, so each row of cells is encoded once and repeated.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetgen.emulator.drawing import Colour, Drawing

_QUANTUM = 8
"""Of every coefficient: the mean of a block, times 8, over 8, is a whole sample value."""

_CATEGORIES = 12
_SEGMENT = 65_533
"""The most that one marker segment carries."""


def encode(drawing: Drawing, at_least: int = 0) -> bytes:
    """The drawing as a JPEG file of `at_least` bytes; comments fill it up."""
    head = b"\xff\xd8" + _segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    tables = _tables(drawing.width, drawing.height)
    body = _scan(drawing) + b"\xff\xd9"
    room = at_least - len(head) - len(tables) - len(body)
    return head + _padding(room) + tables + body


def _tables(width: int, height: int) -> bytes:
    components = b"".join(bytes((number, 0x11, 0)) for number in (1, 2, 3))
    lengths_of_means = bytes((0, 0, 0, _CATEGORIES, *[0] * 12))
    lengths_of_rest = bytes((1, *[0] * 15))
    return b"".join(
        (
            _segment(0xDB, b"\0" + bytes((_QUANTUM,)) * 64),
            _segment(0xC0, struct.pack(">BHHB", 8, height, width, 3) + components),
            _segment(0xC4, b"\x00" + lengths_of_means + bytes(range(_CATEGORIES))),
            _segment(0xC4, b"\x10" + lengths_of_rest + b"\0"),
            _segment(0xDD, struct.pack(">H", -(-width // 8))),
            _segment(0xDA, b"\3\1\0\2\0\3\0\0\x3f\0"),
        )
    )


def _scan(drawing: Drawing) -> bytes:
    rows = [row for height, runs in drawing.bands() for row in _rows(height, runs)]
    marked = [row + bytes((0xFF, 0xD0 + number % 8)) for number, row in enumerate(rows[:-1])]
    return b"".join((*marked, rows[-1]))


def _rows(height: int, runs: tuple[tuple[Colour, int], ...]) -> Iterator[bytes]:
    """The rows of blocks of one band, all alike."""
    bits: list[str] = []
    before = (0, 0, 0)
    for colour, width in runs:
        blocks = -(-width // 8)
        levels = _levels(colour)
        bits += [_mean(new - old) + "0" for new, old in zip(levels, before, strict=True)]
        bits.append((_mean(0) + "0") * 3 * (blocks - 1))
        before = levels
    row = _packed("".join(bits))
    return iter([row] * -(-height // 8))


def _mean(difference: int) -> str:
    """A mean as its difference from the block before: a category of 4 bits, then that many."""
    category = abs(difference).bit_length()
    value = difference if difference >= 0 else difference + (1 << category) - 1
    return f"{category:04b}" + (f"{value:0{category}b}" if category else "")


def _levels(colour: Colour) -> tuple[int, int, int]:
    """Luminance and colour differences around 0, by the formulas of JFIF 1.02."""
    red, green, blue = colour
    return (
        round(0.299 * red + 0.587 * green + 0.114 * blue) - 128,
        round(-0.168736 * red - 0.331264 * green + 0.5 * blue),
        round(0.5 * red - 0.418688 * green - 0.081312 * blue),
    )


def _packed(bits: str) -> bytes:
    filled = bits + "1" * (-len(bits) % 8)
    return int(filled, 2).to_bytes(len(filled) // 8, "big").replace(b"\xff", b"\xff\0")


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _padding(room: int) -> bytes:
    sizes = [_SEGMENT] * (room // _SEGMENT)
    rest = room - sum(sizes)
    return b"".join(_segment(0xFE, bytes(size)) for size in (*sizes, *([rest] if rest > 0 else [])))
