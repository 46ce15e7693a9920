"""Places of keys in valid TOML and JSON."""

from __future__ import annotations

import json
from typing import Any

import rtoml
from hypothesis import given, settings
from hypothesis import strategies as st

from assetgen.spec.positions import KeyPath, json_positions, toml_positions

TOML = '''\
version = 1 # [x]
"a.b".'c d' = """
x = ""1""
""" # end
[asset.hero]
prompt = '[asset.no]'
output = [ { path = "a", width = [1, 2] }, # ]
  "b" ]
[[asset.hero.override]]
match = "x"
[[asset.hero.override]]
match.deep = 1979-05-27 07:32:00
[asset.hero.override.parameters]
k = {
  "\\u0041" = [],
}
'''


def test_every_way_to_write_a_key_is_found() -> None:
    places = toml_positions(TOML)
    override: KeyPath = ("asset", "hero", "override")
    assert {
        path: places.key(path)
        for path in [
            ("version",),
            ("a.b", "c d"),
            ("asset", "hero"),
            ("asset", "hero", "output", 0, "width"),
            ("asset", "hero", "output", 1),
            (*override, 0, "match"),
            (*override, 1),
            (*override, 1, "match", "deep"),
            (*override, 1, "parameters", "k", "A"),
        ]
    } == {
        ("version",): (1, 1),
        ("a.b", "c d"): (2, 7),
        ("asset", "hero"): (5, 1),
        ("asset", "hero", "output", 0, "width"): (7, 26),
        ("asset", "hero", "output", 1): (8, 3),
        (*override, 0, "match"): (10, 1),
        (*override, 1): (11, 1),
        (*override, 1, "match", "deep"): (12, 7),
        (*override, 1, "parameters", "k", "A"): (15, 3),
    }


def test_a_value_stands_where_it_begins() -> None:
    places = toml_positions(TOML)
    assert places.value(("a.b", "c d")) == (2, 15)
    assert places.value(("asset", "hero", "output", 0, "width", 1)) == (7, 38)


def test_a_key_that_is_not_there_stands_at_its_parent() -> None:
    assert toml_positions(TOML).key(("asset", "hero", "nope", 3)) == (5, 1)
    assert toml_positions("").key(("version",)) == (1, 1)


def test_lines_that_end_in_two_characters_count_once() -> None:
    assert toml_positions("a = 1\r\n[b]\r\nc = '''\r\n'''\r\nd = 2\r\n").key(("b", "d")) == (5, 1)


def test_json_has_places_too() -> None:
    places = json_positions('{"a": [1,\n {"b\\n": "x,}"}],\n "c": null}')
    assert places.key(("a", 1, "b\n")) == (2, 3)
    assert places.value(("c",)) == (3, 7)


LEAVES = st.one_of(
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\"'#[]{},="), max_size=9
    ),
)
TABLES = st.recursive(
    st.dictionaries(st.text(min_size=1, max_size=5, alphabet="ab.\"'# é-"), LEAVES, max_size=4),
    lambda inner: st.dictionaries(
        st.sampled_from(["x", "y z", "w.v", '"']),
        LEAVES | inner | st.lists(LEAVES, max_size=3) | st.lists(inner, max_size=3),
        max_size=4,
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_every_key_of_any_toml_is_found_and_begins_there(table: dict[str, Any]) -> None:
    text = rtoml.dumps(table)
    places = toml_positions(text)
    for path in paths_of(rtoml.loads(text)):
        assert path in places


@settings(max_examples=150, deadline=None)
@given(TABLES, st.sampled_from([None, 1]))
def test_every_value_of_any_json_is_where_its_place_says(
    table: dict[str, Any], indent: int | None
) -> None:
    text = json.dumps(table, indent=indent, ensure_ascii=False)
    places = json_positions(text)
    lines = text.split("\n")
    for path, value in values_of(table):
        line, column = places.value(path)
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.JSONDecoder().raw_decode(rest)[0] == value


def paths_of(data: Any) -> list[KeyPath]:
    return [path for path, _ in values_of(data)]


def values_of(data: Any, path: KeyPath = ()) -> list[tuple[KeyPath, Any]]:
    items = list(data.items() if isinstance(data, dict) else enumerate(data))
    found: list[tuple[KeyPath, Any]] = []
    for name, value in items:
        found.append(((*path, name), value))
        if isinstance(value, dict | list):
            found += values_of(value, (*path, name))
    return found
