"""Time as the emulator sees it; tests pass in one that they turn by hand."""

from __future__ import annotations

import asyncio
import contextlib
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Seconds since 1970 in UTC, and a wait that ends early when `stopped` is set."""

    def now(self) -> float:
        """The present moment."""

    async def sleep(self, seconds: float, stopped: asyncio.Event) -> None:
        """Wait, but no longer than until `stopped` is set."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> float:
        return time.time()

    async def sleep(self, seconds: float, stopped: asyncio.Event) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), seconds)


def timestamp(moment: float) -> str:
    """A moment in the form of the API: `2026-05-02T12:30:00.000Z`."""
    text = datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
