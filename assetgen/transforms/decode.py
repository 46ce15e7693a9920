"""Bytes to pixels: one picture opened, turned upright, in 8-bit sRGB, of at most four bands.

Only the first frame or page is read. SVG stays a drawing until the size that is needed is known.
Nothing is read but the bytes given: a drawing's references to files and hosts stay unresolved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from assetgen.errors import UnusableError
from assetgen.transforms.library import Image, VipsError, reason
from assetgen.transforms.picture import MAX_BYTES, MAX_SIDE, check_size, media_type

_LOADERS = {
    "image/png": "pngload_buffer",
    "image/jpeg": "jpegload_buffer",
    "image/webp": "webpload_buffer",
    "image/avif": "heifload_buffer",
    "image/gif": "gifload_buffer",
    "image/tiff": "tiffload_buffer",
    "image/svg+xml": "svgload_buffer",
}
_MAX_SVG_SCALE = 1000.0
_ROOT_TAG = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?svg\b([^>]*)>")
_LENGTH = re.compile(rb"\b(width|height)\s*=\s*[\"']\s*([0-9.]+(?:[eE][+-]?[0-9]+)?)")
_VIEW_BOX = re.compile(rb"\bviewBox\s*=\s*[\"']([^\"']*)[\"']")


@dataclass(frozen=True, slots=True)
class Original:
    """A picture whose header was read and found within the limits; width and height upright."""

    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def is_drawing(self) -> bool:
        """Whether it can be drawn at any size (SVG)."""
        return self.media_type == "image/svg+xml"


def inspect(data: bytes) -> Original:
    """Read the header. Raises UnusableError when it is no picture, broken or over the limits."""
    if len(data) > MAX_BYTES:
        raise UnusableError(f"the picture has more than 256 MiB: {len(data):,} bytes")
    found = media_type(data)
    if found == "image/svg+xml":
        _check_drawing(data)
    try:
        image = _load(data, found)
        turned = image.get_typeof("orientation") and image.get("orientation") >= 5
    except VipsError as error:
        raise _unreadable(error) from error
    check_size(image.width, image.height)
    width, height = (image.height, image.width) if turned else (image.width, image.height)
    return Original(data, found, width, height)


def read_through(original: Original) -> None:
    """Decode every row once, keeping none. Raises UnusableError when that can't be done."""
    try:
        image = _load(original.data, original.media_type, access="sequential")
        # In this mode the last row is had by reading all before it; nothing else is worked out.
        image.crop(0, image.height - 1, image.width, 1).avg()
    except VipsError as error:
        raise _unreadable(error) from error


def pixels(original: Original) -> Image:
    """The whole picture in memory. Raises UnusableError for broken content."""
    try:
        return _normal(_load(original.data, original.media_type)).copy_memory()
    except VipsError as error:
        raise _unreadable(error) from error


def draw(original: Original, width: int, height: int) -> Image:
    """A drawing in memory, at least `width` × `height` where its proportions allow it.

    Raises UnusableError for a drawing that can't be drawn, or would be over the limits.
    """
    scale = min(max(width / original.width, height / original.height), _MAX_SVG_SCALE)
    check_size(round(original.width * scale), round(original.height * scale))
    try:
        return _normal(_load(original.data, original.media_type, scale=scale)).copy_memory()
    except VipsError as error:
        raise _unreadable(error) from error


def _load(data: bytes, media: str, **options: Any) -> Image:
    # Cut short is refused; a mere warning or a wrong checksum of a whole picture is not.
    return getattr(Image, _LOADERS[media])(data, fail_on="truncated", **options)


def _normal(image: Image) -> Image:
    image = _srgb(image.autorot())
    if image.bands > 4:
        image = image[0:4]
    return image.cast("uchar") if image.format != "uchar" else image


def _srgb(image: Image) -> Image:
    if image.get_typeof("icc-profile-data") or image.interpretation == "cmyk":
        try:
            profile = "cmyk" if image.interpretation == "cmyk" else "srgb"
            converted = image.icc_transform(
                "srgb", embedded=True, input_profile=profile, intent="relative"
            )
        except VipsError:  # a profile that fits some other picture: as if there were none
            converted = image
        image = converted
    return image.colourspace("srgb")


def _check_drawing(data: bytes) -> None:
    # The loader's own arithmetic overflows on sizes that only a hostile drawing has.
    root = _ROOT_TAG.search(data)
    if root is None:
        return
    sides = {name: _number(value) for name, value in _LENGTH.findall(root[1])}
    box = _VIEW_BOX.search(root[1])
    if box is not None and len(sides) < 2:
        sides[b"box"] = max(map(_number, box[1].replace(b",", b" ").split()[2:4]), default=0.0)
    if max(sides.values(), default=0.0) > MAX_SIDE:
        raise UnusableError(f"the drawing is too large: over {MAX_SIDE:,} pixels a side")


def _number(text: bytes) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _unreadable(error: VipsError) -> UnusableError:
    return UnusableError(f"the picture can't be decoded: {reason(error)}")
