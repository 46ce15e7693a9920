"""Ctrl-C in a real terminal while ten pictures are being bought."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from assetgen.emulator.options import Options
from tests.buying.market import Buyer, opened, sent_to, spec_of, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux")
TEN = "[provider.getimg]\nconcurrency = 10"


class Terminal:
    """A tmux server of its own with one window."""

    def __init__(self, socket: str) -> None:
        self._socket = socket

    def tmux(self, *words: str) -> str:
        command = ["tmux", "-L", self._socket, *words]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    def press_control_c(self) -> None:
        self.tmux("send-keys", "C-c")


@contextmanager
def syncing(buyer: Buyer) -> Iterator[Terminal]:
    """`assetgen sync` in a terminal; its words go to `said`, its exit code to `code`."""
    named = ("GETIMG_AI_BASE_URL", "GETIMG_API_KEY", "ASSETGEN_CACHE_DIR")
    values = buyer.shell.environment | {"ASSETGEN_CACHE_DIR": str(buyer.shell.cache)}
    variables = " ".join(f"{name}={shlex.quote(values[name])}" for name in named)
    python = shlex.quote(sys.executable)
    line = f"trap : INT; {variables} {python} -m assetgen sync --yes > out 2> err; echo $? > code"
    terminal = Terminal(f"assetgen-{uuid.uuid4().hex}")
    try:
        terminal.tmux("-f", "/dev/null", "new-session", "-d", "-c", str(buyer.shell.folder), line)
        yield terminal
    finally:
        terminal.tmux("kill-server")


def code_of(buyer: Buyer) -> int:
    """The exit code, as soon as it is there."""
    file = buyer.shell.folder / "code"
    until(lambda: file.exists() and bool(file.read_text(encoding="utf-8").strip()))
    return int(file.read_text(encoding="utf-8"))


def test_the_first_control_c_finishes_what_is_in_flight(tmp_path: Path) -> None:
    with opened(Options(latency=2.0)) as (emulator, url):
        buyer = Buyer.at(tmp_path, url, spec_of(30, tables=TEN))
        with syncing(buyer) as terminal:
            until(lambda: len(sent_to(emulator)) == 10)
            terminal.press_control_c()
            assert code_of(buyer) == 130
        assert sent_to(emulator) == [200] * 10
    assert buyer.states() == ["stored"] * 10
    assert len(buyer.shell.files()) == 10
    assert b"stopping: what is in flight is finished first\n" in buyer.shell.read("err")
    assert buyer.shell.read("out").startswith(b"10 pictures, 10 files in assets/, $0.60, ")


def test_the_second_control_c_ends_at_once_and_the_next_run_recovers(tmp_path: Path) -> None:
    with opened(Options(latency=100.0)) as (emulator, url):
        buyer = Buyer.at(tmp_path, url, spec_of(12, tables=TEN))
        with syncing(buyer) as terminal:
            until(lambda: len(sent_to(emulator)) == 10)
            terminal.press_control_c()
            until(lambda: b"stopping" in buyer.shell.read("err"))
            terminal.press_control_c()
            assert code_of(buyer) == 130
        assert buyer.states() == ["sent"] * 10
    with opened() as (emulator, url):
        again = Buyer.at(tmp_path, url, spec_of(12, tables=TEN))
        answer = again.sync()
        assert (answer.code, len(sent_to(emulator))) == (0, 12)
    assert "10 pictures sent by a run that died, no answer seen: it may have cost" in answer.err
    assert sorted(again.states()) == ["stored"] * 12 + ["uncertain"] * 10
