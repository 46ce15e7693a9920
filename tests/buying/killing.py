"""Rounds of the kill test: a sync of thirty pictures that dies, and what has to be true after it.

Each round has prompts of its own, so that one emulator's bill tells them apart.
"""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tests.buying.market import Buyer, Outside

if TYPE_CHECKING:
    from pathlib import Path

PICTURES = 30
AT_ONCE = 5
UNWRITTEN = 0
"""So many answers more may have arrived and not be in the journal yet: a slot is given up first."""

LATENCY = "0.05"
PRICE = Decimal("0.06")
FAULTS = (
    "closed-after",
    "cut-off",
    "reset-before",
    "bad-gateway+billed",
    "server-error",
    "rate-limit-bare",
    "download-truncated",
    "download-error",
)
"""Each strikes the first time that a request with its name in the prompt is sent."""

BOOK = [
    {
        "fault": name.removesuffix("+billed"),
        "billed": name.endswith("+billed"),
        "when": {"prompt_contains": f"({name})", "attempt": 1},
    }
    for name in FAULTS
]
DOUBTFUL = {"uncertain", "lost"}


def prompts_of(number: int, chance: random.Random) -> dict[str, str]:
    """Thirty prompts by address that no other round has; three of them meet a fault."""
    places, names = chance.sample(range(PICTURES), 3), chance.sample(FAULTS, 3)
    struck = {place: f" ({name})" for place, name in zip(places, names, strict=True)}
    return {
        f"icon@item-{each:02}": f"Icon {each} of round {number}{struck.get(each, '')}"
        for each in range(PICTURES)
    }


def spec_of(prompts: dict[str, str]) -> str:
    """One asset a prompt, each with one small file."""
    rows = ", ".join(
        f'{{ id = "{address.removeprefix("icon@")}", words = "{prompt}" }}'
        for address, prompt in prompts.items()
    )
    return f"""\
version = 1
[provider.getimg]
concurrency = {AT_ONCE}
[provider.getimg.price]
"gpt-image-2" = {PRICE}
[asset.icon]
provider = "getimg"
model = "gpt-image-2"
aspect_ratio = "1:1"
resolution = "1K"
source_format = "jpeg"
for_each = [{rows}]
key = "{{{{ id }}}}"
prompt = "{{{{ words }}}}"
output = {{ path = "{{{{ key }}}}.png", width = 8 }}
"""


def kill_after(buyer: Buyer, seconds: float) -> bool:
    """Run a sync and kill it after so many seconds; whether it was still alive then."""
    words = ("sync", "--yes", "--quiet")
    nowhere = subprocess.DEVNULL
    with buyer.shell.start(*words, stdout=nowhere, stderr=nowhere) as process:
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.returncode == -signal.SIGKILL


def settle(buyer: Buyer) -> int:
    """Sync until nothing is left to do by itself, then ask for the rest; how many were asked for.

    Nobody asks for anything before a sync has had nothing more to send.
    """
    sent = -1
    while sent != len(buyer.attempts()):
        sent = len(buyer.attempts())
        answer = buyer.shell.process("sync", "--yes", "--quiet")
        assert answer.code in {0, 1}, answer.err
        if answer.code == 0:
            return 0
    last = {row["address"]: row["state"] for row in buyer.attempts()}
    stuck = [address for address, state in last.items() if state in DOUBTFUL]
    words = [word for address in stuck for word in ("--retry-uncertain", address)]
    answer = buyer.shell.process("sync", "--yes", "--quiet", *words)
    assert answer.code == 0, answer.err
    return len(stuck)


@dataclass(frozen=True, slots=True)
class Killed:
    """What one round left behind: the journal right after the kills and at its end."""

    kills: int
    dead: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    asked: int
    costs: tuple[Decimal, Decimal]
    charges: list[dict[str, Any]]

    def figures(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for row in self.dead:
            found[f"died {row['state']}"] += 1
        for row in self.rows:
            found[f"ended {row['state']}"] += 1
        found["rounds"] = 1
        died = Counter(row["run"] for row in self.rows if "has died" in row["message"])
        found[f"kills with more than {AT_ONCE} uncertain"] = sum(
            number > AT_ONCE for number in died.values()
        )
        found["kills that hit"] = self.kills
        found["bought again when asked"] = self.asked
        found["charges"] = len(self.charges)
        found["charges without a picture"] = len(self.charges) - PICTURES
        return found


def play(home: Path, number: int, emulator: Outside, longest: float) -> Killed:
    """One round: killed once or twice at random moments, then settled, then looked at."""
    chance = random.Random(number)  # noqa: S311 - moments, not secrets
    prompts = prompts_of(number, chance)
    buyer = Buyer.at(home / f"round-{number}", emulator.url, spec_of(prompts))
    times = chance.choice((1, 1, 2))
    kills = sum(kill_after(buyer, chance.uniform(0.3, 1.0) * longest) for _ in range(times))
    dead = buyer.attempts()
    asked = settle(buyer)
    addresses = {_digest(prompt): address for address, prompt in prompts.items()}
    charges = [
        {**charge, "address": addresses[charge["prompt_digest"]]}
        for charge in emulator.charges()
        if charge["prompt_digest"] in addresses
    ]
    killed = Killed(kills, dead, buyer.attempts(), asked, _costs(buyer), charges)
    assert len(buyer.shell.files()) == PICTURES
    inspect(killed, times)
    return killed


def inspect(killed: Killed, times: int) -> None:
    """Everything that a kill may not do."""
    by_address: dict[str, list[dict[str, Any]]] = {}
    for row in killed.rows:
        by_address.setdefault(row["address"], []).append(row)
    assert len(by_address) == PICTURES

    in_flight = [row for row in killed.rows if "has died" in row["message"]]
    assert len(in_flight) <= (AT_ONCE + UNWRITTEN) * times, "more is uncertain than was in flight"
    now = {row["id"]: row["state"] for row in killed.rows}
    answered = [row for row in killed.dead if row["answered_at"] is not None]
    assert {now[row["id"]] for row in answered} <= {"stored"}, "something answered is missing"

    for address, rows in by_address.items():
        # An answer is the last thing that happens to a request: it is never bought again.
        assert [row["state"] for row in rows if row["answered_at"]] == ["stored"], address
        assert rows[-1]["state"] == "stored", address
        doubtful = [row for row in rows if row["state"] in DOUBTFUL]
        assert len({row["run"] for row in doubtful}) == len(doubtful), address
        assert len(doubtful) <= 2, f"bought again by itself more than once: {address}"
    assert killed.asked == sum(
        sum(row["state"] in DOUBTFUL for row in rows) == 2 for rows in by_address.values()
    )
    _compare_with_the_bill(killed, by_address)


def _compare_with_the_bill(killed: Killed, by_address: dict[str, list[dict[str, Any]]]) -> None:
    """The ledger is the bill without what is reported as uncertain."""
    seen = {row["generation_id"] for row in killed.rows if row["generation_id"]}
    unseen = [charge for charge in killed.charges if charge["id"] not in seen]
    total, uncertain = killed.costs
    billed = sum((Decimal(charge["cost"]) for charge in killed.charges), Decimal(0))
    amount = sum((Decimal(charge["cost"]) for charge in unseen), Decimal(0))
    assert total == PICTURES * PRICE == billed - amount
    possibly = [r for r in killed.rows if r["state"] in {*DOUBTFUL, "fault"}]
    assert uncertain == len(possibly) * PRICE
    assert amount <= uncertain
    unexplained = Counter(charge["address"] for charge in unseen)
    unexplained -= Counter(row["address"] for row in possibly)
    assert not unexplained, "billed, and neither answered nor uncertain"


def duration_of(home: Path, emulator: Outside) -> float:
    """Seconds that a sync of thirty takes when nobody kills it and nothing goes wrong."""
    prompts = {f"icon@item-{each:02}": f"Icon {each}, undisturbed" for each in range(PICTURES)}
    buyer = Buyer.at(home / "undisturbed", emulator.url, spec_of(prompts))
    begun = time.monotonic()
    assert buyer.shell.process("sync", "--yes", "--quiet").code == 0
    return time.monotonic() - begun


def _digest(prompt: str) -> str:
    return f"sha256:{sha256(prompt.encode()).hexdigest()}"


def _costs(buyer: Buyer) -> tuple[Decimal, Decimal]:
    document = buyer.shell.process("costs", "--json").document()
    return Decimal(document["total"]), Decimal(document["uncertain"])
