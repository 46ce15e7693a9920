"""Serving an emulator over HTTP on a loopback address, with uvicorn."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING

from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from assetgen.emulator.app import build_app
from assetgen.emulator.options import is_loopback

if TYPE_CHECKING:
    import asyncio
    from types import FrameType

    from assetgen.emulator.emulator import Emulator

_PATIENCE = 2
"""Seconds that requests under way are given at the end."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections from now on; port 0 is any free one.

    Raises ValueError when `host` is not this machine, OSError when the port is taken.
    """
    if not is_loopback(host):
        raise ValueError(f"the emulator listens on this machine only: {host}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host.strip("[]"), port), family=family, backlog=1024)


def base_url(listener: socket.socket) -> str:
    """What `GETIMG_AI_BASE_URL` is set to."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def make_server(emulator: Emulator) -> Server:
    """A server that is not running yet; `run(sockets=[...])` serves until `should_exit`."""
    config = Config(
        build_app(emulator),
        http=_Connection,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE,
    )
    return _EmulatorServer(config, emulator)


def serve(emulator: Emulator, listener: socket.socket) -> None:
    """Serve until SIGTERM, or until Ctrl-C, which raises KeyboardInterrupt as it always does."""
    before = signal.signal(signal.SIGTERM, _leave_in_peace)
    try:
        make_server(emulator).run(sockets=[listener])
    finally:
        signal.signal(signal.SIGTERM, before)
        emulator.close()


class _EmulatorServer(Server):
    """Ends the emulator's waits before it waits for the requests under way."""

    def __init__(self, config: Config, emulator: Emulator) -> None:
        super().__init__(config)
        self._emulator = emulator

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._emulator.stop()
        await super().shutdown(sockets)


class _Connection(H11Protocol):
    """HTTP/1.1 that shows each request its connection, for the faults that break it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


def _leave_in_peace(_signal: int, _frame: FrameType | None) -> None:
    """The server has ended in good order by the time that this runs."""
