"""`assetgen doctor`: is everything set up as it should be, and what mends it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from assetgen.commands.common import verb
from assetgen.errors import AssetgenError, ExitCode, SpecError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from assetgen.commands.common import Console
    from assetgen.project import Project


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, what was found, and what `--fix` would run."""

    is_well: bool
    text: str
    fix: Callable[[], object] | None = None


@verb(
    "Look for trouble in the set-up, and mend it.",
    examples="""
assetgen doctor          look
assetgen doctor --fix    add lines git needs, register the merge driver
""",
)
@click.option("--fix", is_flag=True, help="Mend what can be mended.")
def command(console: Console, fix: bool) -> int:
    """Looks at Python and the image library, the cache, the spec and the lock, and at what git has
    to know. Exits 1 when something is wrong that is left.
    """
    from assetgen.ui import documents

    findings = list(_look(console))
    left = 0
    lines = []
    for finding in findings:
        mended = False
        if fix and not finding.is_well and finding.fix is not None:
            finding.fix()
            mended = True
        left += not (finding.is_well or mended)
        mark = "ok" if finding.is_well else "mended" if mended else "!!"
        hint = "  (--fix mends it)" if mark == "!!" and finding.fix else ""
        lines.append(f"{mark:<6}  {finding.text}{hint}")
    if console.json:
        documents.emit(
            {"findings": [{"ok": one.is_well, "text": one.text} for one in findings], "left": left}
        )
    console.print(lines)
    return ExitCode.FAILED if left else ExitCode.OK


def _look(console: Console) -> Iterator[Finding]:
    yield Finding(is_well=True, text=f"Python {sys.version.split()[0]}")
    yield _tried("image library", _image_library)
    yield _tried("cache", lambda: _cache(console))
    project = console.find_project(needs_spec=False)
    yield _tried("spec", lambda: _spec(console))
    yield _tried("lock", lambda: _lock(project))
    yield from _git(console, project)


def _tried(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(is_well=True, text=f"{name}: {look()}")
    except AssetgenError as error:
        return Finding(is_well=False, text=f"{name}: {_first(error)}")


def _first(error: AssetgenError) -> str:
    """An error on one line: of several problems the first, and how many more there are."""
    if not isinstance(error, SpecError):
        return error.message
    first, more = error.problems[0], len(error.problems) - 1
    where = f"{first.place}: " if first.place else ""
    return f"{where}{first.message}" + (f" (and {more} more: assetgen plan)" if more else "")


def _image_library() -> str:
    from assetgen.transforms.library import describe

    return describe()


def _cache(console: Console) -> str:
    from assetgen.commands.session import open_cache

    del console
    with open_cache(None, None) as cache:
        return f"{cache.folder.parent}"


def _spec(console: Console) -> str:
    from assetgen.spec.load import load_spec
    from assetgen.ui import words

    spec = load_spec(console.find_project())
    return words.count(len(spec.assets), "asset")


def _lock(project: Project) -> str:
    from assetgen.state.lockkeeper import LockKeeper
    from assetgen.ui import words

    return words.count(len(LockKeeper(project).read().assets), "line")


def _git(console: Console, project: Project) -> Iterator[Finding]:
    from assetgen import gitfiles

    if not (project.work_tree / ".git").exists():
        return
    settings = _project_settings(console)
    yield _lines_of(project.folder / ".gitattributes", gitfiles.attribute_lines(settings[0]))
    yield _lines_of(project.folder / ".gitignore", [".assetgen/", *settings[1]])
    known = gitfiles.merge_driver(project.work_tree)
    is_known = known == gitfiles.MERGE_DRIVER
    text = "merge driver: " + (
        "registered" if is_known else "git does not know how to merge the lock"
    )
    yield Finding(is_known, text, lambda: gitfiles.register_merge_driver(project.work_tree))


def _lines_of(path: Path, lines: Sequence[str]) -> Finding:
    from assetgen import gitfiles

    missing = gitfiles.missing_lines(path, lines)
    found = f"missing: {', '.join(missing)}" if missing else "as it should be"
    return Finding(not missing, f"{path.name}: {found}", lambda: gitfiles.add_lines(path, lines))


def _project_settings(console: Console) -> tuple[str, list[str]]:
    """The root of the outputs, and the line that ignores them where the spec says so."""
    from assetgen.spec.load import load_spec

    try:
        settings = load_spec(console.find_project()).project
    except AssetgenError:
        return "assets", []
    return settings.root, [f"/{settings.root}/"] if settings.ignore_outputs else []
