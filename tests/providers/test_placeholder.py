from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetgen.model import Request
from assetgen.providers.placeholder.picture import PAINTERS, draw
from assetgen.providers.placeholder.provider import PlaceholderProvider
from assetgen.providers.placeholder.sizes import pixel_size
from assetgen.providers.placeholder.texture import PATTERNS
from assetgen.transforms.library import Image
from assetgen.transforms.picture import Picture, probe
from assetgen.transforms.svg import rasterize
from tests.providers.contract import ProviderContract

if TYPE_CHECKING:
    from assetgen.model import Json
    from assetgen.providers.base import Provider

SAMPLES = {
    "landscape": "A lone knight on a cliff at dawn, ember orange and slate blue",
    "portrait": "Portrait of Kara, neutral expression",
    "icon": "game icon of a longsword",
    "sprite": "sprite of a slime",
    "texture": "seamless brick texture",
    "abstract": "abstract flowing waves",
}


class TestPlaceholder(ProviderContract):
    def provider(self) -> Provider:
        return PlaceholderProvider()


def generated(prompt: str, **fields: Json) -> bytes:
    request = Request("placeholder", prompt, resolution="128x128", **fields)  # type: ignore[arg-type]
    data = PlaceholderProvider().send(request, {}).data
    assert data is not None
    return data


def test_it_is_free_and_says_so() -> None:
    answer = PlaceholderProvider().send(Request("placeholder", "x", resolution="16x16"), {})
    assert (answer.cost, answer.generation_id) == (Decimal(0), None)


@pytest.mark.parametrize(
    ("ratio", "resolution", "size"),
    [
        (None, None, (1024, 1024)),
        ("1:1", "1K", (1024, 1024)),
        ("16:9", "1K", (1368, 768)),
        ("9:16", "1k", (768, 1368)),
        ("21:9", None, (1568, 672)),
        ("3:2", "2K", (2512, 1672)),
        ("1:1", "4K", (4096, 4096)),
        ("16:9", "720p", (1280, 720)),
        ("9:16", "720p", (720, 1280)),
        ("4:3", "640x360", (640, 360)),
        (None, "1000×500", (1000, 500)),
        ("wide", "huge", (1024, 1024)),
        ("0:1", "0K", (1024, 1024)),
        ("9999:1", "99999x1", (8192, 16)),
    ],
)
def test_size_follows_ratio_and_resolution(
    ratio: str | None, resolution: str | None, size: tuple[int, int]
) -> None:
    assert pixel_size(ratio, resolution) == size


@given(st.none() | st.text(max_size=12), st.none() | st.text(max_size=12))
def test_every_label_has_a_size(ratio: str | None, resolution: str | None) -> None:
    assert all(16 <= side <= 8192 for side in pixel_size(ratio, resolution))


@pytest.mark.parametrize(
    ("asked", "media_type"),
    [
        ("png", "image/png"),
        ("jpeg", "image/jpeg"),
        ("jpg", "image/jpeg"),
        ("webp", "image/webp"),
        ("tga", "image/png"),
    ],
)
def test_the_source_format_is_honoured(asked: str, media_type: str) -> None:
    assert probe(generated("a key", source_format=asked)) == Picture(media_type, 128, 128)


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_composition_is_a_picture_with_something_on_it(kind: str) -> None:
    image = Image.new_from_buffer(generated(SAMPLES[kind]), "")
    assert image.deviate() > 10


def test_every_composition_has_a_sample() -> None:
    assert sorted(SAMPLES) == sorted(PAINTERS)


@pytest.mark.parametrize("field", ["model", "parameters"])
def test_every_field_of_the_request_changes_the_picture(field: str) -> None:
    values: dict[str, Json] = {"model": "seedream", "parameters": {"seed": 3}}
    prompt = SAMPLES["landscape"]
    assert generated(prompt, **{field: values[field]}) != generated(prompt)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_texture_meets_itself_at_the_edges(pattern: str) -> None:
    # An edge may differ from its opposite as much as from the line beside it, hardly more.
    words = {"bricks": "brick", "stones": "stone", "planks": "plank", "leaves": "leaf"}
    prompt = f"seamless {words.get(pattern, pattern)} texture"
    data = rasterize(draw(prompt, "seed", 256, 256), 256, 256)
    image = Image.new_from_buffer(data, "").extract_band(0, n=3).crop(0, 0, 256, 200)
    seam = (image.crop(0, 0, 1, 200).cast("short") - image.crop(255, 0, 1, 200)).abs().avg()
    inner = [
        (image.crop(x, 0, 1, 200).cast("short") - image.crop(x + 1, 0, 1, 200)).abs().avg()
        for x in range(255)
    ]
    assert seam <= max(inner) * 1.05


def test_a_drawing_uses_no_fonts_files_or_filters() -> None:
    for prompt in SAMPLES.values():
        text = draw(prompt, "seed", 640, 360).decode()
        for forbidden in ("<text", "<image", "<filter", "href", "font", "nan", "inf"):
            assert forbidden not in text


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.sampled_from([(64, 64), (64, 16), (16, 64)]))
def test_every_text_can_be_drawn(prompt: str, size: tuple[int, int]) -> None:
    data = rasterize(draw(prompt, "seed", *size), *size)
    assert (probe(data).width, probe(data).height) == size


def test_the_drawing_of_a_request_is_pinned() -> None:
    # A change of the drawings changes every placeholder in every project: do it knowingly.
    drawings = [draw(prompt, "seed", 640, 360) for prompt in SAMPLES.values()]
    digests = [hashlib.sha256(drawing).hexdigest()[:12] for drawing in drawings]
    assert digests == [
        "ed35e997dea0",
        "30b5c12e321f",
        "af79a54996f9",
        "a2e24f7538e5",
        "191e82277ab1",
        "ce0935211222",
    ]
