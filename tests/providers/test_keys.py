from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from assetgen.providers.base import AccountError
from assetgen.providers.keys import Key, Secret

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "sk_test_0123456789"


def read(environment: dict[str, str], **settings: object) -> str:
    return Key("GETIMG_API_KEY", environment, settings).read().reveal()


def test_a_key_is_what_the_environment_says_without_its_ends() -> None:
    assert read({"GETIMG_API_KEY": f" {TEXT}\n"}) == TEXT


def test_a_key_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{TEXT}\n")
    assert read({"GETIMG_API_KEY_FILE": str(file)}) == TEXT
    assert read({}, api_key_file=str(file)) == TEXT


def test_a_key_is_what_a_command_prints() -> None:
    words = [sys.executable, "-c", f"print('{TEXT}')"]
    assert read({}, api_key_command=words) == TEXT
    assert read({"GETIMG_API_KEY_COMMAND": f"echo {TEXT}"}) == TEXT


def test_the_environment_goes_before_the_settings(tmp_path: Path) -> None:
    assert read({"GETIMG_API_KEY": TEXT}, api_key_file=str(tmp_path / "none")) == TEXT


def test_a_command_is_run_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    words = [sys.executable, "-c", f"open({str(log)!r}, 'a').write('x'); print('{TEXT}')"]
    key = Key("K", {}, {"api_key_command": words})
    assert key.read() is key.read()
    assert log.read_text() == "x"


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({}, "no key: GETIMG_API_KEY is not set"),
        ({"GETIMG_API_KEY": " "}, "no key: GETIMG_API_KEY is not set"),
        ({"GETIMG_API_KEY": f"{TEXT} x"}, "characters that no key has: GETIMG_API_KEY"),
        ({"GETIMG_API_KEY": f"{TEXT}\r\nX: y"}, "characters that no key has"),
        ({"GETIMG_API_KEY": f"{TEXT}é"}, "characters that no key has"),
        ({"GETIMG_API_KEY_FILE": "/none/key"}, "can't be read: .*key: No such file"),
        ({"GETIMG_API_KEY_COMMAND": "no-such-program"}, "_COMMAND: FileNotFoundError"),
        ({"GETIMG_API_KEY_COMMAND": "false"}, "_COMMAND: CalledProcessError"),
        ({"GETIMG_API_KEY_COMMAND": "true"}, "the key is empty"),
        ({"GETIMG_API_KEY_COMMAND": "'open"}, "_COMMAND: ValueError"),
    ],
)
def test_a_key_that_can_not_be_had_stops_the_provider(
    environment: dict[str, str], message: str
) -> None:
    with pytest.raises(AccountError, match=message) as raised:
        Key("GETIMG_API_KEY", {"PATH": "/usr/bin:/bin"} | environment, {}).read()
    assert TEXT not in str(raised.value)


def test_a_key_is_named_without_being_read() -> None:
    assert Key("K", {"K_COMMAND": "no-such-program"}, {}).is_named
    assert not Key("K", {}, {}).is_named


def test_a_key_does_not_show_itself() -> None:
    secret = Secret(TEXT)
    assert TEXT not in f"{secret} {secret!r} {[secret]}"
    assert secret.hide_in(f"bad key: {TEXT}.") == "bad key: [key]."
