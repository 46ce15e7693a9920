"""The hand-written encoders, against a real decoder."""

from __future__ import annotations

import time

import pytest
import pyvips
from hypothesis import given
from hypothesis import strategies as st

from assetgen.emulator import drawing, png
from assetgen.emulator.emulator import ENCODERS

FORMATS = sorted(ENCODERS)
SIDES = st.integers(1, 200)


def wrong_samples(shown: drawing.Drawing, data: bytes) -> float:
    """The largest difference in the corners of all cells between a drawing and its file."""
    image = pyvips.Image.new_from_buffer(data, "", fail_on="warning")
    assert (image.width, image.height, image.bands) == (shown.width, shown.height, 3)
    worst, top = 0.0, 0
    for height, runs in shown.bands():
        left = 0
        for colour, width in runs:
            for x, y in ((left, top), (left + width - 1, top + height - 1)):
                worst = max(worst, *(abs(a - b) for a, b in zip(image(x, y), colour, strict=True)))
            left += width
        top += height
    return worst


@pytest.mark.parametrize("name", FORMATS)
@given(seed=st.text(max_size=5), width=SIDES, height=SIDES, at_least=st.sampled_from([0, 70_001]))
def test_a_decoder_sees_what_was_drawn(
    name: str, seed: str, width: int, height: int, at_least: int
) -> None:
    shown = drawing.draw(seed, width, height)
    data = ENCODERS[name](shown, at_least)
    assert wrong_samples(shown, data) <= (1 if name == "jpeg" else 0)
    assert len(data) >= at_least


@pytest.mark.parametrize("name", FORMATS)
def test_a_picture_is_filled_up_to_the_wanted_size_and_hardly_more(name: str) -> None:
    data = ENCODERS[name](drawing.draw("fox", 1024, 1024), 6_000_000)
    assert 6_000_000 <= len(data) < 6_001_000


@pytest.mark.parametrize("name", FORMATS)
def test_a_picture_of_1024_pixels_takes_less_than_ten_milliseconds(name: str) -> None:
    best = 1.0
    for seed in "abcde":
        start = time.process_time()
        ENCODERS[name](drawing.draw(seed, 1024, 1024), 0)
        best = min(best, time.process_time() - start)
    assert best < 0.010


def test_the_same_seed_draws_the_same_picture_and_another_seed_another() -> None:
    first, again, other = (png.encode(drawing.draw(seed, 64, 64)) for seed in ("a", "a", "b"))
    assert first == again
    assert first != other


def test_the_bomb_is_a_small_and_valid_png_of_too_many_pixels() -> None:
    header = pyvips.Image.new_from_buffer(png.bomb(), "")
    assert (header.width, header.height, len(png.bomb()) < 5_000_000) == (30_000, 30_000, True)
    assert pyvips.Image.new_from_buffer(png.bomb(301), "", fail_on="warning").avg() == 0
