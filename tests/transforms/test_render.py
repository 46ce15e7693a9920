from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from assetgen.errors import TransformError
from assetgen.model import FORMATS, Recipe, Transform
from assetgen.recipe import transform
from assetgen.transforms.picture import probe
from assetgen.transforms.render import Rendered, render, render_all
from tests.transforms.pictures import gradient, opened, pixel, plain, png, svg, turned

if TYPE_CHECKING:
    from assetgen.model import Json
    from assetgen.transforms.library import Image

PNG = transform("encode", format="png")


def recipe(encode: Transform = PNG, **resize: Json) -> Recipe:
    return Recipe((transform("resize", **resize), encode) if resize else (encode,))


def test_a_recipe_without_a_size_keeps_every_pixel() -> None:
    made = render(png(20, 10), recipe())
    assert (made.media_type, made.width, made.height) == ("image/png", 20, 10)
    assert opened(made.data).write_to_memory() == gradient(20, 10).write_to_memory()


@pytest.mark.parametrize(
    ("fit", "size"),
    [
        ("cover", (50, 50)),
        ("contain", (50, 50)),
        ("fill", (50, 50)),
        ("inside", (50, 25)),
        ("outside", (100, 50)),
    ],
)
def test_every_fit_has_its_size(fit: str, size: tuple[int, int]) -> None:
    made = render(png(200, 100), recipe(width=50, height=50, fit=fit))
    assert (made.width, made.height) == size
    assert (probe(made.data).width, probe(made.data).height) == size


def test_the_side_that_cover_keeps_is_the_position_named() -> None:
    left, right = (
        render(png(200, 100), recipe(width=50, height=50, position=side)).data
        for side in ("left", "right")
    )
    assert pixel(left, 0, 0)[0] < 5
    assert pixel(right, 49, 0)[0] > 250


@pytest.mark.parametrize("strategy", ["attention", "entropy"])
def test_cover_finds_what_stands_out(strategy: str) -> None:
    spot = '<rect width="200" height="100" fill="#222"/>'
    spot += "".join(
        f'<circle cx="{170 + i % 3 * 8}" cy="{40 + i // 3 * 8}" r="3" fill="#f{i}3"/>'
        for i in range(9)
    )
    made = render(svg(spot, 200, 100), recipe(width=100, height=100, position=strategy))
    assert opened(made.data).crop(50, 20, 50, 60).max() > 200


def test_contain_pads_with_nothing_where_the_format_has_alpha() -> None:
    made = render(plain(20, 10, 200, 0, 0), recipe(width=10, height=10, fit="contain"))
    assert pixel(made.data, 5, 0) == (0, 0, 0, 0)
    assert pixel(made.data, 5, 5) == (200, 0, 0, 255)


def test_contain_pads_with_the_background_named() -> None:
    wish = recipe(width=10, height=10, fit="contain", background="rebeccapurple")
    assert pixel(render(plain(20, 10, 200, 0, 0), wish).data, 5, 0) == (102, 51, 153)


def test_jpeg_is_white_where_nothing_is() -> None:
    made = render(plain(8, 8, 0, 0, 0, 0), recipe(transform("encode", format="jpeg")))
    assert pixel(made.data, 4, 4) == (255, 255, 255)


def test_a_background_lies_under_the_picture_in_every_format() -> None:
    encode = transform("encode", format="png", background="#00f")
    assert pixel(render(plain(8, 8, 255, 0, 0, 0), recipe(encode)).data, 4, 4) == (0, 0, 255)


def test_a_background_can_shine_through() -> None:
    encode = transform("encode", format="png", background="#0000ff80")
    assert pixel(render(plain(8, 8, 255, 0, 0, 0), recipe(encode)).data, 4, 4) == (0, 0, 255, 128)


def test_larger_than_the_source_is_an_error_with_both_sizes() -> None:
    with pytest.raises(TransformError) as raised:
        render(png(512, 512), recipe(width=640))
    assert raised.value.message == "the output is larger than the source: 640 × 640 > 512 × 512"
    assert raised.value.hint == "enlarge = true"


def test_enlarging_is_done_when_asked_for() -> None:
    assert render(png(8, 8), recipe(width=16, enlarge=True)).width == 16


def test_padding_alone_enlarges_nothing() -> None:
    assert render(png(20, 10), recipe(width=20, height=20, fit="contain")).height == 20


def test_a_drawing_is_drawn_at_the_size_needed() -> None:
    drawing = svg('<rect width="5" height="10" fill="red"/>')
    made = render(drawing, recipe(width=1000))
    assert pixel(made.data, 499, 500) == (255, 0, 0, 255)
    assert pixel(made.data, 500, 500) == (0, 0, 0, 0)


def test_a_drawing_reads_no_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("secret") / "red.png"
    secret.write_bytes(plain(10, 10, 255, 0, 0))
    drawing = svg(f'<image width="10" height="10" href="{secret.as_uri()}"/>')
    assert pixel(render(drawing, recipe()).data, 5, 5) == (0, 0, 0, 0)


def test_a_picture_is_turned_upright_and_forgets_that_it_was() -> None:
    made = render(turned(gradient(40, 30)).jpegsave_buffer(Q=95), recipe())
    assert (made.width, made.height) == (30, 40)
    assert opened(made.data).get_typeof("orientation") == 0


def test_metadata_is_not_written() -> None:
    source = gradient(8, 8).pngsave_buffer()
    assert b"eXIf" in source
    assert b"eXIf" not in render(source, recipe()).data


def saved(image: Image, suffix: str) -> bytes:
    return bytes(image.write_to_buffer(suffix))


KINDS = {
    "16 bit": (gradient(4, 4).colourspace("rgb16"), ".png"),
    "gray": (gradient(4, 4).colourspace("b-w"), ".png"),
    "gray and alpha": (gradient(4, 4).colourspace("b-w").bandjoin(128), ".png"),
    "16 bit gray": (gradient(4, 4).colourspace("grey16"), ".png"),
    "palette": (gradient(4, 4), ".png[palette,bitdepth=4]"),
    "one bit": (gradient(4, 4).colourspace("b-w"), ".png[bitdepth=1]"),
    "cmyk": (gradient(4, 4).icc_transform("cmyk", input_profile="srgb"), ".jpg"),
    "float": (gradient(4, 4).colourspace("scrgb"), ".tif"),
    "lab": (gradient(4, 4).colourspace("lab"), ".tif"),
    "wide gamut": (gradient(4, 4).icc_transform("p3", input_profile="srgb"), ".png"),
    "one pixel": (gradient(1, 1), ".png"),
    "moving": (gradient(4, 8).copy(), ".gif[page_height=4]"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_picture_becomes_plain_srgb(kind: str) -> None:
    image = opened(render(saved(*KINDS[kind]), recipe()).data)
    assert (image.format, image.interpretation) == ("uchar", "srgb")
    assert image.bands == (4 if kind in ("gray and alpha", "moving") else 3)


def test_colours_survive_wide_gamut_and_depth() -> None:
    for kind in ("16 bit", "wide gamut", "float", "lab"):
        data = render(saved(*KINDS[kind]), recipe()).data
        difference = (opened(data).cast("short") - gradient(4, 4)).abs().max()
        assert difference <= 5, kind


def test_only_the_first_frame_is_used() -> None:
    made = render(saved(*KINDS["moving"]), recipe())
    assert (made.width, made.height) == (4, 4)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_bytes_on_every_run_and_thread(format_: str) -> None:
    source = png(300, 200)
    wish = recipe(transform("encode", format=format_), width=150)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: render(source, wish), range(6)))
    assert len(set(made)) == 1
    assert probe(made[0].data).media_type == f"image/{format_}" == made[0].media_type


def test_quality_changes_the_bytes() -> None:
    low, high = (
        render(png(64, 64), recipe(transform("encode", format="webp", quality=quality)))
        for quality in (20, 90)
    )
    assert len(low.data) < len(high.data)


def test_one_output_that_fails_leaves_the_others() -> None:
    small, large = render_all(png(10, 10), (recipe(width=5), recipe(width=50)))
    assert isinstance(small, Rendered)
    assert isinstance(large, TransformError)


def test_together_is_the_same_as_one_by_one() -> None:
    source = png(90, 60)
    recipes = [recipe(width=w, height=w, position="entropy") for w in (10, 20, 30)]
    assert list(render_all(source, recipes)) == [render(source, one) for one in recipes]


def test_a_source_that_is_no_picture_fails_every_output() -> None:
    outcomes = render_all(b"hello", (recipe(), recipe()))
    assert [str(outcome) for outcome in outcomes] == [
        "no picture in a format that can be read; it starts with: hello"
    ] * 2


def test_webp_refuses_more_than_it_holds() -> None:
    wish = recipe(transform("encode", format="webp"), width=16_400, height=2, fit="fill")
    with pytest.raises(TransformError, match="webp holds at most 16,383 pixels a side"):
        render(svg("<rect/>", 16_400, 2), wish)


def test_a_step_of_another_version_is_refused() -> None:
    with pytest.raises(TransformError, match="no such transform: resize version 99"):
        render(png(4, 4), Recipe((Transform("resize", 99), PNG)))


def test_a_colour_that_is_none_is_named_with_the_nearest() -> None:
    with pytest.raises(TransformError, match=r"no such colour \(known: teal\): tael"):
        render(png(4, 4), recipe(transform("encode", format="png", background="tael")))
