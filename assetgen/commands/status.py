"""`assetgen status`: how the files stand, quickly; nothing is priced."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from assetgen.commands.common import verb
from assetgen.errors import ExitCode

if TYPE_CHECKING:
    from assetgen.commands.common import Console
    from assetgen.model import Json
    from assetgen.reconcile import View


@verb(
    "Say how the files stand, quickly.",
    examples="""
assetgen status
assetgen status --json
""",
)
def command(console: Console) -> int:
    """One line of numbers, then a line for every kind of difference, with the selector that lists
    it. Changes nothing and asks no provider.
    """
    from assetgen.commands.session import open_session
    from assetgen.reconcile import Wishes, look
    from assetgen.ui import documents

    with open_session(console) as session:
        view = look(session.workspace, session.spec, Wishes())
    counts = _counts(view)
    if console.json:
        documents.emit({"project": view.spec.project.name, "states": counts})
        return ExitCode.OK
    console.print(_lines(view, counts))
    return ExitCode.OK


def _counts(view: View) -> dict[str, Json]:
    from assetgen.planning.select import STATES, states_of

    counted = Counter(state for asset in view.plan.assets for state in states_of(asset))
    states: dict[str, Json] = {state: counted[state] for state in STATES}
    states["orphan"] = len(view.plan.orphans)
    return {
        "assets": len(view.plan.assets),
        "files": sum(len(asset.outputs) for asset in view.plan.assets),
        "as_locked": sum(asset.changes_nothing for asset in view.plan.assets),
        **states,
    }


_SAID = {
    "missing": "with a file to write: assetgen plan --select state:missing",
    "changed": "changed in the spec: assetgen plan --select state:changed",
    "edited": "with a file that is not ours: assetgen plan --select state:edited",
    "orphan": "no longer wanted: assetgen plan --prune",
    "refused": "refused by moderation: assetgen plan --select state:refused",
    "uncertain": "sent without an answer: assetgen plan --select state:uncertain",
    "placeholder": "drawn by the placeholder provider",
}


def _lines(view: View, counts: dict[str, Json]) -> list[str]:
    from assetgen.ui import words

    project = view.spec.project
    assets, files = len(view.plan.assets), int(str(counts["files"]))
    sizes = f"{words.count(assets, 'asset')}, {words.count(files, 'file')} in {project.root}/"
    lines = [f"{project.name}: {sizes}, {counts['as_locked']} as locked"]
    width = max((len(str(counts[state])) for state in _SAID), default=1)
    lines += [
        f"  {counts[state]!s:>{width}} {said}" for state, said in _SAID.items() if counts[state]
    ]
    return lines
