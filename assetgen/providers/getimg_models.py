"""What getimg's model list says: which requests a model can do, and what a picture costs. Pure.

Two shapes are about: with abilities and prices, and an older one with names only, of which nothing
can be said. What isn't known is never taken for allowed, refused or free.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetgen.providers.replies import amount, items, table, text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from assetgen.model import Request

ROLE = "reference_image"


@dataclass(frozen=True, slots=True)
class Rate:
    """USD for one picture at a resolution; at any where `resolution` is None."""

    resolution: str | None
    price: Decimal


@dataclass(frozen=True, slots=True)
class Model:
    """One entry of the list. None, also for the lists, is unknown; the first of each is default."""

    id: str
    is_image: bool = True
    aspect_ratios: tuple[str, ...] | None = None
    resolutions: tuple[str, ...] | None = None
    references: int | None = None
    rates: tuple[Rate, ...] = ()


Models = dict[str, Model]


def parse_models(value: object) -> Models | None:
    """The list, by id; None when `value` is no such list. Entries in no known form are left out."""
    if not isinstance(value, list):
        return None
    found = (parse_model(entry) for entry in value)
    return {model.id: model for model in found if model is not None}


def parse_model(value: object) -> Model | None:
    """One model, None when it has no id."""
    entry = table(value)
    name = text(entry.get("id"))
    if name is None:
        return None
    return Model(
        id=name,
        is_image=entry.get("type", "image") == "image",
        aspect_ratios=_texts(entry.get("supported_aspect_ratios")),
        resolutions=_texts(entry.get("supported_resolutions")),
        references=_references(entry),
        rates=_rates(table(entry.get("pricing"))),
    )


def limits(model: Model, request: Request) -> tuple[str, ...]:
    """What the model can't do of a request, one sentence each."""
    found: list[str] = []
    if not model.is_image:
        found.append(f"{model.id} makes videos, not pictures")
    for name, value, allowed in (
        ("aspect_ratio", request.aspect_ratio, model.aspect_ratios),
        ("resolution", request.resolution, model.resolutions),
    ):
        if value is not None and allowed is not None and value not in allowed:
            found.append(f"{model.id} has no {name} {value} (it has {', '.join(allowed)})")
    most = model.references
    if most is not None and len(request.references) > most:
        takes = f"at most {most}" if most else "no"
        found.append(f"{model.id} takes {takes} references: {len(request.references)}")
    return tuple(found)


def price(model: Model, request: Request) -> Decimal | None:
    """USD for the request's picture: the rate of its resolution, else that of any, else unknown.

    Without a resolution the model's first one is used, as its server does.
    """
    resolution = request.resolution or (model.resolutions or (None,))[0]
    rates = {rate.resolution: rate.price for rate in reversed(model.rates)}
    return rates.get(resolution, rates.get(None))


def _texts(value: object) -> tuple[str, ...] | None:
    return tuple(entry for entry in items(value) if isinstance(entry, str)) or None


def _references(entry: Mapping[str, Any]) -> int | None:
    roles = entry.get("supported_references")
    if not isinstance(roles, dict):
        return None
    most = roles.get(ROLE, 0)
    return most if isinstance(most, int) and not isinstance(most, bool) and most >= 0 else None


def _rates(pricing: Mapping[str, Any]) -> tuple[Rate, ...]:
    if pricing.get("currency") != "USD":
        return ()
    found: list[Rate] = []
    for entry in map(table, items(pricing.get("rates"))):
        resolution, cost = entry.get("resolution"), amount(entry.get("unit_price"))
        is_known = resolution is None or isinstance(resolution, str)
        if entry.get("billable_unit") == "image" and is_known and cost is not None:
            found.append(Rate(resolution, cost))
    return tuple(found)
