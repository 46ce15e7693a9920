from __future__ import annotations

import base64
import sys
import traceback
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from assetgen.digest import digest_bytes
from assetgen.errors import UsageError
from assetgen.model import Digest, Request
from assetgen.providers.base import (
    AccountError,
    Answer,
    DownloadError,
    NotSentError,
    ProviderError,
    RateHints,
    ReferenceFile,
    RequestError,
    UncertainError,
    UnusableAnswerError,
)
from assetgen.providers.getimg import GetimgProvider
from assetgen.providers.getimg_bill import Bill
from assetgen.providers.getimg_models import Model
from tests.providers.test_getimg_models import ENTRY, OLDER
from tests.support.contexts import KEY, NOW, context
from tests.support.local_server import LocalServer, Said, local_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MIB = 1024 * 1024
GENERATIONS, LIST = "/v2/images/generations", "/v2/models?type=image"
ANSWER = {
    "id": "req-01HXYZ",
    "status": "completed",
    "model": "gpt-image-2",
    "data": [
        {
            "url": "https://api.getimg.ai/v2/downloads/req-01HXYZ/0?exp=1&sig=ab",
            "mime_type": "image/png",
            "deletes_at": "2026-11-22T13:00:00.000Z",
            "width": 1024,
            "height": 768,
        }
    ],
    "usage": {"total_cost": 0.06, "billable_unit": "image", "unit_price": 0.06, "quantity": 1},
}


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with local_server() as ours:
        ours.answers[GENERATIONS] = Said.of(ANSWER)
        ours.answers[LIST] = Said.of([ENTRY, OLDER])
        yield ours


@pytest.fixture
def getimg(server: LocalServer, tmp_path: Path) -> Iterator[GetimgProvider]:
    with closing(provider(server, tmp_path)) as ours:
        yield ours


def provider(server: LocalServer, folder: Path, **changes: Any) -> GetimgProvider:
    environment = {"GETIMG_API_KEY": KEY, "GETIMG_AI_BASE_URL": server.base_url}
    return GetimgProvider(context(folder, **({"environment": environment} | changes)))


def request(**changes: Any) -> Request:
    fields = {"model": "gpt-image-2", "aspect_ratio": "1:1", "resolution": "1K"} | changes
    return Request("getimg", fields.pop("prompt", "A knight, dämmerung"), **fields)


def reference(size: int = 3, media_type: str = "image/png") -> dict[Digest, ReferenceFile]:
    data = bytes(size)
    return {digest_bytes(data): ReferenceFile(digest_bytes(data), data, media_type)}


# Sending.


def test_a_request_is_sent_as_documented(getimg: GetimgProvider, server: LocalServer) -> None:
    files = reference()
    references = (*files, "https://example.com/style.png")
    getimg.send(request(references=references, source_format="webp"), files)
    (seen,) = server.seen
    assert (seen.method, seen.path) == ("POST", GENERATIONS)
    assert seen.headers["authorization"] == f"Bearer {KEY}"
    assert seen.json() == {
        "model": "gpt-image-2",
        "prompt": "A knight, dämmerung",
        "aspect_ratio": "1:1",
        "resolution": "1K",
        "output_format": "webp",
        "images": [
            {"url": "data:image/png;base64,AAAA", "role": "reference_image"},
            {"url": "https://example.com/style.png", "role": "reference_image"},
        ],
    }


def test_what_the_spec_leaves_out_is_left_out(getimg: GetimgProvider, server: LocalServer) -> None:
    getimg.send(request(aspect_ratio=None, resolution=None), {})
    assert sorted(server.seen[0].json()) == ["model", "output_format", "prompt"]


def test_the_answer_is_handed_on_whole(getimg: GetimgProvider, server: LocalServer) -> None:
    reset = str(int(NOW.timestamp()) + 30)
    server.answers[GENERATIONS] = Said.of(
        ANSWER, X_RateLimit_Limit="20", X_RateLimit_Remaining="19", X_RateLimit_Reset=reset
    )
    assert getimg.send(request(), {}) == Answer(
        media_type="image/png",
        url="https://api.getimg.ai/v2/downloads/req-01HXYZ/0?exp=1&sig=ab",
        expires="2026-11-22T13:00:00.000Z",
        generation_id="req-01HXYZ",
        cost=Decimal("0.06"),
        width=1024,
        height=768,
        rate=RateHints(20, 19, 30.0),
    )


@pytest.mark.parametrize(
    ("path", "value", "field", "found"),
    [
        (("usage",), None, "cost", None),
        (("usage", "total_cost"), "0.07", "cost", Decimal("0.07")),
        (("usage", "total_cost"), -1, "cost", None),
        (("data", 0, "width"), None, "width", None),
        (("data", 0, "height"), "768", "height", None),
        (("data", 0, "mime_type"), None, "media_type", None),
        (("data", 0, "deletes_at"), 3, "expires", None),
        (("id",), None, "generation_id", None),
        (("surprise",), {"a": [1]}, "width", 1024),
    ],
)
def test_a_missing_or_odd_key_is_unknown_and_no_failure(
    getimg: GetimgProvider, server: LocalServer, path: Any, value: Any, field: str, found: Any
) -> None:
    server.answers[GENERATIONS] = Said.of(changed(ANSWER, path, value))
    assert getattr(getimg.send(request(), {}), field) == found


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    copy = value.copy()
    copy[path[0]] = changed(copy[path[0]], path[1:], new) if len(path) > 1 else new
    return copy


@pytest.mark.parametrize("value", [[], {}, "x", 3, {"data": []}, {"data": [{"url": 3}]}])
def test_an_answer_without_a_link_is_unusable(
    getimg: GetimgProvider, server: LocalServer, value: Any
) -> None:
    server.answers[GENERATIONS] = Said.of(value)
    with pytest.raises(UnusableAnswerError, match="getimg answered without a picture"):
        getimg.send(request(), {})


def test_an_unusable_answer_says_what_it_cost(getimg: GetimgProvider, server: LocalServer) -> None:
    server.answers[GENERATIONS] = Said.of(ANSWER | {"data": []})
    with pytest.raises(UnusableAnswerError) as raised:
        getimg.send(request(), {})
    assert (raised.value.generation_id, raised.value.cost) == ("req-01HXYZ", Decimal("0.06"))


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"id":', b"\xff"])
def test_an_answer_that_can_not_be_read_is_uncertain(
    getimg: GetimgProvider, server: LocalServer, body: bytes
) -> None:
    server.answers[GENERATIONS] = Said(body=body)
    with pytest.raises(UncertainError, match="it is no JSON"):
        getimg.send(request(), {})


def test_a_failure_has_the_field_the_words_and_a_hint(
    getimg: GetimgProvider, server: LocalServer
) -> None:
    error = {"message": "Bad format.", "param": "output_format", "code": "invalid_parameter"}
    server.answers[GENERATIONS] = Said.of({"error": error}, 400)
    with pytest.raises(RequestError, match=r"\(output_format\), 400: Bad format\.") as raised:
        getimg.send(request(), {})
    assert raised.value.hint == 'source_format: "png", "jpeg" or "webp"'


# References over the limits are found before anything is sent.


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (reference(10 * MIB + 1), "larger than getimg's 10 MiB: 10.0 MiB"),
        (reference(9) | reference(10 * MIB) | reference(10 * MIB - 1), "25 MiB: 26.7 MiB"),
        (reference(9, "image/avif"), "takes PNG, JPEG and WebP as references: image/avif"),
    ],
)
def test_a_reference_over_the_limits_is_refused_with_its_size(
    getimg: GetimgProvider, server: LocalServer, files: Any, message: str
) -> None:
    with pytest.raises(RequestError, match=message) as raised:
        getimg.send(request(references=tuple(files)), files)
    assert raised.value.field == "images"
    assert server.seen == []


def test_a_reference_of_just_the_limit_is_sent(getimg: GetimgProvider, server: LocalServer) -> None:
    files = reference(10 * MIB)
    getimg.send(request(references=tuple(files)), files)
    url = server.seen[0].json()["images"][0]["url"]
    assert len(base64.b64decode(url.partition(",")[2])) == 10 * MIB


def test_a_reference_whose_bytes_are_missing_is_not_left_out(
    getimg: GetimgProvider, server: LocalServer
) -> None:
    with pytest.raises(RequestError, match="the bytes of a reference are missing"):
        getimg.send(request(references=tuple(reference())), {})
    assert server.seen == []


# What a plan asks.


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"model": None}, "getimg needs a model"),
        ({"prompt": "x" * 4097}, "getimg takes prompts of 1 to 4,096 characters: 4,097"),
        ({"prompt": ""}, "getimg takes prompts of 1 to 4,096 characters: 0"),
        ({"source_format": "avif"}, "getimg makes png, jpeg and webp: source_format avif"),
        ({"parameters": {"seed": 3}}, "getimg has no such parameter: seed"),
        (
            {"references": ("http://x",)},
            "getimg takes files and https URLs as references: http://x",
        ),
        ({"resolution": "8K"}, "gpt-image-2 has no resolution 8K (it has 1K, 2K, 4K)"),
    ],
)
def test_what_can_not_be_done_is_a_problem_of_the_plan_and_not_sent(
    getimg: GetimgProvider, server: LocalServer, changes: dict[str, Any], problem: str
) -> None:
    assert getimg.problems(request(**changes)) == (problem,)
    assert [seen.path for seen in server.seen] == [LIST]


def test_nine_references_are_too_many(getimg: GetimgProvider) -> None:
    problems = getimg.problems(request(references=("https://x",) * 9))
    assert problems[0] == "getimg takes at most 8 references: 9"


def test_a_good_request_has_neither_problems_nor_warnings(getimg: GetimgProvider) -> None:
    assert (getimg.problems(request()), getimg.warnings(request())) == ((), ())


def test_a_model_that_is_not_listed_is_a_warning(getimg: GetimgProvider) -> None:
    asked = request(model="secret-model", resolution="8K")
    assert getimg.problems(asked) == ()
    assert getimg.warnings(asked) == (
        "getimg's list for this key does not name the model secret-model",
    )
    assert getimg.price(asked) is None


def test_what_the_spec_leaves_to_the_server_is_a_warning(getimg: GetimgProvider) -> None:
    assert getimg.warnings(request(resolution=None)) == (
        "getimg chooses where nothing is said, and may choose anew: resolution",
    )


def test_by_a_list_older_than_a_day_problems_are_warnings(
    getimg: GetimgProvider, server: LocalServer, tmp_path: Path
) -> None:
    assert getimg.listed == NOW
    later = NOW + timedelta(days=2)
    old = provider(server, tmp_path, offline=True, clock=lambda: later)
    asked = request(resolution="8K")
    assert old.listed == NOW
    assert old.problems(asked) == ()
    assert old.warnings(asked) == ("gpt-image-2 has no resolution 8K (it has 1K, 2K, 4K)",)
    assert old.price(request()) == Decimal("0.06")


def test_a_plan_asks_for_the_list_once(getimg: GetimgProvider, server: LocalServer) -> None:
    for number in range(50):
        asked = request(prompt=f"{number}")
        getimg.problems(asked), getimg.warnings(asked), getimg.price(asked)
    assert [seen.path for seen in server.seen] == [LIST]


@pytest.mark.parametrize("changes", [{"offline": True}, {"environment": {}}])
def test_offline_or_without_a_key_nobody_is_asked(
    server: LocalServer, tmp_path: Path, changes: dict[str, Any]
) -> None:
    environment = {"GETIMG_AI_BASE_URL": server.base_url, "GETIMG_API_KEY": KEY}
    if "environment" in changes:
        del environment["GETIMG_API_KEY"]
    alone = provider(server, tmp_path, **(changes | {"environment": environment}))
    assert (alone.problems(request()), alone.price(request()), alone.listed) == ((), None, None)
    with pytest.raises((NotSentError, AccountError)):
        alone.send(request(), {})
    assert server.seen == []


def test_offline_no_link_is_followed(server: LocalServer, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="offline: nothing is fetched"):
        provider(server, tmp_path, offline=True).download(f"{server.base_url}/v2/downloads/x")
    assert server.seen == []


@pytest.mark.parametrize("said", [Said(500), Said(401), Said(body=b"<html>"), Said.of({"a": 1})])
def test_a_list_that_is_not_to_be_had_is_no_failure(
    getimg: GetimgProvider, server: LocalServer, said: Said
) -> None:
    server.answers[LIST] = said
    assert (getimg.problems(request()), getimg.price(request())) == ((), None)


def test_the_specs_price_counts_only_where_the_list_has_none(
    server: LocalServer, tmp_path: Path
) -> None:
    prices = {"gpt-image-2": Decimal("0.01"), "old": Decimal("0.03"), "free": Decimal(0)}
    priced = provider(server, tmp_path, prices=prices)
    assert priced.price(request()) == Decimal("0.06")
    assert priced.price(request(model="old")) == Decimal("0.03")
    assert priced.price(request(model="free")) is None
    priced.close()


# The realm and the address.


def test_pretend_money_is_kept_apart(server: LocalServer, tmp_path: Path) -> None:
    assert provider(server, tmp_path).realm == "local"
    assert GetimgProvider(context(tmp_path)).realm == ""


def test_name_realm_and_freedom_need_no_network_library() -> None:
    code = (
        "import sys; from pathlib import Path;"
        " from assetgen.providers.registry import open_provider;"
        " from assetgen.providers.context import ProviderContext;"
        " ps = [open_provider(n, ProviderContext(Path('.'))) for n in ('getimg', 'openai')];"
        " print([(p.name, p.realm, p.is_free) for p in ps],"
        " {'httpx', 'httpcore', 'pydantic'} & set(sys.modules))"
    )
    import subprocess

    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert answer.stdout == "[('getimg', '', False), ('openai', 'openai', False)] set()\n"


def test_a_base_url_that_gives_the_key_away_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="GETIMG_AI_BASE_URL has to be https"):
        GetimgProvider(context(tmp_path, environment={"GETIMG_AI_BASE_URL": "http://example.com"}))


# Models and money.


def test_models_can_be_listed_and_looked_up(getimg: GetimgProvider, server: LocalServer) -> None:
    server.answers["/v2/models/old%2Fer"] = Said.of(OLDER)
    assert sorted(getimg.models()) == ["gpt-image-2", "old"]
    assert getimg.model("old/er") == Model("old")
    with pytest.raises(RequestError):
        getimg.model("none")


def test_the_balance_is_exact(getimg: GetimgProvider, server: LocalServer) -> None:
    server.answers["/v2/billing/balance"] = Said.of({"balance": "-12.3400", "currency": "USD"})
    assert str(getimg.balance()) == "-12.3400"


@pytest.mark.parametrize("value", [{}, [], {"balance": "3", "currency": "EUR"}, {"balance": True}])
def test_a_balance_in_no_known_form_is_no_balance(
    getimg: GetimgProvider, server: LocalServer, value: Any
) -> None:
    server.answers["/v2/billing/balance"] = Said.of(value)
    with pytest.raises(UnusableAnswerError):
        getimg.balance()


def test_costs_are_by_day(getimg: GetimgProvider, server: LocalServer) -> None:
    days = [{"date": "2026-11-01", "cost": 0.1}, {"date": "2026-11-02", "cost": 2}]
    server.answers["/v2/billing/costs"] = Said.of(
        {"currency": "USD", "start": "", "end": "", "total_cost": 2.1, "data": days}
    )
    start, end = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC)
    assert getimg.costs(start, end) == Bill(
        Decimal("2.1"), {date(2026, 11, 1): Decimal("0.1"), date(2026, 11, 2): Decimal(2)}
    )
    assert server.seen[0].path == (
        "/v2/billing/costs?start=2026-11-01T00%3A00%3A00%2B00%3A00"
        "&end=2026-11-03T00%3A00%3A00%2B00%3A00"
    )


def test_a_span_that_the_api_does_not_take_is_not_asked_for(
    getimg: GetimgProvider, server: LocalServer
) -> None:
    for start in (NOW, NOW - timedelta(days=181), NOW.replace(tzinfo=None)):
        with pytest.raises(ValueError, match="a span of costs"):
            getimg.costs(start, NOW)
    assert server.seen == []


# The key.


@pytest.mark.parametrize("status", [200, 302, 400, 401, 402, 403, 404, 422, 429, 500, 502])
def test_the_key_is_in_no_error_and_no_traceback(
    getimg: GetimgProvider, server: LocalServer, status: int
) -> None:
    error = {"message": f"Incorrect API key provided: {KEY}", "param": KEY, "code": KEY}
    server.answers[GENERATIONS] = Said.of({"error": error}, status, Location=f"/?k={KEY}")
    with pytest.raises(ProviderError) as raised:
        getimg.send(request(), {})
    shown = "".join(traceback.format_exception(raised.value))
    assert KEY not in f"{shown} {raised.value!r} {vars(raised.value)} {getimg!r}"


def test_the_key_is_in_no_file_and_goes_to_the_api_only(
    getimg: GetimgProvider, server: LocalServer, tmp_path: Path
) -> None:
    server.answers["/v2/downloads"] = Said(302, headers={"Location": "/elsewhere"})
    server.answers["/elsewhere"] = Said(body=b"PNG")
    getimg.price(request())
    assert getimg.download(f"{server.base_url}/v2/downloads/x/0?sig=ab") == b"PNG"
    told = {seen.path.partition("?")[0]: "authorization" in seen.headers for seen in server.seen}
    assert told == {"/v2/models": True, "/v2/downloads/x/0": False, "/elsewhere": False}
    assert KEY not in repr(server.seen[1:])
    assert all(KEY.encode() not in path.read_bytes() for path in tmp_path.iterdir())
    assert KEY not in repr(context(tmp_path, environment={"GETIMG_API_KEY": KEY}))
