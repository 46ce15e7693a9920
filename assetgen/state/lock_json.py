"""One line of the lock as plain JSON, read as coming from a stranger and written one way only.

Nothing here knows what a key means: `lock_lines` does. What gets past `read_line` is a shallow
table of text and numbers that can be written again exactly.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import TYPE_CHECKING, NoReturn, cast

from assetgen.digest import MAX_EXACT_INTEGER
from assetgen.errors import LockError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetgen.errors import Place
    from assetgen.model import Json

MAX_DEPTH = 64
"""How deep lists and tables of one line may lie in each other."""

_LAYOUT = ("address", "request", "source", "takes", "chosen", "outputs")


def read_line(line: str, place: Place) -> dict[str, Json]:
    """The table that one line holds.

    Raises LockError at `place` for anything but one JSON object of text without NUL or lone
    surrogates, exact numbers, distinct keys and at most MAX_DEPTH levels.
    """
    try:
        value = _DECODER.decode(line)
        if line.count("[") + line.count("{") > MAX_DEPTH:
            _check_depth(value)
        if "\\u" in line:
            _check_texts(value)
    except json.JSONDecodeError as error:
        raise LockError(f"not a line of JSON: {error.msg}", place=place) from error
    except ValueError as error:
        raise LockError(f"{error}", place=place) from error
    except RecursionError as error:
        raise LockError("lists or tables are nested too deeply", place=place) from error
    if not isinstance(value, dict):
        raise LockError("a line is no JSON object", place=place)
    return cast("dict[str, Json]", value)


def write_line(entry: dict[str, Json]) -> str:
    """`entry` as one compact line without its end: known keys in their order, the rest sorted."""
    ordered = {name: entry[name] for name in _LAYOUT if name in entry}
    ordered.update({name: entry[name] for name in sorted(entry.keys() - ordered.keys())})
    return _ENCODER.encode(ordered)


def sorted_tables(value: Json) -> Json:
    """`value` with the keys of every table in order, so that equal values are equal text."""
    if isinstance(value, dict):
        return {name: sorted_tables(value[name]) for name in sorted(value)}
    if isinstance(value, list | tuple):
        return [sorted_tables(item) for item in value]
    return value


def _distinct(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    table = dict(pairs)
    if len(table) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"a key stands twice: {twice[:60]!r}")
    return table


def _exact_integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > MAX_EXACT_INTEGER:
        raise ValueError(f"a number is too large: {text[:20]}")
    return int(text)


def _finite(text: str) -> float:
    number = float(text)
    if len(text) > 100 or math.isinf(number):
        raise ValueError(f"a number is too large: {text[:20]}")
    return number


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"not a JSON number: {text}")


def _check_depth(value: Json) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for item in level for child in _children(item)]
        if not level:
            return
    raise ValueError("lists or tables are nested too deeply")


def _check_texts(value: Json) -> None:
    for text in _texts(value):
        if "\0" in text:
            raise ValueError("a text holds a NUL character")
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise ValueError("a text holds half a character (a lone surrogate)")


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
    for child in _children(value):
        yield from _texts(child)


def _children(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


_DECODER = json.JSONDecoder(
    object_pairs_hook=_distinct,
    parse_int=_exact_integer,
    parse_float=_finite,
    parse_constant=_no_constant,
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
