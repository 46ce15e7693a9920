from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetgen.spec.template_errors import TemplateError
from assetgen.spec.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SWORD = {"name": "Sword", "damage": {"type": "fire"}, "tags": ["old", "rune"], "range": 5}


def render(text: str, **values: object) -> str:
    return Templates(None).render(text, values)


def failure(text: str, **values: object) -> tuple[int, str, str | None]:
    with pytest.raises(TemplateError) as caught:
        Templates(None).render(text, values)
    return caught.value.line, caught.value.message, caught.value.hint


def with_prompts(folder: Path, **files: str) -> Templates:
    prompts = folder / "prompts"
    prompts.mkdir()
    for name, text in files.items():
        (prompts / f"{name}.txt").write_text(text, encoding="utf-8")
    return Templates(prompts)


def test_a_field_and_a_condition_render() -> None:
    text = "{{ name | lower }}{% if damage.type %}, {{ damage.type }}{% endif %}"

    assert render(text, **SWORD) == "sword, fire"


@given(st.text().filter(lambda text: "{" not in text))
def test_text_without_a_brace_is_returned_as_it_is(text: str) -> None:
    assert render(text) == text


def test_whitespace_options_are_pinned() -> None:
    text = "a\n  {% if true %}\nb\n  {% endif %}\nc\n"

    assert render(text) == "a\n  \nb\n  \nc"


def test_nothing_is_escaped() -> None:
    assert render("{{ x }}", x="<a & b>") == "<a & b>"


def test_none_renders_empty_everywhere() -> None:
    assert render("[{{ none }}] [{{ 'a' ~ none }}] [{{ [none, 'b'] | join('-') }}]") == (
        "[] [a] [-b]"
    )


def test_a_field_may_have_the_name_of_a_method_or_a_function() -> None:
    assert render("{{ range }} {{ range(2) }} {{ i.items }}", range=9, i={"items": [1]}) == (
        "9 [0, 1] [1]"
    )


def test_macros_loops_and_namespaces_work() -> None:
    text = (
        "{% macro tag(x) %}<{{ x }}>{% endmacro %}{% set seen = namespace(n=0) %}"
        "{% for t in tags %}{{ tag(t.upper()) }}{{ loop.index }}/{{ loop.length }} "
        "{% set seen.n = seen.n + 1 %}{% endfor %}{{ seen.n }}"
    )

    assert render(text, **SWORD) == "<OLD>1/2 <RUNE>2/2 2"


def test_a_recursive_loop_walks_a_tree() -> None:
    text = (
        "{% for x in tree recursive %}{% if x is sequence %}({{ loop(x) }})"
        "{% else %}{{ x }}{% endif %}{% endfor %}"
    )

    assert render(text, tree=[1, [2, [3]], 4]) == "1(2(3))4"


def test_filters_of_lists_work() -> None:
    rows = [{"kind": "a", "n": 1}, {"kind": "b", "n": 2}, {"kind": "a", "n": 3}]
    text = (
        "{% for group in rows | groupby('kind') %}{{ group.grouper }}="
        "{{ group.list | map(attribute='n') | join('+') }} {% endfor %}"
        "{{ rows | sum(attribute='n') }} {{ rows | selectattr('kind', 'eq', 'b') | length }}"
    )

    assert render(text, rows=rows) == "a=1+3 b=2 6 1"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Long Sword", "long-sword"),
        ("  Élan Vital (v1.2)! ", "elan-vital-v1.2"),
        ("Straße_7", "strasse_7"),
        ("日本 がぎ", "日本-がぎ"),
        ("Жар-птица", "жар-птица"),
        ("한국어 kbd", "한국어-kbd"),
        ("../..", ""),
        (42, "42"),
    ],
)
def test_slug_makes_parts_of_addresses(value: object, expected: str) -> None:
    assert render("{{ value | slug }}", value=value) == expected


@given(st.text())
def test_a_slug_is_its_own_slug(text: str) -> None:
    once = render("{{ x | slug }}", x=text.encode("utf-8", "ignore").decode())

    assert render("{{ x | slug }}", x=once) == once


def test_names_are_the_free_ones() -> None:
    text = (
        "{{ name }}{% for tag in tags %}{{ tag }}{{ range(2) }}{% endfor %}"
        "{% set x = mood %}{{ x }}{{ item.foo }}{{ range }}{{ lipsum }}"
    )

    assert Templates(None).names(text) == {"name", "tags", "mood", "item", "range", "lipsum"}


def test_names_include_those_of_included_files(tmp_path: Path) -> None:
    templates = with_prompts(tmp_path, a="{{ mood }}{% include 'b.txt' %}", b="{{ light }}")

    assert templates.names("{{ name }}{% include 'a.txt' %}") == {"name", "mood", "light"}


def test_names_of_files_that_include_each_other_end(tmp_path: Path) -> None:
    templates = with_prompts(tmp_path, a="{{ x }}{% include 'a.txt' %}")

    assert templates.names("{% include 'a.txt' %}") == {"x"}


def test_an_import_brings_macros_and_no_names(tmp_path: Path) -> None:
    templates = with_prompts(tmp_path, m="{% macro lit(x) %}{{ x }} at dawn{% endmacro %}")
    text = "{% import 'm.txt' as m %}{% from 'm.txt' import lit %}{{ m.lit('a') }}, {{ lit('b') }}"

    assert (templates.names(text), templates.render(text, {})) == (
        frozenset(),
        "a at dawn, b at dawn",
    )


def test_renders_share_no_state_through_an_import(tmp_path: Path) -> None:
    templates = with_prompts(
        tmp_path,
        m="{% set ns = namespace(n=0) %}{% macro next() %}{% set ns.n = ns.n + 1 %}{{ ns.n }}"
        "{% endmacro %}",
    )
    text = "{% import 'm.txt' as m %}{{ m.next() }}"

    assert [templates.render(text, {}) for _ in range(3)] == ["1", "1", "1"]


def test_files_read_and_looked_for_are_known(tmp_path: Path) -> None:
    templates = with_prompts(tmp_path, a="x")
    templates.render("{% include ['b.txt', 'a.txt'] %}", {})

    assert templates.files == (tmp_path / "prompts/a.txt",)
    assert templates.absent == (tmp_path / "prompts/b.txt",)


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "a/../../secret.txt", "a\\b", ""])
def test_names_that_lead_out_of_prompts_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    templates = with_prompts(tmp_path)

    with pytest.raises(TemplateError, match="a template's name is a path below prompts/"):
        templates.render("{% include name %}", {"name": name})


def test_a_link_out_of_prompts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    templates = with_prompts(tmp_path)
    (tmp_path / "prompts/a.txt").symlink_to(tmp_path / "secret.txt")

    with pytest.raises(TemplateError, match=r"a link leads out of prompts/: a\.txt"):
        templates.render("{% include 'a.txt' %}", {})


def test_a_prompts_folder_that_leads_out_of_the_work_tree_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a.txt").write_text("secret")
    (tmp_path / "project").mkdir()
    (tmp_path / "project/prompts").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(TemplateError, match=r"prompts/ leads out of the work tree: a\.txt"):
        Templates(tmp_path / "project/prompts").render("{% include 'a.txt' %}", {})


def test_names_that_a_text_provides_for_are_known() -> None:
    templates = Templates(None)
    text = "{{ a | default('x') }}{% if b is defined %}{{ b }}{% endif %}{{ c | upper }}"
    assert templates.guarded_names(text) == {"a", "b"}
    assert templates.guarded_names("not (a | d(false)) or c", is_expression=True) == {"a"}


def test_an_expression_may_call_the_functions_of_templates() -> None:
    templates = Templates(None)
    assert templates.matches("n in range(3) and dict(a=1).a == 1", {"n": 2})
    assert not templates.matches("n in range(3)", {"n": 3})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n{{ item.nam }}", (2, 'no "nam" in item', "name")),
        ("{{ item.damage.typ }}", (1, 'no "typ" in item.damage', "type")),
        ("{{ item['nam'] }}", (1, 'no "nam" in this table', "name")),
        ("{{ item.name.foo }}", (1, 'no "foo" in the text "Sword"', None)),
        ("{{ itm }}", (1, '"itm" is not defined', "item")),
        ("{{ itm.name }}", (1, '"itm" is not defined', "item")),
        ("{{ item.name | lowr }}", (1, "no such filter here: lowr", "lower")),
        ("{{ item.name is strng }}", (1, "no such test here: strng", "string")),
        ("\n\n{% if %}", (3, "the template is wrong: a value is missing before %}", None)),
        ("{{ 'a' + 1 }}", (1, "+ does not join text and other values", "use ~")),
        ("{{ item.name.upper }}", (1, 'a method needs parentheses: "upper()"', None)),
        ("{{ 1 / 0 }}", (1, "the template fails: division by zero", None)),
        ("{% block a %}{% endblock %}", (1, "not available in templates here: {% block %}", None)),
        ("{% extends 'a' %}", (1, "not available in templates here: {% extends %}", None)),
        ("{% include 'a' %}", (1, "this project has no prompts/ folder: a", None)),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence_with_its_line(
    text: str, expected: tuple[int, str, str | None]
) -> None:
    assert failure(text, item=SWORD) == expected


def test_a_mistake_in_an_included_file_names_it(tmp_path: Path) -> None:
    templates = with_prompts(tmp_path, a="x\n{{ item.nam }}", b="x\n\n{% if %}")

    with pytest.raises(TemplateError) as at_render:
        templates.render("a\n{% include 'a.txt' %}", {"item": SWORD})
    with pytest.raises(TemplateError) as at_compile:
        templates.render("{% include 'b.txt' %}", {})

    assert (at_render.value.line, at_render.value.message) == (
        2,
        'no "nam" in this table (prompts/a.txt:2)',
    )
    assert at_compile.value.message.endswith(" (prompts/b.txt:3)")


def test_a_missing_include_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"no such file in prompts/: b\.txt"):
        with_prompts(tmp_path, a="x").render("{% include 'b.txt' %}", {})


@pytest.mark.parametrize(
    ("expression", "values", "expected"),
    [
        ("slot == 'weapon'", {"slot": "weapon"}, True),
        ("slot == 'weapon' and price | int > 9", {"slot": "weapon", "price": "7"}, False),
        ("'rune' in tags", {"tags": ["old", "rune"]}, True),
        ("missing is defined", {}, False),
        ("result == 1", {"result": 1}, True),
    ],
)
def test_an_expression_matches(
    expression: str, values: Mapping[str, object], expected: bool
) -> None:
    assert Templates(None).matches(expression, values) is expected


def test_the_names_of_an_expression_are_known() -> None:
    names = Templates(None).expression_names("slot == 'weapon' and price | int > result")

    assert names == {"slot", "price", "result"}


@pytest.mark.parametrize("expression", ["a b", "", "{{ a }}", "a) %}{{ b }}{% if (a"])
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(TemplateError):
        Templates(None).matches(expression, {"a": 1, "b": 1})


def test_renders_work_from_many_threads() -> None:
    templates = Templates(None)
    text = "{% for i in range(50) %}{{ i * n }},{% endfor %}"

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda n: templates.render(text, {"n": n}), range(200)))

    assert results == ["".join(f"{i * n}," for i in range(50)) for n in range(200)]


EARLY = "the template ends too early"
WRONG = "the template is wrong: "


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{", EARLY),
        ("{{ a", EARLY),
        ("{% if a %}b", EARLY),
        ("{# a", EARLY),
        ("{% raw %}{", EARLY),
        ("{% endif %}", f"{WRONG}nothing was opened before {{% endif %}}"),
        ("{% if a %}{% endfor %}", f"{WRONG}nothing was opened before {{% endfor %}}"),
        ("{% foo %}", f"{WRONG}no such tag: foo"),
        ("{{ }}", f"{WRONG}a value is missing before }}}}"),
        ("{{ a b }}", f"{WRONG}expected }}}}, found b"),
        ("{{ (a }}", f"{WRONG}expected ), found }}"),
        ("{{ a } b", f"{WRONG}unexpected }}"),
        ("{{ a ? b }}", f"{WRONG}unexpected ?"),
        ("{{ a. }}", f"{WRONG}expected name or number"),
    ],
)
def test_what_can_not_be_read_is_told_in_the_signs_of_templates(text: str, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        Templates(None).render(text, {})
    assert caught.value.message == message
