from __future__ import annotations

import struct
import zlib

import pytest

from assetgen.errors import UnusableError
from assetgen.transforms import picture
from assetgen.transforms.picture import Picture, probe
from tests.transforms.pictures import gradient, png, svg, turned

SAVED = {
    "image/png": gradient(40, 30).pngsave_buffer(),
    "image/jpeg": gradient(40, 30).jpegsave_buffer(),
    "image/webp": gradient(40, 30).webpsave_buffer(),
    "image/avif": gradient(40, 30).heifsave_buffer(compression="av1", effort=0),
    "image/gif": gradient(40, 30).gifsave_buffer(),
    "image/tiff": gradient(40, 30).tiffsave_buffer(),
}


@pytest.mark.parametrize("media_type", SAVED)
def test_every_format_is_told_by_its_content(media_type: str) -> None:
    assert probe(SAVED[media_type]) == Picture(media_type, 40, 30)


@pytest.mark.parametrize("media_type", SAVED)
def test_a_picture_cut_in_half_is_unusable(media_type: str) -> None:
    half = SAVED[media_type][: len(SAVED[media_type]) // 2]
    with pytest.raises(UnusableError, match="the picture can't be decoded"):
        probe(half)


def test_every_cut_of_a_png_is_refused_and_nothing_else_is_raised() -> None:
    whole = png(16, 16)
    for length in range(len(whole) - 16):  # what follows the pixels is only the end mark
        with pytest.raises(UnusableError):
            probe(whole[:length])


def test_a_drawing_has_the_size_it_names() -> None:
    assert probe(svg("<rect/>", 12, 7)) == Picture("image/svg+xml", 12, 7)


def test_a_drawing_may_open_with_a_declaration_and_a_comment() -> None:
    start = b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- made by hand -->\n'
    assert probe(start + svg("", 5, 6)) == Picture("image/svg+xml", 5, 6)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the picture is empty: 0 bytes"),
        (b"<html><body>502", "no picture in a format that can be read; it starts with: <html>"),
        (b'{"error": 1}', "no picture in a format that can be read; it starts with: {"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 20, "no picture in a format that can be read"),
        (b"\x89PNG\r\n\x1a\n", "the picture can't be decoded: "),
    ],
)
def test_what_is_no_picture_is_said_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnusableError) as raised:
        probe(data)
    assert raised.value.message.startswith(sentence)


def test_turned_pictures_have_the_size_they_are_seen_at() -> None:
    assert probe(turned(gradient(40, 30)).jpegsave_buffer()) == Picture("image/jpeg", 30, 40)


def test_a_bomb_is_refused_by_its_header() -> None:
    ihdr = struct.pack(">IIBBBBB", 29_000, 29_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + ihdr
    bomb = b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", zlib.crc32(b"IHDR" + ihdr))
    bomb += struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    with pytest.raises(UnusableError, match="the picture is too large: 29000 × 29000") as raised:
        probe(bomb)
    assert raised.value.hint == "up to 30,000 pixels a side and 100 megapixels"


@pytest.mark.parametrize(
    "drawing",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1e9"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e9 10"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg" width="20000" height="20000"/>',
    ],
)
def test_a_huge_drawing_is_refused(drawing: bytes) -> None:
    with pytest.raises(UnusableError, match="too large"):
        probe(drawing)


def test_entities_that_multiply_are_refused() -> None:
    entities = '<!ENTITY a0 "lol">'
    entities += "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    drawing = f"<!DOCTYPE svg [{entities}]>".encode() + svg("<text>&a9;</text>")
    with pytest.raises(UnusableError, match="amplification"):
        probe(drawing)


def test_more_bytes_than_the_limit_are_refused_unread() -> None:
    with pytest.raises(UnusableError, match="more than 256 MiB: 268,435,457 bytes"):
        probe(bytes(picture.MAX_BYTES + 1))


def test_limits_are_those_of_the_documents() -> None:
    limits = (picture.MAX_BYTES, picture.MAX_PIXELS, picture.MAX_SIDE)
    assert limits == (256 * 1024 * 1024, 100_000_000, 30_000)
