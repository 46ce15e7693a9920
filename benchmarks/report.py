"""Measured runs to a page: median, least and most, ratios, and on what it was measured."""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from benchmarks.processes import Run

_PACKAGES = ("assetgen", "getimg", "httpx", "pyvips", "pyvips-binary", "starlette", "uvicorn")
_VERSIONS = """
import importlib.metadata, platform, sqlite3, sys
print("Python", platform.python_version(), end=", ")
for name in sys.argv[1:]:
    print(name, importlib.metadata.version(name), end=", ")
print("SQLite", sqlite3.sqlite_version)
"""
_PAGE = """\
# Performance

Measured by `python -m benchmarks.cold_sync --write`: whole processes from start to end, from a
regular installation, against `assetgen emulator` in a process of its own on the same machine.
Nothing is subtracted: the figures of a sync hold its start, the plan, the journal with every row
synced to disk, pictures, results, one small output a picture and the lock. The script
([plain_script.py](../benchmarks/plain_script.py)) uses the vendor's async SDK and a semaphore; it
writes the same pictures to files and does nothing else.

{machine}
{versions}

Each figure is the median, with the least and the most in brackets; {runs} runs, in turns.

## {count} pictures, {concurrency} requests at a time

{times}

{facts}

## Large pictures

{memory}

## The targets

{targets}

{notes}"""
_NOTES = Path(__file__).with_name("notes.md")


@dataclass(frozen=True, slots=True)
class Figures:
    """Runs by name of the case; `count` pictures each, so many requests at a time."""

    runs: Mapping[str, Sequence[Run]]
    count: int
    concurrency: int

    def middle(self, name: str, figure: Callable[[Run], float]) -> float:
        return median(figure(run) for run in self.runs[name])

    def ratio(self, name: str, other: str, figure: Callable[[Run], float]) -> float:
        return self.middle(name, figure) / self.middle(other, figure)


def document(figures: Figures, python: Path) -> str:
    """The page, in Markdown."""
    return _PAGE.format(
        machine=_machine(),
        versions=_versions(python),
        runs=len(figures.runs["1 s"]),
        count=figures.count,
        concurrency=figures.concurrency,
        times=_times(figures),
        facts="\n".join(f"- {fact}" for fact in _facts(figures)),
        memory=_memory(figures),
        targets=_targets(figures),
        notes=_NOTES.read_text(encoding="utf-8"),
    )


def wall(run: Run) -> float:
    return run.wall


def cpu(run: Run) -> float:
    return run.cpu


def peak(run: Run) -> float:
    return run.peak / 1e6


def _times(figures: Figures) -> str:
    rows = [
        ["latency 1 s: assetgen", *_cells(figures, "1 s")],
        ["latency 1 s: script", *_cells(figures, "1 s, script")],
        ["no latency: assetgen", *_cells(figures, "no latency")],
        ["no latency: script", *_cells(figures, "no latency, script")],
        ["nothing to buy, outputs of another size", *_cells(figures, "no latency, other size")],
    ]
    return _table(["", "wall, s", "processor time, s", "peak memory, MB"], rows)


def _facts(figures: Figures) -> list[str]:
    slow, fast = figures.middle("1 s", wall), figures.middle("no latency", wall)
    ratios = [
        f"{figures.ratio(name, f'{name}, script', figure):.2f} × {what}"
        for name in ("1 s", "no latency")
        for figure, what in ((wall, "the wall time"), (cpu, "the processor time"))
    ]
    ideal = _ideal(figures)
    script = figures.middle("1 s, script", wall)
    plain = figures.count / figures.middle("no latency, script", wall)
    total, buying = _each(figures, "no latency"), _buying(figures)
    return [
        (
            f"The ideal at a latency of 1 s is {ideal:.0f} s: assetgen takes {slow / ideal:.2f} ×, "
            f"the script {script / ideal:.2f} ×."
        ),
        f"Without latency: {figures.count / fast:.0f} pictures a second, the script {plain:.0f}.",
        (
            f"Beside the script: {ratios[0]} and {ratios[1]} at 1 s, {ratios[2]} and {ratios[3]} "
            "without latency."
        ),
        (
            f"Processor time of a picture: {total:.1f} ms with everything, {buying:.1f} ms of them "
            "for buying (request, download, journal, reading the picture through, keeping it): the "
            "difference to a sync that makes as many outputs of the same pictures and buys nothing."
        ),
    ]


def _memory(figures: Figures) -> str:
    names = [name for name in figures.runs if name.endswith("MB")]
    rows = [[f"{name}, PNG in 2K", *_cells(figures, name)] for name in names]
    return _table(["", "wall, s", "processor time, s", "peak memory, MB"], rows)


def _targets(figures: Figures) -> str:
    most = max(peak(run) for run in figures.runs["1 s"])
    growth = figures.ratio("200 of 6 MB", "50 of 6 MB", peak)
    over = figures.middle("1 s", wall) / _ideal(figures)
    rows = [
        _target("wall time at 1 s", "≤ 1.05 × the ideal", f"{over:.2f} ×", met=over <= 1.05),
        _target(
            "processor time to buy a picture",
            "≤ 8 ms",
            f"{_buying(figures):.1f} ms",
            met=_buying(figures) <= 8,
        ),
        _target("peak memory", "≤ 200 MB", f"{most:.0f} MB", met=most <= 200),
        _target(
            "peak with four times as many large pictures",
            "about the same",
            f"{growth:.2f} ×",
            met=growth <= 1.15,
        ),
    ]
    return _table(["", "target", "measured", ""], rows)


def _target(what: str, wanted: str, measured: str, *, met: bool) -> list[str]:
    return [what, wanted, measured, "met" if met else "missed"]


def _ideal(figures: Figures) -> float:
    return figures.count / figures.concurrency


def _each(figures: Figures, name: str) -> float:
    return 1000 * figures.middle(name, cpu) / figures.count


def _buying(figures: Figures) -> float:
    return _each(figures, "no latency") - _each(figures, "no latency, other size")


def _cells(figures: Figures, name: str) -> list[str]:
    return [_cell([figure(run) for run in figures.runs[name]]) for figure in (wall, cpu, peak)]


def _cell(values: Sequence[float]) -> str:
    digits = 0 if min(values) > 20 else 2
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _machine() -> str:
    load = os.getloadavg()[2]
    system = f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores"
    return f"{system}; load in the quarter of an hour until the end: {load:.1f}."


def _versions(python: Path) -> str:
    words: list[str | Path] = [python, "-c", _VERSIONS, *_PACKAGES]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()
