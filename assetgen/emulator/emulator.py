"""One emulator: everything it remembers. No module of this room keeps state of its own."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from assetgen.emulator import drawing, jpeg, png, webp
from assetgen.emulator.account import Account, Charge
from assetgen.emulator.clock import Clock, SystemClock, timestamp
from assetgen.emulator.faults import Fault, FaultBook
from assetgen.emulator.kinds import Stage
from assetgen.emulator.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from assetgen.emulator.drawing import Drawing
    from assetgen.emulator.options import Options

ENCODERS: dict[str, Callable[[Drawing, int], bytes]] = {
    "png": png.encode,
    "jpeg": jpeg.encode,
    "webp": webp.encode,
}


@dataclass(slots=True)
class Seen:
    """One request as it came in. `status` is None while under way, and if no answer was sent."""

    time: str
    method: str
    path: str
    status: int | None = None
    prompt_digest: str | None = None
    id: str | None = None
    fault: str | None = None


@dataclass(slots=True)
class Picture:
    """A generated picture: what it is drawn from, and the fault that lies in wait for it."""

    charge: Charge
    fault: Fault | None = None
    struck: int = 0

    def strike(self) -> Fault | None:
        """The fault of this download, counted."""
        fault = self.fault
        if fault is None or fault.kind.stage is not Stage.DOWNLOAD:
            return None
        self.struck += 1
        times = fault.times or fault.kind.times
        return None if times and self.struck > times else fault

    def encode(self, at_least: int, *, other_format: bool = False, shrink: int = 1) -> bytes:
        """The bytes; on request in another format, or with sides divided by `shrink`."""
        charge = self.charge
        name = another(charge.format) if other_format else charge.format
        shown = drawing.draw(charge.id, charge.width // shrink, charge.height // shrink)
        return ENCODERS[name](shown, at_least)


class Emulator:
    """The state of one emulator; make an application of it with `app.build_app`."""

    def __init__(self, options: Options, clock: Clock | None = None) -> None:
        """Raises OSError or ValueError when bill or log can't be used."""
        self.options = options
        self.clock = clock or SystemClock()
        self.account = Account(options.balance, options.bill)
        self.limits = Limits(options, self.clock)
        self.faults = FaultBook(options.faults)
        self.pictures = {charge.id: Picture(charge) for charge in self.account.bill}
        self.seen: list[Seen] = []
        self.stopped = asyncio.Event()
        self._attempts: dict[str, int] = {}
        self._log: TextIO | None = None
        if options.log is not None:
            self._log = options.log.open("a", encoding="utf-8", newline="\n")

    async def pause(self, seconds: float) -> None:
        """Wait; the end of the emulator ends every wait."""
        if seconds > 0:
            await self.clock.sleep(seconds, self.stopped)

    def count_attempt(self, digest: str) -> int:
        """How often this very request was sent, this time included."""
        self._attempts[digest] = self._attempts.get(digest, 0) + 1
        return self._attempts[digest]

    def new_id(self, digest: str) -> str:
        """The identifier of the next draw of a request: the same in every run."""
        draw = 1
        while (name := _identifier(f"{self.options.seed}/{digest}/{draw}")) in self.pictures:
            draw += 1
        return name

    def arrive(self, method: str, path: str) -> Seen:
        """Note that a request came in."""
        seen = Seen(timestamp(self.clock.now()), method, path)
        self.seen.append(seen)
        return seen

    def finish(self, seen: Seen) -> None:
        """Write a request to the log."""
        if self._log is not None and not self._log.closed:
            self._log.write(json.dumps(asdict(seen)) + "\n")
            self._log.flush()

    def stop(self) -> None:
        """End every wait; to be called in the event loop that serves."""
        self.stopped.set()

    def close(self) -> None:
        """Close bill and log."""
        self.account.close()
        if self._log is not None:
            self._log.close()


def another(name: str) -> str:
    """A format that is not this one."""
    return "jpeg" if name == "png" else "png"


def _identifier(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "req-" + base64.b32hexencode(digest).decode()[:26]
