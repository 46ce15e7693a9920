"""`[[moved]]`: lines of the lock found again under new addresses.

Pure. Called by `reconcile` before sources are resolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.model import Address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from assetgen.model import DesiredAsset, Lock, Move


def moved_lines(
    assets: Iterable[DesiredAsset], lock: Lock, moves: Iterable[Move]
) -> dict[Address, Address]:
    """For each address without a line, the old address whose line is now its own.

    A name moves every address made from it: `button` to `ui-button` carries `button@ok` along.
    An address that has a line of its own keeps it. Chains of moves are followed to the first
    address that the spec has; of two lines that lead to one address the first by name is taken.
    """
    moves = tuple(moves)
    if not moves:
        return {}
    wanted = {asset.address for asset in assets}
    found: dict[Address, Address] = {}
    for old in sorted(lock.assets.keys() - wanted):
        new = _destination(old, moves, wanted)
        if new is not None and new not in lock.assets:
            found.setdefault(new, old)
    return found


def _destination(
    address: Address, moves: tuple[Move, ...], wanted: Collection[Address]
) -> Address | None:
    passed = {address}
    while address not in wanted:
        steps = (_moved(address, move) for move in moves)
        following = next((new for new in steps if new is not None and new not in passed), None)
        if following is None:
            return None
        passed.add(following)
        address = following
    return address


def _moved(address: Address, move: Move) -> Address | None:
    if address == move.from_:
        return move.to
    if address.startswith(f"{move.from_}@") and "@" not in move.to:
        return Address(move.to + address[len(move.from_) :])
    return None
