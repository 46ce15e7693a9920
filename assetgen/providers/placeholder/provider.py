"""The provider `placeholder`: draws a request instead of buying it. No key, network or clock.

The picture depends on the request alone, so that it is the same on every machine and can be made
again at any time.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assetgen.digest import request_fingerprint
from assetgen.providers.base import Answer, LinkDeadError
from assetgen.providers.placeholder.picture import draw
from assetgen.providers.placeholder.sizes import pixel_size
from assetgen.transforms.svg import rasterize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetgen.model import Digest, Request
    from assetgen.providers.base import ReferenceFile

_FORMATS = {"jpg": "jpeg", "jpeg": "jpeg", "webp": "webp"}


class PlaceholderProvider:
    """Draws every request; accepts every model, ratio, resolution, format and parameter."""

    name = "placeholder"
    realm = ""
    is_free = True

    def problems(self, request: Request) -> tuple[str, ...]:  # noqa: ARG002 - the port names it
        return ()

    def warnings(self, request: Request) -> tuple[str, ...]:  # noqa: ARG002 - the port names it
        return ()

    def price(self, request: Request) -> Decimal | None:  # noqa: ARG002 - the port names it
        return Decimal(0)

    def send(self, request: Request, references: Mapping[Digest, ReferenceFile]) -> Answer:  # noqa: ARG002 - they are part of the fingerprint
        """Draw it: png unless jpeg or webp is asked for."""
        width, height = pixel_size(request.aspect_ratio, request.resolution)
        format_ = _FORMATS.get(request.source_format.lower(), "png")
        drawing = draw(request.prompt, request_fingerprint(request), width, height)
        data = rasterize(drawing, width, height, format_)
        media_type = f"image/{format_}"
        return Answer(media_type, data, cost=Decimal(0), width=width, height=height)

    def download(self, url: str) -> bytes:
        """Never needed: a drawing comes with its answer. Raises LinkDeadError."""
        raise LinkDeadError(f"placeholder has no links: {url}")
