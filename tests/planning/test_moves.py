"""`[[moved]]`: lines of the lock found again under new addresses."""

from __future__ import annotations

import pytest

from assetgen.model import Address, Move
from assetgen.planning.moves import moved_lines
from tests.support.build import PLACE, asset, line, lock


def move(old: str, new: str) -> Move:
    return Move(Address(old), Address(new), PLACE)


def found(wanted: list[str], locked: list[str], *moves: Move) -> dict[str, str]:
    lines = lock(*(line(address) for address in locked))
    moved = moved_lines([asset(address) for address in wanted], lines, moves)
    return {str(new): str(old) for new, old in moved.items()}


def test_a_single_asset_moves() -> None:
    assert found(["ui-button"], ["button"], move("button", "ui-button")) == {"ui-button": "button"}


def test_a_name_carries_all_its_keys_along() -> None:
    moved = found(["ui@ok", "ui@no"], ["button@ok", "button@no"], move("button", "ui"))
    assert moved == {"ui@no": "button@no", "ui@ok": "button@ok"}


def test_a_name_that_only_begins_alike_stays() -> None:
    assert found(["ui-bar"], ["button-bar"], move("button", "ui")) == {}


CHAIN = (move("a", "b"), move("b", "c"))


@pytest.mark.parametrize("moves", [CHAIN, CHAIN[::-1]], ids=["in order", "the other way round"])
def test_a_chain_is_followed(moves: tuple[Move, ...]) -> None:
    assert found(["c"], ["a"], *moves) == {"c": "a"}


def test_a_chain_ends_at_the_first_address_that_the_spec_has() -> None:
    assert found(["b"], ["a"], *CHAIN) == {"b": "a"}


def test_moves_in_a_circle_end() -> None:
    assert found(["c"], ["a"], move("a", "b"), move("b", "a")) == {}


def test_an_address_with_a_line_of_its_own_keeps_it() -> None:
    assert found(["new"], ["old", "new"], move("old", "new")) == {}


def test_an_address_that_the_spec_still_has_does_not_move() -> None:
    assert found(["old", "new"], ["old"], move("old", "new")) == {}


@pytest.mark.parametrize("locked", [["a", "b"], ["b", "a"]])
def test_of_two_lines_for_one_address_the_first_by_name_is_taken(locked: list[str]) -> None:
    assert found(["c"], locked, move("a", "c"), move("b", "c")) == {"c": "a"}
