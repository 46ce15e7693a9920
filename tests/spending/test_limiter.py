from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from assetgen.spending.limiter import Limiter, pausing
from assetgen.spending.pace import MINUTE, Pace
from tests.spending.fakes import Clock


class Throttled:
    """A server that lets so many requests a minute through, in windows as long as the clock's."""

    def __init__(self, clock: Clock, per_minute: int, burst: int) -> None:
        """The first `burst` requests are answered when all of them have arrived."""
        self._clock = clock
        self._burst = threading.Barrier(burst)
        self._arrived = 0
        self._per_minute = per_minute
        self._guard = threading.Lock()
        self.passed: list[float] = []
        self.limited = 0

    def ask(self) -> float | None:
        """None, or seconds to wait as a 429 says them."""
        with self._guard:
            self._arrived += 1
            is_burst = self._arrived <= self._burst.parties
        if is_burst:
            self._burst.wait()
        with self._guard:
            now = self._clock.seconds()
            recent = [moment for moment in self.passed if now - moment < MINUTE]
            if len(recent) < self._per_minute:
                self.passed.append(now)
                return None
            self.limited += 1
            return recent[0] + MINUTE - now


def never() -> bool:
    return False


def work(limiter: Limiter, server: Throttled, position: int) -> None:
    while True:
        with limiter.turn(limiter.take_slot(position)) as turn:
            delay = server.ask()
            if delay is None:
                turn.sent()
                return
            turn.limited(delay, None)


def test_a_hundred_workers_do_not_stampede_after_a_429() -> None:
    clock = Clock()
    server = Throttled(clock, 10, burst=100)
    limiter = Limiter(Pace(100), never, clock.seconds, clock.wait)
    with ThreadPoolExecutor(100) as executor:
        list(executor.map(lambda position: work(limiter, server, position), range(100)))
    assert len(server.passed) == 100
    # The first burst may be a hundred wide; after it each window costs a probe.
    assert server.limited <= 90 + 9 * 2


def test_they_go_in_the_order_of_the_spec() -> None:
    clock, order = Clock(), list[int]()
    limiter = Limiter(Pace(1), never, clock.seconds, clock.wait)
    queued = threading.Semaphore(0)

    def one(position: int) -> None:
        queued.release()
        with limiter.turn(limiter.take_slot(position)) as turn:
            order.append(position)
            turn.sent()

    slot = limiter.take_slot(0)
    with ThreadPoolExecutor(5) as executor:
        for position in (5, 3, 4, 1, 2):
            executor.submit(one, position)
        while len(limiter._queue) < 5:
            queued.acquire(timeout=0.1)
        with limiter.turn(slot) as turn:
            turn.sent()
    assert order == [1, 2, 3, 4, 5]


def test_who_waits_is_let_go_when_everything_is_stopped() -> None:
    stop = threading.Event()
    limiter = Limiter(Pace(1), stop.is_set)
    limiter.take_slot(0)
    with ThreadPoolExecutor(3) as executor:
        waiting = [executor.submit(limiter.take_slot, position) for position in range(3)]
        stop.set()
        for one in waiting:
            with pytest.raises(InterruptedError):
                one.result(timeout=5)


def test_a_pause_ends_when_everything_is_stopped() -> None:
    slept: list[float] = []
    pausing(lambda: len(slept) == 2, slept.append)(10)
    assert slept == [0.2, 0.2]


def test_a_pause_is_as_long_as_asked() -> None:
    slept: list[float] = []
    pausing(never, slept.append)(0.5)
    assert sum(slept) == pytest.approx(0.5)
