"""Which value holds where several tables name one: defaults < style < asset < override.

Pure. Tables merge, references append, anything else replaces; every value keeps the place it
was written at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assetgen.spec.document import Written

PICTURE = ("prompt", "prompt_file", "source")
"""Ways to say what the picture is: naming one replaces whichever was named before."""


@dataclass(frozen=True, slots=True)
class Value:
    """What was written for a key, and where."""

    value: Any
    written: Written


Layer: TypeAlias = "Mapping[str, Value]"
"""One table of the spec, key by key."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The `output` of one table: each group is one path template with its keys.

    `is_table`: written as one table, so that another table merges into it.
    """

    groups: tuple[Layer, ...]
    is_table: bool


@dataclass(frozen=True, slots=True)
class References:
    """The `references` of one table, or of several one after the other."""

    values: tuple[Value, ...]


def layer(table: Mapping[str, Any], written: Written) -> Layer:
    """`table`, written at `written`, as a layer."""
    values = {name: Value(value, written.at(name)) for name, value in table.items()}
    if "output" in values:
        output = values["output"]
        values["output"] = Value(_groups(output), output.written)
    if "references" in values:
        listed = values["references"]
        values["references"] = Value(_references(listed), listed.written)
    return values


def join(layers: Iterable[Layer]) -> Layer:
    """The layers as one; later ones win."""
    joined: dict[str, Value] = {}
    for each in layers:
        if any(name in each for name in PICTURE):
            for name in PICTURE:
                joined.pop(name, None)
        for name, value in each.items():
            joined[name] = _joined(joined[name], value) if name in joined else value
    return joined


def _groups(output: Value) -> Groups:
    if isinstance(output.value, list):
        items = [Value(item, output.written.at(i)) for i, item in enumerate(output.value)]
        return Groups(tuple(_group(item) for item in items), is_table=False)
    return Groups((_group(output),), is_table=isinstance(output.value, dict))


def _references(listed: Value) -> References:
    return References(
        tuple(Value(item, listed.written.at(index)) for index, item in enumerate(listed.value))
    )


def _group(output: Value) -> Layer:
    if isinstance(output.value, dict):
        return layer(output.value, output.written)
    return {"path": output}


def _joined(old: Value, new: Value) -> Value:
    if isinstance(old.value, Groups) and old.value.is_table and new.value.is_table:
        return Value(Groups((join((*old.value.groups, *new.value.groups)),), True), new.written)
    if isinstance(old.value, References):
        return Value(References((*old.value.values, *new.value.values)), new.written)
    if isinstance(old.value, dict) and isinstance(new.value, dict):
        return Value(_merged(old.value, new.value), new.written)
    return new


def _merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    merged = dict(old)
    for name, value in new.items():
        before = merged.get(name)
        if isinstance(before, dict) and isinstance(value, dict):
            merged[name] = _merged(before, value)
        else:
            merged[name] = value
    return merged
