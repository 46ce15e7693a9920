"""`assetgen show`: assets and their files, from spec and lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from assetgen.commands.common import complete_address, verb
from assetgen.errors import ExitCode

if TYPE_CHECKING:
    from assetgen.commands.common import Console
    from assetgen.model import Json
    from assetgen.planning.values import AssetPlan


@verb(
    "List assets and their files.",
    examples="""
assetgen show                  every asset on one line
assetgen show hero             everything about one
assetgen show --select tag:web --json
""",
)
@click.argument("addresses", nargs=-1, shell_complete=complete_address)
@click.option("--select", multiple=True, help="Only these: a glob, tag:, path: or state:.")
@click.option("--exclude", multiple=True, help="Not these.")
def command(
    console: Console, addresses: tuple[str, ...], select: tuple[str, ...], exclude: tuple[str, ...]
) -> int:
    """An address like icon@club names one asset; icon selects every icon@… at once."""
    from assetgen.commands.session import open_session
    from assetgen.planning.select import Selection
    from assetgen.reconcile import Wishes, look
    from assetgen.ui import documents, listing

    wishes = Wishes(selection=Selection((*addresses, *select), exclude))
    with open_session(console) as session:
        view = look(session.workspace, session.spec, wishes)
    if console.json:
        rows: list[Json] = [listing.asset_document(asset) for asset in view.plan.assets]
        documents.emit({"assets": rows})
        return ExitCode.OK
    console.print(_lines(view.plan.assets, is_detailed=bool(addresses)))
    return ExitCode.OK


def _lines(assets: tuple[AssetPlan, ...], *, is_detailed: bool) -> list[str]:
    from assetgen.ui import listing

    if is_detailed:
        return [line for asset in assets for line in listing.full_lines(asset)]
    return listing.short_lines(assets)
