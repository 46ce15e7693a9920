"""Where a picture goes when it is resized: plain arithmetic on sizes, no pixels.

The fits and positions mean what they mean in sharp (https://sharp.pixelplumbing.com/api-resize).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from assetgen.errors import TransformError
from assetgen.transforms.picture import MAX_PIXELS, MAX_SIDE


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels across and down, both at least 1."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a `resize` step asks for. `scale` multiplies the sides given, or else the source's."""

    width: int | None = None
    height: int | None = None
    fit: str = "cover"
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Layout:
    """The picture is brought to `scaled`, then cropped or padded to `canvas`."""

    scaled: Size
    canvas: Size


def lay_out(source: Size, wish: Wish) -> Layout:
    """Sizes for one output. Raises TransformError for more pixels than are ever made."""
    layout = _lay_out(source, wish)
    for size in (layout.scaled, layout.canvas):
        if max(size.width, size.height) > MAX_SIDE or size.width * size.height > MAX_PIXELS:
            raise TransformError(
                f"the output is too large: {size}",
                f"up to {MAX_SIDE:,} pixels a side and {MAX_PIXELS // 1_000_000} megapixels",
            )
    return layout


def is_larger(layout: Layout, source: Size) -> bool:
    """Whether pixels would have to be made up."""
    scaled = layout.scaled
    return scaled.width > source.width or scaled.height > source.height


def offset(inner: Size, outer: Size, position: str) -> tuple[int, int]:
    """Left and top of `inner` placed in `outer` at a named position; the middle by default."""
    words = position.split()
    across, down = outer.width - inner.width, outer.height - inner.height
    left = 0 if "left" in words else across if "right" in words else (across + 1) // 2
    top = 0 if "top" in words else down if "bottom" in words else (down + 1) // 2
    return left, top


def _lay_out(source: Size, wish: Wish) -> Layout:
    width, height = _asked(wish.width, wish.scale), _asked(wish.height, wish.scale)
    if width is None and height is None:
        return _both(Size(_side(source.width * wish.scale), _side(source.height * wish.scale)))
    if width is None or height is None:
        return _both(_one_side(source, width, height, wish.fit))
    asked = Size(width, height)
    if wish.fit == "fill":
        return _both(asked)
    across, down = width / source.width, height / source.height
    factor = max(across, down) if wish.fit in ("cover", "outside") else min(across, down)
    scaled = _scaled(source, factor, asked, exact_width=factor == across)
    return Layout(scaled, asked) if wish.fit in ("cover", "contain") else _both(scaled)


def _one_side(source: Size, width: int | None, height: int | None, fit: str) -> Size:
    if width is not None:
        kept = source.height if fit == "fill" else _side(source.height * width / source.width)
        return Size(width, kept)
    across = height or 1
    kept = source.width if fit == "fill" else _side(source.width * across / source.height)
    return Size(kept, across)


def _scaled(source: Size, factor: float, asked: Size, *, exact_width: bool) -> Size:
    # The side that decides is the one asked for, whatever the rounding of the product.
    if exact_width:
        return Size(asked.width, _side(source.height * factor))
    return Size(_side(source.width * factor), asked.height)


def _asked(side: int | None, scale: float) -> int | None:
    return None if side is None else _side(side * scale)


def _both(size: Size) -> Layout:
    return Layout(size, size)


def _side(length: float) -> int:
    return max(1, math.floor(length + 0.5))
