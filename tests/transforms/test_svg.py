from __future__ import annotations

import pytest

from assetgen.errors import TransformError
from assetgen.transforms.picture import Picture, probe
from assetgen.transforms.svg import rasterize
from tests.transforms.pictures import pixel, svg

RED = svg('<rect width="10" height="10" fill="red"/>')


@pytest.mark.parametrize("format_", ["png", "jpeg", "webp"])
def test_a_drawing_becomes_a_picture_of_exact_size(format_: str) -> None:
    assert probe(rasterize(RED, 33, 33, format_)) == Picture(f"image/{format_}", 33, 33)


def test_its_colours_are_kept() -> None:
    assert pixel(rasterize(RED, 20, 20), 19, 19)[:3] == (255, 0, 0)


def test_a_broken_drawing_is_a_sentence() -> None:
    with pytest.raises(TransformError, match="the picture can't be decoded"):
        rasterize(b"<svg><", 10, 10)
