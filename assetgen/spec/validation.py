"""Checks one document against the models, and turns pydantic's errors into problems.

The only place that sees a ValidationError. What is wrong is taken out of the data, so that the
rest can be expanded and its mistakes found in the same run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from pydantic import ValidationError

from assetgen.digest import canonical_json, plain_json
from assetgen.spec.document import Written
from assetgen.spec.problems import nearest, suggest
from assetgen.spec.schema import Asset, Defaults, IncludedFile, SpecFile, Table
from assetgen.spec.shapes import is_tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetgen.spec.document import Document
    from assetgen.spec.positions import KeyPath
    from assetgen.spec.problems import Problems

_KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}
_LIMITS = {
    "greater_than_equal": ("expected {ge:g} or more", "ge"),
    "greater_than": ("expected more than {gt:g}", "gt"),
    "less_than_equal": ("expected {le:g} or less", "le"),
    "finite_number": ("expected a finite number", ""),
}
_EMPTY = frozenset({"string_too_short", "too_short"})


def check(document: Document, model: type[Table], problems: Problems) -> frozenset[KeyPath]:
    """Report every mistake of `document` and take it out of its data.

    Returns the keys that had one (`("asset", "hero", "prompt")`): what lacks now proves nothing.
    """
    written = Written(document, ())
    broken: set[KeyPath] = set()
    try:
        model.model_validate(document.data)
    except ValidationError as error:
        found = error.errors(include_url=False)
        unknown = {tuple(e["loc"]) for e in found if e["type"] == "extra_forbidden"}
        for entry in found:
            _report(dict(entry), model, unknown, written, problems)
        for entry in sorted(found, key=lambda e: len(e["loc"]), reverse=True):
            path = _key_path(entry["loc"])
            broken.add(path[:3])
            _take_out(document.data, path[:-1] if entry["type"] == "missing" else path)
    _check_json(document, written, problems)
    return frozenset(broken)


def _report(
    error: dict[str, Any],
    model: type[Table],
    unknown: set[tuple[str | int, ...]],
    top: Written,
    problems: Problems,
) -> None:
    location: tuple[str | int, ...] = error["loc"]
    written = top.at(*_key_path(location))
    if error["type"] == "extra_forbidden":
        _report_unknown(written, error["input"], _table_at(model, location[:-1]), problems)
    elif error["type"] == "missing":
        name = str(location[-1])
        table = top.at(*_key_path(location[:-1]))
        misspelt = [path for path in unknown if path[:-1] == location[:-1]]
        if not any(nearest(str(path[-1]), [name]) for path in misspelt):
            _report_missing(table, name, problems)
    elif error["type"] == "string_pattern_mismatch" and location[-1] == "[key]":
        _report_name(written, problems)
    else:
        problems.add(written, *_bad_value(error))


def _report_missing(table: Written, name: str, problems: Problems) -> None:
    if table.path:
        problems.add_key(table, f"{name} is missing")
    else:
        problems.add_key(table.at(name), "is missing", f"{name} = 1")


def _report_unknown(
    written: Written, value: object, table: type[Table], problems: Problems
) -> None:
    name = str(written.path[-1])
    if name in table.later:
        problems.add_key(written, "not supported yet")
    elif name in table.outside:
        problems.add_key(
            written,
            "can't be set in a spec",
            "it belongs to the environment or to your own settings (assetgen/config.toml)",
        )
    elif issubclass(table, IncludedFile) and name in SpecFile.model_fields:
        problems.add_key(written, "can only stand in the project's own assets.toml")
    elif issubclass(table, Defaults) and name in Asset.model_fields:
        problems.add_key(written, "can't stand in [defaults]")
    elif len(written.path) == 3 and written.path[0] == "asset" and isinstance(value, dict):
        parent = str(written.path[1])
        hint = f'[asset.{parent}-{name}] with tags = ["{parent}"]'
        problems.add_key(written, "asset names have no dots", hint)
    else:
        problems.add_key(written, "unknown key", suggest(name, _keys(table)))


def _report_name(written: Written, problems: Problems) -> None:
    name, kind = str(written.path[-1]), str(written.path[-2])
    if kind == "asset" and "." in name:
        parent, _, child = name.partition(".")
        hint = f'[asset.{name.replace(".", "-")}] with tags = ["{parent}"]' if child else None
        problems.add_key(written, "asset names have no dots", hint)
    elif kind in ("asset", "style", "recipe"):
        problems.add_key(written, "names are made of letters, digits, - and _")
    else:
        problems.add_key(written, "names in templates are made of letters, digits and _")


def _bad_value(error: dict[str, Any]) -> tuple[str, str | None]:
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "literal_error":
        allowed = [
            word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")
        ]
        close = nearest(value, allowed) if isinstance(value, str) and len(value) > 3 else None
        return f"expected {_listed(allowed)}: {_shown(value)}", close
    if kind in _KINDS:
        return f"expected {_KINDS[kind]}: {_shown(value)}", None
    if kind in _LIMITS:
        return f"{_LIMITS[kind][0].format(**context)}: {_shown(value)}", None
    if kind in _EMPTY:
        return "is empty", None
    if kind == "string_pattern_mismatch":
        return f"not a colour: {_shown(value)}", "#rgb, #rrggbb, #rrggbbaa or a CSS name"
    if kind == "value_error":
        return f"{context['error']}: {_shown(value)}", None
    return f"{error['msg']}: {_shown(value)}", None


def _key_path(location: Sequence[str | int]) -> KeyPath:
    return tuple(part for part in location if not is_tag(part) and part != "[key]")


def _keys(table: type[Table]) -> list[str]:
    return [field.alias or name for name, field in table.model_fields.items()]


def _table_at(model: type[Table], location: Sequence[str | int]) -> type[Table]:
    """The model of the table at an error's location: each field leads to one model at most."""
    current = model
    for part in location:
        field = current.model_fields.get(str(part))
        inner = _model_in(field.annotation, field.metadata) if field else None
        current = inner or current
    return current


def _model_in(*annotations: object) -> type[Table] | None:
    for annotation in annotations:
        if isinstance(annotation, type) and issubclass(annotation, Table):
            return annotation
        inner = _model_in(*get_args(annotation)) if get_args(annotation) else None
        if inner:
            return inner
    return None


def _take_out(data: Any, path: KeyPath) -> None:
    """Remove the key nearest to a mistake; items stay in their lists, for their places."""
    parents = [data] if path else []
    for part in path[:-1]:
        try:
            parents.append(parents[-1][part])
        except (KeyError, IndexError, TypeError):
            return
    for parent, part in zip(reversed(parents), reversed(path), strict=True):
        if isinstance(parent, dict):
            parent.pop(part, None)
            return


def _check_json(document: Document, top: Written, problems: Problems) -> None:
    """`parameters` are sent and hashed as JSON: they must have exactly one JSON form."""
    for path, table in _generation_tables(document.data):
        try:
            canonical_json(plain_json(table.get("parameters", {})))
        except ValueError as error:
            problems.add(top.at(*path, "parameters"), str(error))
            table.pop("parameters")


def _generation_tables(data: dict[str, Any]) -> list[tuple[KeyPath, dict[str, Any]]]:
    tables: list[tuple[KeyPath, dict[str, Any]]] = []
    if "defaults" in data:
        tables.append((("defaults",), data["defaults"]))
    for kind in ("style", "asset"):
        for name, table in data.get(kind, {}).items():
            tables.append(((kind, name), table))
            for index, override in enumerate(table.get("override", ())):
                tables.append(((kind, name, "override", index), override))
    return [(path, table) for path, table in tables if "parameters" in table]


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = f'"{value}"' if isinstance(value, str) else f"{value}"
    if isinstance(value, dict | list):
        text = "a table" if isinstance(value, dict) else "a list"
    return text if len(text) <= 60 else f"{text[:59]}…"
