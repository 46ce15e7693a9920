"""The ports of this room: everything that touches disk, provider, image library or a person.

Real ones are passed in by `reconcile`; tests pass fakes from `tests/support`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from assetgen.model import (
        Address,
        Digest,
        Fingerprint,
        Lock,
        Recipe,
        Rendition,
        Result,
        Seen,
    )


class Claims(Protocol):
    """Who is making what on this machine at this moment."""

    def hold(self, name: str, should_stop: Callable[[], bool]) -> AbstractContextManager[bool]:
        """Hold the only right to make `name`; False when asked to stop while waiting."""


class Memory(Protocol):
    """What the cache's database remembers."""

    def add_written(self, digests: Iterable[Digest]) -> None:
        """Remember digests as ours, before they are written into a tree."""

    def add_renditions(self, renditions: Iterable[Rendition]) -> None:
        """Remember what recipes made."""


class Store(Protocol):
    """What is held, and where new results and outputs go."""

    @property
    def claims(self) -> Claims: ...
    @property
    def database(self) -> Memory: ...

    def available(self, digests: Iterable[Digest]) -> set[Digest]:
        """Those whose bytes can be had."""

    def blob(self, digest: Digest) -> bytes:
        """Verified bytes. Raises GoneError."""

    def blob_path(self, digest: Digest) -> Path:
        """A file with verified bytes, to copy from. Raises GoneError."""

    def find(self, fingerprint: Fingerprint, canonical: str, number: int) -> Result | None:
        """The held answer for (request, take)."""

    def put_source(self, data: bytes, result: Result, *, durable: bool) -> None:
        """Keep a raw picture and its result, in the cache and then in the remote."""

    def put_output(self, data: bytes) -> Digest:
        """Keep the bytes of an output."""

    def put_file(self, path: Path) -> Digest:
        """Keep the bytes of a file of the tree before they are replaced or removed."""


class Picture(Protocol):
    """Rendered bytes with their size in pixels."""

    @property
    def data(self) -> bytes: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


class Renderer(Protocol):
    """Makes outputs of a source; decoding it once."""

    def __call__(
        self, source: bytes, recipes: Sequence[Recipe], /
    ) -> Sequence[Picture | Exception]:
        """One picture or TransformError per recipe, in order. Raises UnusableError."""


class Tree(Protocol):
    """The project's files. `seen` is what the plan saw; anything else there is a ConflictError."""

    def write(self, path: str, content: Path, seen: Seen) -> None:
        """Put a copy of `content` at `path`, whole or not at all."""

    def remove(self, path: str, seen: Seen) -> None:
        """Remove our bytes at `path`."""

    def exists(self, path: str) -> bool:
        """Whether anything stands at `path`."""

    def is_same_file(self, path: str, other: str) -> bool:
        """Whether two paths name one file, as on a file system that folds case."""

    def rename(self, path: str, target: str) -> None:
        """Give a file its other spelling."""

    def absolute(self, path: str) -> Path:
        """Where `path` is on disk."""


class LockKeeper(Protocol):
    """`assets.lock`, under the project's lock."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...

    def read(self) -> Lock:
        """What the lock file says now."""

    def write(self, lock: Lock) -> None:
        """Replace it, atomically; unchanged lines stay byte-identical."""


class Listener(Protocol):
    """Someone who shows a run to a person."""

    def started(self, total: int) -> None:
        """A run of so many assets begins."""

    def working(self, address: Address) -> None:
        """Work on an asset begins."""

    def finished(self, address: Address, problem: str | None) -> None:
        """An asset is done, or failed with a sentence."""
