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


@settings(max_examples=200, deadline=2_000, suppress_health_check=[HealthCheck.too_slow])
@given(SPECS)
def test_anything_is_a_spec_or_is_refused_and_its_paths_are_safe(data: dict[str, Any]) -> None:
    spec = load_or_refuse(data)
    paths = [output.path for asset in spec.assets for output in asset.outputs] if spec else []
    assert all(path_problem(path) is None for path in paths)
    assert all(is_below(path, spec.project.root) for path in paths if spec)
    assert len({path_key(path) for path in paths}) == len(paths)
