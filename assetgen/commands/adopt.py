"""`assetgen adopt`: accept a file of your own as an output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from assetgen.commands.common import verb
from assetgen.errors import ExitCode

if TYPE_CHECKING:
    from assetgen.commands.common import Console


@verb(
    "Accept a file of your own as an output.",
    examples="""
assetgen adopt assets/hero.png          keep a retouched picture
assetgen adopt --undo assets/hero.png   let the spec make it again
""",
)
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--undo", is_flag=True, help="Stop keeping it: the next sync makes it again.")
def command(console: Console, files: tuple[str, ...], undo: bool) -> int:
    """The file stands at the path of an output. Its bytes are kept in the cache and named in the
    lock; no sync replaces them, also when the prompt or the recipe changes.
    """
    from assetgen.adopt import adopt_file, output_path, release_file
    from assetgen.commands.session import measure, open_session
    from assetgen.reconcile import Wishes, look
    from assetgen.ui import documents, words

    lines = []
    with open_session(console) as session:
        for file in files:
            path = output_path(session.project.folder, file, Path.cwd())
            view = look(session.workspace, session.spec, Wishes())
            if undo:
                release_file(session.workspace, view, path)
                lines.append(f"Released {path}.  Next: assetgen sync")
                continue
            made = adopt_file(session.workspace, view, path, measure)
            about = f"{made.width} × {made.height}, {words.size(made.size)}"
            lines.append(f"Adopted {path} ({about})")
    if console.json:
        documents.emit({"adopted" if not undo else "released": list(files)})
    console.report(lines)
    return ExitCode.OK
