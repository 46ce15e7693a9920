"""Nothing to do, in no time: answers from the index before anything heavy is loaded.

`sync` and `check` ask `recall` first and `remember` last. What is remembered is the whole report
of a run that left nothing to do: its document, its lines, its exit codes.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from assetgen.project import settings_file
from assetgen.state import index

if TYPE_CHECKING:
    from assetgen.commands.common import Console
    from assetgen.commands.session import Session
    from assetgen.errors import ExitCode
    from assetgen.model import Json
    from assetgen.planning.values import Options
    from assetgen.project import Project
    from assetgen.reconcile import View

_ENVIRONMENT = ("ASSETGEN_CACHE_DIR", "ASSETGEN_REMOTE")


def recall(
    console: Console, *, prune: bool = False, overwrite: bool = False
) -> dict[str, Json] | None:
    """The report of the last full run, if nothing changed since. Raises UsageError."""
    project = console.find_project()
    return index.recall(project.state / "index", _flags(prune=prune, overwrite=overwrite))


def repeat(console: Console, report: dict[str, Json], *, verb: str) -> int:
    """Say again what that run said; its exit code."""
    codes, lines, document = report["codes"], report["lines"], report["document"]
    assert isinstance(codes, dict)  # noqa: S101 - written by `remember`
    assert isinstance(lines, list)  # noqa: S101
    assert isinstance(document, dict)  # noqa: S101
    code = int(str(codes[verb]))
    if console.json:
        from assetgen.ui import documents

        documents.emit({**document, "exit_code": code})
    else:
        console.report(str(line) for line in lines)
    return code


def remember(session: Session, view: View, options: Options, codes: dict[str, ExitCode]) -> None:
    """Keep the report of a run after which nothing is to do; any other run is forgotten."""
    from assetgen.planning.summary import summarize
    from assetgen.state.snapshot import Snapshot, add_written, see_inputs
    from assetgen.ui import documents, endings

    project = session.project
    path = project.state / "index"
    if not view.plan.is_empty or view.left_out or not project.state.is_dir():
        path.unlink(missing_ok=True)
        return
    text = session.keeper.text
    inputs = add_written(see_inputs(view.spec.inputs, session.moment), project.lock, text)
    summary = summarize(view.plan)
    report: dict[str, Json] = {
        "codes": {verb: int(code) for verb, code in codes.items()},
        "lines": [*endings.left_lines(view), endings.plan_ending(view.plan, summary)],
        "document": documents.plan_document(view.plan, summary),
    }
    flags = _flags(prune=options.prune, overwrite=options.overwrite)
    snapshot = Snapshot(str(project.folder), flags, inputs, view.seen, report)
    index.remember(path, snapshot)


def forget(project: Project) -> None:
    """Drop the index, so that the next run looks at everything."""
    (project.state / "index").unlink(missing_ok=True)


def _flags(*, prune: bool, overwrite: bool) -> str:
    """Everything outside the project that decides: flags, environment, the user's settings."""
    words = [f"prune={prune}", f"overwrite={overwrite}"]
    words += [f"{name}={os.environ.get(name, '')}" for name in _ENVIRONMENT]
    try:
        words.append(settings_file(os.environ).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        words.append("")
    return "\n".join(words)
