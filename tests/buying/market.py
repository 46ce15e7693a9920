"""Projects that buy from an emulator, and the three accounts of what was bought.

The bill is the emulator's, the journal is ours, `assetgen costs` is what people read.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assetgen.emulator.emulator import Emulator
from assetgen.emulator.options import Options
from assetgen.emulator.testing import serving
from tests.cli.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.cli.shell import Answer

KEY = "sk_emulator-5f2c9d1b"
GENERATE = ("POST", "/v2/images/generations")
PRICE = Decimal("0.06")


def spec_of(number: int, *, tables: str = "", model: str = "gpt-image-2") -> str:
    """A spec with so many icons of $0.06, one small file each; item-000 is the first."""
    items = ", ".join(f'"item-{each:03}"' for each in range(number))
    return f"""\
version = 1
{tables}
[asset.icon]
provider = "getimg"
model = "{model}"
aspect_ratio = "1:1"
resolution = "1K"
source_format = "jpeg"
for_each = [{items}]
prompt = "Icon of {{{{ item }}}}"
output = {{ path = "{{{{ key }}}}.png", width = 8 }}
"""


@dataclass(frozen=True, slots=True)
class Buyer:
    """A project whose getimg is an emulator; its cache belongs to nobody else."""

    shell: Shell

    @classmethod
    def at(cls, home: Path, url: str, spec: str, name: str = "project") -> Buyer:
        """A project in `home/name`, its cache beside it."""
        return cls(of_emulator(Shell.at(home, spec, name), url))

    def sync(self, *words: str) -> Answer:
        return self.shell.run("sync", "--yes", *words)

    def costs(self) -> tuple[Decimal, Decimal]:
        """What `assetgen costs --json` calls the total, and what it calls uncertain."""
        document = self.shell.run("costs", "--json").document()
        return Decimal(document["total"]), Decimal(document["uncertain"])

    def attempts(self) -> list[dict[str, Any]]:
        """Every row of the journal, in order."""
        return rows_of(self.shell.cache)

    def states(self) -> list[str]:
        """How every attempt ended, in order."""
        return [row["state"] for row in self.attempts()]


def of_emulator(shell: Shell, url: str) -> Shell:
    """A shell whose getimg is this emulator."""
    return shell.with_environment(GETIMG_AI_BASE_URL=url, GETIMG_API_KEY=KEY)


def rows_of(cache: Path) -> list[dict[str, Any]]:
    """The journal of a cache; nothing where there is none."""
    path = cache / "v1" / "journal.db"
    if not path.exists():
        return []
    connection = sqlite3.connect(path)
    try:
        connection.row_factory = sqlite3.Row
        found = connection.execute("SELECT * FROM attempts ORDER BY id").fetchall()
    finally:
        connection.close()
    return [dict(row) for row in found]


def sent_to(emulator: Emulator) -> list[int | None]:
    """The statuses of all requests for a picture, in the order of arrival."""
    return [one.status for one in emulator.seen if (one.method, one.path) == GENERATE]


def downloads_from(emulator: Emulator) -> int:
    """How often a picture was fetched."""
    return sum(one.path.startswith("/v2/downloads") for one in emulator.seen)


def billed_by(emulator: Emulator) -> Decimal:
    """The sum of the bill."""
    return sum((Decimal(charge.cost) for charge in emulator.account.bill), Decimal(0))


def until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Return as soon as something in another process or thread is so; fail when it never is."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


@contextmanager
def opened(options: Options | None = None) -> Iterator[tuple[Emulator, str]]:
    """An emulator in a thread, to ask afterwards, and its base URL."""
    emulator = Emulator(options or Options())
    with serving(emulator) as url:
        yield emulator, url


@contextmanager
def separate(home: Path, *words: str, faults: Sequence[object] = ()) -> Iterator[Outside]:
    """An emulator in a process of its own, with a bill and a log in `home`."""
    home.mkdir(parents=True, exist_ok=True)
    bill, log, book = home / "bill.jsonl", home / "log.jsonl", home / "faults.json"
    book.write_text(json.dumps(list(faults)), encoding="utf-8")
    command = [sys.executable, "-m", "assetgen", "emulator", "--quiet", "--faults", str(book)]
    with subprocess.Popen(
        [*command, "--bill", str(bill), "--log", str(log), *words],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            assert process.stdout is not None
            yield Outside(process.stdout.readline().strip(), bill, log)
        finally:
            process.terminate()


@dataclass(frozen=True, slots=True)
class Outside:
    """An emulator in another process."""

    url: str
    bill: Path
    log: Path

    def charges(self) -> list[dict[str, Any]]:
        return _lines(self.bill)

    def billed(self) -> Decimal:
        return sum((Decimal(charge["cost"]) for charge in self.charges()), Decimal(0))

    def sent(self) -> list[dict[str, Any]]:
        """Every finished request for a picture."""
        return [one for one in _lines(self.log) if (one["method"], one["path"]) == GENERATE]


def _lines(file: Path) -> list[dict[str, Any]]:
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
