"""The provider `placeholder`: draws a request instead of buying it. No key, network or clock.

The picture depends on the request alone, so that it is the same on every machine and can be made
again at any time.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assetgen.digest import request_fingerprint
from assetgen.providers.base import GeneratedImage
from assetgen.providers.placeholder.picture import draw
from assetgen.providers.placeholder.sizes import pixel_size
from assetgen.transforms.svg import rasterize

if TYPE_CHECKING:
    from assetgen.model import Request

_FORMATS = {"jpg": "jpeg", "jpeg": "jpeg", "webp": "webp"}


class PlaceholderProvider:
    """Draws every request; accepts every model, ratio, resolution, format and parameter."""

    name = "placeholder"
    is_free = True

    def problems(self, request: Request) -> tuple[str, ...]:  # noqa: ARG002 - the port names it
        return ()

    def price(self, request: Request) -> Decimal | None:  # noqa: ARG002 - the port names it
        return Decimal(0)

    def generate(self, request: Request) -> GeneratedImage:
        """Draw it: png unless jpeg or webp is asked for."""
        width, height = pixel_size(request.aspect_ratio, request.resolution)
        format_ = _FORMATS.get(request.source_format.lower(), "png")
        drawing = draw(request.prompt, request_fingerprint(request), width, height)
        data = rasterize(drawing, width, height, format_)
        return GeneratedImage(data, f"image/{format_}", width, height, cost=Decimal(0))
