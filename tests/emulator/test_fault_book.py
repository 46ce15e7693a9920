"""How faults are named, and which request each of them strikes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assetgen.emulator.emulator import Emulator
from assetgen.emulator.faults import Fault, FaultBook, When, parse_fault, read_faults
from assetgen.emulator.kinds import GENERATION_STAGES, KINDS
from assetgen.emulator.options import Options
from tests.emulator.support import HandClock, order

DOCS = Path(__file__).parents[2] / "docs" / "emulator.md"


def struck(when: When, prompts: str) -> str:
    """For each letter, a request with that prompt: `!` when the fault strikes it."""
    book = FaultBook([Fault(name="refused", when=when)])
    return "".join("!" if book.pick(GENERATION_STAGES, prompt) else "." for prompt in prompts)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (When(), "!!!!!!"),
        (When(nth=3), "..!..."),
        (When(every=2), ".!.!.!"),
        (When(first=2), "!!...."),
        (When(prompt_contains="b"), ".!.!.!"),
        (When(prompt_contains="b", nth=2), "...!.."),
        (When(every=2, first=4), ".!.!.."),
        (When(attempt=2), "......"),
    ],
)
def test_a_fault_strikes_when_all_its_conditions_hold(when: When, expected: str) -> None:
    assert struck(when, "ababab") == expected


def test_an_attempt_counts_the_same_request_only() -> None:
    fault = Fault(name="server-error", when=When(attempt=1))
    emulator = Emulator(Options(faults=(fault,)), HandClock())
    prompts = ["fox", "owl", "fox", "owl", "fox"]
    statuses = [order(emulator, prompt=prompt).status_code for prompt in prompts]
    assert statuses == [500, 500, 200, 200, 200]


def test_of_several_faults_the_first_strikes_and_each_counts() -> None:
    faults = (parse_fault("refused:2"), parse_fault("server-error:2"), parse_fault("no-money:3"))
    emulator = Emulator(Options(faults=faults), HandClock())
    assert [order(emulator).status_code for _ in range(4)] == [200, 422, 402, 200]


def test_mistakes_are_not_counted() -> None:
    emulator = Emulator(Options(faults=(parse_fault("refused:2"),)), HandClock())
    assert [order(emulator).status_code, order(emulator, model="x").status_code] == [200, 400]
    assert order(emulator).status_code == 422


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("refused", Fault(name="refused")),
        ("refused:3", Fault(name="refused", when=When(nth=3))),
        ("refused@a red dragon", Fault(name="refused", when=When(prompt_contains="a red dragon"))),
        ("bad-gateway+billed", Fault(name="bad-gateway", billed=True)),
        (
            "bad-gateway+billed:2@fox:3",
            Fault(name="bad-gateway", billed=True, when=When(nth=2, prompt_contains="fox:3")),
        ),
    ],
)
def test_a_fault_can_be_named_on_a_command_line(text: str, fault: Fault) -> None:
    assert parse_fault(text) == fault


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("refusd", "no such fault: refusd, meant refused?"),
        ("refused:0", "a fault is NAME, NAME:3, NAME@words or NAME+billed: refused:0"),
        ("refused:x", "a fault is NAME, NAME:3, NAME@words or NAME+billed: refused:x"),
        ("refused+free", "a fault is NAME, NAME:3, NAME@words or NAME+billed: refused+free"),
        ("cut-off+billed", "only an error can be billed or not: cut-off"),
    ],
)
def test_a_misspelt_fault_is_a_sentence(text: str, message: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the message is compared whole
        parse_fault(text)
    assert str(raised.value) == message


def test_a_file_holds_faults_with_all_their_settings(tmp_path: Path) -> None:
    file = tmp_path / "faults.json"
    file.write_text(
        '[{"fault": "slow", "when": {"every": 3, "prompt_contains": "fox"}, "seconds": 2},'
        ' {"fault": "unavailable", "when": {"attempt": 1}, "billed": true}]'
    )
    assert read_faults(file) == (
        Fault(name="slow", when=When(every=3, prompt_contains="fox"), seconds=2),
        Fault(name="unavailable", when=When(attempt=1), billed=True),
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"fault": "slow"}, "a fault file is a JSON list"),
        ([7], 'a fault is a JSON object with "fault": 7'),
        ([{"name": "slow"}], 'a fault is a JSON object with "fault": {"name": "slow"}'),
        ([{"fault": "slw"}], "no such fault: slw, meant slow?"),
        ([{"fault": "slow", "second": 2}], "no such key of a fault: second"),
        ([{"fault": "slow", "when": {"often": 2}}], "no such key of a fault: often"),
        ([{"fault": "slow", "when": 3}], '"when" is a JSON object'),
        ([{"fault": "slow", "seconds": "2"}], 'not a value for seconds: "2"'),
        ([{"fault": "slow", "when": {"nth": True}}], "not a value for nth: true"),
    ],
)
def test_a_mistake_in_a_file_is_a_sentence(tmp_path: Path, content: Any, message: str) -> None:
    file = tmp_path / "faults.json"
    file.write_text(json.dumps(content))
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the message is compared below
        read_faults(file)
    assert str(raised.value).startswith(message)


def test_every_fault_is_in_the_documentation() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert [name for name in KINDS if f"`{name}`" not in text] == []
