"""One process that buys, with everything real but the provider. Run by `test_together`.

Its words: the cache's folder, how its provider behaves (`works`, `hangs`), and what to buy. It
says `ready`, waits for a line, and says one word for each order. What is sent is a line in a file.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from assetgen.errors import AssetgenError
from assetgen.model import Address, Digest, Request
from assetgen.spending.buyer import Buyer
from assetgen.spending.fetching import Keeper
from assetgen.spending.gates import Gates
from assetgen.spending.journal import Journal
from assetgen.spending.limiter import pausing
from assetgen.spending.limits import Limits
from assetgen.spending.orders import Again, Desk, Order
from assetgen.spending.recovery import recover
from assetgen.spending.runs import Run, Runs
from assetgen.store.cache import Cache
from tests.spending.fakes import PRICE, Effects, FakeProvider, Server, measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetgen.providers.base import Answer, ReferenceFile


class Recorded(FakeProvider):
    """Writes every request down before it does anything else."""

    def __init__(self, path: Path, *, hangs: bool) -> None:
        super().__init__(Server(script=["inline"] * 1000), Effects())
        self._path = path
        self._hangs = hangs

    def send(self, request: Request, references: Mapping[Digest, ReferenceFile]) -> Answer:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(descriptor, f"{request.prompt}\n".encode())
        os.close(descriptor)
        print("sending", flush=True)  # noqa: T201 - how this process speaks
        time.sleep(60 if self._hangs else 0.01)
        return super().send(request, references)


def buyer_of(folder: Path, cache: Cache, run: Run, runs: Runs, provider: Recorded) -> Buyer:
    journal = Journal(cache.folder / "journal.db")

    def never() -> bool:
        return False

    keeper = Keeper(journal, cache, measure, never, pausing(never))
    found = recover(keeper, run.id, runs.is_alive, lambda _: provider)
    desk = Desk(
        run=run.id,
        project="/home/ada/game",
        journal=journal,
        keeper=keeper,
        gates=Gates({}, never),
        limits=Limits(per_month=Decimal("1.00")),
        provider=lambda _: provider,
        is_alive=runs.is_alive,
        references=lambda _: {},
        again=Again(known=found.known),
    )
    return Buyer(desk)


def main(folder: Path, behaviour: str, prompts: list[str]) -> None:
    provider = Recorded(folder / "sent", hangs=behaviour == "hangs")
    with Cache.open(folder) as cache:
        runs = Runs(cache.folder / "runs")
        with runs.begin(datetime.now(UTC)) as run, ThreadPoolExecutor(4) as executor:
            buyer = buyer_of(folder, cache, run, runs, provider)

            def one(prompt: str) -> str:
                order = Order(Request("paid", prompt), 1, Address(prompt), PRICE)
                try:
                    return buyer.buy(order).way.value
                except AssetgenError as error:
                    return type(error).__name__

            print("ready", flush=True)  # noqa: T201
            sys.stdin.readline()
            for word in executor.map(one, prompts):
                print(word, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
