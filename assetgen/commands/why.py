"""`assetgen why`: what is decided about an asset, and because of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from assetgen.commands.common import complete_address, verb
from assetgen.errors import ExitCode

if TYPE_CHECKING:
    from assetgen.commands.common import Console


@verb(
    "Explain what is decided about an asset.",
    examples="""
assetgen why hero           its picture, then each of its files
assetgen why icon@club --json
""",
)
@click.argument("addresses", nargs=-1, required=True, shell_complete=complete_address)
def command(console: Console, addresses: tuple[str, ...]) -> int:
    """Says where its picture comes from, which fields differ from the lock, old and new, and what
    would happen to each file. Changes nothing.
    """
    from assetgen.commands.session import open_session
    from assetgen.planning.select import Selection
    from assetgen.planning.summary import summarize
    from assetgen.reconcile import Wishes, look
    from assetgen.ui import documents, explain, rows

    wishes = Wishes(selection=Selection(addresses))
    with open_session(console) as session:
        view = look(session.workspace, session.spec, wishes)
    if console.json:
        document = documents.plan_document(view.plan, summarize(view.plan))
        document["rows"] = [documents.asset_row(asset) for asset in view.plan.assets]
        documents.emit(document)
        return ExitCode.OK
    for asset in view.plan.assets:
        console.print(explain.why_lines(asset))
    console.print(rows.layout(rows.orphan_rows(view.plan.orphans), console.out))
    return ExitCode.OK
