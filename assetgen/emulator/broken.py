"""Answers that no framework sends by itself: reset, closed and cut connections, endless bodies.

They reach below HTTP to the connection, which `server` puts into the scope of each request.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from assetgen.emulator.emulator import Emulator

_FLOOD_PIECE = bytes(1 << 16)


def connection(scope: Scope) -> asyncio.Transport | None:
    """The connection of a request; None when the application is called without a server."""
    found = scope.get("state", {}).get("transport")
    return found if isinstance(found, asyncio.Transport) else None


def is_gone(scope: Scope) -> bool:
    """Whether the client has left."""
    transport = connection(scope)
    return transport is not None and transport.is_closing()


class Reset(Response):
    """Nothing is sent; the client sees "connection reset by peer"."""

    async def __call__(self, scope: Scope, receive: Receive, _send: Send) -> None:
        transport = connection(scope)
        if transport is None:
            raise ConnectionResetError
        raw: socket.socket = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
        await _until_gone(receive)


class Closed(Response):
    """Nothing is sent; the connection is closed in good order."""

    async def __call__(self, scope: Scope, receive: Receive, _send: Send) -> None:
        await _close(scope, receive)


class CutOff(Response):
    """The first half of the body under the length of the whole, then the connection is closed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await _send_half(self, send)
        await _close(scope, receive)


class Stalled(Response):
    """The first half of the body, a pause, the rest."""

    def __init__(self, content: bytes, media_type: str, pause: tuple[Emulator, float]) -> None:
        super().__init__(content, media_type=media_type)
        self._emulator, self._seconds = pause

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        body = await _send_half(self, send)
        await self._emulator.pause(self._seconds)
        await send({"type": "http.response.body", "body": body[len(body) // 2 :]})


class Flood(Response):
    """Zeros, `size` bytes of them, for as long as somebody takes them; announced or not."""

    def __init__(
        self, size: int, media_type: str, emulator: Emulator, *, announced: bool = True
    ) -> None:
        super().__init__(media_type=media_type)
        self._size = size
        self._emulator = emulator
        del self.headers["content-length"]
        if announced:
            self.headers["content-length"] = str(size)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send(_start(self))
        left = self._size
        while left > 0 and not is_gone(scope) and not self._emulator.stopped.is_set():
            piece = _FLOOD_PIECE[:left]
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            left -= len(piece)
            await asyncio.sleep(0)
        if left > 0:
            await _close(scope, receive)
        else:
            await send({"type": "http.response.body", "body": b""})


async def _send_half(response: Response, send: Send) -> bytes:
    body = bytes(response.body)
    await send(_start(response))
    half = body[: len(body) // 2]
    await send({"type": "http.response.body", "body": half, "more_body": True})
    return body


def _start(response: Response) -> dict[str, object]:
    return {
        "type": "http.response.start",
        "status": response.status_code,
        "headers": response.raw_headers,
    }


async def _close(scope: Scope, receive: Receive) -> None:
    transport = connection(scope)
    if transport is None:
        raise ConnectionAbortedError
    transport.close()
    await _until_gone(receive)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
