"""Who may say yes to spending, through the command line; without a yes nothing is sent."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from assetgen.emulator.options import Options
from tests.buying.market import Buyer, billed_by, downloads_from, opened, sent_to, spec_of, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assetgen.emulator.emulator import Emulator

NOBODY = (
    "error: nobody agreed to buy 3 pictures for $0.18\n"
    "  hint: to agree, type --yes or --max-cost 0.18\n"
)


@pytest.fixture
def market() -> Iterator[tuple[Emulator, str]]:
    with opened() as found:
        yield found


@pytest.fixture
def buyer(market: tuple[Emulator, str], tmp_path: Path) -> Buyer:
    return Buyer.at(tmp_path, market[1], spec_of(3))


def settings(buyer: Buyer, text: str) -> None:
    file = buyer.shell.cache.with_name("settings") / "assetgen" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")


def test_without_a_yes_nothing_is_sent(market: tuple[Emulator, str], buyer: Buyer) -> None:
    answer = buyer.shell.run("sync")
    assert (answer.code, answer.err) == (4, NOBODY)
    assert sent_to(market[0]) == []


def test_a_budget_of_the_spec_is_no_consent(market: tuple[Emulator, str], buyer: Buyer) -> None:
    buyer.shell.edit("assets.toml", "version = 1\n", "version = 1\n[budget]\nper_run = 5.00\n")
    answer = buyer.shell.run("sync")
    assert (answer.code, answer.err) == (4, NOBODY)
    assert sent_to(market[0]) == []


def test_yes_buys(market: tuple[Emulator, str], buyer: Buyer) -> None:
    assert buyer.shell.run("sync", "--yes").code == 0
    assert billed_by(market[0]) == Decimal("0.18")


def test_max_cost_buys_up_to_that_and_names_what_is_left_out(
    market: tuple[Emulator, str], buyer: Buyer
) -> None:
    answer = buyer.shell.run("sync", "--quiet", "--max-cost", "0.12")
    left_out = {"item-000", "item-001", "item-002"} - {
        path.removeprefix("assets/").removesuffix(".png") for path in buyer.shell.files()
    }
    assert (answer.code, billed_by(market[0]), len(left_out)) == (4, Decimal("0.12"), 1)
    assert answer.err == (
        f"error: icon@{left_out.pop()}: --max-cost of $0.12 is used up: $0.12 spent,"
        " this costs $0.06\n  hint: run it again with a higher --max-cost\n"
    )


def test_the_environment_twin_of_max_cost_is_a_yes_too(
    market: tuple[Emulator, str], buyer: Buyer
) -> None:
    assert buyer.shell.with_environment(ASSETGEN_MAX_COST="0.18").run("sync").code == 0
    assert billed_by(market[0]) == Decimal("0.18")


def test_the_budget_of_the_spec_lowers_what_was_agreed_to(
    market: tuple[Emulator, str], buyer: Buyer
) -> None:
    buyer.shell.edit("assets.toml", "version = 1\n", "version = 1\n[budget]\nper_run = 0.07\n")
    assert buyer.shell.run("sync", "--max-cost", "5").code == 4
    assert billed_by(market[0]) == Decimal("0.06")


def test_the_users_settings_agree_up_to_their_amount(
    market: tuple[Emulator, str], buyer: Buyer
) -> None:
    settings(buyer, "confirm_above = 0.18\n")
    assert buyer.shell.run("sync", "--quiet").code == 0
    assert billed_by(market[0]) == Decimal("0.18")


def test_above_the_users_settings_somebody_is_asked(
    market: tuple[Emulator, str], buyer: Buyer
) -> None:
    settings(buyer, "confirm_above = 0.17\n")
    answer = buyer.shell.run("sync")
    assert (answer.code, answer.err) == (4, NOBODY)
    assert sent_to(market[0]) == []


def test_an_unknown_price_under_a_limit_is_refused(tmp_path: Path) -> None:
    with opened(Options(older_models=True)) as (emulator, url):
        buyer = Buyer.at(tmp_path, url, spec_of(1))
        answer = buyer.shell.run("sync", "--quiet", "--max-cost", "5")
        assert sent_to(emulator) == []
    assert answer.code == 4
    assert "error: icon@item-000: the price is unknown and there is a limit" in answer.err


def test_max_cost_0_does_what_is_free(market: tuple[Emulator, str], buyer: Buyer) -> None:
    drawn = '[asset.free]\nprovider = "placeholder"\nprompt = "x"\noutput = "free.png"\n'
    buyer.shell.edit("assets.toml", "[asset.icon]\n", f"{drawn}[asset.icon]\n")
    assert buyer.shell.run("sync", "--quiet", "--max-cost", "0").code == 4
    assert list(buyer.shell.files()) == ["assets/free.png"]
    assert sent_to(market[0]) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_max_cost_0_fetches_what_was_paid_for_by_a_run_that_died(tmp_path: Path) -> None:
    from assetgen.emulator.faults import Fault

    with opened(Options(faults=(Fault(name="download-slow", seconds=60.0),))) as (emulator, url):
        buyer = Buyer.at(tmp_path, url, spec_of(1))
        nowhere = subprocess.DEVNULL
        with buyer.shell.start("sync", "--yes", stdout=nowhere, stderr=nowhere) as process:
            until(lambda: downloads_from(emulator) == 1)
            process.kill()
        answer = buyer.shell.run("sync", "--max-cost", "0")
        assert (answer.code, len(sent_to(emulator))) == (0, 1), answer.err
    assert "1 picture paid for by an earlier run, fetched now for nothing" in answer.err
    assert buyer.states() == ["stored"]
    assert list(buyer.shell.files()) == ["assets/item-000.png"]


def test_offline_buys_nothing_and_asks_nobody(market: tuple[Emulator, str], buyer: Buyer) -> None:
    answer = buyer.shell.run("sync", "--quiet", "--yes", "--offline")
    assert answer.code == 1
    assert "not bought: --offline" in answer.err
    assert market[0].seen == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pty")
@pytest.mark.parametrize(("typed", "code", "bought"), [("y\n", 0, 3), ("n\n", 4, 0), ("\n", 4, 0)])
def test_a_person_is_asked_on_a_terminal(
    market: tuple[Emulator, str], buyer: Buyer, typed: str, code: int, bought: int
) -> None:
    ours, theirs = os.openpty()
    nowhere = subprocess.DEVNULL
    with buyer.shell.start("sync", "--quiet", stdin=theirs, stdout=nowhere, stderr=theirs) as one:
        os.close(theirs)
        shown = b""
        while b"Buy 3 pictures for $0.18?" not in shown:
            shown += os.read(ours, 1024)
        os.write(ours, typed.encode())
        assert one.wait(30) == code
    os.close(ours)
    assert sent_to(market[0]) == [200] * bought
