"""The port that every provider fills: capabilities, price, and one call that makes a picture.

A provider never retries, stores or decides; `spending` and `apply` do. The contract suite in
`tests/providers/contract.py` is what a provider has to pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from decimal import Decimal

    from assetgen.model import Request


@dataclass(frozen=True, slots=True)
class GeneratedImage:
    """What a provider answered: bytes as they came; cost in USD, None when it named none."""

    data: bytes
    media_type: str
    width: int
    height: int
    generation_id: str | None = None
    cost: Decimal | None = None


class Provider(Protocol):
    """Someone who can turn a request into a picture."""

    @property
    def name(self) -> str:
        """The name that a spec uses."""

    @property
    def is_free(self) -> bool:
        """Whether a request can never cost money, so that running it again is harmless."""

    def problems(self, request: Request) -> tuple[str, ...]:
        """What this provider can't do of a request, one sentence each; empty when it can."""

    def price(self, request: Request) -> Decimal | None:
        """USD for one picture; None when unknown, which is never the same as 0."""

    def generate(self, request: Request) -> GeneratedImage:
        """Make the picture. Raises GenerationError; never anything else for a bad answer."""
