"""The user's own settings file: what a spec may not say, because it is about this machine.

Read on every run, so it needs neither pydantic nor the rest of the room.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assetgen.errors import Place, Problem, SpecError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAX_BYTES = 1024 * 1024
"""More than anybody writes by hand."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user allows and prefers; None where the file says nothing.

    `confirm_above` is USD: below it nobody is asked. `provider` has a table for each provider that
    needs one, as `[provider.getimg]`; the provider checks it.
    """

    cache_dir: str | None = None
    remote: str | None = None
    confirm_above: Decimal | None = None
    provider: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


_KEYS = tuple(one.name for one in fields(Settings))


def read_settings(path: Path) -> Settings:
    """The settings in `path`; all None when there is no such file.

    Raises SpecError with every mistake in it.
    """
    text = _read(path)
    try:
        table = tomllib.loads(text, parse_float=Decimal) if text else {}
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SpecError([Problem(Place(str(path)), f"not valid TOML: {error}")]) from error
    problems = [*_unknown(table, path, text), *_wrong(table, path, text)]
    if problems:
        raise SpecError(problems)
    amount = table.get("confirm_above")
    limit = None if amount is None else Decimal(amount)
    provider = table.get("provider", {})
    return Settings(table.get("cache_dir"), table.get("remote"), limit, provider)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        message = f"can't read the file: {error.strerror}"
        raise SpecError([Problem(Place(str(path)), message)]) from error
    if len(data) > MAX_BYTES:
        raise SpecError([Problem(Place(str(path)), f"the file is larger than {MAX_BYTES:,} bytes")])
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SpecError([Problem(Place(str(path), line), "the file is not UTF-8")]) from error


def _unknown(table: Mapping[str, Any], path: Path, text: str) -> list[Problem]:
    hint = f"known: {', '.join(_KEYS)}"
    return [
        Problem(_place(name, path, text), f"{name}: unknown key", hint)
        for name in table
        if name not in _KEYS
    ]


def _wrong(table: Mapping[str, Any], path: Path, text: str) -> list[Problem]:
    problems = []
    for name in ("cache_dir", "remote"):
        value = table.get(name, "x")
        if not isinstance(value, str) or not value:
            problems.append((name, f"expected text: {value}"))
    providers = table.get("provider", {})
    if not isinstance(providers, dict) or not all(isinstance(t, dict) for t in providers.values()):
        problems.append(("provider", "expected tables, as [provider.getimg]"))
    amount = table.get("confirm_above", 0)
    is_number = isinstance(amount, int | Decimal) and not isinstance(amount, bool)
    if not is_number or not Decimal(amount).is_finite() or amount < 0:
        problems.append(("confirm_above", f"expected an amount in USD: {amount}"))
    return [Problem(_place(name, path, text), f"{name}: {words}") for name, words in problems]


def _place(name: str, path: Path, text: str) -> Place:
    lines = text.split("\n")
    found = (i for i, line in enumerate(lines, 1) if line.lstrip("[ \t\"'").startswith(name))
    return Place(str(path), next(found, 1))
