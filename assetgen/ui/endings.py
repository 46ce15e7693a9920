"""How a plan and a run end, in words: the line of numbers, failures, what to do next."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from assetgen.errors import ExitCode, worst
from assetgen.model import Request
from assetgen.planning.select import states_of
from assetgen.planning.summary import count_name, money, pictures_to_make, summarize
from assetgen.planning.values import Action
from assetgen.ui import words
from assetgen.ui.paint import Paint
from assetgen.ui.rows import asset_rows, fold, layout, orphan_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetgen.apply.reports import Report
    from assetgen.buying import Prospect
    from assetgen.model import Address
    from assetgen.planning.summary import Summary
    from assetgen.planning.values import AssetPlan, Plan
    from assetgen.reconcile import Ended, View
    from assetgen.spending.recovery import Recovered


def plan_ending(plan: Plan, summary: Summary, ahead: Prospect | None = None) -> str:
    """The last line of a plan: what it comes to, or that there is nothing to do."""
    if plan.is_empty and not plan.has_conflicts:
        return nothing_to_do(summary.unchanged, _files(plan))
    parts = []
    if summary.generate:
        unknown = f" and {summary.cost_unknown} unknown" if summary.cost_unknown else ""
        pictures = words.count(pictures_to_make(plan), "picture")
        cost = f"{words.dollars(summary.cost_estimate)}{unknown}"
        parts.append(f"{pictures} now {cost}{_list_of(ahead)}")
    parts += [
        f"{words.count(number, 'asset')} {what}"
        for number, what in (
            (summary.transform, "to make from what is held"),
            (summary.restore, "to restore"),
            (summary.conflict, "in conflict"),
            (summary.uncertain, "uncertain"),
            (summary.refused, "refused"),
            (summary.failed, "that can't be had"),
        )
        if number
    ]
    files = f"; {words.count(summary.write, 'file')} to write" if summary.write else ""
    recorded = sum(asset.action is Action.RECORD for asset in plan.assets)
    if recorded:
        parts.append(f"{words.count(recorded, 'asset')} to record in the lock")
    said = ", ".join(parts) or f"{words.count(summary.orphan, 'orphan')} to settle"
    return f"{said}{files}{_outlook(ahead, pictures_to_make(plan))}"


def _list_of(ahead: Prospect | None) -> str:
    lists = ahead.listed.items() if ahead is not None else ()
    said = " and ".join(f"{name}'s list of {day.isoformat()}" for name, day in lists)
    return f" ({said})" if said else ""


def _outlook(ahead: Prospect | None, pictures: int) -> str:
    if ahead is None:
        return ""
    said = ""
    if ahead.per_minute is not None and pictures > ahead.per_minute:
        minutes = -(-pictures // ahead.per_minute)
        said += f"; about {minutes} min at {ahead.per_minute} a minute"
    if ahead.per_month is not None:
        said += f"; month ${money(ahead.month)} of ${money(ahead.per_month)}"
    return said


def nothing_to_do(assets: int, files: int) -> str:
    """What a run says that found everything as it should be."""
    return f"Nothing to do: {words.count(assets, 'asset')}, {words.count(files, 'file')} as locked"


def sync_ending(ended: Ended, seconds: float) -> str:
    """The last line of a sync: pictures made, files written, money spent, time."""
    summary = run_summary(ended)
    removed = sum(len(report.removed) for report in ended.reports)
    left_out = f"; {words.count(ended.first.left_out, 'picture')} left for another run (--limit)"
    if not ended.reports and not summary.conflict:
        if ended.first.left_out:
            return f"Nothing done{left_out}"
        return nothing_to_do(summary.unchanged, _files(ended.last.plan))
    parts = [
        words.count(sum(report.was_generated for report in ended.reports), "picture"),
        f"{words.count(summary.write, 'file')} in {ended.first.spec.project.root}/",
        *([f"{words.count(removed, 'file')} removed"] if removed else []),
        f"${money(summary.cost_actual)}",
        f"{seconds:.1f} s",
    ]
    return ", ".join(parts) + (left_out if ended.first.left_out else "")


def next_step_lines(ended: Ended) -> list[str]:
    """How to go on to real pictures, after a first sync all of whose pictures are placeholder's.

    Nothing for a spec that names no provider: there is no line to point at.
    """
    assets = [plan.asset for plan in ended.last.plan.assets]
    requests = [asset.source for asset in assets if isinstance(asset.source, Request)]
    origins = [asset.origins["provider"] for asset in assets if "provider" in asset.origins]
    is_first = not ended.first.lock.assets and any(r.was_generated for r in ended.reports)
    if not is_first or not origins or {one.provider for one in requests} != {"placeholder"}:
        return []
    place = f"{origins[0].place.file}:{origins[0].place.line}"
    change = f'provider = "getimg" ({place})'
    return [f"For real pictures: {change}, GETIMG_API_KEY, then assetgen plan"]


def interrupted_line(ended: Ended) -> str:
    """What a run that was stopped leaves to the next one."""
    left = sum(asset.is_work for asset in ended.last.plan.assets)
    return f"interrupted: {words.count(left, 'asset')} left, assetgen sync goes on"


def run_summary(ended: Ended) -> Summary:
    """The numbers of a run: what each asset of its first plan came to."""
    planned = {asset.address: asset for asset in ended.first.plan.assets}
    left = {asset.address for asset in ended.last.plan.assets if asset.conflicts}
    counts = Counter(
        _came_to(planned[report.address], report, left)
        for report in ended.reports
        if report.address in planned
    )
    reported = {report.address for report in ended.reports}
    counts["conflict"] += len(left - reported)
    counts["unchanged"] += len(planned.keys() - reported - left)
    first = summarize(ended.first.plan)
    return replace(
        first,
        failed=counts["failed"],
        skipped=ended.first.left_out + counts["skipped"],
        conflict=counts["conflict"],
        generate=counts["generate"],
        transform=counts["transform"],
        restore=counts["restore"],
        unchanged=counts["unchanged"],
        write=sum(len(report.written) for report in ended.reports),
        orphan=len(ended.last.plan.orphans),
        cost_actual=ended.cost,
    )


def frozen_summary(plan: Plan, reports: Sequence[Report]) -> Summary:
    """The numbers of a frozen run: restored, failed, in conflict, unchanged."""
    failed = {report.address for report in reports if report.problems}
    return replace(
        summarize(plan),
        failed=len(failed),
        restore=sum(count_name(a) == "restore" and a.address not in failed for a in plan.assets),
        write=sum(len(report.written) for report in reports),
    )


def frozen_ending(plan: Plan, written: int, seconds: float) -> str:
    """The last line of a frozen run."""
    if plan.is_empty and not plan.has_conflicts:
        return nothing_to_do(len(plan.assets), _files(plan))
    return f"{words.count(written, 'file')} restored, {seconds:.1f} s"


def conflict_lines(plan: Plan, paint: Paint) -> list[str]:
    """The conflicts of a plan, and nothing else."""
    rows = [row for row in asset_rows(a for a in plan.assets if a.conflicts) if row.symbol == "!"]
    return layout(fold(rows), paint)


def left_lines(view: View, paint: Paint | None = None) -> list[str]:
    """What a run leaves as it is: conflicts, orphans, pinned differences, placeholders."""
    paint = paint or Paint()
    left = [a for a in view.plan.assets if a.conflicts or a.action is Action.PINNED]
    kept = [row for row in asset_rows(left) if row.symbol in "!="]
    rows = fold([*kept, *orphan_rows(view.plan.orphans)])
    return [*layout(rows, paint), *placeholder_lines(view)]


def placeholder_lines(view: View) -> list[str]:
    """What is said of placeholder pictures in a release."""
    drawn = placeholders(view.plan) if view.spec.project.release else []
    if not drawn:
        return []
    more = f" and {len(drawn) - 1} more" if len(drawn) > 1 else ""
    return [f"! a release may not hold placeholder pictures: {drawn[0]}{more}"]


def check_code(view: View) -> ExitCode:
    """The code of `check`: gone, conflicts, changes pending, or all well."""
    codes = [ExitCode.OK if view.plan.is_empty else ExitCode.PENDING]
    if view.plan.has_conflicts:
        codes.append(ExitCode.CONFLICT)
    if any(asset.action is Action.FAIL for asset in view.plan.assets):
        codes.append(ExitCode.GONE)
    if view.spec.project.release and placeholders(view.plan):
        codes.append(ExitCode.PENDING)
    return worst(codes)


def placeholders(plan: Plan) -> list[str]:
    """The addresses whose locked picture is a placeholder's drawing."""
    return [asset.address for asset in plan.assets if "placeholder" in states_of(asset)]


def _came_to(asset: AssetPlan, report: Report, left: set[Address]) -> str:
    if report.problems:
        return "failed"
    if report.is_outdated:
        return "skipped"
    if asset.address in left:
        return "conflict"
    if not (report.written or report.removed or report.was_generated):
        return "unchanged"
    name = count_name(asset)
    return "transform" if name == "generate" and not report.was_generated else name


def _files(plan: Plan) -> int:
    return sum(len(asset.outputs) for asset in plan.assets)


def recovered_lines(recovered: Recovered) -> list[str]:
    """What was found of earlier runs that died, in sentences; nothing for the usual start."""
    said = (
        (recovered.stored, "paid for by an earlier run, fetched now for nothing"),
        (recovered.uncertain, "sent by a run that died, no answer seen: it may have cost"),
        (recovered.lost, "paid for by an earlier run, and the link is dead by now"),
        (recovered.unusable, "paid for by an earlier run, and no usable picture"),
        (recovered.left, "paid for by an earlier run, and can't be fetched now"),
    )
    return [f"{words.count(len(found), 'picture')} {text}" for found, text in said if found]


def replaced_lines(reports: Sequence[Report]) -> list[str]:
    """Where the bytes are that were overwritten as asked."""
    return [
        f"kept what stood at {path}: assetgen cache path {digest}"
        for report in reports
        for path, digest in report.replaced
    ]


def run_code(reports: Sequence[Report], plan: Plan, *, interrupted: bool) -> ExitCode:
    """The exit code of a sync: failures, conflicts that are left, an interruption."""
    codes = [problem.exit_code for report in reports for problem in report.problems]
    if plan.has_conflicts:
        codes.append(ExitCode.CONFLICT)
    if interrupted:
        codes.append(ExitCode.INTERRUPTED)
    return worst(codes)
