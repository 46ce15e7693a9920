"""Pictures for tests, made with libvips at the size and kind that a test names."""

from __future__ import annotations

from typing import Any

from pyvips import GValue

from assetgen.transforms.library import Image


def gradient(width: int, height: int) -> Image:
    """Red grows to the right, green downwards, blue stays: every pixel tells where it was."""
    places = Image.xyz(width, height)
    red = places[0] * 255 / max(width - 1, 1)
    green = places[1] * 255 / max(height - 1, 1)
    return red.bandjoin([green, red * 0 + 40]).cast("uchar").copy(interpretation="srgb")


def png(width: int, height: int) -> bytes:
    return bytes(gradient(width, height).pngsave_buffer())


def plain(width: int, height: int, *bands: int) -> bytes:
    image = Image.black(width, height).new_from_image(list(bands)).cast("uchar")
    return bytes(image.copy(interpretation="srgb" if len(bands) > 2 else "b-w").pngsave_buffer())


def turned(image: Image) -> Image:
    """Tagged as lying on its side: shown, it is as wide as the pixels are high."""
    marked = image.copy()
    marked.set_type(GValue.gint_type, "orientation", 6)
    return marked


def opened(data: bytes) -> Image:
    return Image.new_from_buffer(data, "")


def pixel(data: bytes, x: int, y: int) -> tuple[int, ...]:
    values: list[Any] = opened(data).getpoint(x, y)
    return tuple(round(value) for value in values)


def svg(body: str, width: int = 10, height: int = 10) -> bytes:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
    return f"{head}{body}</svg>".encode()
