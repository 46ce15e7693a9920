"""Outputs from a source: a recipe carried out, or many on one decoded picture.

A pure function of bytes: the same source and recipe give the same bytes on every run and thread.
Called by `apply`, on worker threads. libvips is loaded by the first call.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetgen.errors import TransformError, UnusableError
from assetgen.model import MEDIA_TYPES
from assetgen.recipe import VERSIONS, output_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetgen.model import Recipe
    from assetgen.transforms.decode import Original
    from assetgen.transforms.library import Image


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of one output, and its size in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


def render(source: bytes, recipe: Recipe) -> Rendered:
    """Make one output. Raises TransformError when it can't be made from this source."""
    (outcome,) = render_all(source, (recipe,))
    if isinstance(outcome, TransformError):
        raise outcome
    return outcome


def render_all(source: bytes, recipes: Sequence[Recipe]) -> tuple[Rendered | TransformError, ...]:
    """Make every output from one decoding of the source, in the order of the recipes.

    What can't be made is returned as the error; the others are made all the same.
    """
    from assetgen.transforms import decode

    if not recipes:
        return ()
    try:
        original = decode.inspect(source)
        image = None if original.is_drawing else decode.pixels(original)
    except UnusableError as error:
        return (_from_unusable(error),) * len(recipes)
    return tuple(_outcome(original, image, recipe) for recipe in recipes)


def _outcome(original: Original, image: Image | None, recipe: Recipe) -> Rendered | TransformError:
    from assetgen.transforms.library import VipsError, reason

    try:
        return _rendered(original, image, recipe)
    except TransformError as error:
        return error
    except UnusableError as error:
        return _from_unusable(error)
    except VipsError as error:
        return TransformError(f"the output can't be made: {reason(error)}")


def _rendered(original: Original, image: Image | None, recipe: Recipe) -> Rendered:
    from assetgen.transforms import decode, steps

    for step in recipe.transforms[:-1]:
        if VERSIONS.get(step.name) != step.version or step.name != "resize":
            raise TransformError(f"no such transform: {step.name} version {step.version}")
        image = steps.resize(original, image, step.parameters)
    if image is None:
        image = decode.draw(original, original.width, original.height)
    data = steps.encode(image, recipe.transforms[-1].parameters)
    return Rendered(data, MEDIA_TYPES[output_format(recipe)], image.width, image.height)


def _from_unusable(error: UnusableError) -> TransformError:
    return TransformError(error.message, error.hint)
