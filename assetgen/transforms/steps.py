"""The steps of a recipe on pixels: `resize` and `encode`, each one function of its parameters.

Pixels are 8-bit sRGB with or without alpha. Nothing of the source's metadata is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assetgen.colours import parse_colour
from assetgen.errors import TransformError
from assetgen.recipe import DEFAULT_QUALITY
from assetgen.transforms import decode
from assetgen.transforms.geometry import Layout, Size, Wish, is_larger, lay_out, offset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetgen.colours import Colour
    from assetgen.model import Json
    from assetgen.transforms.library import Image

_MAX_SIDES = {"webp": 16_383, "avif": 16_384}
_STRATEGIES = ("attention", "entropy")
_SAVERS: dict[str, tuple[str, dict[str, Any]]] = {
    "png": ("pngsave_buffer", {"compression": 6, "bitdepth": 8}),
    "jpeg": ("jpegsave_buffer", {"optimize_coding": True}),
    "webp": ("webpsave_buffer", {"effort": 4}),
    "avif": ("heifsave_buffer", {"compression": "av1", "effort": 2, "bitdepth": 8}),
}


def resize(original: decode.Original, image: Image | None, parameters: Mapping[str, Json]) -> Image:
    """Bring the picture to the size asked for; `image` is None for a drawing.

    Raises TransformError when it would be larger than the source and `enlarge` is not set.
    """
    source = Size(original.width, original.height)
    layout = lay_out(source, _wish(parameters))
    if image is None:
        image = decode.draw(original, layout.scaled.width, layout.scaled.height)
    elif is_larger(layout, source) and not parameters.get("enlarge", False):
        raise TransformError(
            f"the output is larger than the source: {layout.canvas} > {source}", "enlarge = true"
        )
    image = _to_size(image, layout.scaled)
    return _to_canvas(image, layout, parameters)


def encode(image: Image, parameters: Mapping[str, Json]) -> bytes:
    """The bytes of a file. A given background lies under the picture; jpeg has white anyway."""
    format_ = str(parameters["format"])
    limit = _MAX_SIDES.get(format_, image.width + image.height)
    if max(image.width, image.height) > limit:
        raise TransformError(
            f"{format_} holds at most {limit:,} pixels a side: {image.width} × {image.height}"
        )
    if "background" in parameters:
        image = _underlay(image, _colour(parameters["background"]))
    if format_ == "jpeg" and image.hasalpha():
        image = image.flatten(background=[255, 255, 255])
    saver, options = _SAVERS[format_]
    if format_ != "png":
        options = options | {"Q": parameters.get("quality", DEFAULT_QUALITY[format_])}
    return bytes(getattr(image, saver)(keep="none", **options))


def _wish(parameters: Mapping[str, Json]) -> Wish:
    given = {name: parameters[name] for name in Wish.__slots__ if name in parameters}
    return Wish(**given)  # type: ignore[arg-type]  # the spec checked the types


def _to_size(image: Image, size: Size) -> Image:
    if (image.width, image.height) == (size.width, size.height):
        return image
    return image.thumbnail_image(size.width, height=size.height, size="force", no_rotate=True)


def _to_canvas(image: Image, layout: Layout, parameters: Mapping[str, Json]) -> Image:
    canvas, scaled = layout.canvas, layout.scaled
    position = str(parameters.get("position", "centre"))
    if canvas == scaled:
        return image
    if parameters.get("fit", "cover") == "contain":
        left, top = offset(scaled, canvas, position)
        colour = _colour(parameters.get("background", "transparent"))
        return _pad(image, canvas, (left, top), colour)
    if position in _STRATEGIES:
        return image.copy_memory().smartcrop(canvas.width, canvas.height, interesting=position)
    left, top = offset(canvas, scaled, position)
    return image.crop(left, top, canvas.width, canvas.height)


def _pad(image: Image, canvas: Size, at: tuple[int, int], colour: Colour) -> Image:
    if colour.alpha < 255 and not image.hasalpha():
        image = image.addalpha()
    background = list(colour.bands)[: image.bands]
    left, top = at
    return image.embed(
        left, top, canvas.width, canvas.height, extend="background", background=background
    )


def _underlay(image: Image, colour: Colour) -> Image:
    if not image.hasalpha() or colour.alpha == 0:
        return image
    if colour.alpha == 255:
        return image.flatten(background=list(colour.bands[:3]))
    plain = image.new_from_image(list(colour.bands)).copy(interpretation="srgb")
    return plain.composite2(image, "over").cast("uchar")


def _colour(text: Json) -> Colour:
    try:
        return parse_colour(str(text))
    except ValueError as error:
        raise TransformError(f"{error}: {text}") from error
