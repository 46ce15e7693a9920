"""Errors and warnings in words: `error:` with its place, then a labelled hint.

error: assets.toml:41:12: asset.icon.prompt: no row has "dmg_type" (120 rows)
  hint: damage_type
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from assetgen.errors import AssetgenError, LockError, SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assetgen.model import Json
    from assetgen.ui.paint import Paint


def error_lines(error: AssetgenError, paint: Paint) -> list[str]:
    """An error as lines of text; a SpecError is one pair of lines per problem."""
    if isinstance(error, SpecError):
        return [
            line
            for problem in error.problems
            for line in _lines(
                f"{problem.place}: {problem.message}" if problem.place else problem.message,
                problem.hint,
                paint,
            )
        ]
    place = error.place if isinstance(error, LockError) else None
    return _lines(f"{place}: {error.message}" if place else error.message, error.hint, paint)


def error_document(error: AssetgenError) -> Json:
    """An error as the one JSON document of a command that failed."""
    problems: list[Json] = []
    if isinstance(error, SpecError):
        for one in error.problems:
            place = one.place
            problems.append(
                {
                    "message": one.message,
                    "hint": one.hint,
                    "file": place.file if place else None,
                    "line": place.line if place else None,
                    "column": place.column if place else None,
                }
            )
    else:
        problems.append({"message": error.message, "hint": error.hint})
    return {"errors": problems, "exit_code": int(error.exit_code)}


def say(lines: Iterable[str]) -> None:
    """Print lines to standard error."""
    for line in lines:
        print(line, file=sys.stderr)


def warning_lines(warnings: Iterable[str], paint: Paint) -> list[str]:
    """One `warning:` line each."""
    return [f"{paint('warning:', 'yellow')} {warning}" for warning in warnings]


def _lines(message: str, hint: str | None, paint: Paint) -> list[str]:
    lines = [f"{paint('error:', 'red')} {message}"]
    return lines if hint is None else [*lines, f"  {paint('hint:', 'cyan')} {hint}"]
