"""`assetgen plan`: what a sync would do, why, and at what price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from assetgen.commands.common import complete_address, verb
from assetgen.errors import ExitCode

if TYPE_CHECKING:
    from assetgen.commands.common import Console


@verb(
    "Show what a sync would do, why, and at what price.",
    examples="""
assetgen plan                    everything that is not as it should be
assetgen plan hero 'icon@s*'     only these, with every resolved value
assetgen plan tag:web --json     for another program
""",
)
@click.argument("addresses", nargs=-1, shell_complete=complete_address)
@click.option("--select", multiple=True, help="Only these: a glob, tag:, path: or state:.")
@click.option("--exclude", multiple=True, help="Not these.")
@click.option("--overwrite", is_flag=True, help="As sync --overwrite would.")
@click.option("--prune", is_flag=True, help="As sync --prune would.")
@click.option("--limit", type=click.IntRange(min=0), help="As sync --limit would.")
@click.option("--offline", is_flag=True, help="Without asking any provider.")
def command(
    console: Console,
    addresses: tuple[str, ...],
    select: tuple[str, ...],
    exclude: tuple[str, ...],
    overwrite: bool,
    prune: bool,
    limit: int | None,
    offline: bool,
) -> int:
    """Nothing is changed and nothing is bought. The symbols:

    \b
    +  generate a picture           !  conflict: a file that is not ours, or gone
    ~  make from a held picture     ?  orphan: no longer wanted
    >  restore or record, free      -  remove an orphan (with --prune)
    =  pinned, the spec differs
    """
    from assetgen.buying import prospect
    from assetgen.commands.session import Reach, open_session
    from assetgen.planning.select import Selection
    from assetgen.planning.summary import summarize
    from assetgen.planning.values import Options
    from assetgen.reconcile import Wishes, look, shop_of
    from assetgen.ui import documents, endings, explain, rows

    selection = Selection((*addresses, *select), exclude)
    wishes = Wishes(Options(overwrite=overwrite, prune=prune), selection, limit)
    with open_session(console, Reach(offline=offline)) as session:
        view = look(session.workspace, session.spec, wishes)
        ahead = prospect(shop_of(session.workspace), session.spec, view.plan)
    summary = summarize(view.plan, view.left_out)
    if console.json:
        documents.emit(documents.plan_document(view.plan, summary))
        return ExitCode.OK
    console.warn(view.plan.notices)
    if addresses or console.verbose:
        console.print(explain.detailed_lines(view.plan, console.out))
    else:
        console.print(rows.plan_lines(view.plan, console.out))
    console.report([endings.plan_ending(view.plan, summary, ahead)])
    return ExitCode.OK
