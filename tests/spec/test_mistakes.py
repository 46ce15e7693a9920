"""Every mistake of a spec is told in one run, each once, at its own line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.spec.project import load, problems, problems_of, request, write

if TYPE_CHECKING:
    from pathlib import Path

ITEMS = "id,name,damage_type\nsword,Sword,slashing\nbow,Bow,\n"

MANY = """\
versoin = 2
[project]
release = 1
base_url = "http://x"
outputs = "comit"
[budget]
per_run = -1
[provider.getimg]
concurency = 2
timeout = 0
[style.a]
extends = "b"
prompt = "{{ prompt }}"
[style.b]
extends = "a"
[style.c]
prompt = "no hole"
[asset.ui.button]
prompt = "x"
[asset.hero]
prompt = 3
references = ["x.png"]
pinned = "yes"
[asset.icon]
for_each = "items.csv"
key = "{{ id }}"
style = "aa"
prompt = "{{ dmg_type }}"
output = { path = "icons/{{ kye }}.png", widht = 3 }
[[asset.icon.override]]
match = "swrod"
model = "x"
[asset.plain]
prompt = "{{ 1 / 0 }}"
output = [
  "a/../b.png",
  "con.png",
  "x.gif",
  "x",
  "one.png",
  "ONE.png",
  { path = "y.webp", format = "png" },
  { path = "z.png", size = 1, width = 1 },
  { path = "w.png", quality = 101 },
  { path = "v.png", background = "#ff" },
]
[asset.empty]
tags = ["x"]
[asset.rows]
for_each = "itms.csv"
prompt = "x"
output = "{{ key }}.png"
[[moved]]
from = "x y"
to = "z"
"""


def test_all_mistakes_are_told_at_once_each_at_its_line(tmp_path: Path) -> None:
    assert problems(tmp_path, MANY, {"items.csv": ITEMS}) == [
        "assets.toml:2:1: versoin: unknown key -> version",
        "assets.toml:4:11: project.release: expected true or false: 1",
        (
            "assets.toml:5:1: project.base_url: can't be set in a spec"
            " -> it belongs to the environment or to your own settings (assetgen/config.toml)"
        ),
        'assets.toml:6:11: project.outputs: expected commit or ignore: "comit" -> commit',
        "assets.toml:8:11: budget.per_run: expected 0 or more: -1",
        "assets.toml:10:1: provider.getimg.concurency: unknown key -> concurrency",
        "assets.toml:11:11: provider.getimg.timeout: expected more than 0: 0",
        "assets.toml:13:11: style.a.extends: styles extend each other: a > b > a",
        (
            "assets.toml:18:10: style.c.prompt: a style's prompt needs {{ prompt }}"
            " -> {{ prompt }} stands for the asset's own prompt"
        ),
        (
            "assets.toml:19:1: asset.ui.button: asset names have no dots"
            ' -> [asset.ui-button] with tags = ["ui"]'
        ),
        "assets.toml:22:10: asset.hero.prompt: expected text: 3",
        "assets.toml:23:15: asset.hero.references[0]: no such file: x.png",
        'assets.toml:24:10: asset.hero.pinned: expected true or false: "yes"',
        "assets.toml:28:9: asset.icon.style: no such style: aa -> a",
        (
            'assets.toml:29:10: asset.icon.prompt: no row has "dmg_type"'
            " (2 rows, first items.csv:2) -> damage_type"
        ),
        (
            'assets.toml:30:19: asset.icon.output.path: no row has "kye"'
            " (2 rows, first items.csv:2) -> key"
        ),
        "assets.toml:30:42: asset.icon.output.widht: unknown key -> width",
        "assets.toml:32:9: asset.icon.override[0].match: no key matches: swrod -> sword",
        "assets.toml:35:10: asset.plain.prompt: the template fails: division by zero",
        "assets.toml:37:3: asset.plain.output[0]: the path leads out of its folder: a/../b.png",
        "assets.toml:38:3: asset.plain.output[1]: the path has the name of a device: con.png",
        (
            "assets.toml:39:3: asset.plain.output[2]: the path needs the extension of a format:"
            " x.gif -> .png .jpg .jpeg .webp .avif"
        ),
        (
            "assets.toml:40:3: asset.plain.output[3]: the path needs the extension of a format: x"
            " -> .png .jpg .jpeg .webp .avif"
        ),
        (
            "assets.toml:42:3: asset.plain.output[5]: one path is wanted twice: assets/ONE.png,"
            " first by plain (assets.toml:41)"
        ),
        (
            "assets.toml:43:12: asset.plain.output[6].path: the extension does not fit the format"
            " png: y.webp -> .png or .{{ ext }}"
        ),
        (
            "assets.toml:44:21: asset.plain.output[7].size: size and width exclude each other"
            " -> size = n means n × n, contained"
        ),
        "assets.toml:45:31: asset.plain.output[8].quality: expected 100 or less: 101",
        (
            'assets.toml:46:34: asset.plain.output[9].background: not a colour: "#ff"'
            " -> #rgb, #rrggbb, #rrggbbaa or a CSS name"
        ),
        'assets.toml:48:1: asset.empty: needs an output -> output = "empty.png"',
        "assets.toml:48:1: asset.empty: needs prompt, prompt_file or source",
        "assets.toml:51:12: asset.rows.for_each: no such file: itms.csv -> items.csv",
        "assets.toml:55:8: moved[0].from: not an address: x y -> name, or name@key",
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            'prompt = "x"\noutput = { path = "a-{{ ext }}.png", slice = 1 }',
            "4:38: asset.a.output.slice: not supported yet",
        ),
        (
            'prompt = "x"\nprompt_file = "y"\noutput = "x.png"',
            "4:1: asset.a.prompt_file: prompt and prompt_file exclude each other",
        ),
        (
            'source = "logo.svg"\nmodel = "m"\noutput = "x.png"',
            "4:1: asset.a.model: has no effect beside source",
        ),
        (
            'source = "asset:hero"\noutput = "x.png"',
            "3:10: asset.a.source: not supported yet: asset:hero",
        ),
        (
            'source = "../logo.svg"\noutput = "x.png"',
            "3:10: asset.a.source: inputs lie inside the work tree: ../logo.svg",
        ),
        (
            'for_each = ["a\\u0000"]\nprompt = "x"\noutput = "x.png"',
            "3:13: asset.a.for_each[0]: a NUL character in a text",
        ),
        (
            'prompt = "x"\nkey = "y"\noutput = "x.png"',
            "4:1: asset.a.key: needs for_each or matrix",
        ),
        (
            'for_each = "items.csv"\nprompt = "x"\noutput = "{{ key }}.png"',
            '3:12: asset.a.for_each: rows with fields need a key -> key = "{{ id | slug }}"',
        ),
        (
            'for_each = ["a b", "c d"]\nprompt = "x"\noutput = "{{ key }}.png"',
            (
                "3:12: asset.a.for_each: a key has only letters, digits, -, _ and .: a b"
                " (2 rows, first assets.toml:3) -> {{ … | slug }} makes a key of any text"
            ),
        ),
        (
            'for_each = "items.csv"\nkey = "x"\nprompt = "x"\noutput = "{{ name }}.png"',
            (
                "4:7: asset.a.key: two rows make one address: a@x (1 of 2 rows, first items.csv:3)"
                " -> the other row is items.csv:2"
            ),
        ),
        (
            'for_each = ["b", "c"]\nprompt = "x"\noutput = "x.png"',
            (
                "5:10: asset.a.output: one path is wanted twice: assets/x.png, first by a@b"
                " (assets.toml:5, assets.toml:3) (1 of 2 rows, first assets.toml:3)"
                " -> use {{ key }} in the path"
            ),
        ),
        (
            'prompt = "x"\noutput = { path = "x.png", width = [1, 2] }',
            (
                "4:19: asset.a.output.path: one path is wanted twice: assets/x.png, first by a"
                " (assets.toml:4) -> use {{ width }} in the path"
            ),
        ),
        (
            'prompt = "x"\noutput = "x-{{ width }}.png"',
            '4:10: asset.a.output: the output has no "width" -> known: ext, format',
        ),
        (
            'prompt = "{% if %}"\noutput = "x.png"',
            "3:10: asset.a.prompt: the template is wrong: a value is missing before %}",
        ),
        (
            'prompt = "{{ \'\' }} "\noutput = "x.png"',
            "3:10: asset.a.prompt: the prompt is empty",
        ),
        (
            (
                'for_each = "items.csv"\nwhere = "nmae == 1"\nkey = "{{ id }}"\n'
                'prompt = "x"\noutput = "{{ key }}.png"'
            ),
            '4:9: asset.a.where: no row has "nmae" (2 rows, first items.csv:2) -> name',
        ),
        (
            'prompt = "x"\noutput = { path = "x.png", recipe = "cutuot" }',
            "4:37: asset.a.output.recipe: no such recipe: cutuot",
        ),
        (
            'prompt = "x"\nparameters = { a = inf }\noutput = "x.png"',
            "4:14: asset.a.parameters: no JSON number: inf",
        ),
        (
            'prompt = "x"\nparameters = { a = 9007199254740993 }\noutput = "x.png"',
            "4:14: asset.a.parameters: integers over 2^53 are not exact in JSON: 9007199254740993",
        ),
        (
            'prompt = "x"\noutput = { path = "x.png", format = "png", quality = 3 }',
            "4:54: asset.a.output.quality: png has no quality -> format = jpeg, webp or avif",
        ),
        (
            'prompt = "x"\noutput = { path = "x.webp", quality = { png = 3 } }',
            '4:47: asset.a.output.quality.png: expected jpeg, jpg, webp or avif: "png"',
        ),
        (
            'prompt = "x"\noutput = ["x.png", "x.png/y.png"]',
            "4:11: asset.a.output[0]: another output needs a folder here: assets/x.png",
        ),
    ],
)
def test_a_mistake_is_one_sentence_at_its_place(tmp_path: Path, body: str, message: str) -> None:
    files = {"items.csv": ITEMS, "logo.svg": "<svg/>"}
    assert problems(tmp_path, f"[asset.a]\n{body}", files) == [f"assets.toml:{message}"]


def test_a_size_with_a_mistake_is_no_second_mistake_in_the_path(tmp_path: Path) -> None:
    output = 'output = { path = "{{ size }}-{{ sizzle }}.png", size = "9" }'
    assert problems(tmp_path, f'[asset.a]\nprompt = "x"\n{output}') == [
        'assets.toml:4:19: asset.a.output.path: no such name "sizzle" -> size',
        'assets.toml:4:57: asset.a.output.size: expected a number or a list of numbers: "9"',
    ]


def test_a_field_that_no_row_has_may_have_a_default(tmp_path: Path) -> None:
    spec = """\
[asset.a]
for_each = ["x"]
where = "not (draft | default(false))"
prompt = "{{ item }}{{ mood | default(', grim') }}{% if light is defined %}, {{ light }}{% endif %}"
output = "{{ key }}.png"
"""
    (asset,) = load(tmp_path, spec).assets
    assert request(asset).prompt == "x, grim"


def test_a_name_that_a_prompt_file_lacks_is_told_in_that_file(tmp_path: Path) -> None:
    spec = '[asset.a]\nprompt_file = "p.txt"\noutput = "x.png"\n[vars]\nmood = 1'
    assert problems(tmp_path, spec, {"p.txt": "one\n{{ mod }}\n"}) == [
        'p.txt:2:1: asset.a.prompt_file: no such name "mod" -> mood'
    ]


def test_a_bare_name_that_is_defined_twice_is_told_where_it_is_used(tmp_path: Path) -> None:
    spec = """\
[vars]
name = "x"
[asset.a]
for_each = "items.csv"
key = "{{ id }}"
prompt = "{{ item.name }} {{ vars.name }}"
output = "{{ key }}.png"
[asset.b]
for_each = "items.csv"
key = "{{ id }}"
prompt = "{{ name }}"
output = "b/{{ key }}.png"
"""
    assert problems(tmp_path, spec, {"items.csv": ITEMS}) == [
        (
            'assets.toml:12:10: asset.b.prompt: "name" is defined twice: in the rows and in vars'
            " (2 rows, first items.csv:2) -> item.name or vars.name"
        )
    ]


def test_a_small_spec_that_makes_too_much_is_refused(tmp_path: Path) -> None:
    many = str(list(range(1, 1002)))
    spec = f"""\
[asset.a]
matrix = {{ a = {many}, b = {many} }}
prompt = "x"
output = "{{{{ key }}}}.png"
[asset.b]
prompt = "x"
output = {{ path = "b.png", width = {many}, height = {many} }}
"""
    (first, second) = problems(tmp_path, spec)
    assert first == "assets.toml:3:10: asset.a.matrix: more than 1,000,000 assets: 1,002,001"
    assert second == "assets.toml:8:19: asset.b.output.path: more than 10,000 outputs: 1,002,001"


def test_a_row_that_fails_is_counted_and_the_first_is_named(tmp_path: Path) -> None:
    spec = """\
[asset.a]
for_each = [{ id = "x", n = 1 }, { id = "y", n = 0 }, { id = "z", n = 0 }]
key = "{{ id }}"
prompt = "{{ 1 / n }}"
output = "{{ key }}.png"
"""
    assert problems(tmp_path, spec) == [
        (
            "assets.toml:5:10: asset.a.prompt: the template fails: division by zero"
            " (2 of 3 rows, first assets.toml:3)"
        )
    ]


def test_missing_files_of_rows_are_one_problem(tmp_path: Path) -> None:
    spec = '[asset.a]\nfor_each = ["x", "y"]\nsource = "{{ item }}.svg"\noutput = "{{ key }}.png"'
    assert problems(tmp_path, spec) == [
        "assets.toml:4:10: asset.a.source: no such file: x.svg (2 rows, first assets.toml:3)"
    ]


def test_a_missing_version_is_a_mistake(tmp_path: Path) -> None:
    assert problems_of(write(tmp_path, "")) == [
        "assets.toml:1:1: version: is missing -> version = 1"
    ]


def test_a_newer_version_hides_every_other_mistake(tmp_path: Path) -> None:
    assert problems_of(write(tmp_path, "version = 2\nnew_key = 1\n")) == [
        (
            "assets.toml:1:11: version: this spec is newer than what is read here: 2"
            " -> version = 1, or a newer assetgen"
        )
    ]


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ('[project]\nroot = "../x"', "3:8: project.root: the folder leads out of its folder: ../x"),
        ('[project]\nroot = "/x"', "3:8: project.root: the folder is absolute: /x"),
        ('[project]\nroot = ".git/x"', "3:8: project.root: the folder enters .git: .git/x"),
    ],
)
def test_the_root_stays_below_the_project(tmp_path: Path, spec: str, message: str) -> None:
    assert problems(tmp_path, spec) == [f"assets.toml:{message} -> a folder below the project"]


def test_the_root_does_not_leave_by_a_symlink(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "assets").symlink_to(tmp_path)
    assert problems(tmp_path / "project", "") == [
        "assets.toml:1:1: project.root: a symlink leads out of the project: assets"
    ]


def test_an_output_does_not_leave_by_a_symlink(tmp_path: Path) -> None:
    (tmp_path / "project" / "assets").mkdir(parents=True)
    (tmp_path / "project" / "assets" / "web").symlink_to(tmp_path)
    spec = '[asset.a]\nprompt = "x"\noutput = "web/x.png"'
    assert problems(tmp_path / "project", spec) == [
        "assets.toml:4:10: asset.a.output: a symlink leads out of the project: assets/web/x.png"
    ]


def test_an_output_is_no_input(tmp_path: Path) -> None:
    spec = '[project]\nroot = "art"\n[asset.a]\nsource = "art/Logo.png"\noutput = "logo.png"'
    assert problems(tmp_path, spec, {"art/Logo.png": "x"}) == [
        "assets.toml:6:10: asset.a.output: an output can't be an input too: art/logo.png"
    ]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("s3://bucket", "not supported yet: s3://bucket -> a folder in the work tree"),
        ("../x", "the folder leads out of the work tree: ../x -> ASSETGEN_REMOTE names any folder"),
        (".git/x", "the folder enters .git: .git/x -> ASSETGEN_REMOTE names any folder"),
    ],
)
def test_the_remote_is_a_folder_of_the_work_tree(tmp_path: Path, url: str, message: str) -> None:
    spec = f'[remote]\nurl = "{url}"'
    assert problems(tmp_path, spec) == [f"assets.toml:3:7: remote.url: {message}"]


def test_a_moved_address_that_is_still_there_is_a_mistake(tmp_path: Path) -> None:
    spec = '[asset.a]\nprompt = "x"\noutput = "x.png"\n[[moved]]\nfrom = "a"\nto = "b"'
    assert problems(tmp_path, spec) == [
        "assets.toml:6:8: moved[0].from: the spec still has this address: a"
    ]
