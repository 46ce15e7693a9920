"""Small values for tests of decisions: assets, lines and a tree, each with one word of content.

A word stands for bytes: `digest("x")` names them everywhere. Nothing here touches a disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen import digest as digests
from assetgen.errors import Place
from assetgen.model import (
    Address,
    DesiredAsset,
    DesiredOutput,
    Digest,
    Fingerprint,
    Kind,
    Lock,
    LockedAsset,
    LockedOutput,
    Recipe,
    Rendition,
    Request,
    Result,
    Seen,
    SourceFile,
    Stat,
    Take,
)
from assetgen.planning.plan import make_plan
from assetgen.planning.sources import resolve
from assetgen.planning.values import Holdings, Options, Wanted
from assetgen.recipe import transform

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assetgen.model import Json
    from assetgen.planning.values import AssetPlan, OutputPlan, Plan

PLACE = Place("assets.toml", 3)
SIDE = 64
"""Width and height of every picture in these tests."""


def digest(word: str) -> Digest:
    """The digest of a word's bytes."""
    return digests.digest_bytes(word.encode())


def request(prompt: str = "a knight", *, provider: str = "paid", **fields: str) -> Request:
    """A request to a provider that costs money, unless another one is named."""
    return Request(provider, prompt, **fields)  # type: ignore[arg-type]


def recipe(quality: int = 60, **parameters: Json) -> Recipe:
    """A recipe of one step."""
    return Recipe((transform("encode", format="webp", quality=quality, **parameters),))


def asset(
    address: str = "hero",
    *paths: str,
    source: Request | SourceFile | None = None,
    quality: int = 60,
    pinned: bool = False,
    tags: tuple[str, ...] = (),
) -> DesiredAsset:
    """An asset of the spec; its outputs are all made alike."""
    return DesiredAsset(
        address=Address(address),
        place=PLACE,
        source=source if source is not None else request(),
        outputs=tuple(DesiredOutput(path, recipe(quality)) for path in paths or ("a.webp",)),
        pinned=pinned,
        tags=tags,
    )


def take(word: str = "picture", number: int = 1) -> Take:
    """A draw whose bytes are `word`."""
    return Take(number, digest(word), "image/png", SIDE, SIDE)


def output(
    path: str = "a.webp",
    word: str = "made",
    *,
    source: str = "picture",
    quality: int = 60,
    adopted: bool = False,
) -> LockedOutput:
    """A locked output with the bytes `word`, made of the picture `source`."""
    return LockedOutput(
        path=path,
        recipe=made_by(source, quality),
        digest=digest(word),
        size=len(word),
        width=SIDE,
        height=SIDE,
        adopted=adopted,
    )


def line(
    address: str = "hero",
    *outputs: LockedOutput,
    source: Request | SourceFile | None = None,
    word: str | None = "picture",
    **fields: object,
) -> LockedAsset:
    """A line of the lock whose chosen picture has the bytes `word`."""
    source = source if source is not None else request()
    drawn = word is not None and isinstance(source, Request)
    return LockedAsset(
        address=Address(address),
        source=source,
        outputs=outputs or (output(),),
        takes=(take(word),) if drawn and word is not None else (),
        chosen=digest(word) if word is not None else None,
        **fields,  # type: ignore[arg-type]
    )


def lock(*lines: LockedAsset) -> Lock:
    """A lock with these lines."""
    return Lock({one.address: one for one in lines})


def made_by(source: str = "picture", quality: int = 60) -> Fingerprint:
    """The fingerprint of what `recipe(quality)` makes of the picture `source`."""
    return digests.recipe_fingerprint(recipe(quality), (digest(source),))


def rendition(word: str = "made", source: str = "picture", quality: int = 60) -> Rendition:
    """What the cache knows of a recipe's product with the bytes `word`."""
    canonical = digests.recipe_canonical(recipe(quality), (digest(source),))
    made = made_by(source, quality)
    return Rendition(made, digest(word), len(word), SIDE, SIDE, canonical)


def held(source: Request | None = None, word: str = "picture") -> Result:
    """A held answer to a request."""
    asked = source if source is not None else request()
    canonical = digests.request_canonical(asked)
    return Result(canonical, digests.fingerprint_text(canonical), take(word))


def seen(word: str, *, inode: int | None = None) -> Seen:
    """A file with the bytes `word`; equal words have the same inode unless one is given."""
    number = inode if inode is not None else int(digest(word)[7:15], 16)
    return Seen(Kind.FILE, digest(word), Stat(len(word), 1, 1, number, 1))


POINTER = Seen(Kind.FILE, digest("version https://git-lfs"), Stat(130, 1, 1, 7, 1), is_pointer=True)
FOLDER = Seen(Kind.FOLDER)
SYMLINK = Seen(Kind.SYMLINK)
SPECIAL = Seen(Kind.SPECIAL)


def holdings(
    *words: str,
    renditions: Iterable[Rendition] = (),
    results: Iterable[Result] = (),
    written: Iterable[str] = (),
) -> Holdings:
    """A cache in which the bytes of `words` can be had."""
    return Holdings(
        results={one.fingerprint: one for one in results},
        renditions={one.recipe: one for one in renditions},
        available=frozenset(map(digest, words)),
        written=frozenset(map(digest, written)),
    )


EMPTY_CACHE = Holdings()
NO_LOCK = Lock()


def plan_of(
    *assets: DesiredAsset,
    lock: Lock = NO_LOCK,
    tree: Mapping[str, Seen] | None = None,
    cache: Holdings = EMPTY_CACHE,
    options: Options | None = None,
    moved: Mapping[str, str] | None = None,
    free: Iterable[str] = ("free",),
) -> Plan:
    """The plan of a whole spec; `moved` gives old addresses, `free` the providers that are."""
    old = {Address(new): Address(one) for new, one in (moved or {}).items()}
    wanted = [_wanted(one, lock, cache, old.get(one.address), free) for one in assets]
    return make_plan(wanted, lock, tree or {}, cache, options or Options())


def only(plan: Plan) -> AssetPlan:
    """The only asset of a plan."""
    (found,) = plan.assets
    return found


def only_output(plan: Plan) -> OutputPlan:
    """The only output of the only asset of a plan."""
    (found,) = only(plan).outputs
    return found


def _wanted(
    one: DesiredAsset, lock: Lock, cache: Holdings, old: Address | None, free: Iterable[str]
) -> Wanted:
    locked = lock.assets.get(old or one.address)
    answer, is_free = None, False
    if isinstance(one.source, Request):
        answer = cache.results.get(digests.request_fingerprint(one.source))
        is_free = one.source.provider in free
    return Wanted(one, locked, resolve(one, locked, answer), old, is_free)
