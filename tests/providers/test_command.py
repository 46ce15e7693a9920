from __future__ import annotations

import json
import os
import shlex
import sys
import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from assetgen.digest import digest_bytes
from assetgen.errors import UsageError
from assetgen.model import Request
from assetgen.providers.base import (
    AccountError,
    ProviderError,
    ReferenceFile,
    RequestError,
    UncertainError,
    UnusableAnswerError,
)
from assetgen.providers.child import run_child
from assetgen.providers.command import CommandProvider
from tests.providers.contract import ProviderContract
from tests.support.contexts import context
from tests.support.openai_server import png

if TYPE_CHECKING:
    from pathlib import Path

    from assetgen.providers.base import Provider

REQUEST = Request("command", "a knight")
PICTURE = f"out({png('x')!r})"


def provider(folder: Path, code: str, **changes: Any) -> CommandProvider:
    """A program that does `code`; `told` is what it was told, `out` writes, `err` complains."""
    start = (
        "import json, os, sys, time; told = json.load(sys.stdin);"
        " out = sys.stdout.buffer.write; err = sys.stderr.write\n"
    )
    words = [sys.executable, "-c", start + code]
    settings = {"command": words} | changes.pop("settings", {})
    return CommandProvider(context(folder, settings=settings, **changes))


class TestCommand(ProviderContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def provider(self) -> Provider:
        code = (
            "sys.path.insert(0, os.environ['HERE'])\n"
            "from tests.support.openai_server import png; out(png(told['prompt']))"
        )
        environment = {"HERE": os.getcwd()}  # noqa: PTH109 - as text
        return provider(self.folder, code, environment=environment, settings={"price": 0})


def test_the_program_is_told_all_of_the_request(tmp_path: Path) -> None:
    data = b"one"
    file = ReferenceFile(digest_bytes(data), data, "image/png")
    request = Request(
        "command",
        "a knight — dämmerung",
        "m",
        "16:9",
        "2K",
        "webp",
        {"steps": 4},
        references=(file.digest, "https://x/y.png"),
    )
    code = (
        "told['read'] = open(told['references'][0]['path']).read(); out(json.dumps(told).encode())"
    )
    answer = provider(tmp_path, code).send(request, {file.digest: file})
    assert answer.data is not None
    told = json.loads(answer.data)
    path = told["references"][0].pop("path")
    assert told == {
        "version": 1,
        "prompt": "a knight — dämmerung",
        "model": "m",
        "aspect_ratio": "16:9",
        "resolution": "2K",
        "source_format": "webp",
        "parameters": {"steps": 4},
        "references": [
            {"media_type": "image/png", "digest": file.digest},
            {"url": "https://x/y.png"},
        ],
        "read": "one",
    }
    assert not os.path.exists(path)  # noqa: PTH110 - a path as text


@pytest.mark.parametrize(
    ("code", "kind", "message"),
    [
        (
            "err('first\\nno such model\\n'); sys.exit(3)",
            RequestError,
            "exit code 3: no such model",
        ),
        ("sys.exit(1)", RequestError, "exit code 1$"),
        ("os.kill(os.getpid(), 9)", UncertainError, "killed by signal 9"),
        ("err('nothing to draw')", UnusableAnswerError, "wrote no picture: nothing to draw"),
    ],
)
def test_how_the_program_ends_is_the_outcome(
    tmp_path: Path, code: str, kind: type[ProviderError], message: str
) -> None:
    with pytest.raises(kind, match=message):
        provider(tmp_path, code).send(REQUEST, {})


def test_a_complaint_is_no_failure(tmp_path: Path) -> None:
    code = f"err('x' * 1_000_000); {PICTURE}"
    assert provider(tmp_path, code).send(REQUEST, {}).data == png("x")


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_program_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    code = (
        "import subprocess; child = subprocess.Popen(['sleep', '60']);"
        f" open({str(pid)!r}, 'w').write(str(child.pid)); time.sleep(60)"
    )
    with pytest.raises(UncertainError, match=r"took longer than 0.5 s and was ended"):
        provider(tmp_path, code, timeout=0.5).send(REQUEST, {})
    assert is_gone(int(pid.read_text()))


def is_gone(pid: int) -> bool:
    """Whether the process ends within a few seconds; a zombie without a parent counts as ended."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123 - no path of ours
                if stat.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except FileNotFoundError:
            return True
    return False


def test_a_program_that_writes_without_end_is_ended() -> None:
    words = [sys.executable, "-c", "while True: print('x' * 65536)"]
    ending = run_child(words, b"", {}, 30, limit=1_000_000)
    assert (ending.is_too_long, ending.output) == (True, b"")


def test_a_program_that_is_not_there_stops_the_provider(tmp_path: Path) -> None:
    with pytest.raises(AccountError, match="can't be run: no-such-program: No such file"):
        provider(tmp_path, "", settings={"command": "no-such-program"}).send(REQUEST, {})


def test_only_the_user_can_name_the_program(tmp_path: Path) -> None:
    nobody = CommandProvider(context(tmp_path))
    (problem,) = nobody.problems(REQUEST)
    assert problem == (
        "the provider command runs only what your own environment or settings name:"
        " ASSETGEN_PROVIDER_COMMAND, or [provider.command] command in your settings"
    )
    with pytest.raises(AccountError, match="runs only what your own"):
        nobody.send(REQUEST, {})


def test_the_environment_names_it_as_a_command_line(tmp_path: Path) -> None:
    line = shlex.join([sys.executable, "-c", "import os; os.write(1, b'PNG')"])
    given = CommandProvider(context(tmp_path, environment={"ASSETGEN_PROVIDER_COMMAND": line}))
    assert given.problems(REQUEST) == ()
    assert given.send(REQUEST, {}).data == b"PNG"
    with pytest.raises(UsageError, match="is no command line: No closing quotation"):
        CommandProvider(context(tmp_path, environment={"ASSETGEN_PROVIDER_COMMAND": "'x"}))


@pytest.mark.parametrize(
    ("own", "specs", "price", "is_free"),
    [
        ({}, {}, None, False),
        ({}, {"m": Decimal(0)}, None, False),
        ({}, {"m": Decimal("0.5")}, Decimal("0.5"), False),
        ({"price": 0}, {"m": Decimal("0.5")}, Decimal(0), True),
        ({"price": 0.02}, {}, Decimal("0.02"), False),
        ({"price": "much"}, {}, None, False),
    ],
)
def test_it_is_free_only_if_the_user_says_so(
    tmp_path: Path, own: dict[str, Any], specs: dict[str, Decimal], price: Any, is_free: bool
) -> None:
    made = provider(tmp_path, "", settings=own, prices=specs)
    assert (made.price(Request("command", "x", "m")), made.is_free) == (price, is_free)
