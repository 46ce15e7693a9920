"""Values that the tests of the store share."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assetgen.digest import digest_bytes, fingerprint_text
from assetgen.model import Digest, Fingerprint, Rendition, Result, Take

if TYPE_CHECKING:
    from pathlib import Path

REQUEST = '{"prompt":"a knight","provider":"placeholder","schema":1,"source_format":"png"}'
FINGERPRINT = fingerprint_text(REQUEST)


def a_result(
    data: bytes = b"a picture",
    number: int = 1,
    request: str = REQUEST,
    fingerprint: Fingerprint | None = None,
    time: str = "2026-11-22T10:00:00Z",
) -> Result:
    """An answer that came back with `data`."""
    digest = digest_bytes(data)
    take = Take(number, digest, "image/png", 640, 480, "gen-1", Decimal("0.05"), time)
    return Result(request, fingerprint or fingerprint_text(request), take)


def a_rendition(recipe: str, data: bytes = b"an output") -> Rendition:
    """What the recipe of that key made."""
    key = Fingerprint(f"{recipe:0>32}")
    return Rendition(key, digest_bytes(data), len(data), 64, 48, f'{{"name":"{recipe}"}}')


def overwrite(path: Path, data: bytes) -> None:
    """Change a read-only file in place, as a failing disk would."""
    path.chmod(0o644)
    path.write_bytes(data)


def digest_number(number: int) -> Digest:
    """A digest, by number."""
    return digest_bytes(b"%d" % number)
