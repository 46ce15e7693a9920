"""getimg against the emulator: the contract, and what becomes of every fault that it knows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from assetgen.digest import digest_bytes
from assetgen.emulator.emulator import Emulator
from assetgen.emulator.faults import Fault, When
from assetgen.emulator.kinds import KINDS, Stage
from assetgen.emulator.options import Options
from assetgen.emulator.testing import serving
from assetgen.errors import UnusableError
from assetgen.model import ProviderSettings, Request
from assetgen.providers.base import (
    AccountError,
    DownloadError,
    LinkDeadError,
    ProviderError,
    RateLimitedError,
    ReferenceFile,
    RefusedError,
    RequestError,
    ServerFaultError,
    UncertainError,
    UnusableAnswerError,
)
from assetgen.providers.context import ProviderContext
from assetgen.providers.getimg import GetimgProvider
from assetgen.providers.http_guard import Network, connect
from assetgen.transforms.picture import probe
from tests.providers.contract import ProviderContract
from tests.support.contexts import KEY
from tests.support.openai_server import png

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpcore import NetworkStream

    from assetgen.providers.base import Provider


def named(*stages: Stage) -> list[str]:
    return [name for name, kind in KINDS.items() if kind.stage in stages]


REQUESTED = named(Stage.ERROR, Stage.BEFORE, Stage.AFTER, Stage.ANSWER, Stage.DOWNLOAD)
REQUEST = Request("getimg", "a knight", "gpt-image-2", "16:9", "1K")

SEND: dict[str, type[ProviderError]] = {
    "bad-request": RequestError,
    "unauthorized": AccountError,
    "no-money": AccountError,
    "forbidden": AccountError,
    "not-found": RequestError,
    "too-large": RequestError,
    "refused": RefusedError,
    "rate-limit": RateLimitedError,
    "rate-limit-bare": RateLimitedError,
    "server-error": ServerFaultError,
    "server-error-html": UncertainError,
    "server-error-empty": UncertainError,
    "unavailable": ServerFaultError,
    "unavailable-html": UncertainError,
    "bad-gateway": UncertainError,
    "gateway-timeout": UncertainError,
    "redirect": RequestError,
    "reset-before": UncertainError,
    "closed-before": UncertainError,
    "reset-after": UncertainError,
    "closed-after": UncertainError,
    "cut-off": UncertainError,
    "slow": UncertainError,
    "broken-json": UncertainError,
    "empty-body": UncertainError,
    "html-answer": UncertainError,
    "list-answer": UnusableAnswerError,
    "huge-answer": UnusableAnswerError,
    "no-data": UnusableAnswerError,
    "empty-data": UnusableAnswerError,
    "no-url": UnusableAnswerError,
    "pending": UnusableAnswerError,
}
"""What becomes of a request; with any other fault it is answered."""

DOWNLOAD: dict[str, type[Exception]] = {
    "link-other-host": DownloadError,
    "link-metadata": UnusableAnswerError,
    "link-private": UnusableAnswerError,
    "link-other-port": UnusableAnswerError,
    "link-file": UnusableAnswerError,
    "link-scheme": UnusableAnswerError,
    "link-expired": LinkDeadError,
    "download-truncated": DownloadError,
    "download-reset": DownloadError,
    "download-error": DownloadError,
    "download-slow": DownloadError,
    "download-gone": LinkDeadError,
    "download-empty": UnusableError,
    "download-not-image": UnusableError,
    "download-html": UnusableError,
    "download-noise": UnusableError,
    "download-bomb": UnusableError,
    "download-huge": UnusableAnswerError,
    "download-huge-chunked": UnusableAnswerError,
    "download-redirect": UnusableAnswerError,
    "download-redirect-loop": UnusableAnswerError,
}
"""What becomes of the download and a look at it; with any other fault it is a picture.

One leads to a public host that no name server of these tests knows.
"""


@contextmanager
def provider_at(
    base_url: str, folder: Path, timeout: float = 5, connected: list[str] | None = None
) -> Iterator[GetimgProvider]:
    """A provider in front of an emulator; no packet leaves this machine: nobody knows any name."""

    def connected_to(address: str, port: int, seconds: float | None) -> NetworkStream:
        if connected is not None:
            connected.append(address)
        return connect(address, port, seconds)

    def resolved(host: str, port: int) -> NoReturn:
        raise OSError(f"no such name: {host}")

    environment = {"GETIMG_API_KEY": KEY, "GETIMG_AI_BASE_URL": base_url}
    made = ProviderContext(folder, environment, {}, ProviderSettings(timeout=timeout))
    with closing(GetimgProvider(made, Network(resolved, connected_to))) as provider:
        yield provider


@contextmanager
def emulated(folder: Path, *faults: Fault, timeout: float = 5, **options: Any) -> Iterator[Any]:
    """A provider in front of an emulator of its own."""
    with (
        serving(Emulator(Options(faults=faults, **options))) as base_url,
        provider_at(base_url, folder, timeout) as provider,
    ):
        yield provider


@pytest.fixture(scope="module")
def faulty() -> Iterator[str]:
    """The base URL of an emulator where the prompt `[NAME]` brings about the fault NAME."""
    faults = (Fault(name=name, when=When(prompt_contains=f"[{name}]")) for name in REQUESTED)
    with serving(Emulator(Options(faults=tuple(faults)))) as base_url:
        yield base_url


class TestGetimg(ProviderContract):
    @pytest.fixture(autouse=True)
    def _open(self, tmp_path: Path) -> Iterator[None]:
        with emulated(tmp_path) as self.getimg:
            yield

    def provider(self) -> Provider:
        return self.getimg  # type: ignore[no-any-return]

    def request(self) -> Request:
        return REQUEST


def test_a_bought_picture_costs_what_the_bill_says(tmp_path: Path) -> None:
    with emulated(tmp_path) as provider:
        answer = provider.send(REQUEST, {})
        assert probe(provider.download(answer.url)).width == answer.width
        assert answer.cost == provider.price(REQUEST) == Decimal("0.06")
        assert provider.balance() == Decimal("999.94")
        now = datetime.now(UTC)
        assert provider.costs(now - timedelta(days=1), now).total == Decimal("0.06")
        assert provider.realm == "local"


def test_many_threads_share_one_provider(tmp_path: Path) -> None:
    emulator = Emulator(Options())
    with (
        serving(emulator) as base_url,
        provider_at(base_url, tmp_path) as provider,
        ThreadPoolExecutor(20) as pool,
    ):

        def bought(number: int) -> tuple[str | None, bytes]:
            answer = provider.send(replace(REQUEST, prompt=f"knight {number}"), {})
            return answer.generation_id, provider.download(answer.url or "")

        pictures = dict(pool.map(bought, range(100)))
    assert len(pictures) == len(set(pictures.values())) == 100
    assert {charge.id for charge in emulator.account.bill} == set(pictures)


def test_references_are_taken(tmp_path: Path) -> None:
    data = png("a style")
    file = ReferenceFile(digest_bytes(data), data, "image/png")
    request = Request("getimg", "a knight", "gpt-image-2", references=(file.digest,))
    with emulated(tmp_path, strict_roles=True) as provider:
        assert provider.send(request, {file.digest: file}).url


@pytest.mark.parametrize("fields", [{"aspect_ratio": "7:5"}, {"resolution": "9K"}])
def test_what_the_plan_calls_a_problem_the_server_refuses(
    faulty: str, tmp_path: Path, fields: dict[str, str]
) -> None:
    request = replace(REQUEST, **fields)  # type: ignore[arg-type]
    with provider_at(faulty, tmp_path) as provider:
        assert provider.problems(request)
        with pytest.raises(RequestError) as raised:
            provider.send(request, {})
        assert raised.value.field in fields


def test_an_older_list_names_no_price(tmp_path: Path) -> None:
    with emulated(tmp_path, older_models=True) as provider:
        assert provider.price(REQUEST) is None
        assert provider.problems(replace(REQUEST, resolution="9K")) == ()
        assert "gpt-image-2" in provider.models()
        assert provider.model("gpt-image-2").id == "gpt-image-2"


@pytest.mark.parametrize("name", named(Stage.ERROR, Stage.BEFORE, Stage.AFTER, Stage.ANSWER))
def test_every_fault_of_a_request_is_an_outcome(faulty: str, tmp_path: Path, name: str) -> None:
    with provider_at(faulty, tmp_path, patience(name)) as provider:
        if name not in SEND:
            assert provider.send(struck_by(name), {}).url
            return
        with pytest.raises(SEND[name]) as raised:
            provider.send(struck_by(name), {})
        assert KEY not in raised.value.message


@pytest.mark.parametrize("name", [*named(Stage.DOWNLOAD), *(n for n in DOWNLOAD if "link" in n)])
def test_every_fault_of_a_download_is_an_outcome(faulty: str, tmp_path: Path, name: str) -> None:
    connected: list[str] = []
    with provider_at(faulty, tmp_path, patience(name), connected) as provider:
        url = provider.send(struck_by(name), {}).url
        assert url is not None
        if name not in DOWNLOAD:
            assert probe(provider.download(url)).width
            return
        with pytest.raises(DOWNLOAD[name]) as raised:
            probe(provider.download(url))
        assert "sig=" not in str(raised.value)
        assert set(connected) <= {"127.0.0.1"}


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.times == 1])
def test_a_download_that_failed_once_is_a_picture_the_next_time(
    faulty: str, tmp_path: Path, name: str
) -> None:
    with provider_at(faulty, tmp_path, patience(name)) as provider:
        url = provider.send(struck_by(name), {}).url
        assert url is not None
        with suppress(DownloadError):
            provider.download(url)
        assert probe(provider.download(url)).width


@pytest.mark.parametrize("name", named(Stage.MODELS, Stage.BILLING))
def test_a_list_or_a_bill_that_is_not_to_be_had_is_an_outcome(tmp_path: Path, name: str) -> None:
    with emulated(tmp_path, Fault(name=name), timeout=patience(name)) as provider:
        ask = provider.models if name.startswith("models") else provider.balance
        with pytest.raises(ProviderError):
            ask()
        assert provider.problems(REQUEST) == ()


def struck_by(name: str) -> Request:
    return replace(REQUEST, prompt=f"a knight [{name}]")


def patience(name: str) -> float:
    """Seconds to wait for an answer: hardly any for faults that take minutes."""
    return 0.2 if "slow" in name else 5
