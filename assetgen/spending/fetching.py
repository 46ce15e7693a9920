"""From an answered attempt to a stored picture: fetch it, look at it, keep it, close the attempt.

Costs nothing, so it may be done as often as it takes: at once by `buyer`, or by `recovery` and a
neighbour after the run that paid has died. Never asks for a picture.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from assetgen.digest import digest_bytes
from assetgen.errors import CacheError, GoneError, UnusableError
from assetgen.model import Result, Take
from assetgen.providers.base import DownloadError, LinkDeadError, ProviderError, UnusableAnswerError
from assetgen.spending.errors import LostPictureError, NotFetchedError
from assetgen.spending.records import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from assetgen.model import Digest
    from assetgen.providers.base import Provider
    from assetgen.spending.journal import Journal
    from assetgen.spending.ports import Measure, Pictures
    from assetgen.spending.records import Attempt, Purchase

DELAYS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 30.0, 30.0, 30.0)
"""Seconds between the tries of one download in one run; the next run goes on."""

FETCHES = 8
"""Pictures that are fetched at once: each is in memory as long as it takes to fetch and keep it."""

UNUSABLE_HINT = (
    "it was paid for and is not bought again by itself: change its prompt to get another"
)
LOST_HINT = "it is bought again once, by a later sync; then only with --retry-uncertain"


class Way(Enum):
    """How a picture was had."""

    HELD = "held"
    RECOVERED = "recovered"
    GENERATED = "generated"


@dataclass(frozen=True, slots=True)
class Bought:
    """A picture of one (request, take), stored; `warnings` are sentences about it."""

    take: Take
    data: bytes
    way: Way
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who fetches and keeps what was answered. `pause` waits so many seconds or less.

    There is `room` for so many downloads at once, however many threads ask.
    """

    journal: Journal
    pictures: Pictures
    measure: Measure
    should_stop: Callable[[], bool]
    pause: Callable[[float], None]
    delays: tuple[float, ...] = DELAYS
    room: AbstractContextManager[object] = field(
        default_factory=lambda: threading.BoundedSemaphore(FETCHES)
    )

    def held(self, purchase: Purchase) -> Bought | None:
        """The picture of a result, if there is one and its bytes can be had."""
        result = self.pictures.find(purchase.fingerprint, purchase.canonical, purchase.number)
        data = None if result is None else self._blob(result.take.digest)
        if result is None or data is None:
            return None
        return Bought(result.take, data, Way.HELD)

    def remade(self, attempt: Attempt, purchase: Purchase) -> Bought | None:
        """A result that was lost, made again from its blob; None when that is gone too."""
        data = None if attempt.digest is None else self._blob(attempt.digest)
        return None if data is None else self._kept(attempt, purchase, data)

    def collect(
        self, attempt: Attempt, provider: Provider | None, data: bytes | None = None
    ) -> Bought:
        """Bring an answered attempt to its end; `data` is the picture where it is at hand.

        Raises UnusableError, LostPictureError when the link is dead, NotFetchedError when it may
        work later: then the attempt stays answered and is nobody's.
        """
        purchase = attempt.purchase
        held = self.held(purchase)
        if held is not None:
            self.journal.close(attempt, State.STORED, digest=held.take.digest)
            return Bought(held.take, held.data, Way.RECOVERED)
        if data is None and attempt.digest is not None:
            data = self._blob(attempt.digest)
        with ExitStack() as room:
            if data is None:
                data = self._downloaded(attempt, provider, room)
            return self._kept(attempt, purchase, data)

    def _kept(self, attempt: Attempt, purchase: Purchase, data: bytes) -> Bought:
        try:
            media_type, width, height = self.measure(data)
        except UnusableError as error:
            digest = self.pictures.blobs.put(data, durable=True)
            self.journal.close(attempt, State.UNUSABLE, error.message, digest)
            raise UnusableError(error.message, UNUSABLE_HINT) from error
        take = Take(
            number=purchase.number,
            digest=digest_bytes(data),
            media_type=media_type,
            width=width,
            height=height,
            generation_id=attempt.generation_id,
            cost=attempt.cost,
            time=f"{(attempt.answered_at or attempt.sent_at)[:19]}Z",
        )
        self._store(data, Result(purchase.canonical, purchase.fingerprint, take))
        self.journal.close(attempt, State.STORED, digest=take.digest)
        return Bought(take, data, Way.RECOVERED)

    def _store(self, data: bytes, result: Result) -> None:
        try:
            self.pictures.put_source(data, result, durable=True)
        except CacheError:
            # When only the remote failed it is safe here, and a later run shares it.
            if self.pictures.find(result.fingerprint, result.request, result.take.number) is None:
                raise

    def _downloaded(self, attempt: Attempt, provider: Provider | None, room: ExitStack) -> bytes:
        """The bytes behind an answer's link; they take up room until `room` is closed."""
        if attempt.url is None:
            sentence = "what was answered is not in the cache any more, and it had no link"
            state = State.LOST if attempt.digest is not None else State.UNUSABLE
            raise self._over(attempt, state, sentence)
        if provider is None or provider.realm != attempt.purchase.realm:
            raise self._later(attempt, "the provider that was paid is not set up now")
        try:
            return self._tried(attempt.url, provider, room)
        except LinkDeadError as error:
            raise self._over(attempt, State.LOST, error.message) from error
        except UnusableAnswerError as error:
            raise self._over(attempt, State.UNUSABLE, error.message) from error
        except ProviderError as error:
            raise self._later(attempt, error.message) from error

    def _tried(self, url: str, provider: Provider, room: ExitStack) -> bytes:
        for delay in self.delays:
            room.enter_context(self.room)
            try:
                return provider.download(url)
            except DownloadError:
                room.close()
                if self.should_stop():
                    raise
            self.pause(delay)
        room.enter_context(self.room)
        return provider.download(url)

    def _over(self, attempt: Attempt, state: State, why: str) -> LostPictureError | UnusableError:
        self.journal.close(attempt, state, why)
        if state is State.UNUSABLE:
            return UnusableError(why, UNUSABLE_HINT)
        return LostPictureError(f"paid for, and it can't be fetched any more: {why}", LOST_HINT)

    def _later(self, attempt: Attempt, why: str) -> NotFetchedError:
        self.journal.release(attempt)
        hint = "run assetgen sync again: fetching it costs nothing"
        return NotFetchedError(f"paid for, and not fetched yet: {why}", hint)

    def _blob(self, digest: Digest) -> bytes | None:
        try:
            return self.pictures.blob(digest)
        except GoneError:
            return None
