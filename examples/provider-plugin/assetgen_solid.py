# ruff: noqa: INP001 - one module is the whole plugin
"""A provider for assetgen that draws a picture of one colour: an example of a plugin.

`provider = "solid"` in a spec; `parameters = { colour = "#e8622a" }`, or a colour by the prompt.
It is free, needs no network, and answers with the picture's bytes at once.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from decimal import Decimal
from typing import TYPE_CHECKING

from assetgen.providers.base import Answer, LinkDeadError, RequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetgen.model import Digest, Request
    from assetgen.providers.base import ReferenceFile
    from assetgen.providers.context import ProviderContext

COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
PIXELS = re.compile(r"([1-9][0-9]{0,3})x([1-9][0-9]{0,3})")


class SolidProvider:
    """The factory that the entry point names: called with a `ProviderContext`, once a run."""

    name = "solid"  # the name of the entry point
    realm = ""  # for providers whose money is not real: another word here keeps them apart
    is_free = True  # what was lost is simply drawn again

    def __init__(self, context: ProviderContext) -> None:
        # The user's own `[provider.solid]` table; the spec's is in `context.provider_settings`.
        self._side = int(str(context.settings.get("side", 256)))

    def problems(self, request: Request) -> tuple[str, ...]:
        """Errors of the plan, so that nothing is sent that can't work."""
        found = [f"solid has no such parameter: {n}" for n in request.parameters if n != "colour"]
        colour = request.parameters.get("colour", "#000000")
        if not (isinstance(colour, str) and COLOUR.fullmatch(colour)):
            found.append(f"solid takes colours like #e8622a: {colour}")
        if request.source_format != "png":
            found.append(f"solid makes png only: {request.source_format}")
        return tuple(found)

    def warnings(self, request: Request) -> tuple[str, ...]:
        """What may come as a surprise, said in the plan."""
        return ("solid ignores references",) if request.references else ()

    def price(self, request: Request) -> Decimal | None:  # noqa: ARG002 - the port names it
        """USD for one picture; None would mean that nobody knows."""
        return Decimal(0)

    def send(
        self,
        request: Request,
        references: Mapping[Digest, ReferenceFile],  # noqa: ARG002 - the port names it
    ) -> Answer:
        """The picture, or one of the errors that `assetgen.providers.base` draws as a tree."""
        wrong = self.problems(request)
        if wrong:
            raise RequestError(wrong[0])
        width, height = self._size(request)
        data = png(width, height, pixel(request))
        return Answer("image/png", data, cost=Decimal(0), width=width, height=height)

    def download(self, url: str) -> bytes:
        """For providers that answer with a link; this one never does."""
        raise LinkDeadError(f"solid has no links: {url}")

    def _size(self, request: Request) -> tuple[int, int]:
        written = PIXELS.fullmatch(request.resolution or "")
        return (int(written[1]), int(written[2])) if written else (self._side, self._side)


def pixel(request: Request) -> bytes:
    """Red, green and blue: the colour that is asked for, else one that the prompt gives."""
    colour = request.parameters.get("colour")
    if isinstance(colour, str):
        return bytes.fromhex(colour[1:])
    return hashlib.sha256(request.prompt.encode()).digest()[:3]


def png(width: int, height: int, colour: bytes) -> bytes:
    """A PNG of one colour, by the chunks of its specification (ISO/IEC 15948)."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + colour * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def chunk(kind: bytes, data: bytes) -> bytes:
    """Length, kind, data, checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
