"""Lossless WebP files (RFC 9649) written by hand: literals, runs, and copies of the row above.

Green has a prefix code of 32 symbols of 5 bits: eight values and the 24 run lengths. Red and blue
have two values, one bit each. Distances are "the pixel above" and "the pixel before".
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetgen.emulator.drawing import Colour, Drawing

_LONGEST_RUN = 4096
_RUN_LENGTHS = tuple(range(256, 280))
_ABOVE, _BEFORE = "0", "1"


def encode(drawing: Drawing, at_least: int = 0) -> bytes:
    """The drawing as a WebP file of `at_least` bytes; an unknown chunk fills it up."""
    picture = _chunk(b"VP8L", b"\x2f" + _packed("".join(_bits(drawing))))
    room = at_least - len(picture) - 12
    if room > 0:
        picture = _extended(drawing) + picture + _chunk(b"PADD", bytes(room))
    return b"RIFF" + struct.pack("<I", len(picture) + 4) + b"WEBP" + picture


def _bits(drawing: Drawing) -> Iterator[str]:
    yield _number(drawing.width - 1, 14) + _number(drawing.height - 1, 14)
    yield "0" + _number(0, 3)  # no alpha, version 0
    yield "000"  # no transform, no colour cache, one set of prefix codes
    symbols = (*drawing.greens, *_RUN_LENGTHS)
    yield _flat_code(symbols)
    yield _pair_code(*drawing.reds) + _pair_code(*drawing.blues)
    yield _single_code(255) + _pair_code(0, 1)
    green = {symbol: f"{place:05b}" for place, symbol in enumerate(symbols)}
    for height, runs in drawing.bands():
        for colour, width in runs:
            yield _pixel(colour, drawing, green)
            yield from _copies(width - 1, _BEFORE, green)
        yield from _copies(drawing.width * (height - 1), _ABOVE, green)


def _pixel(colour: Colour, drawing: Drawing, green: dict[int, str]) -> str:
    red = str(drawing.reds.index(colour.red))
    return green[colour.green] + red + str(drawing.blues.index(colour.blue))


def _copies(count: int, distance: str, green: dict[int, str]) -> Iterator[str]:
    while count > 0:
        length = min(count, _LONGEST_RUN)
        symbol, extra = _length(length)
        yield green[256 + symbol] + extra + distance
        count -= length


def _length(length: int) -> tuple[int, str]:
    """A run length as a prefix symbol and its extra bits (RFC 9649, section 5.2.2)."""
    value = length - 1
    if value < 4:
        return value, ""
    high = value.bit_length() - 1
    below = high - 1
    return 2 * high + (value >> below & 1), _number(value & ((1 << below) - 1), below)


def _flat_code(symbols: tuple[int, ...]) -> str:
    """A prefix code that gives each of 32 ascending symbols 5 bits, in their order."""
    used = set(symbols)
    code_lengths = "".join(_number(1 if place in {2, 7} else 0, 3) for place in range(8))
    lengths = "".join("1" if symbol in used else "0" for symbol in range(280))
    return "0" + _number(8 - 4, 4) + code_lengths + "0" + lengths


def _pair_code(low: int, high: int) -> str:
    return "11" + "1" + _number(low, 8) + _number(high, 8)


def _single_code(symbol: int) -> str:
    return "10" + "1" + _number(symbol, 8)


def _number(value: int, width: int) -> str:
    """`width` bits, the lowest first, as the format wants numbers."""
    return f"{value:0{width}b}"[::-1] if width else ""


def _packed(bits: str) -> bytes:
    return int(bits[::-1], 2).to_bytes(-(-len(bits) // 8), "little")


def _extended(drawing: Drawing) -> bytes:
    edges = b"".join((edge - 1).to_bytes(3, "little") for edge in (drawing.width, drawing.height))
    return _chunk(b"VP8X", bytes(4) + edges)


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)
