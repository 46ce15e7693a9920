"""The contract: the vendor's own SDK, strict about every answer, drives the emulator."""

from __future__ import annotations

import base64
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import getimg
import httpx
import pytest

from assetgen.emulator.drawing import draw
from assetgen.emulator.emulator import Emulator
from assetgen.emulator.faults import parse_fault
from assetgen.emulator.options import Options
from assetgen.emulator.png import encode
from assetgen.emulator.testing import running_emulator, serving

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def sdk(base_url: str, key: str = "sk_test") -> Iterator[getimg.GetimgAI]:
    with getimg.GetimgAI(
        api_key=key, base_url=base_url, max_retries=0, _strict_response_validation=True
    ) as client:
        yield client


@pytest.fixture(scope="module")
def client() -> Iterator[getimg.GetimgAI]:
    with running_emulator() as base_url, sdk(base_url) as found:
        yield found


def test_a_picture_is_generated_and_downloaded(client: getimg.GetimgAI) -> None:
    answer = client.images.generate(
        model="gpt-image-2",
        prompt="a fox",
        aspect_ratio="16:9",
        resolution="2K",
        output_format="webp",
    )
    assert (answer.status, answer.usage.total_cost, answer.usage.billable_unit) == (
        "completed",
        0.09,
        "image",
    )
    picture = httpx.get(answer.data[0].url)
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/webp")


def test_references_go_as_data_urls(client: getimg.GetimgAI) -> None:
    data = base64.b64encode(encode(draw("style", 64, 64), 1_000_000)).decode()
    url = f"data:image/png;base64,{data}"
    answer = client.images.generate(
        model="seedream-5-lite", prompt="the same in snow", images=[{"url": url}, {"url": url}]
    )
    assert answer.data[0].mime_type == "image/jpeg"


def test_models_are_listed_by_type(client: getimg.GetimgAI) -> None:
    models = client.models.list(type="image")
    assert [(model.id, [rate.unit_price for rate in model.pricing.rates]) for model in models] == [
        ("seedream-5-lite", ["0.05"]),
        ("gpt-image-2", ["0.06", "0.09", "0.12"]),
        ("gemini-3-1-flash-image", ["0.04", "0.06", "0.1"]),
        ("gemini-3-1-flash-lite-image", ["0.02"]),
        ("wan-2-7-image", ["0.03"]),
        ("z-image-turbo", ["0.005"]),
        ("seedream-4-5", []),
    ]
    assert [model.id for model in client.models.list(type="video")] == ["seedance-v1-pro"]


def test_one_model_is_shown(client: getimg.GetimgAI) -> None:
    model = client.models.retrieve("gpt-image-2")
    assert (model.supported_references, model.supported_resolutions) == (
        {"reference_image": 8},
        ["1K", "2K", "4K"],
    )


def test_balance_and_costs_are_what_was_bought() -> None:
    with running_emulator() as base_url, sdk(base_url) as client:
        client.images.generate(model="gpt-image-2", prompt="a fox")
        now = datetime.now(UTC)
        costs = client.billing.list_costs(start=now.replace(hour=0, minute=0), end=now)
        assert client.billing.retrieve_balance().balance == "999.94"
        assert costs.total_cost == sum(day.cost for day in costs.data) == 0.06


@pytest.mark.parametrize(
    ("fault", "error", "code"),
    [
        ("bad-request", getimg.BadRequestError, "invalid_parameter"),
        ("unauthorized", getimg.AuthenticationError, "invalid_api_key"),
        ("no-money", getimg.APIStatusError, "quota_exceeded"),
        ("not-found", getimg.NotFoundError, "not_found"),
        ("refused", getimg.UnprocessableEntityError, "content_policy_violation"),
        ("rate-limit", getimg.RateLimitError, "rate_limit"),
        ("rate-limit-bare", getimg.RateLimitError, "rate_limit"),
        ("server-error", getimg.InternalServerError, "server_error"),
        ("unavailable", getimg.InternalServerError, "server_error"),
    ],
)
def test_every_error_is_the_class_that_the_sdk_has_for_it(
    fault: str, error: type[getimg.APIStatusError], code: str
) -> None:
    with (
        running_emulator(Options(faults=(parse_fault(fault),))) as base_url,
        sdk(base_url) as client,
        pytest.raises(error) as raised,
    ):
        client.images.generate(model="gpt-image-2", prompt="a fox")
    assert isinstance(raised.value.body, dict)
    assert raised.value.body["error"]["code"] == code


def test_a_wrong_key_and_a_wrong_model_are_errors_of_the_sdk_too() -> None:
    with running_emulator() as base_url:
        with sdk(base_url, "nonsense") as client, pytest.raises(getimg.AuthenticationError):
            client.models.list()
        with sdk(base_url) as client, pytest.raises(getimg.NotFoundError):
            client.models.retrieve("no-such")


def test_a_broken_connection_is_a_connection_error_of_the_sdk() -> None:
    emulator = Emulator(Options(faults=(parse_fault("reset-after"),)))
    with (
        serving(emulator) as base_url,
        sdk(base_url) as client,
        pytest.raises(getimg.APIConnectionError),
    ):
        client.images.generate(model="gpt-image-2", prompt="a fox")
    assert [charge.state for charge in emulator.account.bill] == ["cut"]
