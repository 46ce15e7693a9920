"""How much at once and how much a minute: the two limits of the generation call.

The minute is a fixed window that begins with its first request. What fails validation or finds no
money does not count; what either limit turns away doesn't either.
"""

from __future__ import annotations

import math
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assetgen.emulator.answers import too_many_a_minute, too_many_at_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetgen.emulator.clock import Clock
    from assetgen.emulator.options import Options


class Limits:
    """The counters of one workspace; safe to use from any thread."""

    def __init__(self, options: Options, clock: Clock) -> None:
        self._options = options
        self._clock = clock
        self._lock = threading.Lock()
        self._ends = 0.0
        self._used = 0
        self._under_way = 0
        self.most_under_way = 0

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Be one of the requests under way. Raises ApiError when a limit is reached."""
        with self._lock:
            self._turn_minute()
            if self._used >= self._options.rpm:
                raise too_many_a_minute(max(1, math.ceil(self._ends - self._clock.now())))
            if self._under_way >= self._options.concurrency:
                raise too_many_at_once()
            self._used += 1
            self._under_way += 1
            self.most_under_way = max(self.most_under_way, self._under_way)
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1

    def headers(self) -> dict[str, str]:
        """The three headers of every generation answer."""
        with self._lock:
            self._turn_minute()
            return {
                "X-RateLimit-Limit": str(self._options.rpm),
                "X-RateLimit-Remaining": str(self._options.rpm - self._used),
                "X-RateLimit-Reset": str(math.ceil(self._ends)),
            }

    def _turn_minute(self) -> None:
        now = self._clock.now()
        if now >= self._ends:
            self._ends = now + self._options.window
            self._used = 0
