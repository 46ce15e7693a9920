"""The JSON Schema says what load accepts, and the one in the repository is current."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import rtoml

from assetgen.spec import json_schema

ROOT = Path(__file__).parent.parent.parent
LARGE = """\
version = 1
include = ["art/*.toml"]
project = { name = "x", root = "a", outputs = "ignore", release = true }
budget = { per_run = 5, per_month = 1.5 }
vars = { mood = "warm" }
moved = [{ from = "a", to = "b" }]
[provider.getimg]
concurrency = 2
price = { m = 0.05 }
[style.s]
prompt = "{{ prompt }}"
extends = "t"
[recipe.r]
width = [1, 2]
format = "avif"
quality = { avif = 5 }
[defaults]
model = "m"
[asset.a]
for_each = [{ x = 1 }, "y"]
matrix = { m = ["a", 1, true] }
prompt = "x"
alt = { en = "x" }
output = ["a.png", { path = "b.png", scale = 0.5, fit = "inside", background = "#fff" }]
[[asset.a.override]]
match = "*"
output = { path = "c.png" }
"""


def is_valid(data: Any) -> bool:
    schema = json.loads(json_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema).is_valid(data)


def test_the_schema_in_the_repository_is_current() -> None:
    assert (ROOT / "assets.schema.json").read_text(encoding="utf-8") == json_schema()


def test_the_schema_accepts_what_load_accepts() -> None:
    assert is_valid(rtoml.loads(LARGE))


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"version": 2},
        {"version": 1, "assets": {}},
        {"version": 1, "asset": {"a": {"promt": "x"}}},
        {"version": 1, "asset": {"a": {"takes": 4}}},
        {"version": 1, "asset": {"a": {"output": {"width": 3}}}},
        {"version": 1, "asset": {"a": {"output": {"path": "x", "format": "gif"}}}},
        {"version": 1, "asset": {"a": {"alt": 3}}},
    ],
)
def test_the_schema_refuses_what_load_refuses(broken: dict[str, Any]) -> None:
    assert not is_valid(broken)
