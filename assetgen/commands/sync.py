"""`assetgen sync`: bring files and lock in step with the spec."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from assetgen.commands.common import USD, complete_address, flag_from_environment, verb
from assetgen.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from decimal import Decimal

    from assetgen.buying import Purse
    from assetgen.commands.common import Console
    from assetgen.reconcile import Ended


@dataclass(frozen=True, slots=True)
class SyncFlags:
    """The words of `sync`, as typed or from their environment twins."""

    addresses: tuple[str, ...]
    select: tuple[str, ...]
    exclude: tuple[str, ...]
    locked: bool
    frozen: bool
    offline: bool
    prune: bool
    overwrite: bool
    limit: int | None
    jobs: int | None
    yes: bool
    max_cost: Decimal | None
    retry_refused: bool
    retry_uncertain: tuple[str, ...]
    no_retry_uncertain: bool
    rebuy: tuple[str, ...]

    @property
    def is_everything(self) -> bool:
        return not (self.addresses or self.select or self.exclude) and self.limit is None

    def purse(self, console: Console, confirm_above: Decimal | None) -> Purse:
        """What these words say about money."""
        from assetgen.buying import Purse
        from assetgen.model import Address
        from assetgen.spending.consent import Consent
        from assetgen.spending.orders import Again

        again = Again(
            refused=self.retry_refused,
            uncertain=frozenset(map(Address, self.retry_uncertain)),
            by_itself=not self.no_retry_uncertain,
        )
        consent = Consent(self.yes, self.max_cost, confirm_above, console.question)
        return Purse(consent, again, frozenset(map(Address, self.rebuy)), self.offline)


@verb(
    "Bring files and lock in step with the spec.",
    examples="""
assetgen sync                    make what is missing or changed
assetgen sync hero 'icon@*'      only these assets
assetgen sync --locked           in CI: fail if the lock would change
assetgen sync --frozen           in CI: copy locked files, read no spec
assetgen sync --overwrite hero   replace an edited file; it is kept
assetgen sync --max-cost 2.50    buy what is missing, up to $2.50
""",
)
@click.argument("addresses", nargs=-1, shell_complete=complete_address)
@click.option("--select", multiple=True, help="Only these: a glob, tag:, path: or state:.")
@click.option("--exclude", multiple=True, help="Not these.")
@click.option("--locked", is_flag=True, help="Refuse a sync that would change assets.lock.")
@click.option("--frozen", is_flag=True, help="Only copy locked files; no spec, no generator.")
@click.option("--offline", is_flag=True, help="Use no network.")
@click.option("--yes", is_flag=True, help="Agree to what the plan costs.")
@click.option("--max-cost", type=USD, metavar="USD", help="Agree to spend up to this much.")
@click.option("--prune", is_flag=True, help="Remove files that no asset wants any more.")
@click.option("--overwrite", is_flag=True, help="Replace files that are not ours; they are kept.")
@click.option("--limit", type=click.IntRange(min=0), help="Generate at most so many pictures.")
@click.option("--retry-refused", is_flag=True, help="Send again what moderation refused.")
@click.option(
    "--retry-uncertain", multiple=True, metavar="ADDR", help="Buy once more; may cost twice."
)
@click.option("--no-retry-uncertain", is_flag=True, help="Buy nothing again by itself.")
@click.option("--rebuy", multiple=True, metavar="ADDR", help="Buy again a picture that is nowhere.")
@click.option("--jobs", type=click.IntRange(min=1), help="How many assets to work on at once.")
def command(console: Console, **typed: Any) -> int:
    """Files that assetgen did not write, or that were edited since, are never touched unasked.

    Money is spent only after a yes on a terminal, --yes, --max-cost, or your own settings;
    --max-cost 0 does all that is free.

    Environment twins: ASSETGEN_LOCKED, ASSETGEN_FROZEN, ASSETGEN_OFFLINE, ASSETGEN_MAX_COST,
    ASSETGEN_CACHE_DIR, ASSETGEN_REMOTE. Ctrl-C finishes what is in flight; a second one ends at
    once.
    """
    for name in ("locked", "frozen", "offline"):
        typed[name] = typed[name] or flag_from_environment(f"ASSETGEN_{name.upper()}")
    if typed["max_cost"] is None and os.environ.get("ASSETGEN_MAX_COST"):
        typed["max_cost"] = _max_cost(os.environ["ASSETGEN_MAX_COST"])
    flags = SyncFlags(**typed)
    if flags.frozen:
        return _frozen(console, flags)
    return _sync(console, flags)


def _max_cost(named: str) -> Decimal:
    try:
        return USD.convert(named, None, None)
    except click.BadParameter as error:
        raise UsageError(f"ASSETGEN_MAX_COST is {error.message}") from error


def _sync(console: Console, flags: SyncFlags) -> int:
    from assetgen.commands import quick

    if flags.is_everything:
        remembered = quick.recall(console, prune=flags.prune, overwrite=flags.overwrite)
        if remembered is not None:
            return quick.repeat(console, remembered, verb="sync")
    return _full_sync(console, flags)


def _full_sync(console: Console, flags: SyncFlags) -> int:
    from assetgen.apply.run import StopSwitch
    from assetgen.commands import quick
    from assetgen.commands.hands import open_hands
    from assetgen.commands.session import Reach, open_session
    from assetgen.planning.select import Selection
    from assetgen.planning.values import Options
    from assetgen.reconcile import Wishes, sync
    from assetgen.ui import endings

    begun = time.monotonic()
    selection = Selection((*flags.addresses, *flags.select), flags.exclude)
    options = Options(overwrite=flags.overwrite, prune=flags.prune)
    stop = StopSwitch()
    reach = Reach(writes=True, offline=flags.offline, should_stop=stop.is_on)
    with open_session(console, reach) as session:
        purse = flags.purse(console, session.confirm_above)
        wishes = Wishes(options, selection, flags.limit, flags.locked, purse)
        with open_hands(console, session.project, flags.jobs, stop) as hands:
            ended = sync(session.workspace, session.spec, wishes, hands)
        is_stopped = stop.is_on()
        code = endings.run_code(ended.reports, ended.last.plan, interrupted=is_stopped)
        if flags.is_everything and not is_stopped:
            codes = {"sync": code, "check": endings.check_code(ended.last)}
            quick.remember(session, ended.last, wishes.options, codes)
    _report(console, ended, code, time.monotonic() - begun)
    return code


def _report(console: Console, ended: Ended, code: ExitCode, seconds: float) -> None:
    from assetgen.ui import documents, endings, messages, rows
    from assetgen.ui.failures import failure_lines

    messages.say(failure_lines(ended.reports, console.err, verbose=console.verbose))
    console.warn(warning for report in ended.reports for warning in report.warnings)
    console.warn(endings.recovered_lines(ended.recovered))
    summary = endings.run_summary(ended)
    if console.json:
        document = documents.plan_document(ended.first.plan, summary)
        document["exit_code"] = int(code)
        documents.emit(document)
        return
    console.warn(ended.first.plan.notices)
    if console.verbose:
        console.report(rows.plan_lines(ended.first.plan, console.out))
    console.report(endings.left_lines(ended.last, console.out))
    console.report(endings.replaced_lines(ended.reports))
    console.report([endings.sync_ending(ended, seconds), *endings.next_step_lines(ended)])
    if code == ExitCode.INTERRUPTED:
        console.report([endings.interrupted_line(ended)])


def _frozen(console: Console, flags: SyncFlags) -> int:
    from assetgen.commands.frozen import restore

    if flags.addresses or flags.select or flags.exclude or flags.limit is not None:
        raise UsageError("--frozen copies everything that is locked; it takes no selection")
    if flags.prune:
        raise UsageError("--frozen removes nothing; leave out --prune")
    return restore(console, jobs=flags.jobs or os.cpu_count() or 1, overwrite=flags.overwrite)
