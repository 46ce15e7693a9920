"""What the generation call accepts, and the exact body of every refusal."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from assetgen.emulator.drawing import draw
from assetgen.emulator.emulator import Emulator
from assetgen.emulator.options import Options
from assetgen.emulator.png import encode
from tests.emulator.support import GENERATIONS, KEY, HandClock, ask, order

PNG = "data:image/png;base64," + base64.b64encode(encode(draw("style", 32, 32))).decode()
BIG = (
    "data:image/png;base64,"
    + base64.b64encode(encode(draw("style", 32, 32), 10 * 1024 * 1024 + 1)).decode()
)
MISTAKES: list[tuple[dict[str, Any], str, str, str]] = [
    ({"model": None}, "parameter_missing", "model", "Missing required parameter 'model'."),
    ({"prompt": None}, "parameter_missing", "prompt", "Missing required parameter 'prompt'."),
    ({"prompt": 7}, "invalid_parameter", "prompt", "Parameter 'prompt' must be a string."),
    ({"prompt": ""}, "invalid_parameter", "prompt", "Prompt must have 1 to 4096 characters."),
    ({"prompt": "x" * 4097}, "invalid_parameter", "prompt",
     "Prompt must have 1 to 4096 characters."),
    ({"model": "no-such"}, "invalid_parameter", "model", "Unsupported model 'no-such'."),
    ({"model": "seedance-v1-pro"}, "invalid_parameter", "model",
     "Unsupported model 'seedance-v1-pro'."),
    ({"aspect_ratio": "7:5"}, "invalid_parameter", "aspect_ratio",
     "Unsupported aspect ratio '7:5' for model 'gpt-image-2'."),
    ({"model": "seedream-5-lite", "resolution": "4K"}, "invalid_parameter", "resolution",
     "Unsupported resolution '4K' for model 'seedream-5-lite'."),
    ({"output_format": "avif"}, "invalid_parameter", "output_format",
     "Unsupported output format 'avif'."),
    ({"images": {}}, "invalid_parameter", "images", "Parameter 'images' must be an array."),
    ({"images": [PNG]}, "invalid_parameter", "images",
     "Each item of 'images' must be an object."),
    ({"images": [{}]}, "parameter_missing", "images", "Missing required parameter 'images'."),
    ({"images": [{"url": 7}]}, "invalid_parameter", "images",
     "The URL of a reference image must be a string."),
    ({"images": [{"url": PNG}] * 9}, "invalid_parameter", "images",
     "Model 'gpt-image-2' takes at most 8 reference images."),
    ({"model": "z-image-turbo", "images": [{"url": PNG}]}, "invalid_parameter", "images",
     "Model 'z-image-turbo' takes at most 0 reference images."),
    ({"images": [{"url": PNG, "role": "first_frame"}]}, "invalid_parameter", "images",
     "Unsupported role 'first_frame'."),
    ({"images": [{"url": "http://example.org/a.png"}]}, "invalid_parameter", "images",
     "A reference image must be an https URL or a PNG, JPEG or WebP data URL."),
    ({"images": [{"url": PNG.partition(",")[2]}]}, "invalid_parameter", "images",
     "A reference image must be an https URL or a PNG, JPEG or WebP data URL."),
    ({"images": [{"url": PNG[:-2] + "!"}]}, "invalid_parameter", "images",
     "The data URL of a reference image is not valid base64."),
    ({"images": [{"url": PNG.replace("png", "webp", 1)}]}, "invalid_parameter", "images",
     "The data URL of a reference image holds another kind of file."),
    ({"images": [{"url": BIG}]}, "invalid_parameter", "images",
     "A reference image has more than 10 MiB."),
]  # fmt: skip


@pytest.fixture
def emulator() -> Emulator:
    return Emulator(Options(), HandClock())


@pytest.mark.parametrize(("fields", "code", "param", "message"), MISTAKES)
def test_a_mistake_is_answered_with_its_field_and_costs_nothing(
    emulator: Emulator, fields: dict[str, Any], code: str, param: str, message: str
) -> None:
    answer = order(emulator, **fields)
    assert answer.status_code == 400
    assert answer.json() == {
        "error": {
            "message": message,
            "type": "invalid_request_error",
            "param": param,
            "code": code,
        }
    }
    assert emulator.account.bill == ()


def test_a_whole_answer_looks_like_the_documented_one(emulator: Emulator) -> None:
    answer = order(emulator, aspect_ratio="3:2", output_format="png")
    document = answer.json()
    url = document["data"][0].pop("url")
    assert url.startswith(
        f"http://127.0.0.1:4010/v2/downloads/{document['id']}/0?exp=1790003600&sig="
    )
    assert document == {
        "id": "req-" + document["id"][4:],
        "status": "completed",
        "model": "gpt-image-2",
        "data": [
            {
                "width": 1248,
                "height": 832,
                "mime_type": "image/png",
                "deletes_at": "2026-09-21T15:13:20.000Z",
            }
        ],
        "usage": {
            "total_cost": 0.06,
            "billable_unit": "image",
            "unit_price": 0.06,
            "quantity": 1,
        },
    }


def test_the_first_of_each_list_is_the_default(emulator: Emulator) -> None:
    picture = order(emulator, model="seedream-5-lite").json()["data"][0]
    assert (picture["width"], picture["height"], picture["mime_type"]) == (2048, 2048, "image/jpeg")


def test_the_longest_prompt_and_eight_references_are_accepted(emulator: Emulator) -> None:
    web = {"url": "https://example.org/style.png", "role": "reference_image"}
    images = [{"url": PNG}] * 7 + [web]
    assert order(emulator, prompt="x" * 4096, images=images).status_code == 200


def test_the_same_request_gives_the_same_pictures_in_the_same_order_in_every_run() -> None:
    def two() -> list[str]:
        emulator = Emulator(Options(), HandClock())
        return [order(emulator).json()["id"] for _ in range(2)]

    assert two() == two()
    assert len(set(two())) == 2


def test_a_missing_role_is_a_mistake_only_when_told_to_be_strict() -> None:
    strict = Emulator(Options(strict_roles=True), HandClock())
    assert order(strict, images=[{"url": PNG}]).json()["error"]["code"] == "parameter_missing"


@pytest.mark.parametrize("status", [413, 400])
def test_a_body_over_25_mib_is_turned_away(status: int) -> None:
    emulator = Emulator(Options(too_large_status=status), HandClock())
    images = [{"url": "data:image/png;base64," + "A" * (26 * 1024 * 1024)}]
    answer = order(emulator, images=images)
    assert answer.status_code == status
    assert answer.json()["error"]["message"] == "The body has more than 25 MiB."


@pytest.mark.parametrize(
    ("content", "media_type", "message"),
    [
        ("{", "application/json", "The body is not valid JSON."),
        ("[" * 100_000, "application/json", "The body is not valid JSON."),
        ("[]", "application/json", "The body must be a JSON object."),
        ("{}", "text/plain", "The content type must be application/json."),
    ],
)
def test_a_body_that_is_no_json_object_is_a_mistake(
    emulator: Emulator, content: str, media_type: str, message: str
) -> None:
    headers = {"Content-Type": media_type}
    answer = ask(emulator, "POST", GENERATIONS, content=content, headers=headers)
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, message)


@pytest.mark.parametrize("header", ["", "sk_test", "Bearer key-1", "Bearer sk_", "Basic sk_a"])
def test_a_missing_or_malformed_key_gets_the_documented_body(
    emulator: Emulator, header: str
) -> None:
    answer = ask(emulator, "POST", GENERATIONS, headers={"Authorization": header}, json={})
    assert answer.status_code == 401
    assert answer.json() == {
        "error": {
            "message": "Incorrect API key provided. You can manage your API keys at "
            "https://getimg.ai/app/developer/api-keys",
            "type": "invalid_request_error",
            "param": None,
            "code": "invalid_api_key",
            "doc_url": "https://docs.getimg.ai/guides/authentication",
        }
    }


def test_with_keys_named_no_other_is_accepted() -> None:
    emulator = Emulator(Options(keys=("sk_mine",)), HandClock())
    mine = {"Authorization": "Bearer sk_mine"}
    assert ask(emulator, "GET", "/v2/models", headers=mine).status_code == 200
    assert ask(emulator, "GET", "/v2/models", headers=KEY).status_code == 401
