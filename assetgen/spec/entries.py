"""One `[asset.NAME]`: as written, and joined with all that it stands on, once for all its rows.

Joins the layers, finds style and recipes, fans outputs out and checks every template's names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetgen.digest import normalize_text
from assetgen.spec.layers import PICTURE, join
from assetgen.spec.outputs import variants
from assetgen.spec.scopes import OUTPUT_NAMES, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assetgen.spec.document import Written
    from assetgen.spec.layers import Layer, Value
    from assetgen.spec.library import Library
    from assetgen.spec.outputs import Variant
    from assetgen.spec.overrides import Overrides
    from assetgen.spec.problems import Problems
    from assetgen.spec.scopes import Checker

DEFAULT_PROVIDER = "placeholder"
DEFAULT_SOURCE_FORMAT = "png"
_REQUEST_TEXTS = ("provider", "model", "aspect_ratio", "resolution", "source_format")
_WITHOUT_EFFECT = (*_REQUEST_TEXTS, "parameters", "style", "references")
_STYLE_ONLY = ("prompt", "extends")
_IN_STYLES = frozenset({"prompt"})
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """An `[asset.NAME]` table as written, with the defaults of its file beneath it.

    `broken` are its keys with a mistake, which was reported: what lacks now proves nothing.
    """

    name: str
    written: Written
    own: Layer
    defaults: tuple[Layer, ...]
    broken: frozenset[str]

    @property
    def is_broken(self) -> bool:
        return bool(self.broken)

    @property
    def has_all_keys(self) -> bool:
        """Whether nothing is wrong with what decides the keys, or with the overrides."""
        return not self.broken & {"", "for_each", "matrix", "key", "where", "override"}

    @property
    def is_expanded(self) -> bool:
        return "for_each" in self.own or "matrix" in self.own


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry joined with defaults, style and overrides: all but what a row changes.

    `request` are the fields of `model.Request` but prompt and references; `poisoned` are
    templates that can't be rendered, which has been reported.
    """

    layer: Layer
    picture: tuple[str, Text] | None
    style: Text | None
    request: Mapping[str, Any]
    references: tuple[Text, ...]
    variants: tuple[Variant, ...]
    tags: tuple[Text, ...]
    alt: Mapping[str, Text]
    poisoned: frozenset[Text]

    @property
    def is_pinned(self) -> bool:
        return "pinned" in self.layer and bool(self.layer["pinned"].value)


class Preparer:
    """Prepares one entry for each set of overrides that its rows need."""

    def __init__(
        self, entry: Entry, overrides: Overrides, library: Library, checker: Checker
    ) -> None:
        self._entry = entry
        self._overrides = overrides
        self._library = library
        self._checker = checker
        self._made: dict[tuple[int, ...], Prepared] = {}

    def prepared(self, chosen: tuple[int, ...]) -> Prepared:
        """The entry with the chosen overrides, by their index."""
        if chosen not in self._made:
            self._made[chosen] = self._prepare(chosen)
        return self._made[chosen]

    @property
    def _problems(self) -> Problems:
        return self._checker.failures.problems

    def _prepare(self, chosen: tuple[int, ...]) -> Prepared:
        own = [self._entry.own, *(self._overrides.layers[index] for index in chosen)]
        named = join([*self._entry.defaults, *own]).get("style")
        style = self._library.style(named) if named else {}
        below = {name: value for name, value in style.items() if name not in _STYLE_ONLY}
        joined = join([*self._entry.defaults, below, *own])
        _report_clashes(own, self._problems)
        if not self._entry.is_broken:
            _report_missing(joined, self._entry, self._problems)
        return self._put_together(joined, _text(style.get("prompt")))

    def _put_together(self, joined: Layer, style: Text | None) -> Prepared:
        groups = joined["output"].value.groups if "output" in joined else ()
        found = [variants(group, self._library, self._problems) for group in groups]
        kind = next((name for name in PICTURE if name in joined), None)
        picture = (kind, Text(joined[kind].value, joined[kind].written)) if kind else None
        tags, alt = _tags(joined.get("tags")), _alt(joined.get("alt"))
        references = _references(joined.get("references"))
        flat = tuple(variant for group in found for variant in group)
        checks = [(text, _NOTHING) for text in (*tags, *alt.values())]
        checks += [(picture[1], _NOTHING)] if picture else []
        unknown = self._names_unknown()
        checks += [(variant.path, variant.more | unknown) for variant in flat]
        if kind != "source":
            checks += [(style, _IN_STYLES)] if style else []
            checks += [(text, _NOTHING) for text in references]
        poisoned = frozenset(text for text, more in checks if not self._is_fine(text, more))
        poisoned |= {variant.path for variant in flat if unknown}
        return Prepared(
            joined, picture, style, _request(joined), references, flat, tags, alt, poisoned
        )

    def _names_unknown(self) -> frozenset[str]:
        """Names that outputs with a mistake may have meant to give to their paths."""
        is_broken = "output" in self._entry.broken
        return OUTPUT_NAMES - self._checker.scope.kinds.keys() if is_broken else _NOTHING

    def _is_fine(self, text: Text, more: frozenset[str]) -> bool:
        return not text.is_template or self._checker.check(text, more)


def _report_clashes(own: Sequence[Layer], problems: Problems) -> None:
    """One table that says two things about the picture, or something that can't matter."""
    kinds = [[name for name in PICTURE if name in each] for each in own]
    is_always_source = kinds[0] == ["source"] and all(kind in ([], ["source"]) for kind in kinds)
    for each, names in zip(own, kinds, strict=True):
        for name in names[1:]:
            problems.add_key(each[name].written, f"{names[0]} and {name} exclude each other")
        if names == ["source"] or is_always_source:
            for name in (name for name in _WITHOUT_EFFECT if name in each):
                problems.add_key(each[name].written, "has no effect beside source")


def _report_missing(joined: Layer, entry: Entry, problems: Problems) -> None:
    if not any(name in joined for name in PICTURE):
        problems.add_key(entry.written, "needs prompt, prompt_file or source")
    if "output" not in joined:
        stem = f"{entry.name}/{{{{ key }}}}" if entry.is_expanded else entry.name
        problems.add_key(entry.written, "needs an output", f'output = "{stem}.png"')


def _request(joined: Layer) -> dict[str, Any]:
    fields: dict[str, Any] = {"provider": DEFAULT_PROVIDER, "source_format": DEFAULT_SOURCE_FORMAT}
    for name in (name for name in _REQUEST_TEXTS if name in joined):
        fields[name] = normalize_text(joined[name].value)
    fields["source_format"] = fields["source_format"].replace("jpg", "jpeg")
    if "parameters" in joined:
        fields["parameters"] = _normalized(joined["parameters"].value)
    return fields


def _normalized(value: Any) -> Any:
    if isinstance(value, str):
        return normalize_text(value)
    if isinstance(value, list):
        return [_normalized(item) for item in value]
    if isinstance(value, dict):
        return {name: _normalized(item) for name, item in value.items()}
    return value


def _text(value: Value | None) -> Text | None:
    return Text(value.value, value.written) if value else None


def _references(value: Value | None) -> tuple[Text, ...]:
    return tuple(Text(each.value, each.written) for each in value.value.values) if value else ()


def _tags(value: Value | None) -> tuple[Text, ...]:
    found = enumerate(value.value) if value else ()
    return tuple(Text(tag, value.written.at(index)) for index, tag in found if value)


def _alt(value: Value | None) -> dict[str, Text]:
    return dict(_alt_texts(value)) if value else {}


def _alt_texts(value: Value) -> Iterator[tuple[str, Text]]:
    """Texts by language; one text for all languages stands under the empty name."""
    if isinstance(value.value, str):
        yield "", Text(value.value, value.written)
    else:
        for language, text in value.value.items():
            yield language, Text(text, value.written.at(language))
