"""`assetgen check`: plan offline and answer with an exit code, for CI and pre-commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from assetgen.commands.common import complete_address, verb

if TYPE_CHECKING:
    from assetgen.commands.common import Console


@verb(
    "Plan offline and answer with an exit code.",
    examples="""
assetgen check             in CI: 0 nothing to do, 3 changes pending
assetgen check tag:web     only these
assetgen check --full      hash every file, trust no times
""",
)
@click.argument("addresses", nargs=-1, shell_complete=complete_address)
@click.option("--select", multiple=True, help="Only these: a glob, tag:, path: or state:.")
@click.option("--exclude", multiple=True, help="Not these.")
@click.option("--full", is_flag=True, help="Hash every file instead of trusting times and sizes.")
def command(
    console: Console,
    addresses: tuple[str, ...],
    select: tuple[str, ...],
    exclude: tuple[str, ...],
    full: bool,
) -> int:
    """Nothing is changed, no provider is asked. Orphans are told of, but fail nothing."""
    from assetgen.commands import quick

    everything = not (addresses or select or exclude)
    if everything and not full:
        remembered = quick.recall(console)
        if remembered is not None:
            return quick.repeat(console, remembered, verb="check")

    from assetgen.commands.session import Reach, open_session
    from assetgen.planning.select import Selection
    from assetgen.planning.summary import summarize
    from assetgen.reconcile import Wishes, look
    from assetgen.ui import documents, endings, rows

    wishes = Wishes(selection=Selection((*addresses, *select), exclude))
    with open_session(console, Reach(full=full, offline=True)) as session:
        view = look(session.workspace, session.spec, wishes)
        code = endings.check_code(view)
        if everything:
            sync_code = endings.run_code((), view.plan, interrupted=False)
            quick.remember(session, view, wishes.options, {"check": code, "sync": sync_code})
    summary = summarize(view.plan)
    if console.json:
        document = documents.plan_document(view.plan, summary)
        documents.emit({**document, "exit_code": int(code)})
        return code
    console.report(rows.plan_lines(view.plan, console.out))
    console.report(endings.placeholder_lines(view))
    console.report([endings.plan_ending(view.plan, summary)])
    return code
