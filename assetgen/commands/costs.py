"""`assetgen costs`: what was spent, by day, model, asset or tag."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from assetgen.commands.common import verb
from assetgen.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assetgen.commands.common import Console
    from assetgen.model import Json
    from assetgen.spending.ledger import Costs


@verb(
    "Say what was spent, by day, model, asset or tag.",
    examples="""
assetgen costs                          by day
assetgen costs --by model --since 2026-11
assetgen costs --by asset --json
""",
)
@click.option(
    "--by",
    type=click.Choice(["day", "model", "asset", "tag"]),
    default="day",
    show_default=True,
)
@click.option("--since", metavar="DATE", default="", help="Only from this UTC date on: 2026-11-01.")
@click.option("--all-projects", is_flag=True, help="Everything bought with this cache.")
@click.option("--pretend", is_flag=True, help="What a server on this machine pretended to charge.")
def command(console: Console, by: str, since: str, all_projects: bool, pretend: bool) -> int:
    """The figures come from this machine's own journal: answers at their cost, or at their price
    where the provider named none. What was sent without an answer is listed apart: it may have
    been billed. A picture with several tags counts under each. Servers on this machine have money
    of their own: it is shown with --pretend, or while getimg's base URL leads to one.
    """
    from assetgen.commands.session import open_cache
    from assetgen.spending.journal import Journal
    from assetgen.spending.ledger import By, costs_by, sum_costs
    from assetgen.ui import documents

    project = console.find_project(needs_spec=False)
    with open_cache(None, None) as cache:
        path = cache.folder / "journal.db"
        if path.exists():
            with Journal(path) as journal:
                scope = None if all_projects else str(project.folder)
                is_pretend = pretend or _is_pretending(cache.folder)
                attempts = journal.history(scope, pretend=is_pretend, since=since)
        else:
            attempts = ()
    total, groups = sum_costs(attempts), costs_by(attempts, By(by))
    if console.json:
        documents.emit({**_document(total), "by": by, "rows": _rows(groups)})
        return ExitCode.OK
    console.print(_lines(groups, total))
    return ExitCode.OK


def _is_pretending(folder: Path) -> bool:
    """Whether what would be bought now is bought from a server on this machine."""
    from assetgen.providers.context import ProviderContext
    from assetgen.providers.registry import open_provider
    from assetgen.spending.records import PRETEND

    context = ProviderContext(cache_folder=folder, environment=os.environ, offline=True)
    return open_provider("getimg", context).realm == PRETEND


def _rows(groups: Mapping[str, Costs]) -> list[Json]:
    return [{"name": name, **_document(costs)} for name, costs in groups.items()]


def _document(costs: Costs) -> dict[str, Json]:
    from assetgen.planning.summary import money

    return {
        "total": money(costs.total),
        "uncertain": money(costs.uncertain),
        "attempts": costs.attempts,
        "unknown": costs.unknown,
    }


def _lines(groups: Mapping[str, Costs], total: Costs) -> list[str]:
    if not groups:
        return ["Nothing was spent."]
    rows = [*groups.items(), ("total", total)]
    width = max(len(name) for name, _ in rows)
    return [f"{name:<{width}}  {_amount(costs)}" for name, costs in rows]


def _amount(costs: Costs) -> str:
    from assetgen.planning.summary import money
    from assetgen.ui import words

    text = f"${money(costs.total)}  {words.count(costs.attempts, 'request')}"
    if costs.uncertain:
        text += f", ${money(costs.uncertain)} uncertain"
    if costs.unknown:
        text += f", {costs.unknown} at an unknown price"
    return text
