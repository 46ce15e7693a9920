"""Who is let in, and what the emulator never does."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import assetgen.emulator
from assetgen.emulator.emulator import Emulator
from assetgen.emulator.options import Options
from assetgen.emulator.server import listen
from tests.emulator.support import KEY, HandClock, ask, lines, order

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize("host", ["127.0.0.1:4010", "localhost", "[::1]:80", "LOCALHOST:1"])
def test_a_request_to_this_machine_is_let_in(host: str) -> None:
    assert _status({"Host": host}) == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:80", "10.0.0.1", "localhost@evil", "a:b:c", ""]
)
def test_a_request_under_another_host_name_is_turned_away(host: str) -> None:
    assert _status({"Host": host}) == 403


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://localhost:3000", 200), ("https://evil.example", 403), ("null", 403)],
)
def test_a_page_of_another_site_is_turned_away(origin: str, status: int) -> None:
    assert _status({"Origin": origin}) == status


@pytest.mark.parametrize("host", ["::", "192.0.2.1", "192.168.1.7", "example.org"])
def test_only_a_loopback_address_can_be_listened_on(host: str) -> None:
    with pytest.raises(ValueError, match="listens on this machine only"):
        listen(host, 0)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v2/images/generations/req-1", 404),
        ("POST", "/v2/videos/generations", 404),
        ("GET", "/v2/images/generations", 405),
        ("GET", "/v1/models", 404),
    ],
)
def test_what_is_not_offered_is_an_error_in_the_envelope_of_the_api(
    method: str, path: str, status: int
) -> None:
    answer = ask(Emulator(Options()), method, path)
    assert (answer.status_code, answer.json()["error"]["type"]) == (
        status,
        "invalid_request_error",
    )


def test_the_log_has_a_line_for_every_request_and_no_key_or_signature(tmp_path: Path) -> None:
    emulator = Emulator(Options(log=tmp_path / "log.jsonl"), HandClock())
    ask(emulator, "GET", order(emulator).json()["data"][0]["url"])
    order(emulator, model="no-such")
    emulator.close()
    seen = lines(tmp_path / "log.jsonl")
    assert [(line["method"], line["status"], line["id"] is not None) for line in seen] == [
        ("POST", 200, True),
        ("GET", 200, True),
        ("POST", 400, False),
    ]
    text = (tmp_path / "log.jsonl").read_text()
    assert KEY["Authorization"].split()[1] not in text
    assert "sig=" not in text


def test_no_module_of_the_emulator_imports_another_room() -> None:
    foreign = [name for name in _imports() if name.startswith("assetgen")]
    assert foreign
    assert all(name.startswith("assetgen.emulator") for name in foreign)


def _imports() -> Iterator[str]:
    for file in Path(assetgen.emulator.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                yield node.module or "assetgen"
            elif isinstance(node, ast.Import):
                yield from (name.name for name in node.names)


def _status(headers: dict[str, str]) -> int:
    return ask(Emulator(Options()), "GET", "/v2/models", headers=headers).status_code
