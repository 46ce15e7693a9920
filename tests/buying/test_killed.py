"""SIGKILL while thirty pictures are being bought: the next run converges, and nothing is lost.

The long run prints its figures; ASSETGEN_KILLS says how many rounds it has.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.buying.killing import BOOK, LATENCY, duration_of, play
from tests.buying.market import separate

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

KILLS = int(os.environ.get("ASSETGEN_KILLS", "60"))


def play_rounds(home: Path, rounds: int) -> Counter[str]:
    """So many rounds, two at a time, against one emulator; the sums of their figures."""
    with separate(home, "--latency", LATENCY, faults=BOOK) as emulator:
        longest = duration_of(home, emulator)
        with ThreadPoolExecutor(2) as pool:
            played = pool.map(lambda one: play(home, one, emulator, longest), range(rounds))
            return sum((killed.figures() for killed in played), Counter())


def test_what_was_answered_is_kept_and_the_ledger_is_the_bill(tmp_path: Path) -> None:
    figures = play_rounds(tmp_path, 5)
    assert figures["rounds"] == 5
    assert figures["kills that hit"] > 0


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_same_many_times(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begun = time.monotonic()
    figures = play_rounds(tmp_path, KILLS)
    with capsys.disabled():
        print(f"\n{KILLS} rounds in {time.monotonic() - begun:.0f} s")  # noqa: T201 - the figures
        for name, number in sorted(figures.items()):
            print(f"{number:7}  {name}")  # noqa: T201 - the figures
    assert figures["kills that hit"] > KILLS / 2
    assert figures["died sent"] > 0
    assert figures["died stored"] > 0
