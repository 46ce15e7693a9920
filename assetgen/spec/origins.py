"""Where each resolved value of an asset was written, worked out only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from assetgen.model import Digest, Origin, Request

if TYPE_CHECKING:
    from assetgen.model import DesiredOutput
    from assetgen.spec.layers import Layer
    from assetgen.spec.outputs import Variant
    from assetgen.spec.sources import Found

_SIZES = ("width", "height", "size", "scale", "fit", "position", "enlarge")
_OUTPUT_KEYS = ("path", "recipe", *_SIZES, "format", "quality", "background")
_HIDDEN = frozenset({"output", "for_each", "matrix", "key", "where", "override", "match"})


class Origins(Mapping[str, Origin]):
    """The origins of one asset: `prompt`, `model`, …, and `output.0.path` for each output."""

    __slots__ = ("_found", "_layer", "_made", "_outputs", "_variants")

    def __init__(
        self,
        layer: Layer,
        found: Found,
        variants: tuple[Variant, ...],
        outputs: tuple[DesiredOutput, ...],
    ) -> None:
        self._layer = layer
        self._found = found
        self._variants = variants
        self._outputs = outputs
        self._made: dict[str, Origin] | None = None

    def __getitem__(self, name: str) -> Origin:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return f"Origins({self._all()!r})"

    def _all(self) -> dict[str, Origin]:
        if self._made is None:
            self._made = dict(self._make())
        return self._made

    def _make(self) -> Iterator[tuple[str, Origin]]:
        for name, value in self._layer.items():
            if name not in _HIDDEN and not self._is_without_effect(name):
                yield name, Origin(value.written.key_place, self._text(name, value.value))
        for index, (variant, output) in enumerate(zip(self._variants, self._outputs, strict=True)):
            for name in _OUTPUT_KEYS:
                if name in variant.keys:
                    value = variant.keys[name]
                    text = output.path if name == "path" else _plain(variant, name)
                    yield f"output.{index}.{name}", Origin(value.written.key_place, text)

    def _is_without_effect(self, name: str) -> bool:
        return name == "references" and not isinstance(self._found.source, Request)

    def _text(self, name: str, value: object) -> str:
        source = self._found.source
        if not isinstance(source, Request):
            return source.path if name == "source" else _shown(value)
        if name == "references":
            paths = self._found.reference_files
            return _shown([paths.get(Digest(each), each) for each in source.references])
        return source.prompt if name == "prompt" else _shown(value)


def _plain(variant: Variant, name: str) -> str:
    is_listed = isinstance(variant.keys[name].value, list)
    return _shown(variant.names[name] if is_listed else variant.keys[name].value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ", ".join(map(_shown, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name} = {_shown(each)}" for name, each in value.items())
    return str(value)
