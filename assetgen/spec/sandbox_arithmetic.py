"""Arithmetic of templates: every result is known to be small before it is made.

Numbers stay within 128 bits; texts and lists within the size of one value.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from assetgen.spec.sandbox_budget import Refused, charge, charge_value, fitting, kind_of, measure
from assetgen.spec.sandbox_filters import percent

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BITS = 128
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
}


def calculate(symbol: str, left: Any, right: Any) -> object:
    """`left symbol right`. Raises Refused for what is too large or makes no sense."""
    charge_value(left)
    charge_value(right)
    if symbol == "%" and isinstance(left, str):
        return percent(left, right if isinstance(right, tuple | Mapping) else (right,))
    if isinstance(left, int | float) and isinstance(right, int | float):
        return _number(symbol, left, right)
    return _larger(symbol, left, right)


def _number(symbol: str, left: float, right: float) -> float:
    whole = isinstance(left, int) and isinstance(right, int)
    if symbol == "**" and whole and int(left).bit_length() * abs(right) > MAX_BITS:
        raise Refused("a number in the template is too large")
    result = _OPERATORS[symbol](left, right)
    if isinstance(result, int) and result.bit_length() > MAX_BITS:
        raise Refused("a number in the template is too large")
    if not isinstance(result, int | float):
        raise Refused("the result is no real number")
    return result


def _larger(symbol: str, left: Any, right: Any) -> object:
    """`+` and `*` of texts and lists; the size of the result is known before it is made."""
    if symbol == "*":
        value, times = (right, left) if isinstance(left, int) else (left, right)
        if isinstance(value, str | list | tuple) and isinstance(times, int):
            return _repeated(value, times)
    if symbol == "+" and type(left) is type(right) and type(left) in (str, list, tuple):
        charge(fitting(measure(left) + measure(right)))
        return left + right
    if symbol == "+" and isinstance(left, str) != isinstance(right, str):
        raise Refused("+ does not join text and other values", "use ~")
    raise Refused(f"{symbol} does not work on {kind_of(left)} and {kind_of(right)}")


def _repeated(value: Any, times: int) -> object:
    charge(fitting(measure(value) * max(times, 0)))
    return value * times
