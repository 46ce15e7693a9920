"""When a named fault strikes, and how a command line or a file asks for one.

On a command line `NAME` is every request, `NAME:3` the third, `NAME@words` those whose prompt has
these words, and `NAME+billed` an error that is charged all the same. A file is a JSON list of
`{"fault": NAME, "when": {...}, ...}`. Requests are counted when they have passed validation, the
balance and the limits, so that a fault hits the same request each time.
"""

from __future__ import annotations

import difflib
import json
import threading
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from assetgen.emulator.kinds import KINDS, Kind, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Which requests a fault strikes; all conditions hold at once, none means every request.

    `nth`, `every` and `first` count the requests that fit the other two conditions, from 1;
    `attempt` counts how often the very same request was sent.
    """

    nth: int = 0
    every: int = 0
    first: int = 0
    attempt: int = 0
    prompt_contains: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A named fault with its conditions and settings; 0 and "" leave a setting to its kind."""

    name: str
    when: When = When()
    billed: bool = False
    seconds: float = 0.0
    url: str = ""
    bytes: int = 0
    times: int = 0

    def __post_init__(self) -> None:
        if self.name not in KINDS:
            near = difflib.get_close_matches(self.name, KINDS, 1)
            meant = f", meant {near[0]}?" if near else ""
            raise ValueError(f"no such fault: {self.name}{meant}")
        if self.billed and self.kind.stage is not Stage.ERROR:
            raise ValueError(f"only an error can be billed or not: {self.name}")

    @property
    def kind(self) -> Kind:
        """What its name stands for."""
        return KINDS[self.name]


def parse_fault(text: str) -> Fault:
    """A fault from a command line. Raises ValueError with a sentence."""
    named, _, words = text.partition("@")
    named, _, number = named.partition(":")
    name, _, extra = named.partition("+")
    if extra not in {"", "billed"} or (number and not (number.isdecimal() and int(number))):
        raise ValueError(f"a fault is NAME, NAME:3, NAME@words or NAME+billed: {text}")
    when = When(nth=int(number or 0), prompt_contains=words)
    return Fault(name=name, when=when, billed=bool(extra))


def read_faults(file: Path) -> tuple[Fault, ...]:
    """The faults of a JSON file. Raises OSError, and ValueError with a sentence."""
    try:
        items = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"the fault file is not JSON: {file}: {error}") from error
    if not isinstance(items, list):
        raise ValueError(f"a fault file is a JSON list: {file}")  # noqa: TRY004 - bad input
    return tuple(_fault(item) for item in items)


class FaultBook:
    """Counts requests and says which fault strikes; the first that fits. Any thread may ask."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self._lock = threading.Lock()
        self._faults = tuple(faults)
        self._matched = [0] * len(self._faults)

    def pick(self, stages: frozenset[Stage], prompt: str = "", attempt: int = 1) -> Fault | None:
        """The fault of this request among those of `stages`."""
        with self._lock:
            struck = [
                fault
                for place, fault in enumerate(self._faults)
                if fault.kind.stage in stages and self._strikes(place, fault.when, prompt, attempt)
            ]
        return struck[0] if struck else None

    def _strikes(self, place: int, when: When, prompt: str, attempt: int) -> bool:
        if when.prompt_contains not in prompt or when.attempt not in {0, attempt}:
            return False
        self._matched[place] += 1
        number = self._matched[place]
        return (
            when.nth in {0, number}
            and (not when.every or number % when.every == 0)
            and (not when.first or number <= when.first)
        )


def _fault(item: Any) -> Fault:
    if not isinstance(item, dict) or "fault" not in item:
        raise ValueError(f'a fault is a JSON object with "fault": {json.dumps(item)}')
    settings = {key: value for key, value in item.items() if key not in {"fault", "when"}}
    when = item.get("when", {})
    _check(settings, Fault, {"name", "when"}, item)
    _check(when, When, set(), item)
    return replace(Fault(name=str(item["fault"]), when=When(**when)), **settings)


def _check(given: Any, wanted: type[Fault | When], hidden: set[str], item: Any) -> None:
    """Keys and types of one table of a fault file."""
    kinds: dict[str, type | tuple[type, ...]] = {
        "bool": bool,
        "int": int,
        "float": (int, float),
        "str": str,
    }
    known = {
        field.name: kinds[str(field.type)] for field in fields(wanted) if field.name not in hidden
    }
    if not isinstance(given, dict):
        raise ValueError(f'"when" is a JSON object: {json.dumps(item)}')  # noqa: TRY004 - bad input
    for key, value in given.items():
        if key not in known:
            raise ValueError(f"no such key of a fault: {key}")
        if not isinstance(value, known[key]) or (isinstance(value, bool) != (known[key] is bool)):
            raise ValueError(f"not a value for {key}: {json.dumps(value)}")
