"""What this room needs from outside: a place for pictures, and somebody who can look at one.

`store.cache.Cache` is the real place; tests pass one in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from assetgen.model import Digest, Fingerprint, Result


class Bytes(Protocol):
    """Bytes by their digest."""

    def put(self, data: bytes, *, durable: bool) -> Digest:
        """Keep `data`; with `durable` it is on the disk when the call returns."""


class Pictures(Protocol):
    """What is held, and where what was bought goes. Every method raises CacheError."""

    @property
    def blobs(self) -> Bytes: ...

    def blob(self, digest: Digest) -> bytes:
        """Verified bytes. Raises GoneError."""

    def find(self, fingerprint: Fingerprint, canonical: str, number: int) -> Result | None:
        """The held answer for (request, take)."""

    def put_source(self, data: bytes, result: Result, *, durable: bool) -> None:
        """Keep a raw picture, then its result, here and then in the remote."""


class Measure(Protocol):
    """Looks at a picture's bytes."""

    def __call__(self, data: bytes, /) -> tuple[str, int, int]:
        """Media type by magic bytes, width and height in pixels. Raises UnusableError."""
