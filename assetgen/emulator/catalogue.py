"""The models that the emulator offers: ratios, resolutions, references, prices.

Identifiers are real; the order of the lists, most limits and most prices are invented, because
nobody documents them: the real list is asked of the real API. One model is sold without a listed
price, as the API allows, and one makes videos, so that a client has to look at `type`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

EDGES = {"1K": 1024, "2K": 2048, "4K": 4096}
"""The side of a square picture in pixels, by resolution."""

_CREATED = "2026-04-18T09:00:00.000Z"
_COMMON = ("1:1", "2:3", "3:2", "3:4", "4:3", "9:16", "16:9", "21:9")
_WIDE = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "9:16", "16:9", "21:9")
_FULL = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")


@dataclass(frozen=True, slots=True)
class Model:
    """One model. `prices` are USD an image by resolution; None stands for any resolution."""

    id: str
    name: str
    ratios: tuple[str, ...]
    resolutions: tuple[str, ...]
    references: int
    prices: Mapping[str | None, Decimal] = field(default_factory=dict)
    lists_prices: bool = True
    makes_videos: bool = False

    def price(self, resolution: str) -> Decimal:
        """USD for one image, whether the list shows it or not."""
        return self.prices.get(resolution, self.prices.get(None, Decimal(0)))


MODELS = (
    Model("seedream-5-lite", "Seedream 5 Lite", _WIDE, ("2K", "1K"), 4, {None: Decimal("0.05")}),
    Model(
        "gpt-image-2",
        "GPT Image 2",
        _WIDE,
        ("1K", "2K", "4K"),
        8,
        {"1K": Decimal("0.06"), "2K": Decimal("0.09"), "4K": Decimal("0.12")},
    ),
    Model(
        "gemini-3-1-flash-image",
        "Nano Banana 2",
        _COMMON,
        ("1K", "2K", "4K"),
        4,
        {"1K": Decimal("0.04"), "2K": Decimal("0.06"), "4K": Decimal("0.1")},
    ),
    Model(
        "gemini-3-1-flash-lite-image",
        "NB2 Lite",
        _FULL,
        ("1K", "2K", "4K"),
        4,
        {None: Decimal("0.02")},
    ),
    Model("wan-2-7-image", "Wan 2.7", _WIDE, ("1K", "2K", "4K"), 8, {None: Decimal("0.03")}),
    Model(
        "z-image-turbo",
        "Z-Image Turbo",
        _COMMON,
        ("1K", "2K", "4K"),
        0,
        {None: Decimal("0.005")},
    ),
    Model(
        "seedream-4-5",
        "Seedream 4.5",
        _WIDE,
        ("2K", "4K"),
        4,
        {None: Decimal("0.04")},
        lists_prices=False,
    ),
    Model("seedance-v1-pro", "Seedance 1 Pro", ("16:9", "9:16"), ("1080p",), 1, makes_videos=True),
)


def find_model(identifier: str) -> Model | None:
    """The model of this name, of either type."""
    return next((model for model in MODELS if model.id == identifier), None)


def document(model: Model, *, older: bool) -> dict[str, Any]:
    """A model as `GET /v2/models` shows it; the older shape has four keys only."""
    kind = "video" if model.makes_videos else "image"
    shown: dict[str, Any] = {
        "id": model.id,
        "name": model.name,
        "type": kind,
        "created_at": _CREATED,
    }
    if older:
        return shown
    return shown | {
        "supported_aspect_ratios": list(model.ratios),
        "supported_resolutions": list(model.resolutions),
        "supported_durations": [5, 10] if model.makes_videos else [],
        "supported_references": _references(model),
        "supports_sound": False,
        "pricing": {"currency": "USD", "rates": _rates(model)},
    }


def pixels(ratio: str, resolution: str) -> tuple[int, int]:
    """Width and height: the area of the resolution's square, sides in multiples of 16."""
    across, down = (int(part) for part in ratio.split(":"))
    edge = EDGES[resolution]
    width = round(edge * math.sqrt(across / down) / 16) * 16
    height = round(edge * math.sqrt(down / across) / 16) * 16
    return width, height


def _references(model: Model) -> dict[str, int]:
    if not model.references:
        return {}
    return {"first_frame" if model.makes_videos else "reference_image": model.references}


def _rates(model: Model) -> list[dict[str, str | None]]:
    if not model.lists_prices:
        return []
    cheapest_first = sorted(model.prices.items(), key=lambda rate: rate[1])
    return [
        {
            "billable_unit": "image",
            "resolution": resolution,
            "sound": "not_applicable",
            "unit_price": str(price),
        }
        for resolution, price in cheapest_first
    ]
