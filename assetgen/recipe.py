"""The vocabulary of recipes: which transforms there are, their versions, and how one is written.

The spec builds recipes from these, the transforms room carries them out; neither needs the other.
A version changes when the same parameters would make other pixels or bytes on purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from assetgen.model import Recipe, Transform

if TYPE_CHECKING:
    from assetgen.model import Json

VERSIONS = {"resize": 1, "encode": 1}
"""Every transform by name, with the version of its code."""

Fit = Literal["cover", "contain", "fill", "inside", "outside"]
Position = Literal[
    "centre", "top", "right top", "right", "right bottom",
    "bottom", "left bottom", "left", "left top", "attention", "entropy",
]  # fmt: skip

FITS: tuple[str, ...] = get_args(Fit)
POSITIONS: tuple[str, ...] = get_args(Position)
DEFAULT_QUALITY = {"jpeg": 80, "webp": 80, "avif": 50}
"""Quality where the spec names none, as in sharp; png has none."""


def transform(name: str, **parameters: Json) -> Transform:
    """One step of a recipe at its current version; parameters that are None are left out."""
    given = {key: value for key, value in parameters.items() if value is not None}
    return Transform(name, VERSIONS[name], given)


def output_format(recipe: Recipe) -> str:
    """The format that a recipe encodes to: `png`, `jpeg`, `webp` or `avif`."""
    return str(recipe.transforms[-1].parameters["format"])
