"""A first sync that buys everything from a server on this machine, beside a plain script.

    python -m benchmarks.cold_sync [--runs 5] [--python VENV/bin/python] [--write]

1. 200 pictures at a latency of 1 s, 20 requests at a time. 2. The same without latency. 3. The same
by the vendor's async SDK, alternating. 4. 50 and 200 pictures of 6 MB. Nothing is subtracted: a run
is a whole process, from its start to its end, outputs and lock written. Without `--python` the
checkout is installed into a temporary virtual environment first.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.processes import REPOSITORY, Run, emulator, installation, measure
from benchmarks.report import Figures, document

COUNT = 200
CONCURRENCY = 20
HEAVY = 6_000_000
_SPEC = """\
version = 1

[provider.getimg]
concurrency = {concurrency}

[defaults]
provider = "getimg"
model = "z-image-turbo"
aspect_ratio = "1:1"
resolution = "{resolution}"
source_format = "{format}"

[asset.icon]
for_each = {rows}
prompt = "Icon number {{{{ item }}}}"
output = {{ path = "{{{{ key }}}}.jpg", size = {size} }}
"""


@dataclass(frozen=True, slots=True)
class Case:
    """What is bought: so many pictures, in this format and size, from such an emulator."""

    count: int = COUNT
    format: str = "jpeg"
    resolution: str = "1K"
    server: tuple[str, ...] = ()

    def spec(self, size: int = 32) -> str:
        rows = json.dumps([str(number) for number in range(self.count)])
        return _SPEC.format(
            concurrency=CONCURRENCY,
            resolution=self.resolution,
            format=self.format,
            rows=rows,
            size=size,
        )


@dataclass(slots=True)
class Bench:
    """Where everything happens: an interpreter, and a folder that is emptied after each run."""

    python: Path
    home: Path
    runs: dict[str, list[Run]] = field(default_factory=dict)

    def note(self, name: str, run: Run) -> None:
        self.runs.setdefault(name, []).append(run)
        print(f"{name:<26} {run.wall:7.2f} s  {run.cpu:6.2f} s CPU  {run.peak / 1e6:6.0f} MB")

    def buy(self, name: str, case: Case) -> None:
        """One cold sync; then the same pictures at another size, with nothing to buy."""
        with self._folder() as folder, emulator(self.python, case.server, folder / "bill") as url:
            environment = self._environment(folder, url)
            for size, suffix in ((32, ""), (33, ", other size")):
                spec = folder / str(size) / "assets.toml"
                spec.parent.mkdir()
                spec.write_text(case.spec(size), encoding="utf-8")
                words: list[str | Path] = [
                    self.python,
                    "-m",
                    "assetgen",
                    "sync",
                    "--yes",
                    "--quiet",
                ]
                self.note(name + suffix, measure(words, spec.parent, environment))
                _check(len(list((spec.parent / "assets").glob("*.jpg"))), case.count)
            _check(len((folder / "bill").read_bytes().splitlines()), case.count)

    def script(self, name: str, case: Case) -> None:
        """The same pictures by the plain script."""
        with self._folder() as folder, emulator(self.python, case.server, folder / "bill") as url:
            pictures = folder / "pictures"
            pictures.mkdir()
            source = REPOSITORY / "benchmarks/plain_script.py"
            words: list[str | Path] = [
                self.python,
                source,
                str(case.count),
                str(CONCURRENCY),
                pictures,
            ]
            self.note(name, measure(words, folder, self._environment(folder, url)))
            _check(len(list(pictures.iterdir())), case.count)

    def _folder(self) -> _Emptied:
        return _Emptied(self.home / "run")

    def _environment(self, folder: Path, base_url: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "ASSETGEN_CACHE_DIR": str(folder / "cache"),
            "GETIMG_API_KEY": "sk_benchmark",
            "GETIMG_AI_BASE_URL": base_url,
        }


@dataclass(frozen=True, slots=True)
class _Emptied:
    path: Path

    def __enter__(self) -> Path:
        self.path.mkdir()
        return self.path

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.path)


def run_all(bench: Bench, runs: int) -> Figures:
    """Every case so many times, assetgen and the script in turns."""
    slow, fast = Case(server=("--latency", "1")), Case()
    heavy = ("--picture-bytes", str(HEAVY))
    bench.buy("warm-up", Case(count=CONCURRENCY))
    for _ in range(runs):
        bench.buy("1 s", slow)
        bench.script("1 s, script", slow)
        bench.buy("no latency", fast)
        bench.script("no latency, script", fast)
    for _ in range(max(1, runs // 2)):
        for count in (50, 200):
            bench.buy(f"{count} of 6 MB", Case(count, "png", "2K", heavy))
    return Figures(bench.runs, COUNT, CONCURRENCY)


def _check(found: int, wanted: int) -> None:
    if found != wanted:
        raise SystemExit(f"{found} instead of {wanted}: the figures would mean nothing")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a first sync that buys everything.")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--python", type=Path, help="an interpreter with everything installed")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    chosen = parser.parse_args()
    with installation(chosen.python) as python, tempfile.TemporaryDirectory() as home:
        figures = run_all(Bench(python, Path(home)), chosen.runs)
        text = document(figures, python)
    print(text)
    if chosen.write:
        (REPOSITORY / "docs/performance.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
