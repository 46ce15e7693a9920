"""How fast one provider may be asked: pure arithmetic on a clock that is passed in, in seconds.

Counts what is sent and what comes back and says how long to wait. Never waits itself and knows no
threads; `limiter` does.

    concurrency   requests in flight; halved on a 429, one more after a quiet minute
    a 429         nobody sends until it is over; then one goes ahead alone, the others follow it
    the minute    requests of the last 60 s, by our own count and by what the provider says is left
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetgen.providers.base import RateHints

MINUTE = 60.0
MARGIN = 0.5
"""Seconds added to a minute: requests don't arrive in the rhythm in which they are sent."""

LONGEST = 3600.0
"""Seconds that are waited at most because a provider says so."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The right to send one request: its number, counted from 1."""

    number: int


class Pace:
    """The pace of one provider. `concurrency` and `per_minute` are upper limits."""

    def __init__(self, concurrency: int, per_minute: int | None = None) -> None:
        self.capacity = self._most = max(1, concurrency)
        self.in_flight = 0
        self._per_minute = per_minute
        self._sent: deque[float] = deque(maxlen=per_minute or 1)
        self._last = 0  # the number of the last slot
        self._not_before = 0.0
        self._quiet_since: float | None = None
        self._misses = 0
        self._halved_after = 0  # slots up to this number were given before the last 429
        self._probes = False
        self._left: int | None = None
        self._left_until = 0.0

    def wait(self, now: float) -> float | None:
        """Seconds until a request may be sent: 0 is now, None is when another one has ended."""
        self._grow(now)
        delay = max(self._not_before - now, self._minute(now), self._allowance(now), 0.0)
        if delay > 0:
            return delay
        capacity = 1 if self._probes else self.capacity
        return 0.0 if self.in_flight < capacity else None

    def start(self, now: float) -> Slot:
        """Count a request that is sent now; only when `wait` says 0."""
        self.in_flight += 1
        self._last += 1
        self._sent.append(now)
        if self._quiet_since is None:
            self._quiet_since = now
        if self._left is not None:
            self._left -= 1
        return Slot(self._last)

    def cancel(self) -> None:
        """Take back a slot in which nothing was sent."""
        self.in_flight -= 1
        if self._sent:
            self._sent.pop()

    def finish(self, slot: Slot, now: float, rate: RateHints | None = None) -> None:
        """Count an end that was not a 429; `rate` is what the provider said of its limits."""
        self.in_flight -= 1
        if slot.number > self._halved_after:
            self._probes = False
            self._misses = 0
        self._hear(slot, now, rate)

    def limit(
        self,
        slot: Slot,
        now: float,
        retry_after: float | None = None,
        rate: RateHints | None = None,
    ) -> None:
        """Count a 429. Several answers to requests of one burst halve the concurrency once."""
        self.in_flight -= 1
        self._quiet_since = now
        is_new = slot.number > self._halved_after
        if is_new:
            self.capacity = max(1, self.capacity // 2)
            self._halved_after = self._last
            self._misses += 1
        self._probes = True
        said = retry_after if retry_after is not None else _reset(rate)
        delay = min(MINUTE, 2.0 ** (self._misses - 1)) if said is None else min(said, LONGEST)
        if is_new or said is not None:
            self._not_before = max(self._not_before, now + delay)

    def _grow(self, now: float) -> None:
        while self.capacity < self._most and self._quiet_since is not None:
            if now - self._quiet_since < MINUTE:
                return
            self.capacity += 1
            self._quiet_since += MINUTE

    def _minute(self, now: float) -> float:
        if self._per_minute is None or len(self._sent) < self._per_minute:
            return 0.0
        return self._sent[0] + MINUTE + MARGIN - now

    def _allowance(self, now: float) -> float:
        if self._left is None or self._left > 0:
            return 0.0
        if now >= self._left_until:
            self._left = None
            return 0.0
        return self._left_until - now

    def _hear(self, slot: Slot, now: float, rate: RateHints | None) -> None:
        if rate is None or rate.remaining is None or rate.reset_after is None:
            return
        # What was sent after this request may not be counted in what is left.
        self._left = max(0, rate.remaining - (self._last - slot.number))
        self._left_until = now + min(max(rate.reset_after, 0.0), LONGEST)


def _reset(rate: RateHints | None) -> float | None:
    if rate is None or rate.remaining != 0:
        return None
    return rate.reset_after
