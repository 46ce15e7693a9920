"""The nouns of the program: frozen values that every room shares.

No behaviour beyond questions, no input or output. The words are those of `docs/glossary.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, NewType, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from assetgen.errors import Place

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

Address = NewType("Address", str)
"""Names one asset: `hero`, `icon@longsword`."""

Digest = NewType("Digest", str)
"""`sha256:` and 64 hexadecimal digits: the name of bytes."""

Fingerprint = NewType("Fingerprint", str)
"""32 hexadecimal digits, XXH3-128 of a canonical form: the key of a request or a recipe."""

Stamp = NewType("Stamp", str)
"""32 hexadecimal digits, XXH3-128 of raw input bytes; local, never shared."""

FORMATS = ("png", "jpeg", "webp", "avif")
"""Formats that an output can have."""

EXTENSIONS = {"png": "png", "jpeg": "jpg", "jpg": "jpg", "webp": "webp", "avif": "avif"}
"""The extension of each format's files; `jpg` and `jpeg` name the same format."""

MEDIA_TYPES = {f: f"image/{f}" for f in FORMATS}


# What is asked of a provider, and what is done to the picture.


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent to a provider; the only thing that can cost money.

    Texts are already normalized (`digest.normalize_text`). `parameters` are the provider's own.
    `references` are pictures to go by, in order: the digest of a file, or an https URL.
    """

    provider: str
    prompt: str
    model: str | None = None
    aspect_ratio: str | None = None
    resolution: str | None = None
    source_format: str = "png"
    parameters: Mapping[str, Json] = field(default_factory=dict)
    realm: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transform:
    """One step of a recipe: name, version of its code, plain parameters, digests of its files."""

    name: str
    version: int
    parameters: Mapping[str, Json] = field(default_factory=dict)
    files: tuple[Digest, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """The ordered transforms that make one output; the last is always `encode`."""

    transforms: tuple[Transform, ...]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A picture of the user's own: its path relative to the project, and its digest."""

    path: str
    digest: Digest


# What the spec wants.


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a resolved value came from, and the text to show for it."""

    place: Place
    value: str


@dataclass(frozen=True, slots=True)
class DesiredOutput:
    """One file that the spec wants: a path relative to the project, `/` as separator."""

    path: str
    recipe: Recipe


@dataclass(frozen=True, slots=True)
class DesiredAsset:
    """One entry of the spec after `for_each` and `matrix`.

    `origins` maps field names (`prompt`, `model`, `output.width`…) to where they were written.
    `reference_files` has a path, relative to the project, for each digest among the references.
    """

    address: Address
    place: Place
    source: Request | SourceFile
    outputs: tuple[DesiredOutput, ...]
    pinned: bool = False
    tags: tuple[str, ...] = ()
    alt: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    reference_files: Mapping[Digest, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """A `[[moved]]` entry; an asset name stands for every address made from it."""

    from_: Address
    to: Address
    place: Place


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """`[project]`, `[remote]` and `[budget]` of the root spec; paths relative to the project."""

    name: str
    root: str = "assets"
    ignore_outputs: bool = False
    release: bool = False
    remote: str | None = None
    per_run: Decimal | None = None
    per_month: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """`[provider.NAME]`: how fast and at what price; no part of any fingerprint."""

    concurrency: int | None = None
    requests_per_minute: int | None = None
    timeout: float | None = None
    prices: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything on disk that the spec depends on, as absolute paths.

    `files` were read, `folders` were listed for a glob, `absent` were looked for and not found.
    """

    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spec:
    """The parsed and expanded `assets.toml` with its includes; assets in spec order."""

    project: ProjectSettings
    assets: tuple[DesiredAsset, ...]
    providers: Mapping[str, ProviderSettings] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
    inputs: Inputs = field(default_factory=Inputs)
    warnings: tuple[str, ...] = ()


# What was accepted: the lock.


@dataclass(frozen=True, slots=True)
class Take:
    """One draw of a request, as it arrived. `cost` is USD; None when nobody named one."""

    number: int
    digest: Digest
    media_type: str
    width: int
    height: int
    generation_id: str | None = None
    cost: Decimal | None = None
    time: str = ""


@dataclass(frozen=True, slots=True)
class LockedOutput:
    """One file as it was written: size in bytes, width and height in pixels.

    An adopted output has the user's bytes; its recipe is the one that the spec had then.
    """

    path: str
    recipe: Fingerprint
    digest: Digest
    size: int
    width: int
    height: int
    adopted: bool = False


@dataclass(frozen=True, slots=True)
class LockedAsset:
    """One line of the lock.

    `source` is the request or file that was accepted; `chosen` the digest that outputs are made
    from (None while only adopted files stand); `extra` holds keys this version does not know.
    """

    address: Address
    source: Request | SourceFile
    outputs: tuple[LockedOutput, ...] = ()
    takes: tuple[Take, ...] = ()
    chosen: Digest | None = None
    chosen_by: str = "sync"
    picked: bool = False
    extra: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lock:
    """What `assets.lock` says, by address."""

    assets: Mapping[Address, LockedAsset] = field(default_factory=dict)


# What is held: results and renditions of the cache.


@dataclass(frozen=True, slots=True)
class Result:
    """A stored answer for (request, take): the canonical request and the take."""

    request: str
    fingerprint: Fingerprint
    take: Take


@dataclass(frozen=True, slots=True)
class Rendition:
    """What a recipe once made: the output blob, and the canonical recipe for people to compare."""

    recipe: Fingerprint
    digest: Digest
    size: int
    width: int
    height: int
    canonical: str = ""


# What is in the tree.


class Kind(Enum):
    """What stands at a path."""

    ABSENT = "absent"
    FILE = "file"
    FOLDER = "folder"
    SYMLINK = "symlink"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Stat:
    """The identity of a file's content as far as `lstat` can tell; times in nanoseconds."""

    size: int
    mtime: int
    ctime: int
    inode: int
    device: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What was observed at one path: a file has a digest, or is a Git LFS pointer to a picture."""

    kind: Kind = Kind.ABSENT
    digest: Digest | None = None
    stat: Stat | None = None
    is_pointer: bool = False


ABSENT = Seen()
