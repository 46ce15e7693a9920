"""The guards of the test suite itself."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from tests.conftest import NetworkForbiddenError


def test_another_machine_can_not_be_reached() -> None:
    with socket.socket() as one, pytest.raises(NetworkForbiddenError):
        one.connect(("192.0.2.1", 80))
    with socket.socket() as one, pytest.raises(NetworkForbiddenError):
        one.connect_ex(("example.invalid", 80))


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with socket.create_connection(address) as one:
            assert one.getpeername() == address


def test_the_home_is_an_empty_one(isolated: Path) -> None:
    assert Path.home() == isolated / "home"
    assert list(Path.home().iterdir()) == []
    assert not [name for name in os.environ if name.startswith("ASSETGEN_")]
