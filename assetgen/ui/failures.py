"""What failed in a run, in words: an error for each asset, many alike as one.

Pure: reports in, lines out. Called by `sync`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assetgen.errors import AssetgenError
from assetgen.ui.messages import error_lines
from assetgen.ui.rows import FOLD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assetgen.apply.reports import Report
    from assetgen.ui.paint import Paint

_PATH = re.compile(r"\S*/\S*")


def failure_lines(reports: Sequence[Report], paint: Paint, *, verbose: bool = False) -> list[str]:
    """Every problem of a run with its hint, by asset.

    More than ten of one asset name that differ only in addresses and paths are one error, unless
    `verbose`.
    """
    alike: dict[tuple[str, str, str | None], list[AssetgenError]] = {}
    for report in reports:
        name = report.address.partition("@")[0]
        for problem in report.problems:
            kind = _PATH.sub("…", problem.message.replace(report.address, name))
            alike.setdefault((name, kind, problem.hint), []).append(_named(report, problem))
    shown = [
        problem
        for (name, _, _), problems in alike.items()
        for problem in (problems if verbose or len(problems) <= FOLD else [_one(name, problems)])
    ]
    return [line for problem in shown for line in error_lines(problem, paint)]


def _one(name: str, problems: Sequence[AssetgenError]) -> AssetgenError:
    more = f"and {len(problems) - 1:,} more of {name}, --verbose lists them"
    return AssetgenError(f"{problems[0].message} ({more})", problems[0].hint)


def _named(report: Report, problem: AssetgenError) -> AssetgenError:
    if problem.message.startswith(report.address):
        return problem
    return AssetgenError(f"{report.address}: {problem.message}", problem.hint)
