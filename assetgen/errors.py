"""Everything that can go wrong, as one tree, and the exit code of each.

Errors are raised where the failure is understood and caught only in `cli`; `ui` prints them.

    AssetgenError                 1
    ├── UsageError                2   a wrong argument, no project here
    ├── SpecError                 2   one or more problems of the spec, each with its place
    ├── LockError                 2   `assets.lock` can't be read or trusted
    ├── CacheError                1   the cache or the remote can't be used
    ├── TreeError                 1   a file of the tree can't be written or read
    ├── GenerationError           1   a provider failed for one request
    │   └── UnusableError         1   it answered with something that is no picture
    ├── TransformError            1   an output can't be made from its source
    ├── StaleLockError            6   `--locked`, and the lock would change
    ├── GoneError                 7   locked bytes are nowhere
    └── ConflictError             8   what stands at a path is not ours to replace
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class ExitCode(IntEnum):
    """The exit codes of every verb; the meanings stand in each verb's help."""

    OK = 0
    FAILED = 1
    USAGE = 2
    PENDING = 3
    MONEY = 4
    REFUSED = 5
    STALE_LOCK = 6
    GONE = 7
    CONFLICT = 8
    INTERRUPTED = 130


PRECEDENCE = (
    ExitCode.INTERRUPTED,
    ExitCode.USAGE,
    ExitCode.STALE_LOCK,
    ExitCode.GONE,
    ExitCode.MONEY,
    ExitCode.CONFLICT,
    ExitCode.FAILED,
    ExitCode.REFUSED,
    ExitCode.PENDING,
    ExitCode.OK,
)


def worst(codes: Iterable[ExitCode]) -> ExitCode:
    """The one exit code to report when several apply; OK when there is none."""
    return min(codes, key=PRECEDENCE.index, default=ExitCode.OK)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something was written: a file as shown to the user, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in what a user wrote: where, what, and what would help."""

    place: Place | None
    message: str
    hint: str | None = None


class AssetgenError(Exception):
    """A failure with a sentence for the user, an optional hint, and an exit code."""

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(AssetgenError):
    """The command line can't be carried out as typed."""

    exit_code = ExitCode.USAGE


class SpecError(AssetgenError):
    """The spec has problems; all that were found, in the order of their places."""

    exit_code = ExitCode.USAGE

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in the spec")
        self.problems = tuple(problems)


class LockError(AssetgenError):
    """The lock can't be read: broken, newer, in conflict, or with unsafe content."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, hint: str | None = None, place: Place | None = None) -> None:
        super().__init__(message, hint)
        self.place = place


class CacheError(AssetgenError):
    """The cache or the remote can't be used."""


class TreeError(AssetgenError):
    """A file of the tree can't be read or written."""


class GenerationError(AssetgenError):
    """A provider failed for one request."""


class UnusableError(GenerationError):
    """A provider answered with bytes that are no picture, or over the limits."""


class TransformError(AssetgenError):
    """An output can't be made from its source."""


class StaleLockError(AssetgenError):
    """`--locked` was asked for and the lock would change."""

    exit_code = ExitCode.STALE_LOCK


class GoneError(AssetgenError):
    """Bytes that the lock names are in no tree, cache or remote."""

    exit_code = ExitCode.GONE


class ConflictError(AssetgenError):
    """What stands at a path is not what was seen when it was decided to write there."""

    exit_code = ExitCode.CONFLICT
