from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetgen.errors import TransformError
from assetgen.recipe import FITS, POSITIONS
from assetgen.transforms.geometry import Layout, Size, Wish, is_larger, lay_out, offset

WIDE = Size(400, 200)
sides = st.integers(1, 3000)
sizes = st.builds(Size, sides, sides)


@pytest.mark.parametrize(
    ("fit", "scaled", "canvas"),
    [
        ("cover", Size(200, 100), Size(100, 100)),
        ("contain", Size(100, 50), Size(100, 100)),
        ("fill", Size(100, 100), Size(100, 100)),
        ("inside", Size(100, 50), Size(100, 50)),
        ("outside", Size(200, 100), Size(200, 100)),
    ],
)
def test_each_fit_lays_a_wide_picture_into_a_square(fit: str, scaled: Size, canvas: Size) -> None:
    assert lay_out(WIDE, Wish(100, 100, fit)) == Layout(scaled, canvas)


@pytest.mark.parametrize("fit", ["cover", "contain", "inside", "outside"])
def test_one_side_keeps_the_proportions(fit: str) -> None:
    assert lay_out(WIDE, Wish(width=100, fit=fit)).canvas == Size(100, 50)
    assert lay_out(WIDE, Wish(height=100, fit=fit)).canvas == Size(200, 100)


def test_one_side_filled_keeps_the_other_as_it_was() -> None:
    assert lay_out(WIDE, Wish(width=100, fit="fill")).canvas == Size(100, 200)


def test_scale_multiplies_the_source_or_the_sides_given() -> None:
    assert lay_out(WIDE, Wish(scale=0.5)).canvas == Size(200, 100)
    assert lay_out(WIDE, Wish(width=64, scale=2)).canvas == Size(128, 64)


def test_an_output_without_end_is_refused() -> None:
    with pytest.raises(TransformError, match="the output is too large: 20000 × 10000"):
        lay_out(WIDE, Wish(width=20_000))


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ("centre", (5, 10)),
        ("top", (5, 0)),
        ("right top", (10, 0)),
        ("left bottom", (0, 20)),
        ("attention", (5, 10)),
    ],
)
def test_positions_name_corners_and_sides(position: str, expected: tuple[int, int]) -> None:
    assert offset(Size(10, 10), Size(20, 30), position) == expected


@given(sizes, sides, sides, st.sampled_from(FITS))
def test_a_layout_keeps_the_promise_of_its_fit(
    source: Size, width: int, height: int, fit: str
) -> None:
    try:
        layout = lay_out(source, Wish(width, height, fit))
    except TransformError:  # thin strips can grow beyond every limit
        return
    scaled = layout.scaled
    if fit in ("cover", "contain", "fill"):
        assert layout.canvas == Size(width, height)
    if fit in ("cover", "outside"):
        assert scaled.width >= width
        assert scaled.height >= height
    if fit in ("contain", "inside"):
        assert scaled.width <= width
        assert scaled.height <= height


@given(sizes)
def test_the_size_of_the_source_is_never_larger(source: Size) -> None:
    for fit in FITS:
        assert not is_larger(lay_out(source, Wish(source.width, source.height, fit)), source)


@given(sizes, sizes, st.sampled_from(POSITIONS))
def test_a_smaller_frame_lies_inside(one: Size, other: Size, position: str) -> None:
    inner = Size(min(one.width, other.width), min(one.height, other.height))
    outer = Size(max(one.width, other.width), max(one.height, other.height))
    left, top = offset(inner, outer, position)
    assert 0 <= left <= outer.width - inner.width
    assert 0 <= top <= outer.height - inner.height
