"""PNG files (RFC 2083) written by hand: true colour, 8 bits, no alpha.

A row that repeats the one above is all zeros under the filter "Up", and a deflate stream may be
joined from independent pieces, so the zeros of a whole band are compressed once and reused.
"""

from __future__ import annotations

import functools
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetgen.emulator.drawing import Drawing

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TRUE_COLOUR, _GREY = 2, 0
_STREAM_HEADER, _STREAM_END = b"\x78\x01", b"\x03\x00"


def encode(drawing: Drawing, at_least: int = 0) -> bytes:
    """The drawing as a PNG file of `at_least` bytes; a chunk that nobody reads fills it up."""
    pieces, check = [_STREAM_HEADER], 1
    for height, runs in drawing.bands():
        first = b"\0" + b"".join(bytes(colour) * width for colour, width in runs)
        repeated = (b"\2" + bytes(drawing.width * 3)) * (height - 1)
        pieces += [_piece(first), _repeated_piece(drawing.width * 3, height - 1)]
        check = zlib.adler32(repeated, zlib.adler32(first, check))
    pieces += [_STREAM_END, struct.pack(">I", check)]
    head = SIGNATURE + _header(drawing.width, drawing.height, _TRUE_COLOUR)
    tail = _chunk(b"IDAT", b"".join(pieces)) + _chunk(b"IEND", b"")
    room = at_least - len(head) - len(tail) - 12
    return head + (_padding(room) if room > 0 else b"") + tail


@functools.cache
def bomb(edge: int = 30_000) -> bytes:
    """A valid grey PNG of `edge` × `edge` pixels in about a megabyte: what a client must refuse."""
    rows = 100
    whole, rest = divmod(edge, rows)
    count = (edge + 1) * edge
    check = (count % 65521) << 16 | 1
    stream = _piece(bytes((edge + 1) * rows)) * whole + _piece(bytes((edge + 1) * rest))
    data = _STREAM_HEADER + stream + _STREAM_END + struct.pack(">I", check)
    header = _header(edge, edge, _GREY)
    return SIGNATURE + header + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _header(width: int, height: int, colour_type: int) -> bytes:
    return _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0))


def _chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(data, zlib.crc32(name))
    return b"".join((struct.pack(">I", len(data)), name, data, struct.pack(">I", check)))


def _piece(data: bytes) -> bytes:
    """A run of a deflate stream that leans on nothing before it and ends on a whole byte."""
    squeezer = zlib.compressobj(1, zlib.DEFLATED, -15)
    return squeezer.compress(data) + squeezer.flush(zlib.Z_FULL_FLUSH)


@functools.lru_cache(maxsize=64)
def _repeated_piece(row: int, count: int) -> bytes:
    return _piece((b"\2" + bytes(row)) * count)


@functools.lru_cache(maxsize=4)
def _padding(size: int) -> bytes:
    """A private, ancillary chunk that decoders skip."""
    return _chunk(b"paDd", bytes(size))
