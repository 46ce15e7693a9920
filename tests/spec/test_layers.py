"""Laws of joining: which value holds when several layers name one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assetgen.spec.document import Document, Written
from assetgen.spec.layers import join, layer

HERE = Written(Document(Path("assets.toml"), "assets.toml", "", {}), ("defaults",))
NAMES = st.sampled_from(["model", "resolution", "tags", "parameters"])
VALUES = st.integers(0, 9) | st.dictionaries(st.sampled_from("ab"), st.integers(0, 9), max_size=2)
TABLES = st.dictionaries(NAMES, VALUES, max_size=4)


def joined(*tables: dict[str, Any]) -> dict[str, Any]:
    return {name: value.value for name, value in join(layer(t, HERE) for t in tables).items()}


@given(TABLES)
def test_joining_one_layer_changes_nothing(table: dict[str, Any]) -> None:
    assert joined(table) == joined({}, table) == joined(table, {}) == joined(table, table) == table


@given(TABLES, TABLES)
def test_what_the_later_layer_names_is_there(old: dict[str, Any], new: dict[str, Any]) -> None:
    result = joined(old, new)
    assert set(result) == set(old) | set(new)
    for name, value in new.items():
        kept = result[name].items() if isinstance(value, dict) else [(name, result[name])]
        wanted = value.items() if isinstance(value, dict) else [(name, value)]
        assert set(wanted) <= set(kept)


@given(TABLES, TABLES)
def test_joining_leaves_its_layers_alone(old: dict[str, Any], new: dict[str, Any]) -> None:
    before = repr((old, new))
    joined(old, new)
    assert repr((old, new)) == before


def test_a_way_to_say_the_picture_replaces_the_others() -> None:
    assert joined({"prompt": "a"}, {"source": "b"}) == {"source": "b"}
