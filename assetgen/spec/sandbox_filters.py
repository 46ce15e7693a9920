"""The filters, tests and methods that templates have, each bounded in work and result.

What is not listed here is not there: no randomness, no markup, no attribute access by name.
Filters that Jinja would let grow (`replace`, `join`, `format`…) are our own, and charge first.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, cast

from jinja2 import pass_environment
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.tests import TESTS as JINJA_TESTS
from jinja2.utils import Namespace

from assetgen.spec.sandbox_budget import (
    MAX_VALUE,
    VALUE,
    Refused,
    charge,
    charge_value,
    counted,
    fitting,
    kind_of,
    measure,
    settled,
)  # fmt: skip
from assetgen.spec.sandbox_rewrite import private

if TYPE_CHECKING:
    from jinja2 import Environment

MAX_SMALL = 1_000
"""The largest width, precision or count that a filter or method takes."""

_Function = Callable[..., object]
_JINJA_FILTERS = (
    "abs", "batch", "capitalize", "center", "count", "d", "default", "dictsort", "first",
    "float", "groupby", "int", "items", "last", "length", "list", "lower", "map", "max", "min",
    "reject", "rejectattr", "reverse", "round", "select", "selectattr", "slice", "sort",
    "title", "truncate", "unique", "upper", "wordcount",
)  # fmt: skip
_JINJA_TESTS = (
    "!=", "<", "<=", "==", ">", ">=", "boolean", "defined", "divisibleby", "eq", "equalto",
    "even", "false", "float", "ge", "greaterthan", "gt", "in", "integer", "iterable", "le",
    "lessthan", "lower", "lt", "mapping", "ne", "none", "number", "odd", "sequence", "string",
    "true", "undefined", "upper",
)  # fmt: skip
_TEXT_METHODS = (
    "capitalize", "casefold", "count", "endswith", "find", "index", "isalnum", "isalpha",
    "isdecimal", "isdigit", "islower", "isspace", "istitle", "isupper", "lower", "partition",
    "removeprefix", "removesuffix", "split", "splitlines", "startswith", "swapcase", "title",
    "upper",
)  # fmt: skip
_CONVERSION = re.compile(r"%(?:\([^()%]*\))?[-#0 +]*(\d{0,3})(?:\.(\d{0,3}))?[diouxXeEfFgGcrs%]")
_SLUG_RUN = re.compile(r"[^\w.]+")


# Text and numbers.


def text_of(value: object) -> str:
    """`value` as it stands in rendered text: None is empty, the rest as Python writes it."""
    if type(value) is str:
        return value
    charge_value(value)
    return "" if value is None else str(value)


def joined(values: Iterable[object], separator: object = "") -> str:
    """The texts of `values`, one after the other."""
    parts = [text_of(value) for value in values]
    between = text_of(separator)
    charge(fitting(sum(map(len, parts)) + len(between) * len(parts) + VALUE * len(parts)))
    return between.join(parts)


def slug(value: object) -> str:
    """`value` as a part of an address: letters, digits, `-`, `_` and `.`, in lower case.

    Accents go where an ASCII letter is left over (NFKD); other scripts keep their letters.
    """
    text = unicodedata.normalize("NFKC", text_of(value)).casefold()
    plain = "".join(map(_unaccented, text))
    return _SLUG_RUN.sub("-", unicodedata.normalize("NFC", plain)).strip("-.")


def percent(template: object, arguments: object) -> str:
    """Python's `%` formatting with widths below 1,000 and no `*`. Raises Refused, TypeError."""
    text = text_of(template)
    if "%" in _CONVERSION.sub("", text):
        raise Refused("this format is not available in templates here", "such as %03d or %.2f")
    found = _CONVERSION.findall(text)
    widths = sum(int(width or 0) + int(precision or 0) for width, precision in found)
    charge(fitting(len(text) + widths + len(found) * measure(arguments)))
    return text % (tuple(arguments) if isinstance(arguments, list) else arguments)


def replaced(value: object, old: object, new: object, count: int | None = None) -> str:
    """`value` with `old` replaced by `new`, at most `count` times."""
    text, before, after = text_of(value), text_of(old), text_of(new)
    charge(fitting(len(text) + text.count(before) * len(after)))
    return text.replace(before, after, -1 if count is None else count)


def _formatted(template: object, *arguments: object, **named: object) -> str:
    return percent(template, named or list(arguments))


def _trimmed(value: object, characters: str | None = None) -> str:
    if characters is not None:
        _small(len(characters))
    return text_of(value).strip(characters)


def _unaccented(character: str) -> str:
    if character < "\x80":
        return character
    decomposed = unicodedata.normalize("NFKD", character)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare if bare.isascii() else character


def _small(number: object) -> None:
    if isinstance(number, int | float) and not abs(number) <= MAX_SMALL:
        raise Refused(f"too large a number for this: {number}", f"at most {MAX_SMALL}")


# Lists.


@pass_environment
def _join(
    environment: Environment, values: Iterable[object], d: object = "", attribute: object = None
) -> str:
    if attribute is not None:
        values = [environment.getitem(value, attribute) for value in values]
    return joined(values, d)


def _summed(jinja_sum: _Function) -> _Function:
    @functools.wraps(jinja_sum)
    def run(*arguments: object, start: float = 0, **named: object) -> object:
        if not isinstance(start, int | float):
            raise TypeError(f"sum adds numbers, not {kind_of(start)}")
        return jinja_sum(*arguments, start=start, **named)

    return run


# The functions that `sandbox_rewrite` makes private.


def _range(_: None, *bounds: int) -> list[int]:
    numbers = range(*bounds)
    charge(fitting(VALUE * min(len(numbers), MAX_VALUE)))
    return list(numbers)


def _namespace(_: None, *tables: object, **fields: object) -> Namespace:
    return Namespace(*tables, **fields)


def _dict(_: None, *tables: Mapping[str, object], **fields: object) -> dict[str, object]:
    made = dict(*tables, **fields)
    charge_value(made)
    return made


def _sized(value: object) -> object:
    charge_value(value)
    return value


# How they are bounded, and the tables.


def bounded(function: _Function) -> _Function:
    """`function`, charged for what it reads and for what it answers."""
    skipped = 1 if hasattr(function, "jinja_pass_arg") else 0

    @functools.wraps(function)
    def run(*arguments: object, **named: object) -> object:
        for value in (*arguments[skipped:], *named.values()):
            charge_value(value)
        return settled(function(*arguments, **named))

    return run


def _with_small_numbers(function: _Function) -> _Function:
    skipped = 2 if hasattr(function, "jinja_pass_arg") else 1

    @functools.wraps(function)
    def run(*arguments: object, **named: object) -> object:
        for value in (*arguments[skipped:], *named.values()):
            _small(value)
        return function(*arguments, **named)

    return run


def _filters() -> dict[str, _Function]:
    table: dict[str, _Function] = {name: JINJA_FILTERS[name] for name in _JINJA_FILTERS}
    for name in ("batch", "center", "round", "slice", "truncate"):
        table[name] = _with_small_numbers(table[name])
    table |= {"format": _formatted, "join": _join, "replace": replaced, "slug": slug}
    table |= {"string": text_of, "sum": _summed(JINJA_FILTERS["sum"]), "trim": _trimmed}
    return {name: bounded(function) for name, function in table.items()}


FILTERS = _filters()
TESTS: dict[str, _Function] = {
    name: bounded(cast("_Function", JINJA_TESTS[name])) for name in _JINJA_TESTS
}
METERS: dict[str, _Function] = {
    private("counted"): counted,
    private("charged"): charge,
    private("sized"): _sized,
    private("joined"): joined,
    private("range"): _range,
    private("namespace"): _namespace,
    private("dict"): _dict,
}

_PADDED = {
    name: _with_small_numbers(getattr(str, name)) for name in ("center", "ljust", "rjust", "zfill")
}
TEXT_METHODS: dict[str, _Function] = {
    **{name: getattr(str, name) for name in _TEXT_METHODS},
    **_PADDED,
    "replace": replaced,
    "join": lambda separator, values: joined(values, separator),
    "strip": _trimmed,
}
LIST_METHODS: dict[str, _Function] = {
    "count": lambda values, value: list(values).count(value),
    "index": lambda values, value: list(values).index(value),
}
TABLE_METHODS: dict[str, _Function] = {
    "get": lambda table, name, default=None: table.get(name, default),
    "items": lambda table: list(table.items()),
    "keys": lambda table: list(table.keys()),
    "values": lambda table: list(table.values()),
}
