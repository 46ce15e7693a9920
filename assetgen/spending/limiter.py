"""Makes threads wait for their turn to send, in the order of the spec, at the pace of a provider.

The arithmetic is in `pace`; here are the lock, the queue and the waiting. Only the first in the
queue watches the clock. Called by `buyer` through a provider's gate.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assetgen.providers.base import RateHints
    from assetgen.spending.pace import Pace, Slot

SLICE = 0.2
"""Seconds after which somebody who waits looks whether everything was stopped."""


def wait_on(condition: threading.Condition, seconds: float | None) -> None:
    """Wait until woken, at most so many seconds of real time."""
    condition.wait(seconds)


def pausing(
    should_stop: Callable[[], bool],
    sleep: Callable[[float], None] = time.sleep,
) -> Callable[[float], None]:
    """A pause of so many seconds that ends early when everything is stopped."""

    def pause(seconds: float) -> None:
        while seconds > 0 and not should_stop():
            sleep(min(seconds, SLICE))
            seconds -= SLICE

    return pause


class Turn:
    """One request's turn: says at its end what came back. An unsent one counts as nothing."""

    __slots__ = ("_pace", "_slot", "_when_done")

    def __init__(self, pace: Pace, slot: Slot) -> None:
        self._pace = pace
        self._slot = slot
        self._when_done: Callable[[float], None] | None = None

    def sent(self, rate: RateHints | None = None) -> None:
        """The request was sent and something came back, or never will."""
        self._when_done = lambda now: self._pace.finish(self._slot, now, rate)

    def limited(self, retry_after: float | None, rate: RateHints | None) -> None:
        """The request was sent and the answer was a 429."""
        self._when_done = lambda now: self._pace.limit(self._slot, now, retry_after, rate)

    def end(self, now: float) -> None:
        if self._when_done is None:
            self._pace.cancel()
        else:
            self._when_done(now)


class Limiter:
    """The queue before one provider."""

    def __init__(
        self,
        pace: Pace,
        should_stop: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[threading.Condition, float | None], None] = wait_on,
    ) -> None:
        self._pace = pace
        self._should_stop = should_stop
        self._clock = clock
        self._wait = wait
        self._lock = threading.Lock()
        self._arrivals = count()
        self._queue: list[tuple[int, int, threading.Condition]] = []

    @contextmanager
    def turn(self, slot: Slot) -> Iterator[Turn]:
        """Have the turn of a slot for the block."""
        turn = Turn(self._pace, slot)
        try:
            yield turn
        finally:
            with self._lock:
                turn.end(self._clock())
                self._wake_first()

    def take_slot(self, position: int) -> Slot:
        """Wait until it is this one's turn; the lowest position goes first.

        Raises InterruptedError when waiting was to be given up.
        """
        condition = threading.Condition(self._lock)
        place = (position, next(self._arrivals), condition)
        with self._lock:
            heappush(self._queue, place)
            self._wake_first()
            try:
                while True:
                    if self._should_stop():
                        raise InterruptedError
                    is_first = self._queue[0] is place
                    delay = self._pace.wait(self._clock()) if is_first else None
                    if delay == 0:
                        return self._pace.start(self._clock())
                    # The first one looks now and then; it wakes the next when it gives up.
                    if is_first:
                        delay = SLICE if delay is None else min(delay, SLICE)
                    self._wait(condition, delay)
            finally:
                self._leave(place)

    def _leave(self, place: tuple[int, int, threading.Condition]) -> None:
        if self._queue[0] is place:
            heappop(self._queue)
        else:
            self._queue = sorted(other for other in self._queue if other is not place)
        self._wake_first()

    def _wake_first(self) -> None:
        if self._queue:
            self._queue[0][2].notify()
