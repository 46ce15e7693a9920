"""What some bytes are: the media type and size of a picture, told by its content and never by name.

Header and limits are checked before anything is decoded; then every row is decoded once, so that
a picture that was cut short is found out on arrival. Called with everything from outside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assetgen.errors import UnusableError

MAX_BYTES = 256 * 1024 * 1024
MAX_PIXELS = 100_000_000
MAX_SIDE = 30_000

_SVG_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?svg(?=[\s>/])")
_AVIF_BRANDS = {b"avif", b"avis"}
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """What was found: media type, and the size in pixels as it is seen (upright)."""

    media_type: str
    width: int
    height: int


def probe(data: bytes) -> Picture:
    """Look at a picture and read all of it once. Raises UnusableError for anything else.

    PNG, JPEG, WebP, AVIF, GIF, TIFF and SVG are pictures, up to 256 MiB, 100 megapixels and
    30,000 pixels a side.
    """
    from assetgen.transforms import decode

    original = decode.inspect(data)
    decode.read_through(original)
    return Picture(original.media_type, original.width, original.height)


def media_type(data: bytes) -> str:
    """The media type by the first bytes alone. Raises UnusableError when it is no picture."""
    for magic, found in _MAGIC:
        if data.startswith(magic):
            return found
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and _AVIF_BRANDS & set(_brands(data)):
        return "image/avif"
    if is_svg(data):
        return "image/svg+xml"
    raise UnusableError(_no_picture(data))


def is_svg(data: bytes) -> bool:
    """Whether these are the bytes of an SVG document: its root element is named early on."""
    start = data[: 64 * 1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") and _SVG_ROOT.search(start) is not None


def check_size(width: int, height: int) -> None:
    """Raise UnusableError for more pixels than are ever decoded."""
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise UnusableError(
            f"the picture is too large: {width} × {height}",
            f"up to {MAX_SIDE:,} pixels a side and {MAX_PIXELS // 1_000_000} megapixels",
        )


def _brands(data: bytes) -> list[bytes]:
    size = min(int.from_bytes(data[:4], "big"), 256)
    return [data[8:12], *(data[at : at + 4] for at in range(16, size, 4))]


def _no_picture(data: bytes) -> str:
    if not data:
        return "the picture is empty: 0 bytes"
    start = data[:24].decode("utf-8", "replace")
    shown = "".join(c if c.isprintable() else "·" for c in start)
    return f"no picture in a format that can be read; it starts with: {shown}"
