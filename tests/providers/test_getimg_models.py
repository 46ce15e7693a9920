from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from assetgen.model import Request
from assetgen.providers.getimg_models import Model, Rate, limits, parse_models, price

RATES: list[dict[str, Any]] = [
    {"billable_unit": "image", "resolution": "1K", "sound": "not_applicable", "unit_price": "0.06"},
    {"billable_unit": "image", "resolution": "4K", "sound": "not_applicable", "unit_price": "0.12"},
    {"billable_unit": "image", "resolution": None, "sound": "not_applicable", "unit_price": "0.09"},
    {"billable_unit": "video_second", "resolution": "2K", "unit_price": "0.01"},
]
ENTRY: dict[str, Any] = {
    "id": "gpt-image-2",
    "name": "GPT Image 2",
    "type": "image",
    "created_at": "2026-05-02T12:30:00.000Z",
    "supported_aspect_ratios": ["1:1", "16:9"],
    "supported_resolutions": ["1K", "2K", "4K"],
    "supported_durations": [],
    "supported_references": {"reference_image": 4},
    "supports_sound": False,
    "pricing": {"currency": "USD", "rates": RATES},
}
OLDER = {"id": "old", "name": "Old", "type": "image", "created_at": "2026-01-01T00:00:00Z"}


def model(**changes: Any) -> Model:
    found = parse_models([ENTRY | changes])
    assert found is not None
    return found["gpt-image-2"]


def request(**fields: Any) -> Request:
    return Request("getimg", "a knight", "gpt-image-2", **fields)


def test_a_model_is_read_with_its_abilities_and_prices() -> None:
    assert model() == Model(
        id="gpt-image-2",
        is_image=True,
        aspect_ratios=("1:1", "16:9"),
        resolutions=("1K", "2K", "4K"),
        references=4,
        rates=(
            Rate("1K", Decimal("0.06")),
            Rate("4K", Decimal("0.12")),
            Rate(None, Decimal("0.09")),
        ),
    )


def test_of_the_older_shape_nothing_is_known() -> None:
    assert parse_models([OLDER]) == {"old": Model("old")}
    asked = Request("getimg", "x", "old", "7:1", "9K", references=("https://x",) * 8)
    assert limits(Model("old"), asked) == ()
    assert price(Model("old"), asked) is None


@pytest.mark.parametrize("value", [None, {}, {"data": [ENTRY]}, "x", 3])
def test_what_is_no_list_is_none(value: object) -> None:
    assert parse_models(value) is None


def test_entries_in_no_known_form_are_left_out() -> None:
    assert parse_models([None, 3, {}, {"id": ""}, {"id": 7}, OLDER]) == {"old": Model("old")}


@pytest.mark.parametrize(
    "changes",
    [
        {"supported_aspect_ratios": "1:1", "supported_resolutions": [3]},
        {"supported_references": 4},
        {"supported_references": {"reference_image": "many"}},
        {"pricing": None},
        {"pricing": {"currency": "EUR", "rates": RATES}},
        {"pricing": {"currency": "USD", "rates": [{"billable_unit": "image"}, 3]}},
        {"pricing": {"currency": "USD", "rates": [RATES[0] | {"unit_price": "-1"}]}},
        {"pricing": {"currency": "USD", "rates": [RATES[0] | {"resolution": 3}]}},
    ],
)
def test_values_in_no_known_form_are_unknown(changes: dict[str, Any]) -> None:
    known, found = model(), model(**changes)
    for name in ("aspect_ratios", "resolutions", "references", "rates"):
        assert getattr(found, name) in (None, (), getattr(known, name))
    assert found != known


@pytest.mark.parametrize(
    ("resolution", "cost"),
    [("1K", "0.06"), ("4K", "0.12"), ("2K", "0.09"), (None, "0.06")],
)
def test_the_price_is_that_of_the_resolution_or_of_any(resolution: str | None, cost: str) -> None:
    assert price(model(), request(resolution=resolution)) == Decimal(cost)


def test_without_a_rate_for_it_the_price_is_unknown_and_never_nothing() -> None:
    only = model(pricing={"currency": "USD", "rates": RATES[:1]})
    assert price(only, request(resolution="4K")) is None
    assert price(model(pricing={"currency": "USD", "rates": []}), request()) is None


@pytest.mark.parametrize(
    ("fields", "changes", "found"),
    [
        ({"aspect_ratio": "16:9", "resolution": "4K"}, {}, ()),
        ({}, {}, ()),
        (
            {"aspect_ratio": "4:3"},
            {},
            ("gpt-image-2 has no aspect_ratio 4:3 (it has 1:1, 16:9)",),
        ),
        (
            {"aspect_ratio": "4:3", "resolution": "8K"},
            {},
            (
                "gpt-image-2 has no aspect_ratio 4:3 (it has 1:1, 16:9)",
                "gpt-image-2 has no resolution 8K (it has 1K, 2K, 4K)",
            ),
        ),
        (
            {"references": ("https://x",) * 5},
            {},
            ("gpt-image-2 takes at most 4 references: 5",),
        ),
        (
            {"references": ("https://x",)},
            {"supported_references": {}},
            ("gpt-image-2 takes no references: 1",),
        ),
        ({}, {"type": "video"}, ("gpt-image-2 makes videos, not pictures",)),
    ],
)
def test_what_a_model_can_not_do_is_said(
    fields: dict[str, Any], changes: dict[str, Any], found: tuple[str, ...]
) -> None:
    assert limits(model(**changes), request(**fields)) == found
