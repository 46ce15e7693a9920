"""Several syncs on one cache at the same moment: nothing is bought twice, no limit is passed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from assetgen.emulator.options import Options
from tests.buying.market import (
    PRICE,
    Buyer,
    billed_by,
    opened,
    rows_of,
    sent_to,
    spec_of,
    until,
)

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from assetgen.emulator.emulator import Emulator

NUMBER = 16
LIMITED = """\
[budget]
per_month = 1.00
[provider.getimg]
concurrency = 4
[provider.getimg.price]
"gpt-image-2" = 0.06
"""
"""With a price of its own, since the list may be late where eight processes start at once."""


@pytest.fixture
def market() -> Iterator[tuple[Emulator, str]]:
    """An emulator that takes a tenth of a second for a picture."""
    with opened(Options(latency=0.1)) as found:
        yield found


def projects(home: Path, url: str, number: int, spec: str) -> list[Buyer]:
    """So many projects that want the same and share one cache."""
    return [Buyer.at(home, url, spec, f"project-{each}") for each in range(number)]


def start(buyers: Sequence[Buyer], *words: str) -> list[subprocess.Popen[str]]:
    return [buyer.shell.start("sync", "--yes", "--quiet", *words) for buyer in buyers]


def ends(processes: Sequence[subprocess.Popen[str]]) -> list[tuple[int, str, str]]:
    """Code, standard output and standard error of each; nobody may hang."""
    said = [process.communicate(timeout=60) for process in processes]
    return [(one.returncode, *two) for one, two in zip(processes, said, strict=True)]


@pytest.mark.parametrize("number", [2, 8])
def test_each_request_is_bought_once(
    market: tuple[Emulator, str], tmp_path: Path, number: int
) -> None:
    emulator, url = market
    buyers = projects(tmp_path, url, number, spec_of(NUMBER))
    assert ends(start(buyers)) == [(0, "", "")] * number
    assert sent_to(emulator) == [200] * NUMBER
    assert [row["state"] for row in rows_of(tmp_path / "cache")] == ["stored"] * NUMBER
    assert all(buyer.shell.files() == buyers[0].shell.files() for buyer in buyers)


def test_two_syncs_of_one_project_buy_each_picture_once(
    market: tuple[Emulator, str], tmp_path: Path
) -> None:
    emulator, url = market
    buyer = Buyer.at(tmp_path, url, spec_of(NUMBER))
    assert [code for code, _, _ in ends(start([buyer, buyer]))] == [0, 0]
    assert sent_to(emulator) == [200] * NUMBER
    assert len(buyer.shell.files()) == NUMBER


@pytest.mark.parametrize("number", [2, 8])
def test_when_the_buyer_is_killed_nobody_hangs_and_nobody_buys_what_was_sent(
    tmp_path: Path, number: int
) -> None:
    with opened(Options(latency=100)) as (emulator, url):
        buyers = projects(tmp_path, url, number, spec_of(4))
        (first,) = start(buyers[:1])
        until(lambda: len(sent_to(emulator)) == 4)
        others = start(buyers[1:])
        until(lambda: all(one.poll() is None for one in others) and running(tmp_path) == number)
        first.kill()
        first.communicate()
        found = ends(others)
    assert len(sent_to(emulator)) == 4
    assert {code for code, _, _ in found} == {1}
    assert all(err.count("sent before, and no answer was seen") == 4 for _, _, err in found)
    assert {row["state"] for row in rows_of(tmp_path / "cache")} == {"uncertain"}


def test_eight_processes_never_pass_a_budget_that_they_share(
    market: tuple[Emulator, str], tmp_path: Path
) -> None:
    emulator, url = market
    buyer = Buyer.at(tmp_path, url, spec_of(40, tables=LIMITED))
    found = ends(start([buyer] * 8, "--verbose"))
    assert billed_by(emulator) == 16 * PRICE == Decimal("0.96")
    assert len(sent_to(emulator)) == 16
    assert [code for code, _, _ in found] == [4] * 8
    left_out = {row["address"] for row in wanting(buyer)}
    assert len(left_out) == 24
    for _, _, said in found:
        named = {line.split(": ")[1] for line in said.splitlines() if "per_month" in line}
        assert named >= left_out


def wanting(buyer: Buyer) -> list[dict[str, str]]:
    """The rows of a plan that would still buy."""
    document = buyer.shell.run("plan", "--json").document()
    return [row for row in document["rows"] if row["action"] == "generate"]


def running(home: Path) -> int:
    """How many runs have begun and not ended on the cache."""
    return len([file for file in (home / "cache" / "v1" / "runs").iterdir() if file.is_file()])
