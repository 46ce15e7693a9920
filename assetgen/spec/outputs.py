"""One group of output keys becomes its variants: the product of every key that is a list.

Builds the recipe of each variant once, for all rows. Only the path is left to be rendered.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetgen.model import EXTENSIONS, FORMATS, Recipe
from assetgen.recipe import DEFAULT_QUALITY, transform
from assetgen.spec.layers import join
from assetgen.spec.scopes import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assetgen.model import Transform
    from assetgen.spec.layers import Layer
    from assetgen.spec.library import Library
    from assetgen.spec.problems import Problems

MAX_VARIANTS = 10_000
_SIZES = ("width", "height", "size", "scale")
_FANNED = (*_SIZES, "format")


@dataclass(frozen=True, slots=True)
class Variant:
    """One output of every row: its path's template, the names it sees, and how it is made.

    `format` is None when the path's extension decides; `recipes` has each format that can be.
    """

    path: Text
    keys: Layer
    names: Mapping[str, object]
    format: str | None
    recipes: Mapping[str, Recipe]

    @property
    def more(self) -> frozenset[str]:
        """Names that its path may use beside those of the asset."""
        return frozenset(self.names)


def variants(group: Layer, library: Library, problems: Problems) -> tuple[Variant, ...]:
    """The variants of one group, in the order written; none if the group has a mistake."""
    keys = join((library.recipe(group["recipe"]), group)) if "recipe" in group else group
    if "path" not in keys or not _fits_together(keys, problems):
        return ()
    _warn_of_the_useless(keys, problems)
    path = Text(keys["path"].value, keys["path"].written)
    count = math.prod(len(_listed(keys[name].value)) for name in _FANNED if name in keys)
    if count > MAX_VARIANTS:
        problems.add(path.written, f"more than {MAX_VARIANTS:,} outputs: {count:,}")
        return ()
    return tuple(_variant(path, keys, chosen) for chosen in _choices(keys))


def format_of(path: str) -> str | None:
    """The format that the extension of `path` names; None for any other or none."""
    name = path.rpartition("/")[2]
    stem, _, extension = name.rpartition(".")
    lower = extension.lower()
    if not stem or not lower:
        return None
    return _format(lower) if lower in EXTENSIONS else None


def _warn_of_the_useless(keys: Layer, problems: Problems) -> None:
    if not any(name in keys for name in _SIZES):
        for name in (name for name in ("fit", "position", "enlarge") if name in keys):
            problems.warn(keys[name].written, "no effect without width, height, size or scale")


def _fits_together(keys: Layer, problems: Problems) -> bool:
    clashing = [name for name in ("width", "height") if name in keys]
    if "size" in keys and clashing:
        problems.add_key(
            keys["size"].written,
            f"size and {clashing[0]} exclude each other",
            "size = n means n × n, contained",
        )
        return False
    quality = keys.get("quality")
    formats = _listed(keys["format"].value) if "format" in keys else []
    if quality and formats == ["png"]:
        problems.add(quality.written, "png has no quality", "format = jpeg, webp or avif")
        return False
    if quality and isinstance(quality.value, dict) and {"jpg", "jpeg"} <= set(quality.value):
        problems.add(quality.written, "jpg and jpeg are one format")
        return False
    return True


def _choices(keys: Layer) -> Iterator[dict[str, Any]]:
    names = [name for name in _FANNED if name in keys]
    for values in itertools.product(*(_listed(keys[name].value) for name in names)):
        yield dict(zip(names, values, strict=True))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _variant(path: Text, keys: Layer, chosen: Mapping[str, Any]) -> Variant:
    names = dict(chosen)
    if "size" in chosen:
        names |= {"width": chosen["size"], "height": chosen["size"]}
    format_ = _format(chosen["format"]) if "format" in chosen else None
    # A template can't know its own extension: without a format, {{ ext }} is that of png.
    names |= {"format": format_ or "png", "ext": EXTENSIONS[format_ or "png"]}
    resize = _resize(keys, chosen)
    only = format_ or (None if path.is_template else format_of(path.text))
    formats = (only,) if only else FORMATS
    recipes = {each: Recipe((*resize, _encode(keys, each))) for each in formats}
    return Variant(path, keys, names, format_, recipes)


def _resize(keys: Layer, chosen: Mapping[str, Any]) -> tuple[Transform, ...]:
    if not set(_SIZES) & set(chosen):
        return ()
    size = chosen.get("size")
    step = transform(
        "resize",
        width=size or chosen.get("width"),
        height=size or chosen.get("height"),
        scale=chosen.get("scale"),
        fit=_plain(keys, "fit") or ("contain" if size else None),
        position=_plain(keys, "position"),
        enlarge=_plain(keys, "enlarge"),
        background=_background(keys),
    )
    return (step,)


def _encode(keys: Layer, format_: str) -> Transform:
    quality = _plain(keys, "quality")
    if isinstance(quality, dict):
        by_format = {_format(name): value for name, value in quality.items()}
        quality = by_format.get(format_)
    if format_ not in DEFAULT_QUALITY:
        return transform("encode", format=format_, background=_background(keys))
    return transform(
        "encode",
        format=format_,
        quality=quality or DEFAULT_QUALITY[format_],
        background=_background(keys),
    )


def _background(keys: Layer) -> str | None:
    """One spelling for one colour: lower case, six or eight digits."""
    text: str | None = _plain(keys, "background")
    lower = text.lower() if text else None
    if lower and lower.startswith("#") and len(lower) <= 5:
        return "#" + "".join(digit * 2 for digit in lower[1:])
    return lower


def _plain(keys: Layer, name: str) -> Any:
    return keys[name].value if name in keys else None


def _format(name: str) -> str:
    return "jpeg" if name == "jpg" else name
