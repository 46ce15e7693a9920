"""The verb: its first line, its ending, and its mistakes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import click
import pytest

from assetgen.commands import emulator as verb
from assetgen.errors import UsageError
from tests.emulator.support import GENERATIONS, KEY, lines, outside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START = "from assetgen import cli; cli.VERBS.setdefault('emulator', ''); cli.main()"


def heed_interrupts() -> None:
    """Where the tests run in the background a shell has told its children to ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The verb in a process of its own."""
    command = [sys.executable, "-c", START, "emulator", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command,
        stdout=pipe,
        stderr=pipe,
        text=True,
        preexec_fn=heed_interrupts,  # noqa: PLW1509 - no threads here
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_it_serves_until_it_is_stopped_and_says_what_was_charged(
    tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    bill = tmp_path / "bill.jsonl"
    with started("--bill", str(bill), "--latency", "0.01") as process:
        assert process.stdout is not None
        base_url = process.stdout.readline().strip()
        with outside(base_url) as client:
            fields = {"model": "gpt-image-2", "prompt": "a fox"}
            assert client.post(GENERATIONS, json=fields).status_code == 200
        process.send_signal(sent)
        out, err = process.communicate(timeout=20)
        assert (out, process.returncode) == ("", code)
    assert err.startswith(f"GETIMG_AI_BASE_URL={base_url} GETIMG_API_KEY=sk_emulator")
    assert "1 charge, $0.06 of pretend money" in err
    assert [line["cost"] for line in lines(bill)] == ["0.06"]


def test_a_request_under_way_is_answered_when_it_is_stopped() -> None:
    with started("--json", "--quiet", "--latency", "60") as process:
        assert process.stdout is not None
        document = json.loads(process.stdout.readline())
        assert document == {"base_url": document["base_url"], "pid": process.pid}
        address = document["base_url"].removeprefix("http://")
        with closing(HTTPConnection(address, timeout=20)) as waiting:
            body = json.dumps({"model": "gpt-image-2", "prompt": "a fox"})
            headers = {**KEY, "Content-Type": "application/json"}
            waiting.request("POST", GENERATIONS, body, headers)
            with outside(document["base_url"]) as client:
                client.get("/v2/models")
            process.send_signal(signal.SIGTERM)
            assert waiting.getresponse().status == 200
        assert process.communicate(timeout=20) == ("", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--host", "192.168.1.7"],
            "the emulator can't start: the emulator listens on this machine",
        ),
        (["--faults", "slw"], "the emulator can't start: no such fault: slw, meant slow?"),
        (["--faults", "no.json"], "the emulator can't start: [Errno 2] No such file"),
    ],
)
def test_a_mistake_is_a_sentence_before_anything_starts(arguments: list[str], message: str) -> None:
    with pytest.raises(UsageError) as raised:
        verb.command.main(arguments, standalone_mode=False)
    assert raised.value.message.startswith(message)


@pytest.mark.parametrize("amount", ["lots", "-1", "NaN"])
def test_money_that_is_none_is_a_usage_error(amount: str) -> None:
    with pytest.raises(click.BadParameter, match=f"not an amount of money: {amount}"):
        verb.command.main(["--balance", amount], standalone_mode=False)


def test_the_faults_are_listed_with_what_they_do(capsys: pytest.CaptureFixture[str]) -> None:
    verb.command.main(["--list-faults"], standalone_mode=False)
    out = capsys.readouterr().out
    assert "refused                 422: moderation says no\n" in out
