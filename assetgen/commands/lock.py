"""`assetgen lock`: the lock of two branches made one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from assetgen.commands.common import EXIT_CODES, verb
from assetgen.errors import ExitCode, LockError, UsageError
from assetgen.project import LOCK_NAME

if TYPE_CHECKING:
    from assetgen.commands.common import Console
    from assetgen.state.merge import Merged


@click.group(
    epilog=f"\b\nExamples:\n    assetgen lock merge      settle a conflict\n\n{EXIT_CODES}",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def command() -> None:
    """Merge the lock of two branches."""


@verb(
    "Merge two versions of assets.lock by address.",
    examples="""
assetgen lock merge                resolve the markers in assets.lock
assetgen lock merge %O %A %B       as git's driver; init registers it
""",
)
@click.argument("versions", nargs=-1, type=click.Path())
def merge(console: Console, versions: tuple[str, ...]) -> int:
    """Lines that only one side changed are taken over. An address that both sides changed stays a
    conflict, and both pictures are shown.
    """
    if len(versions) == 3:
        base, ours, theirs = (_version(Path(version)) for version in versions)
        return _finish(console, _merged(base, ours, theirs), Path(versions[1]))
    if versions:
        raise UsageError("give no file, or three: base, ours, theirs (%O %A %B)")
    from assetgen.state.merge import split_conflict

    path = console.find_project(needs_spec=False).lock
    text = _read(path)
    if "<<<<<<<" not in text:
        console.report([f"nothing to merge: {path.name} has no conflict markers"])
        return ExitCode.OK
    ours, theirs = split_conflict(text)
    return _finish(console, _merged("", ours, theirs), path)


command.add_command(merge)


def _merged(base: str, ours: str, theirs: str) -> Merged:
    from assetgen.state.merge import merge_locks

    return merge_locks(base, ours, theirs)


def _finish(console: Console, merged: Merged, path: Path) -> int:
    try:
        path.write_text(merged.text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise LockError(f"can't write the merged lock: {path}: {error.strerror}") from error
    if console.json:
        from assetgen.ui import documents

        documents.emit({"conflicts": list(merged.conflicts)})
    console.print(f"conflict: {conflict}" for conflict in merged.conflicts)
    if merged.conflicts:
        console.report(["keep one line of each, then: assetgen sync"])
        return ExitCode.FAILED
    # As a driver it is given git's temporary files, whose names mean nothing to anybody.
    console.report([f"merged {LOCK_NAME}"])
    return ExitCode.OK


def _version(path: Path) -> str:
    if not path.is_file():
        raise UsageError(f"no such file: {path}")
    return _read(path)


def _read(path: Path) -> str:
    from assetgen.state.projectlock import read_lock_text

    return read_lock_text(path) or ""
