"""`examples/rpg-items` bought from an emulator: three accounts that agree, and nothing twice."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.buying.market import Buyer, billed_by, of_emulator, opened, sent_to
from tests.examples.conftest import REPOSITORY, copied, twin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assetgen.emulator.emulator import Emulator

ELSEWHERE = {"GETIMG_AI_BASE_URL": "https://getimg.invalid"}
BILL = Decimal("11.85")


@dataclass(frozen=True, slots=True)
class Bought:
    """The example after its first sync, and the emulator that it bought from, still running."""

    emulator: Emulator
    buyer: Buyer
    last_words: str

    def copied(self, home: Path) -> Buyer:
        """The same project and cache once more, free to be changed."""
        return Buyer(of_emulator(twin(self.buyer.shell, home), self.buyer.shell.environment[_URL]))


_URL = "GETIMG_AI_BASE_URL"


@pytest.fixture(scope="module")
def bought(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bought]:
    """237 pictures, bought once for every test here. Nobody changes them."""
    shell = copied(REPOSITORY / "examples" / "rpg-items", tmp_path_factory.mktemp("bought"))
    shell.edit("assets.toml", 'provider = "placeholder"', 'provider = "getimg"')
    with opened() as (emulator, url):
        buyer = Buyer(of_emulator(shell, url))
        answer = buyer.sync("--quiet")
        assert (answer.code, answer.err) == (0, "")
        yield Bought(emulator, buyer, buyer.sync().out)


def test_bill_journal_and_costs_agree_to_the_cent(bought: Bought) -> None:
    assert sent_to(bought.emulator) == [200] * 237
    assert billed_by(bought.emulator) == BILL
    assert bought.buyer.costs() == (BILL, Decimal(0))
    assert sum(Decimal(row["cost"]) for row in bought.buyer.attempts()) == BILL
    assert bought.buyer.states() == ["stored"] * 237


def test_the_lock_names_the_same_costs_and_the_realm_that_keeps_them_apart(bought: Bought) -> None:
    lines = [line for line in bought.buyer.shell.lock() if "takes" in line]
    assert sum(Decimal(take["cost"]) for line in lines for take in line["takes"]) == BILL
    assert {line["request"]["realm"] for line in lines} == {"local"}


def test_costs_by_model_asset_and_tag_add_up_to_the_bill(bought: Bought) -> None:
    for by, rows in (("model", 1), ("asset", 237), ("tag", 5)):
        document = bought.buyer.shell.run("costs", "--by", by, "--json").document()
        assert len(document["rows"]) == rows, by
        assert sum(Decimal(row["total"]) for row in document["rows"]) == BILL, by


def test_a_second_sync_asks_nobody_anything(bought: Bought) -> None:
    assert bought.last_words == "Nothing to do: 237 assets, 434 files as locked\n"
    before = len(bought.emulator.seen)
    assert bought.buyer.sync("--quiet").code == 0
    assert len(bought.emulator.seen) == before


def test_a_second_sync_without_its_memory_asks_nobody_either(
    bought: Bought, tmp_path: Path
) -> None:
    buyer = bought.copied(tmp_path)
    (buyer.shell.folder / ".assetgen" / "index").unlink()
    before = len(bought.emulator.seen)
    assert buyer.sync("--quiet").code == 0
    assert len(bought.emulator.seen) == before


def test_without_lock_and_tree_everything_comes_from_the_cache(
    bought: Bought, tmp_path: Path
) -> None:
    buyer, before = bought.copied(tmp_path), len(sent_to(bought.emulator))
    whole = buyer.shell.files()
    for path in ("assets.lock", ".assetgen/index", *whole):
        (buyer.shell.folder / path).unlink()
    assert buyer.sync("--quiet").code == 0
    assert buyer.shell.files() == whole
    assert len(sent_to(bought.emulator)) == before


def test_another_server_has_none_of_the_pretended_pictures(bought: Bought) -> None:
    shell = bought.buyer.shell.with_environment(**ELSEWHERE)
    document = shell.run("plan", "--offline", "--json").document()
    assert document["summary"]["generate"] == 237
    assert document["summary"]["unchanged"] == 0
    assert document["summary"]["cost_unknown"] == 237


def test_pretended_money_is_never_counted_as_real(bought: Bought) -> None:
    shell = bought.buyer.shell.with_environment(**ELSEWHERE)
    assert shell.run("costs").out == "Nothing was spent.\n"
    assert shell.run("costs", "--json").document()["total"] == "0.00"
    assert shell.run("costs", "--pretend", "--json").document()["total"] == "11.85"
