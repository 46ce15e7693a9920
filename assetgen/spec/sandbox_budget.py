"""What one render may cost: a budget of work, and the measure of every value it makes.

A unit is about one character copied; a value costs some units more. Nothing here knows Jinja's
syntax. The other sandbox modules charge before they work, so no single step can be large.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import jinja2

MAX_WORK = 4_000_000
MAX_VALUE = 1_000_000
MAX_DEPTH_OF_CALLS = 32
MAX_FILES = 100
MAX_NESTING = 32
VALUE = 16
"""Units for any value, however small: a Python object and the step that makes it."""


class Refused(jinja2.TemplateRuntimeError):
    """The sandbox said no: a sentence for the user, and what would help."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class _Budget(threading.local):
    """What is left for the render that runs on this thread."""

    work = 0
    calls = 0
    files = 0


_budget = _Budget()


@contextmanager
def spending() -> Iterator[None]:
    """A fresh budget for one render on this thread; the one before comes back afterwards."""
    before = (_budget.work, _budget.calls, _budget.files)
    _budget.work, _budget.calls, _budget.files = MAX_WORK, 0, 0
    try:
        yield
    finally:
        _budget.work, _budget.calls, _budget.files = before


def charge(units: int) -> None:
    """Take units from the budget. Raises Refused when it is spent."""
    _budget.work -= units
    if _budget.work < 0:
        raise Refused("the template does too much work", "shorter loops, smaller values")


@contextmanager
def one_call() -> Iterator[None]:
    """One level of macro or loop recursion. Raises Refused when it is too deep."""
    charge(4 * VALUE)
    if _budget.calls >= MAX_DEPTH_OF_CALLS:
        raise Refused(f"calls are nested too deeply: {MAX_DEPTH_OF_CALLS} levels")
    _budget.calls += 1
    try:
        yield
    finally:
        _budget.calls -= 1


def charge_file() -> None:
    """Count one include or import. Raises Refused when a render has too many."""
    charge(4 * VALUE)
    _budget.files += 1
    if _budget.files > MAX_FILES:
        raise Refused(f"the template includes too many files: over {MAX_FILES} in one render")


def counted(values: Iterable[object], units: int = VALUE) -> Iterator[object]:
    """The same values, each charged as it is taken."""
    for value in values:
        charge(units)
        yield value


def measure(value: object) -> int:
    """The units of a plain value, containers with all that is in them.

    Raises Refused for what is too large, too deep, or no plain data; UndefinedError for a
    missing name inside a container.
    """
    if type(value) is str:
        return fitting(len(value) + VALUE)
    total = 0
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        current, depth = waiting.pop()
        total = fitting(total + VALUE + _own_size(current))
        if isinstance(current, list | tuple | Mapping):
            if depth >= MAX_NESTING:
                raise Refused(f"values are nested too deeply: over {MAX_NESTING} levels")
            fitting(total + VALUE * len(current))
            waiting.extend((inner, depth + 1) for inner in _contents(current))
    return total


def charge_value(value: object) -> None:
    """Charge for reading or having made `value`; a name that is not defined costs nothing."""
    if not isinstance(value, jinja2.Undefined):
        charge(measure(value))


def settled(value: object) -> object:
    """What a filter or method answered: lazy results as a list, charged."""
    if isinstance(value, Iterator):
        value = list(counted(value))
    charge_value(value)
    return value


def fitting(units: int) -> int:
    """The units, if one value may have so many. Raises Refused."""
    if units > MAX_VALUE:
        raise Refused("a value in the template is too large")
    return units


def _own_size(value: object) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, int):
        return value.bit_length() // 8
    if isinstance(value, jinja2.Undefined):
        str(value)
    if value is None or isinstance(value, float | list | tuple | Mapping):
        return 0
    raise Refused(f"only text, numbers, lists and tables can be used here: {kind_of(value)}")


def kind_of(value: object) -> str:
    """What a template's author would call a value of this kind."""
    return type(value).__name__.lstrip("_").lower()


def _contents(value: list[object] | tuple[object, ...] | Mapping[object, object]) -> list[object]:
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    return list(value)
