"""Helpers of these tests: a clock turned by hand, and short ways to ask an emulator."""

from __future__ import annotations

import asyncio
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx

from assetgen.emulator.app import build_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assetgen.emulator.emulator import Emulator

KEY = {"Authorization": "Bearer sk_test"}
GENERATIONS = "/v2/images/generations"


class HandClock:
    """Stands still until `moment` is set; a sleep ends at once, or when `gate` is opened."""

    def __init__(self) -> None:
        self.moment = 1_790_000_000.0
        self.slept: list[float] = []
        self.gate: asyncio.Event | None = None

    def now(self) -> float:
        return self.moment

    async def sleep(self, seconds: float, stopped: asyncio.Event) -> None:
        self.slept.append(seconds)
        if self.gate is not None:
            await self.gate.wait()


def inside(emulator: Emulator) -> httpx.AsyncClient:
    """A client that calls the application without a server."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(build_app(emulator)),
        base_url="http://127.0.0.1:4010",
        headers=KEY,
    )


def ask(emulator: Emulator, method: str, path: str, **rest: Any) -> httpx.Response:
    """One request to the application, without a server."""

    async def one() -> httpx.Response:
        async with inside(emulator) as client:
            return await client.request(method, path, **rest)

    return asyncio.run(one())


def order(emulator: Emulator, **fields: Any) -> httpx.Response:
    """Ask for a picture."""
    asked = {"model": "gpt-image-2", "prompt": "a fox", **fields}
    given = {name: value for name, value in asked.items() if value is not None}
    return ask(emulator, "POST", GENERATIONS, json=given)


@contextmanager
def outside(base_url: str) -> Iterator[httpx.Client]:
    """A client of a running emulator."""
    with httpx.Client(base_url=base_url, headers=KEY, timeout=10) as client:
        yield client


def lines(file: Path) -> list[dict[str, Any]]:
    """A file of JSON lines."""
    return [json.loads(line) for line in file.read_text().splitlines()]
