"""How an emulator behaves: every choice that a user or a test can make, as one frozen value."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from assetgen.emulator.faults import Fault

UNLIMITED = 1_000_000
DEAD_LINK_STATUSES = (403, 404, 410)
TOO_LARGE_STATUSES = (413, 400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Seconds for times, USD for money, bytes for sizes. Without `keys` any `sk_…` is a good key.

    `bill` and `log` are files that lines are added to. `window` is the length of the per-minute
    limit's minute. `dead_link_status` answers expired and forged links.
    """

    latency: float = 0.0
    rpm: int = UNLIMITED
    window: float = 60.0
    concurrency: int = UNLIMITED
    faults: tuple[Fault, ...] = ()
    bill: Path | None = None
    log: Path | None = None
    balance: Decimal = Decimal(1000)
    keys: tuple[str, ...] = ()
    link_lifetime: float = 3600.0
    picture_bytes: int = 0
    seed: int = 0
    older_models: bool = False
    strict_roles: bool = False
    dead_link_status: int = 403
    too_large_status: int = 413


def is_loopback(host: str) -> bool:
    """Whether `host`, a name or an address without a port, can only mean this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
