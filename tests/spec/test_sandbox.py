"""What hostile templates may not do: reach Python, or cost much time or memory."""

from __future__ import annotations

import contextlib
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetgen.spec.template_errors import TemplateError
from assetgen.spec.templates import Templates

ESCAPES = [
    "{{ ''.__class__.__mro__ }}",
    "{{ item.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ '' | attr('__class__') }}",
    "{{ [''] | map(attribute='__class__') | list }}",
    "{{ [''] | selectattr('__class__') | list }}",
    "{{ [''] | sort(attribute='__class__.__name__') }}",
    "{{ self.__init__ }}",
    "{{ self }}",
    "{% for x in 'a' %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
    "{% macro m() %}{% endmacro %}{{ m }}",
    "{{ namespace().__init__ }}",
    "{{ namespace() }}",
    "{{ 'a'.upper.__self__ }}",
    "{{ item.tags.append(1) }}",
    "{{ item.update({}) }}",
    "{{ 'a{0.__class__}'.format(1) }}",
    "{{ 'a'.format_map({}) }}",
    "{{ lipsum() }}",
    "{{ cycler('a').next() }}",
    "{{ joiner() }}",
    "{{ [1, 2] | random }}",
    "{{ x | pprint }}",
    "{{ environment }}",
    "{{ 'a' is sameas 'a' }}",
    "{% autoescape true %}{% endautoescape %}",
    "{{ (5).real }}",
    "{{ (-8) ** 0.5 }}",
    "{{ '\\ud800' }}",
]

BOMBS = [
    "{{ 'x' * 10**10 }}",
    "{{ 9**9**9 }}",
    "{{ 2 ** -99999999999 }}",
    "{{ 10**99 * 10**99 }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in range(999) %}{% for b in range(999) %}x{% endfor %}{% endfor %}",
    "{% set x = 'aaaaaaaaaaaaaaaa' %}" + "{% set x = x ~ x %}" * 60,
    "{% set x = 'aaaaaaaaaaaaaaaa' %}" + "{% set x = x + x %}" * 60,
    "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = [n.x, n.x] %}{% endfor %}",
    "{% set n = namespace(x='a') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "{% set n = namespace(x=1) %}{% for i in range(99) %}{% set n.x = {0: n.x, 1: n.x} %}{% endfor %}",  # noqa: E501 - one bomb
    "{{ ('a' * 9999) | replace('a', 'b' * 9999) }}",
    "{{ ('a' * 9999).replace('a', 'b' * 9999) }}",
    "{{ 'a' | center(10**9) }}",
    "{{ 'a'.center(10**9) }}",
    "{{ 'a'.ljust(10**9) }}",
    "{{ '1'.zfill(width=10**9) }}",
    "{{ '%999999999d' % 1 }}",
    "{{ '%.999999999f' % 1 }}",
    "{{ '%*d' % (999999999, 1) }}",
    "{{ '%999999999d' | format(1) }}",
    "{{ '{:>999999999}'.format(1) }}",
    "{{ ('%s' * 9999) % (('a' * 9999,) * 9999) }}",
    "{{ ('%(a)s' * 9999) % {'a': 'b' * 9999} }}",
    "{{ ('a' * 9999).join(['b'] * 9999) }}",
    "{{ (['b'] * 9999) | join('a' * 9999) }}",
    "{{ [1] * 10**9 }}",
    "{{ range(10**12) }}",
    "{{ [1] | batch(10**9, 0) | list }}",
    "{{ [1] | slice(10**9) | list }}",
    "{{ 1.5 | round(10**9, 'ceil') }}",
    "{{ 'a b' | wordwrap(1) }}",
    "{{ 'a' | indent(10**9) }}",
    "{{ [1] | tojson(indent=10**9) }}",
    "{{ {'a': 1} | xmlattr }}",
    "{{ ('<' * 60000) | striptags }}",
    "{{ ('www.' * 9999) | urlize }}",
    "{{ ([['a'] * 999] * 999) | sum(start=[]) }}",
    "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(30) }}",
    "{% for x in [1] recursive %}{{ loop([1, 1]) }}{{ loop([1, 1]) }}{% endfor %}",
    "{% set x %}{% for i in range(9999) %}" + "A" * 60000 + "{% endfor %}{% endset %}",
    "{% set b = 'a' * 60000 %}{% for i in range(9999) %}{% if 'zz' in b %}{% endif %}{% endfor %}",
    "{% set b = 'a' * 60000 %}{% for i in range(9999) %}{% set c = b[1:] %}{% endfor %}",
    "{% for i in range(9999) %}{{ ('a' * 30000).find('a' * 15000 ~ 'b') }}{% endfor %}",
    "".join(f"{{% set a{i} = 'x' * 900000 %}}" for i in range(2000)),
    "{{ 'a' | trim('b' * 9999) }}",
    "{{ " + "9" * 60000 + " }}",
    "{{ " + "(" * 30000,
    "{{ " + "[" * 60 + "]" * 60 + " }}",
    "{{ " + "a + " * 10000 + "a }}",
    "{{ " + "not " * 10000 + "a }}",
    "{{ a" + " | upper" * 5000 + " }}",
    "{% if a %}" * 5000,
    "{% for a in b %}" * 30 + "{% endfor %}" * 30,
    "{{ a }}" * 13000,
    "{{ " + "1_" * 30000,
    "{%" * 30000,
    "{{ '" * 13000,
    "{{ a }}" + "x" * 70000,
]


@pytest.mark.parametrize("text", ESCAPES)
def test_a_template_cannot_reach_out(text: str) -> None:
    with pytest.raises(TemplateError):
        Templates(None).render(text, {"item": {"tags": []}, "x": "x"})


@pytest.mark.parametrize("text", BOMBS, ids=lambda text: text[:40])
def test_a_bomb_is_a_quick_and_small_error(text: str) -> None:
    started = time.process_time()
    with pytest.raises(TemplateError):
        Templates(None).render(text, {"a": 1, "b": [1]})

    assert time.process_time() - started < 2


@pytest.mark.parametrize("text", BOMBS[6:11] + BOMBS[43:46], ids=lambda text: text[:40])
def test_a_bomb_takes_little_memory(text: str) -> None:
    templates = Templates(None)
    tracemalloc.start()
    try:
        with pytest.raises(TemplateError):
            templates.render(text, {"a": 1, "b": [1]})
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 100_000_000


@pytest.mark.parametrize("text", BOMBS, ids=lambda text: text[:40])
def test_the_names_of_a_bomb_are_found_quickly(text: str) -> None:
    started = time.process_time()
    with contextlib.suppress(TemplateError):  # many bombs are only known when they run
        Templates(None).names(text)

    assert time.process_time() - started < 2


@pytest.mark.parametrize("expression", ["'x' * 10**10", "range(99999) | list == 'a' * 10**9"])
def test_expressions_are_bounded_too(expression: str) -> None:
    with pytest.raises(TemplateError):
        Templates(None).matches(expression, {})


def test_huge_values_of_a_row_are_charged() -> None:
    huge = {"text": "a" * 20_000_000, "list": [1] * 1_000_000}

    for text in ("{{ item.text | upper }}", "{{ 'b' in item.text }}", "{{ item.list | sort }}"):
        with pytest.raises(TemplateError, match="a value in the template is too large"):
            Templates(None).render(text, {"item": huge})


def test_values_of_a_row_cannot_be_changed() -> None:
    item = {"tags": ["a"]}

    with pytest.raises(TemplateError):
        Templates(None).render("{{ item.tags.append('b') }}", {"item": item})

    assert item == {"tags": ["a"]}


def test_a_spent_budget_is_not_carried_into_the_next_render() -> None:
    templates = Templates(None)
    text = "{% for i in range(n) %}{% for j in range(n) %}{% endfor %}{% endfor %}ok"

    with pytest.raises(TemplateError, match="the template does too much work"):
        templates.render(text, {"n": 1000})

    assert templates.render(text, {"n": 10}) == "ok"


_pieces = st.sampled_from(
    ["{{ ", " }}", "{% ", " %}", "a", ".b", "['x']", " | upper", " | join(", ")", "(", "'", "if ",
     "endif", "for x in ", "endfor", "1", "*", "**", "~", "9" * 9, "range(", "set x = ",
     "macro m()", "endmacro", "m()", " is defined", "[", "]", "{", "}", ",", ":", "loop",
     "\n", "include 'a'"]
)  # fmt: skip


@settings(max_examples=300, deadline=2000)
@given(st.lists(_pieces, max_size=25).map("".join))
def test_any_text_renders_or_fails_with_a_template_error(text: str) -> None:
    outcome: str | TemplateError
    try:
        outcome = Templates(None).render(text, {"a": {"b": "c"}})
    except TemplateError as error:
        outcome = error

    line = outcome.line if isinstance(outcome, TemplateError) else 1
    assert 1 <= line <= text.count("\n") + 1
