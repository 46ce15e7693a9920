"""Balance, bill and costs: pretend money that adds up."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from assetgen.emulator.emulator import Emulator
from assetgen.emulator.options import Options
from tests.emulator.support import HandClock, ask, lines, order

if TYPE_CHECKING:
    from pathlib import Path


def test_a_charge_is_a_line_of_the_bill_before_the_answer_leaves(tmp_path: Path) -> None:
    bill = tmp_path / "bill.jsonl"
    emulator = Emulator(Options(bill=bill), HandClock())
    answer = order(emulator, output_format="png")
    assert lines(bill) == [
        {
            "time": "2026-09-21T14:13:20.000Z",
            "id": answer.json()["id"],
            "model": "gpt-image-2",
            "prompt_digest": "sha256:"
            "5ebbe2a2650a5e157c4f8e6720167485236ce883498722718171efe14efab41c",
            "cost": "0.06",
            "state": "delivered",
            "width": 1024,
            "height": 1024,
            "format": "png",
        }
    ]
    emulator.close()


def test_bill_balance_and_costs_agree_to_the_cent() -> None:
    emulator = Emulator(Options(balance=Decimal(5)), HandClock())
    for number in range(7):
        order(emulator, prompt=f"fox {number}", resolution=("1K", "2K", "4K")[number % 3])
    billed = sum(Decimal(charge.cost) for charge in emulator.account.bill)
    costs = _costs(emulator, "2026-09-21T00:00:00Z", "2026-09-22T00:00:00Z")
    assert billed == Decimal("0.60")
    assert ask(emulator, "GET", "/v2/billing/balance").json() == {
        "balance": "4.40",
        "currency": "USD",
    }
    assert costs == {
        "currency": "USD",
        "start": "2026-09-21T00:00:00.000Z",
        "end": "2026-09-22T00:00:00.000Z",
        "total_cost": 0.6,
        "data": [{"date": "2026-09-21", "cost": 0.6}, {"date": "2026-09-22", "cost": 0.0}],
    }


def test_charges_outside_the_asked_range_are_left_out() -> None:
    clock = HandClock()
    emulator = Emulator(Options(), clock)
    order(emulator)
    clock.moment += 86_400
    order(emulator)
    costs = _costs(emulator, "2026-09-22T00:00:00+00:00", "2026-09-22T23:59:59+00:00")
    assert costs["data"] == [{"date": "2026-09-22", "cost": 0.06}]


@pytest.mark.parametrize(
    ("start", "end", "param"),
    [
        (None, "2026-09-22T00:00:00Z", "start"),
        ("2026-09-22T00:00:00", "2026-09-23T00:00:00Z", "start"),
        ("yesterday", "2026-09-23T00:00:00Z", "start"),
        ("2026-09-22T00:00:00Z", "2026-09-22T00:00:00Z", "end"),
        ("2026-01-01T00:00:00Z", "2026-06-30T00:00:01Z", "end"),
    ],
)
def test_a_bad_range_names_its_parameter(start: str | None, end: str, param: str) -> None:
    given = {"end": end} if start is None else {"start": start, "end": end}
    answer = ask(Emulator(Options()), "GET", "/v2/billing/costs", params=given)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


def test_a_request_that_the_balance_cant_pay_is_402_and_free() -> None:
    emulator = Emulator(Options(balance=Decimal("0.13")), HandClock())
    assert [order(emulator).status_code for _ in range(3)] == [200, 200, 402]
    assert order(emulator, model="z-image-turbo").status_code == 200
    assert str(emulator.account.balance) == "0.005"


def test_an_emulator_goes_on_with_the_bill_it_finds(tmp_path: Path) -> None:
    options = Options(bill=tmp_path / "bill.jsonl")
    before = Emulator(options, HandClock())
    link = order(before, output_format="png").json()["data"][0]["url"]
    picture = ask(before, "GET", link).content
    before.close()
    after = Emulator(options, HandClock())
    assert ask(after, "GET", link).content == picture
    assert order(after, output_format="png").json()["data"][0]["url"] != link
    assert _costs(after, "2026-09-21T00:00:00Z", "2026-09-22T00:00:00Z")["total_cost"] == 0.12
    after.close()


def test_a_file_that_is_no_bill_is_not_written_to(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("do not touch\n")
    with pytest.raises(ValueError, match="not a bill of the emulator"):
        Emulator(Options(bill=other))
    assert other.read_text() == "do not touch\n"


def _costs(emulator: Emulator, start: str, end: str) -> dict[str, object]:
    found = ask(emulator, "GET", "/v2/billing/costs", params={"start": start, "end": end}).json()
    assert isinstance(found, dict)
    return found
