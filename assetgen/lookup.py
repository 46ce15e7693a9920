"""What planning needs to know of lock and cache, asked for in as few look-ups as possible.

Between pure decisions and the store: it reads, changes nothing, decides nothing. Called by
`reconcile`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from assetgen.digest import (
    fingerprint_text,
    recipe_canonical,
    request_canonical,
    request_fingerprint,
)
from assetgen.errors import UsageError
from assetgen.model import Request, SourceFile
from assetgen.planning.moves import moved_lines
from assetgen.planning.outputs import output_fingerprint
from assetgen.planning.plan import recipes_to_look_up
from assetgen.planning.sources import resolve
from assetgen.planning.values import Holdings, Via, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from assetgen.buying import Purse
    from assetgen.model import (
        Address,
        DesiredAsset,
        Digest,
        Fingerprint,
        Lock,
        LockedAsset,
        Rendition,
        Result,
        Seen,
        Spec,
    )
    from assetgen.planning.values import Plan
    from assetgen.providers.base import Provider
    from assetgen.spending.account import Account
    from assetgen.store.cache import Cache

T = TypeVar("T")


def with_realms(spec: Spec, provider: Callable[[str], Provider]) -> Spec:
    """The spec with each request in its provider's realm, which only this machine knows."""
    realms: dict[str, str] = {}
    for asset in spec.assets:
        if isinstance(asset.source, Request) and asset.source.provider not in realms:
            name = asset.source.provider
            with suppress(UsageError):  # named in the plan, where something is to be sent
                realms[name] = provider(name).realm
    if not any(realms.values()):
        return spec
    return replace(spec, assets=tuple(_in_realm(asset, realms) for asset in spec.assets))


def _in_realm(asset: DesiredAsset, realms: Mapping[str, str]) -> DesiredAsset:
    if not isinstance(asset.source, Request) or not realms.get(asset.source.provider):
        return asset
    realm = realms[asset.source.provider]
    return replace(asset, source=replace(asset.source, realm=realm))


@dataclass(frozen=True, slots=True)
class Sellers:
    """Where pictures come from: what is held, who can generate, what was sent before."""

    cache: Cache
    provider: Callable[[str], Provider]
    account: Account


def find_sources(spec: Spec, lock: Lock, sellers: Sellers, purse: Purse) -> tuple[Wanted, ...]:
    """Every asset of the spec with its line of the lock and its source, in spec order."""
    old_addresses = moved_lines(spec.assets, lock, spec.moves)
    lines = {
        asset.address: lock.assets.get(old_addresses.get(asset.address, asset.address))
        for asset in spec.assets
    }
    requests = _unsettled(spec, lines)
    held = _held_results(requests, sellers.cache)
    without = {key: addresses for key, (_, addresses) in requests.items() if key not in held}
    priors = sellers.account.priors(without, purse.again)
    free = _FreeNames(sellers.provider)
    return tuple(
        Wanted(
            asset=asset,
            line=lines[asset.address],
            source=resolve(asset, lines[asset.address], _of(asset, held), _of(asset, priors)),
            old_address=old_addresses.get(asset.address),
            can_draw_again=asset.address in purse.rebuy
            or free.has(_accepted(asset, lines[asset.address])),
        )
        for asset in spec.assets
    )


def find_holdings(cache: Cache, wanted: Sequence[Wanted], seen: Mapping[str, Seen]) -> Holdings:
    """What cache, remote and tree hold of what these assets may need.

    A file of the tree counts as held: `take_in` brings its bytes into the cache before any use.
    """
    held = cache.database.renditions(recipes_to_look_up(wanted))
    collisions = _collisions(wanted, held)
    renditions = {key: one for key, one in held.items() if key not in collisions}
    standing = {one.digest for one in seen.values() if one.digest is not None}
    needed = {digest for one in wanted for digest in _needed(one, seen, renditions)}
    return Holdings(
        renditions=renditions,
        available=frozenset(cache.available(needed) | standing),
        written=frozenset(cache.database.written(standing)),
    )


def take_in(cache: Cache, plan: Plan, seen: Mapping[str, Seen], folder: Path) -> None:
    """Keep the bytes that a plan copies and that only the tree has, as in a clone without cache.

    A file that changed since it was seen is kept as it is now, which is no harm. Raises CacheError.
    """
    wanted = {
        digest
        for asset in plan.assets
        for output in asset.writes
        for digest in (output.wanted if output.via is Via.BLOB else asset.source.digest,)
        if digest is not None
    }
    missing = wanted - cache.available(wanted) if wanted else wanted
    if missing:
        paths = {one.digest: path for path, one in seen.items() if one.digest in missing}
        for path in paths.values():
            cache.put_file(folder / path)


def _unsettled(
    spec: Spec, lines: Mapping[Address, LockedAsset | None]
) -> dict[Fingerprint, tuple[str, set[Address]]]:
    """Every request that the lock does not settle already: its canonical text, who wants it."""
    requests: dict[Fingerprint, tuple[str, set[Address]]] = {}
    for asset in spec.assets:
        line = lines[asset.address]
        if isinstance(asset.source, Request) and (line is None or line.source != asset.source):
            canonical = request_canonical(asset.source)
            _, addresses = requests.setdefault(fingerprint_text(canonical), (canonical, set()))
            addresses.add(asset.address)
    return requests


def _held_results(
    requests: Mapping[Fingerprint, tuple[str, set[Address]]], cache: Cache
) -> dict[Fingerprint, Result]:
    """Held answers, take 1, for these requests."""
    texts = {fingerprint: canonical for fingerprint, (canonical, _) in requests.items()}
    return {
        fingerprint: result
        for fingerprint, results in cache.takes_of(texts).items()
        for result in results[::-1]
        if result.take.number == 1
    }


def _accepted(asset: DesiredAsset, line: LockedAsset | None) -> Request | SourceFile:
    """What a missing picture would be made from again: the locked source of a pinned asset."""
    return line.source if asset.pinned and line is not None else asset.source


def _of(asset: DesiredAsset, found: Mapping[Fingerprint, T]) -> T | None:
    if not isinstance(asset.source, Request) or not found:
        return None
    return found.get(request_fingerprint(asset.source))


def _collisions(
    wanted: Sequence[Wanted], held: Mapping[Fingerprint, Rendition]
) -> frozenset[Fingerprint]:
    """Keys under which something else is held: a hit compares the text, not only the key."""
    return frozenset(
        fingerprint
        for one in wanted
        if one.source.digest is not None
        for output in one.asset.outputs
        for canonical in (recipe_canonical(output.recipe, (one.source.digest,)),)
        for fingerprint in (fingerprint_text(canonical),)
        if fingerprint in held and held[fingerprint].canonical != canonical
    )


def _needed(
    one: Wanted, seen: Mapping[str, Seen], renditions: Mapping[Fingerprint, Rendition]
) -> set[Digest]:
    """The digests that one asset may have to copy or decode; none where all stands as locked."""
    locked = {output.path: output for output in one.line.outputs} if one.line is not None else {}
    digests: set[Digest] = set()
    for output in one.asset.outputs:
        record, at = locked.get(output.path), seen.get(output.path)
        fingerprint = output_fingerprint(output.recipe, one)
        stands = record is not None and at is not None and at.digest == record.digest
        if stands and record is not None and record.recipe == fingerprint:
            continue
        digests |= {record.digest for record in locked.values()}
        digests |= {one.source.digest} if one.source.digest is not None else set()
        if fingerprint is not None and fingerprint in renditions:
            digests.add(renditions[fingerprint].digest)
    return digests


class _FreeNames:
    """Remembers which providers are free; one that is not there is not."""

    def __init__(self, provider: Callable[[str], Provider]) -> None:
        self._provider = provider
        self._known: dict[str, bool] = {}

    def has(self, source: Request | SourceFile) -> bool:
        if isinstance(source, SourceFile):
            return False
        name = source.provider
        if name not in self._known:
            try:
                self._known[name] = self._provider(name).is_free
            except UsageError:
                self._known[name] = False
        return self._known[name]
