"""One gate a provider and run: its queue, and the reason why nothing more may be sent to it.

A gate closes for the run when key or balance won't do, or after five outcomes in a row without a
usable picture. What is in flight is not touched. Called by `buyer`.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assetgen.model import ProviderSettings
from assetgen.spending.errors import SkippedError
from assetgen.spending.limiter import Limiter, wait_on
from assetgen.spending.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from assetgen.errors import AssetgenError
    from assetgen.spending.limiter import Turn

CONCURRENCY = 5
TIMEOUT = 300.0
PATIENCE = 60.0
"""Seconds beyond a provider's timeout that a neighbour who is buying is waited for."""

ROW = 5
"""So many outcomes in a row without a usable picture are enough."""


class Gate:
    """Whether and when one provider may be asked. Usable from many threads."""

    def __init__(
        self,
        name: str,
        patience: float,
        should_stop: Callable[[], bool],
        limiter: Callable[[Callable[[], bool]], Limiter],
    ) -> None:
        """`limiter` makes the queue, told by which question it has to give up waiting."""
        self.name = name
        self.patience = patience
        self._limiter = limiter(lambda: self._closed_by is not None or should_stop())
        self._guard = threading.Lock()
        self._closed_by: AssetgenError | None = None
        self._failures = 0

    @contextmanager
    def turn(self, position: int) -> Iterator[Turn]:
        """A turn to send, for the block, lowest position first.

        Raises the error that closed the gate, or InterruptedError when everything was stopped.
        """
        self.check()
        try:
            slot = self._limiter.take_slot(position)
        except InterruptedError:
            self.check()
            raise
        with self._limiter.turn(slot) as turn:
            self.check()
            yield turn

    def check(self) -> None:
        """Let pass, or raise the error that closed the gate, anew."""
        with self._guard:
            error = self._closed_by
        if error is not None:
            raise type(error)(error.message, error.hint)

    def close(self, error: AssetgenError) -> None:
        """Send nothing more in this run; the first reason stays."""
        with self._guard:
            self._closed_by = self._closed_by or error

    def count(self, *, is_usable: bool) -> None:
        """Count an outcome; close after too many in a row without a usable picture."""
        with self._guard:
            self._failures = 0 if is_usable else self._failures + 1
            is_enough = self._failures >= ROW
        if is_enough:
            sentence = f"not sent: {ROW} in a row brought no usable picture: {self.name}"
            self.close(SkippedError(sentence, "see what failed first, then run it again"))


class Gates:
    """The gates of one run, each made when it is first asked for."""

    def __init__(
        self,
        settings: Mapping[str, ProviderSettings],
        should_stop: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[threading.Condition, float | None], None] = wait_on,
    ) -> None:
        self._settings = settings
        self._should_stop = should_stop
        self._clock = clock
        self._wait = wait
        self._guard = threading.Lock()
        self._gates: dict[str, Gate] = {}

    def of(self, provider: str) -> Gate:
        """The gate of a provider, by the name that a spec uses."""
        with self._guard:
            if provider not in self._gates:
                self._gates[provider] = self._made(provider)
            return self._gates[provider]

    def _made(self, provider: str) -> Gate:
        settings = self._settings.get(provider, ProviderSettings())
        pace = Pace(settings.concurrency or CONCURRENCY, settings.requests_per_minute)

        def limiter(should_stop: Callable[[], bool]) -> Limiter:
            return Limiter(pace, should_stop, self._clock, self._wait)

        patience = (settings.timeout or TIMEOUT) + PATIENCE
        return Gate(provider, patience, self._should_stop, limiter)
