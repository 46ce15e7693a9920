"""Guards of every test: no network but this machine, and a home, settings and cache of its own."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

settings.register_profile("busy", deadline=None)  # machines are noisy: speed is no law
settings.load_profile("busy")

if TYPE_CHECKING:
    from pathlib import Path

HOMES = {
    "HOME": "home",
    "USERPROFILE": "home",
    "XDG_CONFIG_HOME": "home/config",
    "XDG_DATA_HOME": "home/data",
    "XDG_CACHE_HOME": "home/cache",
    "APPDATA": "home/roaming",
    "LOCALAPPDATA": "home/local",
}


class NetworkForbiddenError(AssertionError):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True)
def isolated(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment without the user's own folders, ASSETGEN_ variables and keys."""
    folder = tmp_path_factory.mktemp("user")
    (folder / "home").mkdir()
    for name in list(os.environ):
        if name.startswith("ASSETGEN_") or name.endswith("_API_KEY"):
            monkeypatch.delenv(name)
    for name, path in HOMES.items():
        monkeypatch.setenv(name, str(folder / path))
    return folder


@pytest.fixture(autouse=True, scope="session")
def _offline() -> object:
    """Connecting to anything but this machine fails; so does looking up its name."""
    patch = pytest.MonkeyPatch()
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded_connect(self: socket.socket, address: object) -> None:
        check(self.family, address)
        connect(self, address)  # type: ignore[arg-type]

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        check(self.family, address)
        return connect_ex(self, address)  # type: ignore[arg-type]

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    yield None
    patch.undo()


def check(family: int, address: object) -> None:
    """Raises NetworkForbiddenError for an address of another machine."""
    if family == getattr(socket, "AF_UNIX", None):
        return
    host = address[0] if isinstance(address, tuple) and address else address
    if not is_local(str(host)):
        raise NetworkForbiddenError(f"tests stay on this machine: {address}")


def is_local(host: str) -> bool:
    """Whether a host is this machine: `localhost` or a loopback address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
