from __future__ import annotations

import base64
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from assetgen.digest import digest_bytes
from assetgen.errors import UsageError
from assetgen.model import Digest, Json, Request
from assetgen.providers.base import (
    AccountError,
    Answer,
    NotSentError,
    ProviderError,
    ReferenceFile,
    RefusedError,
    RequestError,
    ServerFaultError,
    UncertainError,
    UnusableAnswerError,
)
from assetgen.providers.openai import OpenAIProvider
from assetgen.providers.openai_body import size
from tests.providers.contract import ProviderContract
from tests.support.contexts import KEY, context
from tests.support.local_server import LocalServer, Said
from tests.support.openai_server import form, openai_server, png, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assetgen.providers.base import Provider


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with openai_server() as ours:
        yield ours


@pytest.fixture
def openai(server: LocalServer, tmp_path: Path) -> Iterator[OpenAIProvider]:
    with closing(provider(server, tmp_path)) as ours:
        yield ours


def provider(server: LocalServer, folder: Path, **changes: Any) -> OpenAIProvider:
    environment = {"OPENAI_BASE_URL": f"{server.base_url}/v1", "OPENAI_API_KEY": KEY}
    return OpenAIProvider(context(folder, **({"environment": environment} | changes)))


def request(model: str | None = "gpt-image-1", **fields: Any) -> Request:
    return Request("openai", "a knight", model, **fields)


class TestOpenAI(ProviderContract):
    @pytest.fixture(autouse=True)
    def _open(self, openai: OpenAIProvider) -> None:
        self.openai = openai

    def provider(self) -> Provider:
        return self.openai


class TestOpenAIWithLinks(TestOpenAI):
    """A server that sends links although data was asked for."""

    @pytest.fixture(autouse=True)
    def _links(self, server: LocalServer) -> None:
        server.answers["/v1/images/"] = said({"url": f"{server.base_url}/files/1.png"})
        server.answers = dict(reversed(server.answers.items()))


def test_a_generation_is_sent_as_documented(openai: OpenAIProvider, server: LocalServer) -> None:
    openai.send(request(aspect_ratio="3:2", parameters={"quality": "low"}), {})
    (seen,) = server.seen
    assert (seen.path, seen.headers["authorization"]) == ("/v1/images/generations", f"Bearer {KEY}")
    assert seen.json() == {
        "model": "gpt-image-1",
        "prompt": "a knight",
        "n": 1,
        "size": "1536x1024",
        "output_format": "png",
        "quality": "low",
    }


def test_a_model_of_another_kind_is_asked_for_data(
    openai: OpenAIProvider, server: LocalServer
) -> None:
    openai.send(request("dall-e-3"), {})
    assert server.seen[0].json() == {
        "model": "dall-e-3",
        "prompt": "a knight",
        "n": 1,
        "response_format": "b64_json",
    }


def test_references_make_it_an_edit(openai: OpenAIProvider, server: LocalServer) -> None:
    files = {
        digest_bytes(data): ReferenceFile(digest_bytes(data), data, media_type)
        for data, media_type in ((b"one", "image/png"), (b"two", "image/webp"))
    }
    openai.send(request(references=tuple(files), parameters={"output_compression": 50}), files)
    (seen,) = server.seen
    assert seen.path == "/v1/images/edits"
    assert form(seen) == {
        "model": "gpt-image-1",
        "prompt": "a knight",
        "n": "1",
        "output_format": "png",
        "output_compression": "50",
        "image[]": [
            ("reference-1.png", "image/png", b"one"),
            ("reference-2.webp", "image/webp", b"two"),
        ],
    }


def test_references_that_will_not_do_are_not_sent(
    openai: OpenAIProvider, server: LocalServer
) -> None:
    large = ReferenceFile(Digest("sha256:" + "0" * 64), bytes(50_000_001), "image/png")
    asked = request(references=(large.digest,))
    for files, message in (
        ({}, "bytes of a reference are missing"),
        ({large.digest: large}, "50 MB"),
    ):
        with pytest.raises(RequestError, match=message):
            openai.send(asked, files)
    assert server.seen == []


def test_the_answer_has_the_data_and_no_cost(openai: OpenAIProvider) -> None:
    assert openai.send(request(), {}) == Answer(data=png("a knight"), generation_id="req_1")


@pytest.mark.parametrize(
    ("picture", "answer"),
    [
        ({"url": "https://x/1.png"}, Answer(url="https://x/1.png", generation_id="req_1")),
        ({"url": "data:image/png;base64,UE5H"}, Answer(data=b"PNG", generation_id="req_1")),
        ({"b64_json": "UE5H", "url": "https://x"}, Answer(data=b"PNG", generation_id="req_1")),
    ],
)
def test_a_picture_comes_as_data_or_as_a_link(
    openai: OpenAIProvider, server: LocalServer, picture: dict[str, str], answer: Answer
) -> None:
    server.answers = {"/": said(picture)}
    assert openai.send(request(), {}) == answer


@pytest.mark.parametrize(
    "value", [[], {}, {"data": []}, {"data": [{}]}, {"data": [{"b64_json": "%"}]}, {"data": "x"}]
)
def test_an_answer_without_a_picture_is_unusable(
    openai: OpenAIProvider, server: LocalServer, value: Any
) -> None:
    server.answers = {"/": Said.of(value)}
    with pytest.raises(UnusableAnswerError, match="has no picture in it"):
        openai.send(request(), {})


def test_an_answer_that_is_no_json_is_uncertain(
    openai: OpenAIProvider, server: LocalServer
) -> None:
    server.answers = {"/": Said(body=b"<html>")}
    with pytest.raises(UncertainError):
        openai.send(request(), {})


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "moderation_blocked", RefusedError),
        (400, "content_policy_violation", RefusedError),
        (400, "billing_hard_limit_reached", AccountError),
        (400, "invalid_value", RequestError),
        (401, "invalid_api_key", AccountError),
        (404, "model_not_found", RequestError),
        (422, None, RequestError),
        (429, "insufficient_quota", AccountError),
        (500, "server_error", ServerFaultError),
    ],
)
def test_its_failures_are_outcomes(
    openai: OpenAIProvider,
    server: LocalServer,
    status: int,
    code: str | None,
    kind: type[ProviderError],
) -> None:
    error = {"message": f"No, {KEY}", "type": "x", "param": None, "code": code}
    server.answers = {"/": Said.of({"error": error}, status)}
    with pytest.raises(kind, match=r"No, \[key\]"):
        openai.send(request(), {})


def test_a_server_of_ones_own_needs_no_key(server: LocalServer, tmp_path: Path) -> None:
    environment = {"OPENAI_BASE_URL": f"{server.base_url}/v1"}
    with closing(provider(server, tmp_path, environment=environment)) as keyless:
        keyless.send(request("flux"), {})
    assert "authorization" not in server.seen[0].headers


def test_openai_itself_needs_a_key(tmp_path: Path) -> None:
    with pytest.raises(AccountError, match="no key: OPENAI_API_KEY is not set"):
        OpenAIProvider(context(tmp_path)).send(request(), {})


def test_offline_nothing_is_sent(server: LocalServer, tmp_path: Path) -> None:
    with pytest.raises(NotSentError, match="offline"):
        provider(server, tmp_path, offline=True).send(request(), {})
    assert server.seen == []


def test_a_key_is_not_sent_in_clear_text(tmp_path: Path) -> None:
    environment = {"OPENAI_BASE_URL": "http://gpu:8000/v1", "OPENAI_API_KEY": KEY}
    with pytest.raises(UsageError, match="OPENAI_BASE_URL has to be https"):
        OpenAIProvider(context(tmp_path, environment=environment))
    del environment["OPENAI_API_KEY"]
    assert OpenAIProvider(context(tmp_path, environment=environment)).realm == "openai"


def test_the_price_is_what_the_table_says_and_never_nothing_elsewhere(
    server: LocalServer, tmp_path: Path
) -> None:
    prices = {"gpt-image-1": Decimal("0.04"), "flux": Decimal(0)}
    here, there = (
        provider(server, tmp_path, prices=prices),
        OpenAIProvider(context(tmp_path, prices=prices)),
    )
    assert [here.price(request(model)) for model in ("gpt-image-1", "flux", "x")] == [
        Decimal("0.04"),
        Decimal(0),
        None,
    ]
    assert there.price(request("flux")) is None


@pytest.mark.parametrize(
    ("ratio", "resolution", "parameters", "found"),
    [
        (None, None, {}, None),
        ("1:1", None, {}, "1024x1024"),
        ("2:3", None, {}, "1024x1536"),
        ("16:9", None, {}, None),
        (None, "512x512", {}, "512x512"),
        ("1:1", "512×512", {}, "512x512"),
        ("16:9", "512x512", {}, None),
        ("1:1", "2K", {}, None),
        ("16:9", "2K", {"size": "auto"}, "auto"),
    ],
)
def test_a_size_is_named_where_it_means_the_same(
    ratio: str | None, resolution: str | None, parameters: dict[str, Json], found: str | None
) -> None:
    asked = request(aspect_ratio=ratio, resolution=resolution, parameters=parameters)
    assert size(asked) == found


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"aspect_ratio": "16:9", "resolution": "2K"}, "openai has no size for 16:9 2K: "),
        ({"source_format": "avif"}, "openai makes png, jpeg and webp: source_format avif"),
        ({"model": "dall-e-3", "source_format": "webp"}, "dall-e-3 makes png only: webp"),
        ({"parameters": {"n": 4}}, "openai has no such parameter: n"),
        ({"parameters": {"steps": 4}}, "openai has no such parameter: steps"),
        ({"references": ("https://x",)}, "openai takes files as references, no URLs: https://x"),
        ({"references": ("sha256:" + "0" * 64,) * 17}, "openai takes at most 16 references: 17"),
    ],
)
def test_what_can_not_be_asked_for_is_a_problem(
    tmp_path: Path, fields: dict[str, Any], problem: str
) -> None:
    (found,) = OpenAIProvider(context(tmp_path)).problems(request(**fields))
    assert found.startswith(problem)


def test_another_server_may_take_other_parameters(
    openai: OpenAIProvider, server: LocalServer
) -> None:
    openai.send(request("flux", parameters={"steps": 4}), {})
    assert server.seen[0].json()["steps"] == 4


def test_data_that_claims_a_type_is_taken_at_its_word(
    openai: OpenAIProvider, server: LocalServer
) -> None:
    picture = {"b64_json": base64.b64encode(png("x")).decode()}
    server.answers = {"/": Said.of({"output_format": "png", "data": [picture]})}
    assert openai.send(request(), {}).media_type == "image/png"
