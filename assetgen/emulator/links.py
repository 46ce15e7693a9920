"""Signed download links: `/v2/downloads/{id}/{index}?exp=&sig=`.

The signature covers identifier, index and expiry. Its key comes from the seed alone, so that a
restarted emulator still honours the links that it gave out.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """One file of one generation, and the Unix second after which it is gone."""

    id: str
    index: int
    expires: int

    def path(self, seed: int) -> str:
        """Path and query of the URL."""
        signature = _signature(self, seed)
        return f"/v2/downloads/{self.id}/{self.index}?exp={self.expires}&sig={signature}"

    def is_signed(self, signature: str, seed: int) -> bool:
        """Whether the emulator made this link."""
        return hmac.compare_digest(_signature(self, seed).encode(), signature.encode())


def _signature(link: Link, seed: int) -> str:
    key = hashlib.sha256(f"emulator {seed}".encode()).digest()
    text = f"{link.id}/{link.index}/{link.expires}".encode()
    return hmac.new(key, text, "sha256").hexdigest()[:32]
