"""What a spec means: joining, rows, outputs, includes, and what is remembered."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assetgen.model import Move, Origin, ProviderSettings, SourceFile
from assetgen.recipe import output_format
from tests.spec.project import load, problems, request

if TYPE_CHECKING:
    from pathlib import Path

    from assetgen.model import Spec

FIRST = """\
[defaults]
provider = "placeholder"
model = "seedream-5-lite"
[asset.hero]
prompt = "A lone knight on a cliff at dawn"
aspect_ratio = "16:9"
output = "hero.png"
"""


def paths(spec: Spec) -> list[str]:
    return [output.path for asset in spec.assets for output in asset.outputs]


def prompts(spec: Spec) -> dict[str, str]:
    return {asset.address: request(asset).prompt for asset in spec.assets}


def test_the_first_spec(tmp_path: Path) -> None:
    (hero,) = load(tmp_path, FIRST).assets
    assert hero.address == "hero"
    assert str(hero.place) == "assets.toml:5:1"
    wanted = request(hero)
    assert (wanted.provider, wanted.model, wanted.aspect_ratio) == (
        "placeholder",
        "seedream-5-lite",
        "16:9",
    )
    assert paths(load(tmp_path, FIRST)) == ["assets/hero.png"]
    assert [step.name for step in hero.outputs[0].recipe.transforms] == ["encode"]


def test_later_layers_win_and_tables_merge(tmp_path: Path) -> None:
    spec = """\
[defaults]
model = "default"
resolution = "1K"
aspect_ratio = "1:1"
parameters = { a = 1, deep = { x = 1, y = [1, 2] } }
[style.painted]
model = "style"
resolution = "2K"
parameters = { b = 2, deep = { y = [3] } }
prompt = "Painted {{ prompt }}."
[asset.icon]
for_each = ["sword", "bow"]
style = "painted"
resolution = "4K"
prompt = "{{ item }}"
output = "{{ key }}.png"
[[asset.icon.override]]
match = "b*"
parameters = { a = 9 }
prompt = "a bow"
"""
    sword, bow = map(request, load(tmp_path, spec).assets)
    assert (sword.prompt, sword.model, sword.resolution) == ("Painted sword.", "style", "4K")
    assert sword.parameters == {"a": 1, "b": 2, "deep": {"x": 1, "y": [3]}}
    assert (bow.prompt, bow.parameters["a"]) == ("Painted a bow.", 9)


def test_a_style_takes_what_it_lacks_from_the_one_it_extends(tmp_path: Path) -> None:
    spec = """\
[style.base]
model = "m"
resolution = "1K"
prompt = "Base {{ prompt }}"
[style.night]
extends = "base"
resolution = "2K"
[asset.a]
style = "night"
prompt = "x"
output = "a.png"
"""
    (asset,) = load(tmp_path, spec).assets
    wanted = request(asset)
    assert (wanted.prompt, wanted.model, wanted.resolution) == ("Base x", "m", "2K")


def test_the_last_override_that_matches_wins(tmp_path: Path) -> None:
    spec = """\
[asset.a]
for_each = ["x", "y"]
prompt = "{{ item }}"
output = { path = "{{ key }}.png", width = 8 }
[[asset.a.override]]
match = "x"
prompt = "first"
pinned = true
[[asset.a.override]]
match = "*"
prompt = "last"
output = { height = 4, path = "o/{{ key }}.png" }
"""
    spec_ = load(tmp_path, spec)
    assert prompts(spec_) == {"a@x": "last", "a@y": "last"}
    assert [asset.pinned for asset in spec_.assets] == [True, False]
    assert paths(spec_) == ["assets/o/x.png", "assets/o/y.png"]
    (resize, _) = spec_.assets[0].outputs[0].recipe.transforms
    assert resize.parameters == {"width": 8, "height": 4}


def test_lists_fan_out_as_a_product(tmp_path: Path) -> None:
    spec = """\
[recipe.web]
quality = { avif = 55, jpg = 70 }
background = "#FfF"
[asset.a]
prompt = "x"
[asset.a.output]
path = "{{ width }}.{{ ext }}"
recipe = "web"
width = [1, 2]
format = ["avif", "jpg", "webp"]
"""
    (asset,) = load(tmp_path, spec).assets
    assert [output.path.removeprefix("assets/") for output in asset.outputs] == [
        "1.avif", "1.jpg", "1.webp", "2.avif", "2.jpg", "2.webp",
    ]  # fmt: skip
    encoders = [output.recipe.transforms[1].parameters for output in asset.outputs[:3]]
    assert encoders == [
        {"format": "avif", "quality": 55, "background": "#ffffff"},
        {"format": "jpeg", "quality": 70, "background": "#ffffff"},
        {"format": "webp", "quality": 80, "background": "#ffffff"},
    ]


def test_size_is_a_square_that_contains(tmp_path: Path) -> None:
    spec = '[asset.a]\nprompt = "x"\noutput = { path = "{{ width }}.png", size = 64 }'
    (asset,) = load(tmp_path, spec).assets
    (resize, encode) = asset.outputs[0].recipe.transforms
    assert resize.parameters == {"width": 64, "height": 64, "fit": "contain"}
    assert encode.parameters == {"format": "png"}
    assert asset.outputs[0].path == "assets/64.png"


def test_without_a_format_the_extension_decides(tmp_path: Path) -> None:
    spec = '[asset.a]\nprompt = "x"\noutput = ["a.jpeg", "b.JPG", "c.webp", "d.{{ ext }}"]'
    (asset,) = load(tmp_path, spec).assets
    formats = [output_format(output.recipe) for output in asset.outputs]
    assert formats == ["jpeg", "jpeg", "webp", "png"]


def test_matrix_values_that_the_key_does_not_mention_are_appended(tmp_path: Path) -> None:
    spec = """\
[asset.a]
for_each = [{ id = "x" }]
matrix = { mood = ["sad"], big = [true, 2] }
key = "{{ mood }}-{{ id }}"
prompt = "{{ mood }} {{ big }}"
output = "{{ key }}.png"
[asset.b]
matrix = { n = [1, 2] }
prompt = "{{ n }}"
output = "{{ key }}.png"
"""
    assert list(prompts(load(tmp_path, spec))) == ["a@sad-x-true", "a@sad-x-2", "b@1", "b@2"]


def test_a_table_of_tables_gives_its_names_as_keys(tmp_path: Path) -> None:
    spec = """\
[asset.a]
prompt = "{{ name }} {{ item.name }} {{ kind }}"
output = "{{ key }}.png"
[asset.a.for_each]
sword = { name = "Sword", kind = "sharp" }
bow = { name = "Bow" }
"""
    assert prompts(load(tmp_path, spec)) == {"a@sword": "Sword Sword sharp", "a@bow": "Bow Bow"}


def test_where_leaves_rows_out(tmp_path: Path) -> None:
    spec = """\
[asset.a]
for_each = "items.csv"
where = "slot == 'weapon'"
key = "{{ id | slug }}"
prompt = "{{ id }}"
output = "{{ key }}.png"
"""
    items = "id;slot\nLong Sword;weapon\nHat;armor\n"
    assert prompts(load(tmp_path, spec, {"items.csv": items})) == {"a@long-sword": "Long Sword"}


def test_the_column_key_makes_the_key_and_item_key_means_the_column(tmp_path: Path) -> None:
    spec = """\
[asset.a]
for_each = [{ key = "x" }]
key = "{{ key }}-1"
prompt = "{{ item.key }}"
output = "{{ item.key }}.png"
"""
    assert prompts(load(tmp_path, spec)) == {"a@x-1": "x"}


def test_a_prompt_file_is_a_template_and_is_normalized(tmp_path: Path) -> None:
    spec = '[vars]\nmood = "e\\u0301"\n[asset.a]\nprompt_file = "art/a.txt"\noutput = "a.png"'
    loaded = load(tmp_path, spec, {"art/a.txt": "\n one\r\n{{ mood }} \n\n"})
    assert prompts(loaded) == {"a": "one\né"}
    assert str(tmp_path / "art/a.txt") in loaded.inputs.files


def test_a_source_file_is_named_from_the_project_and_digested(tmp_path: Path) -> None:
    spec = '[asset.a]\nsource = "art/logo.svg"\noutput = "a.png"'
    (asset,) = load(tmp_path, spec, {"art/logo.svg": "<svg/>"}).assets
    assert asset.source == SourceFile(
        "art/logo.svg",
        "sha256:d4dc56669143034f31aa309635d4113d9ad76a02b1739da22c965ed2049be9e6",  # type: ignore[arg-type]  # a literal
    )


def test_an_included_file_has_its_own_defaults_and_paths(tmp_path: Path) -> None:
    spec = """\
include = ["art/**/*.assets.toml", "more.json"]
[defaults]
model = "root"
resolution = "2K"
[vars]
mood = "warm"
[asset.a]
prompt = "x"
output = "a.png"
"""
    loaded = load(
        tmp_path,
        spec,
        {
            "art/x/b.assets.toml": '[defaults]\nmodel = "own"\n[asset.b]\nprompt_file = "b.txt"\n'
            'output = "b.png"',
            "art/x/b.txt": "{{ mood }}",
            "more.json": '{"asset": {"c": {"prompt": "c", "output": "c.png"}}}',
        },
    )
    assert prompts(loaded) == {"a": "x", "b": "warm", "c": "c"}
    models = [(request(a).model, request(a).resolution) for a in loaded.assets]
    assert models == [("root", "2K"), ("own", "2K"), ("root", "2K")]
    assert str(tmp_path / "art" / "x") in loaded.inputs.folders


def test_a_name_defined_in_two_files_names_both_places(tmp_path: Path) -> None:
    spec = 'include = ["b.toml"]\n[asset.a]\nprompt = "x"\noutput = "a.png"'
    other = '[asset.a]\nprompt = "y"\noutput = "b.png"\n[project]\nroot = "x"'
    assert problems(tmp_path, spec, {"b.toml": other}) == [
        "b.toml:1:1: asset.a: defined twice, first at assets.toml:3:1",
        "b.toml:4:1: project: can only stand in the project's own assets.toml",
    ]


def test_alt_and_tags_are_rendered(tmp_path: Path) -> None:
    spec = """\
[asset.a]
for_each = ["x"]
prompt = "p"
tags = ["ui", "{{ item }}", "{{ '' }}"]
alt = { en = "An {{ item }}" }
output = "a.png"
[asset.b]
prompt = "p"
alt = ""
output = "b.png"
"""
    first, second = load(tmp_path, spec).assets
    assert first.tags == ("ui", "x")
    assert (first.alt, second.alt) == ({"en": "An x"}, {"": ""})


def test_the_projects_own_tables(tmp_path: Path) -> None:
    spec = load(
        tmp_path,
        """\
[project]
name = "emberfall"
root = "."
outputs = "ignore"
[remote]
url = "art/../blobs"
[budget]
per_run = 5.10
[provider.getimg]
concurrency = 5
timeout = 300
price = { "m" = 0.05 }
[asset.a]
prompt = "x"
output = "img/a.png"
""",
    )
    settings = spec.project
    assert (settings.name, settings.root, settings.ignore_outputs) == ("emberfall", ".", True)
    assert (settings.remote, settings.per_run, settings.per_month) == (
        "blobs",
        Decimal("5.1"),
        None,
    )
    getimg = ProviderSettings(5, None, 300.0, {"m": Decimal("0.05")})
    assert spec.providers == {"getimg": getimg}
    assert paths(spec) == ["img/a.png"]


def test_moves_and_warnings(tmp_path: Path) -> None:
    spec = load(
        tmp_path,
        """\
[vars]
mood = 1
used = 2
[style.s]
prompt = "{{ prompt }} {{ vars.used }}"
[recipe.r]
width = 1
[asset.a]
prompt = "x"
output = "a.png"
[[moved]]
from = "old"
to = "a"
[[moved]]
from = "older"
to = "b@1"
""",
    )
    assert [(move.from_, move.to) for move in spec.moves] == [("old", "a"), ("older", "b@1")]
    assert isinstance(spec.moves[0], Move)
    assert spec.warnings == (
        "assets.toml:3:1: vars.mood: not used",
        "assets.toml:5:1: style.s: not used",
        "assets.toml:7:1: recipe.r: not used",
        "assets.toml:15:1: moved.to: no such address: b@1",
    )


def test_origins_name_the_place_of_every_resolved_value(tmp_path: Path) -> None:
    spec = """\
[defaults]
model = "m"
[recipe.r]
fit = "fill"
[asset.a]
prompt = "x {{ 1 }}"
output = { path = "{{ width }}.png", recipe = "r", width = [1, 2] }
"""
    (asset,) = load(tmp_path, spec).assets
    shown = {name: (str(o.place), o.value) for name, o in asset.origins.items()}
    assert shown == {
        "model": ("assets.toml:3:1", "m"),
        "prompt": ("assets.toml:7:1", "x 1"),
        "output.0.path": ("assets.toml:8:12", "assets/1.png"),
        "output.0.recipe": ("assets.toml:8:38", "r"),
        "output.0.width": ("assets.toml:8:52", "1"),
        "output.0.fit": ("assets.toml:5:1", "fill"),
        "output.1.path": ("assets.toml:8:12", "assets/2.png"),
        "output.1.recipe": ("assets.toml:8:38", "r"),
        "output.1.width": ("assets.toml:8:52", "2"),
        "output.1.fit": ("assets.toml:5:1", "fill"),
    }
    assert isinstance(asset.origins["model"], Origin)


def test_a_prompts_folder_that_is_not_there_is_remembered(tmp_path: Path) -> None:
    assert load(tmp_path, FIRST).inputs.absent == (str(tmp_path / "prompts"),)


def test_what_a_template_includes_is_an_input(tmp_path: Path) -> None:
    spec = '[asset.a]\nprompt = "{% include \'look.txt\' %} x"\noutput = "a.png"'
    loaded = load(tmp_path, spec, {"prompts/look.txt": "soft"})
    assert prompts(loaded) == {"a": "soft x"}
    assert str(tmp_path / "prompts/look.txt") in loaded.inputs.files


def test_rows_written_in_the_spec_are_read_like_those_of_files(tmp_path: Path) -> None:
    spec = """\
[asset.a]
for_each = [{ id = "x", day = 2026-01-02 }]
key = "{{ id }}"
prompt = "{{ day | replace('-', '/') }}"
output = "a.png"
[asset.b]
prompt = "{{ times[0] }}"
output = "b.png"
[asset.b.for_each]
y = { times = [2026-01-02T03:04:05Z] }
"""
    assert prompts(load(tmp_path, spec)) == {
        "a@x": "2026/01/02",
        "b@y": "2026-01-02T03:04:05+00:00",
    }


def test_what_has_no_effect_is_warned_of_once(tmp_path: Path) -> None:
    spec = """\
[recipe.r]
position = "top"
[asset.a]
for_each = []
prompt = "x"
output = [
  { path = "a.png", fit = "fill", enlarge = true },
  { path = "b.png", recipe = "r" },
  { path = "c.png", recipe = "r", scale = 0.5 },
]
[asset.b]
for_each = "rows.csv"
key = "{{ id }}"
prompt = "{{ id }}"
output = "{{ key }}.png"
"""
    useless = "no effect without width, height, size or scale"
    assert load(tmp_path, spec, {"rows.csv": "id\n"}).warnings == (
        f"assets.toml:3:1: recipe.r.position: {useless}",
        "assets.toml:5:1: asset.a.for_each: has no rows",
        f"assets.toml:8:21: asset.a.output[0].fit: {useless}",
        f"assets.toml:8:35: asset.a.output[0].enlarge: {useless}",
        "assets.toml:13:1: asset.b.for_each: has no rows",
    )
