from __future__ import annotations

import pytest

from assetgen.colours import CSS_NAMES, Colour, parse_colour


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#f00", Colour(255, 0, 0)),
        ("#F008", Colour(255, 0, 0, 136)),
        ("#010203", Colour(1, 2, 3)),
        ("#01020304", Colour(1, 2, 3, 4)),
        (" RebeccaPurple ", Colour(102, 51, 153)),
        ("transparent", Colour(0, 0, 0, 0)),
    ],
)
def test_colours_are_read_as_css_writes_them(text: str, colour: Colour) -> None:
    assert parse_colour(text) == colour


@pytest.mark.parametrize("text", ["", "#12", "#12345", "#ggg", "redd", "#1234567", "#fff\n0"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no such colour"):
        parse_colour(text)


def test_css_has_148_names() -> None:
    assert len(CSS_NAMES) == 148
