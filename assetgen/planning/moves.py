"""`[[moved]]`: lines of the lock found again under new addresses.

Pure. Called by `reconcile` before sources are resolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.model import Address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assetgen.model import DesiredAsset, Lock, Move


def moved_lines(
    assets: Iterable[DesiredAsset], lock: Lock, moves: Iterable[Move]
) -> dict[Address, Address]:
    """For each address without a line, the old address whose line is now its own.

    A name moves every address made from it: `button` to `ui-button` carries `button@ok` along.
    An address that has a line of its own keeps it; chains of moves are followed in spec order.
    """
    renamed = {old: _renamed(old, tuple(moves)) for old in lock.assets}
    wanted = {asset.address for asset in assets}
    return {
        new: old
        for old, new in renamed.items()
        if new != old and new in wanted and new not in lock.assets and old not in wanted
    }


def _renamed(address: Address, moves: tuple[Move, ...]) -> Address:
    for move in moves:
        if address == move.from_:
            address = move.to
        elif address.startswith(f"{move.from_}@") and "@" not in move.to:
            address = Address(move.to + address[len(move.from_) :])
    return address
