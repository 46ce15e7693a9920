"""A provider that does what a script says, pictures in memory, a clock turned by hand, runs.

One `World` outlives many runs, as a cache folder and a provider do. Everything a run does to it is
an effect, and a run can be told to die before the next one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assetgen.digest import digest_bytes
from assetgen.errors import GoneError, UnusableError
from assetgen.model import Address, Digest, Fingerprint, ProviderSettings, Request, Result
from assetgen.providers import base
from assetgen.spending.buyer import Buyer
from assetgen.spending.fetching import Keeper
from assetgen.spending.gates import Gates
from assetgen.spending.journal import Journal
from assetgen.spending.limits import Limits
from assetgen.spending.orders import Again, Desk, Order
from assetgen.spending.recovery import Recovered, recover

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping
    from pathlib import Path

    from assetgen.model import Json
    from assetgen.providers.base import Answer, ReferenceFile
    from assetgen.spending.fetching import Bought
    from assetgen.spending.records import Attempt, Purchase, State

PRICE = Decimal("0.06")
PICTURE = b"PNG 64x64"
SIDE = 64


class Killed(BaseException):
    """The process ends here; nothing of ours may catch it."""


@dataclass
class Effects:
    """Counts what is done to the world; after `limit` effects the process is dead."""

    limit: int | None = None
    done: int = 0

    def step(self) -> None:
        if self.limit is not None and self.done >= self.limit:
            raise Killed
        self.done += 1


@dataclass
class Clock:
    """Time that passes only when somebody waits."""

    time: datetime = datetime(2026, 11, 22, 10, tzinfo=UTC)
    waited: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        self.time += timedelta(milliseconds=1)
        return self.time

    def seconds(self) -> float:
        return self.time.timestamp()

    def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.time += timedelta(seconds=seconds)

    def wait(self, condition: threading.Condition, seconds: float | None) -> None:
        # A moment of real time lets the other threads come to their turn.
        condition.wait(0.05 if seconds is None else 0.0005)
        self.time += timedelta(seconds=seconds or 0)


@dataclass
class Server:
    """What a provider has seen and billed. `script` are its next outcomes, "ok" when empty.

    `downloads` are the next outcomes of downloads; without any the picture comes.
    """

    script: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    billed: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def bill(self) -> Decimal:
        return PRICE * len(self.billed)


BILLED = {"ok", "inline", "wrong size", "not a picture", "no picture", "billed and cut off"}
_ERRORS: dict[str, base.ProviderError] = {
    "unsent": base.NotSentError("connection refused"),
    "429": base.RateLimitedError("too many requests", retry_after=7.0),
    "429 without a time": base.RateLimitedError("too many requests"),
    "429 for a day": base.RateLimitedError("daily limit", retry_after=86400.0),
    "500": base.ServerFaultError("out of order", status=500),
    "503": base.ServerFaultError("overloaded", status=503),
    "cut off": base.UncertainError("the connection was dropped"),
    "billed and cut off": base.UncertainError("no answer within 300 s"),
    "400": base.RequestError("no such ratio", field="aspect_ratio", status=400),
    "401": base.AccountError("no such key", status=401),
    "402": base.AccountError("no balance left", status=402, is_money=True),
    "422": base.RefusedError("this prompt is not allowed", status=422),
    "no picture": base.UnusableAnswerError("no picture in the answer"),
    "no picture, but a cost": base.UnusableAnswerError("no picture in the answer", cost=PRICE),
}
OUTCOMES = [*_ERRORS, "ok", "inline", "wrong size", "not a picture"]


class FakeProvider:
    """A provider at a `Server`, for one run."""

    name = "paid"
    realm = ""
    is_free = False

    def __init__(self, server: Server, effects: Effects) -> None:
        self._server = server
        self._effects = effects

    def problems(self, request: Request) -> tuple[str, ...]:
        return ()

    def warnings(self, request: Request) -> tuple[str, ...]:
        return ()

    def price(self, request: Request) -> Decimal | None:
        return PRICE

    def send(self, request: Request, references: Mapping[Digest, ReferenceFile]) -> Answer:
        self._effects.step()
        server, outcome = self._server, self._server.script.pop(0) if self._server.script else "ok"
        server.sent.append(request.prompt)
        if outcome in BILLED or outcome == "no picture, but a cost":
            server.billed.append(request.prompt)
        self._effects.step()
        if outcome in _ERRORS:
            raise _ERRORS[outcome]
        data = b"HTML" if outcome == "not a picture" else PICTURE
        url = None if outcome == "inline" else f"https://files.test/{len(server.sent)}"
        if url is not None:
            server.files[url] = data
        return base.Answer(
            data=data if url is None else None,
            url=url,
            expires="2026-11-22T11:00:00Z",
            generation_id=f"gen-{len(server.sent)}",
            cost=PRICE,
            width=32 if outcome == "wrong size" else SIDE,
            height=SIDE,
        )

    def download(self, url: str) -> bytes:
        self._effects.step()
        outcome = self._server.downloads.pop(0) if self._server.downloads else "ok"
        if outcome == "cut":
            raise base.DownloadError("the download was cut short")
        if outcome == "dead" or url not in self._server.files:
            raise base.LinkDeadError("the link has expired", status=404)
        if outcome == "too big":
            raise base.UnusableAnswerError("the picture has more than 256 MiB")
        return self._server.files[url]


class FakePictures:
    """A cache in memory; a result is durable after its blob, each one effect."""

    def __init__(self) -> None:
        self.blobs = self
        self.kept: dict[Digest, bytes] = {}
        self.results: dict[tuple[Fingerprint, int], Result] = {}
        self.effects = Effects()

    def put(self, data: bytes, *, durable: bool) -> Digest:
        assert durable
        self.effects.step()
        self.kept[digest_bytes(data)] = data
        return digest_bytes(data)

    def blob(self, digest: Digest) -> bytes:
        if digest not in self.kept:
            raise GoneError("nowhere")
        return self.kept[digest]

    def find(self, fingerprint: Fingerprint, canonical: str, number: int) -> Result | None:
        result = self.results.get((fingerprint, number))
        return result if result is not None and result.request == canonical else None

    def put_source(self, data: bytes, result: Result, *, durable: bool) -> None:
        assert self.put(data, durable=durable) == result.take.digest
        self.effects.step()
        self.results[result.fingerprint, result.take.number] = result


class MortalJournal(Journal):
    """A journal whose process can die before and after each write."""

    effects = Effects()

    def reserve(self, *arguments: Any) -> Attempt | None:
        self.effects.step()
        attempt = super().reserve(*arguments)
        self.effects.step()
        return attempt

    def answer(self, *arguments: Any) -> Attempt:
        self.effects.step()
        attempt = super().answer(*arguments)
        self.effects.step()
        return attempt

    def close(
        self, attempt: Attempt, state: State, message: str = "", digest: Digest | None = None
    ) -> Attempt:
        self.effects.step()
        attempt = super().close(attempt, state, message, digest)
        self.effects.step()
        return attempt

    def adopt(self, attempt: Attempt, run: str) -> Attempt | None:
        self.effects.step()
        return super().adopt(attempt, run)

    def release(self, attempt: Attempt) -> None:
        self.effects.step()
        super().release(attempt)


def measure(data: bytes) -> tuple[str, int, int]:
    """As much of looking at a picture as these tests need."""
    if not data.startswith(b"PNG"):
        raise UnusableError("these bytes are no picture")
    return "image/png", SIDE, SIDE


class World:
    """A provider, a cache and a clock, which many runs share."""

    def __init__(self, folder: Path) -> None:
        self.server = Server()
        self.pictures = FakePictures()
        self.clock = Clock()
        self.alive: set[str] = set()
        self.dies_at: dict[str, float] = {}
        self.effects = Effects()
        self.stopped = False
        self.journal = MortalJournal(folder / "journal.db", self.clock.now)
        self._runs = 0

    def begin(
        self,
        *,
        limits: Limits | None = None,
        again: Again | None = None,
        settings: ProviderSettings | None = None,
        recovers: bool = True,
        limit: int | None = None,
    ) -> RunOf:
        """A new run; it dies after `limit` effects."""
        self._runs += 1
        run = f"run-{self._runs}"
        self.alive.add(run)
        self.effects = self.pictures.effects = self.journal.effects = Effects(limit)
        provider = FakeProvider(self.server, self.effects)
        keeper = Keeper(
            self.journal, self.pictures, measure, lambda: self.stopped, self.clock.pause
        )
        recovered = Recovered()
        if recovers:
            recovered = recover(keeper, run, self.is_alive, lambda _: provider)
        again = again or Again()
        known = recovered.known
        desk = Desk(
            run=run,
            project="/home/ada/game",
            journal=self.journal,
            keeper=keeper,
            gates=Gates(
                {"paid": settings or ProviderSettings()},
                lambda: self.stopped,
                self.clock.seconds,
                self.clock.wait,
            ),
            limits=limits or Limits(),
            provider=lambda _: provider,
            is_alive=self.is_alive,
            references=lambda _: {},
            again=Again(again.refused, again.uncertain, again.by_itself, known),
            clock=self.clock.seconds,
        )
        return RunOf(self, run, Buyer(desk), recovered)

    def is_alive(self, run: str) -> bool:
        return run in self.alive and self.clock.seconds() < self.dies_at.get(run, float("inf"))

    def attempts(self) -> tuple[Attempt, ...]:
        return self.journal.history()

    def states(self) -> list[str]:
        """The states of all attempts, in the order they were made."""
        return [attempt.state.value for attempt in self.attempts()]


@dataclass
class RunOf:
    """One run in a world."""

    world: World
    id: str
    buyer: Buyer
    recovered: Recovered

    def buy(self, prompt: str = "a knight", **fields: Any) -> Bought:
        return self.buyer.buy(an_order(prompt, **fields))

    def die(self) -> None:
        self.world.alive.discard(self.id)


def an_order(
    prompt: str = "a knight", number: int = 1, price: Decimal | None = PRICE, position: int = 0
) -> Order:
    """An order for one picture."""
    request = Request("paid", prompt, model="fine")
    return Order(request, number, Address("hero"), price, ("web",), position)


def a_purchase(purchase: Mapping[str, Json] | None = None, **fields: Any) -> Purchase:
    """What a row is for."""
    from assetgen.spending.records import Purchase

    values: dict[str, Any] = {
        "fingerprint": Fingerprint(f"{1:032x}"),
        "canonical": "{}",
        "number": 1,
        "provider": "paid",
        "realm": "",
        "model": "fine",
        "project": "/home/ada/game",
        "address": Address("hero"),
        "tags": (),
        "price": PRICE,
    }
    return Purchase(**{**values, **fields})
