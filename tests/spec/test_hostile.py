"""A spec is data: whatever it holds, loading ends in a spec or in SpecError, and soon."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rtoml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetgen.errors import SpecError
from assetgen.paths import is_below, path_key, path_problem
from assetgen.spec import load_spec
from tests.spec.project import write

if TYPE_CHECKING:
    from assetgen.model import Spec

PATHS = ["b.png", "{{ item }}.png", "{{ key }}.webp", "../x.png", "CON.png", ".git/x.png"]
TEMPLATES = ["{{", "{{ 1 / 0 }}", "{% if %}", "x/{{ width }}.{{ ext }}", "{{ prompt }}"]
WORDS = ["a", "*", "s", "rows.csv", "asset:a", "é", "", "\n", "assets.toml", "1:1", "#fff", "png"]
TEXTS = st.sampled_from([*PATHS, *TEMPLATES, *WORDS])
SCALARS = TEXTS | st.booleans() | st.integers(-1, 9) | st.floats() | st.just(2**60)
OUTPUTS = ["output", "path", "width", "size", "format", "quality", "recipe", "background"]
ASSETS = [
    "prompt",
    "prompt_file",
    "source",
    "style",
    "model",
    "parameters",
    "tags",
    "alt",
    "pinned",
]
ROWS = ["for_each", "matrix", "key", "where", "override", "match"]
KEYS = st.sampled_from([*OUTPUTS, *ASSETS, *ROWS, "extends", "a", "a.b", "references", "from"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
ENTRY = st.dictionaries(KEYS, VALUES, max_size=6)
SECTIONS = st.sampled_from(["asset", "style", "recipe", "vars", "defaults", "project", "remote"])
SPECS = st.dictionaries(
    SECTIONS, ENTRY | st.dictionaries(st.sampled_from("abs"), ENTRY), max_size=5
)


def load_or_refuse(data: dict[str, Any]) -> Spec | None:
    with tempfile.TemporaryDirectory() as folder:
        text = rtoml.dumps({"version": 1, **data})
        try:
            return load_spec(write(Path(folder), text, {"rows.csv": "a,b\n1,2\n"}))
        except SpecError:
            return None


@settings(max_examples=150, deadline=2_000, suppress_health_check=[HealthCheck.too_slow])
@given(SPECS)
def test_anything_is_a_spec_or_is_refused(data: dict[str, Any]) -> None:
    load_or_refuse(data)


ITEMS = st.text(st.sampled_from("abAÉ./\\: ~\x01"), min_size=1, max_size=4) | st.sampled_from(
    [".git", "con", "a/../b", "e\u0301", "É", "nul.x", "assets", ".."]
)


@settings(max_examples=150, deadline=2_000)
@given(st.lists(ITEMS, min_size=1, max_size=3), st.sampled_from(["assets", ".", "a/b"]))
def test_whatever_rows_say_every_path_is_safe_and_wanted_once(items: list[str], root: str) -> None:
    rows = [{"id": f"row-{number}", "name": item} for number, item in enumerate(items)]
    asset = {"for_each": rows, "key": "{{ id }}", "prompt": "x", "output": "{{ name }}/i.png"}
    spec = load_or_refuse({"project": {"root": root}, "asset": {"a": asset}})
    paths = [output.path for each in spec.assets for output in each.outputs] if spec else []
    assert all(path_problem(path) is None and is_below(path, root) for path in paths)
    assert len({path_key(path) for path in paths}) == len(paths)
    if len(items) == 1:
        assert (spec is None) == (path_problem(f"{items[0]}/i.png") is not None)
