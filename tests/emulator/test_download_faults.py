"""Every fault of a download: what arrives, and whether the next attempt is fine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import pyvips

from assetgen.emulator.emulator import Emulator
from assetgen.emulator.faults import Fault, When, parse_fault
from assetgen.emulator.kinds import KINDS, Stage
from assetgen.emulator.options import Options
from assetgen.emulator.testing import serving
from tests.emulator.support import GENERATIONS, HandClock, ask, order, outside

if TYPE_CHECKING:
    from collections.abc import Iterator

FIELDS = {"model": "gpt-image-2", "output_format": "png"}


def twice(name: str, **settings: Any) -> list[httpx.Response]:
    """The answers to two downloads of one picture."""
    fault = replace(parse_fault(name), **settings)
    emulator = Emulator(Options(faults=(fault,)), HandClock())
    url = order(emulator, **FIELDS).json()["data"][0]["url"]
    return [ask(emulator, "GET", url) for _ in range(2)]


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    """An emulator in which the prompt names the fault."""
    faults = tuple(
        Fault(name=name, when=When(prompt_contains=name))
        for name, kind in KINDS.items()
        if kind.stage is Stage.DOWNLOAD
    )
    with serving(Emulator(Options(faults=faults))) as url:
        yield url


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("download-truncated", httpx.RemoteProtocolError),
        ("download-reset", httpx.ReadError),
        ("download-slow", httpx.ReadTimeout),
    ],
)
def test_a_download_that_breaks_is_fine_the_next_time(
    base_url: str, name: str, error: type[Exception]
) -> None:
    with outside(base_url) as client:
        answer = client.post(GENERATIONS, json={**FIELDS, "prompt": name})
        url = answer.json()["data"][0]["url"]
        with pytest.raises(error):
            client.get(url, timeout=0.3)
        assert client.get(url).content.startswith(b"\x89PNG")


def test_a_server_that_fails_once_is_fine_the_next_time() -> None:
    first, second = twice("download-error")
    assert (first.status_code, first.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert second.status_code == 200


def test_a_fault_strikes_as_often_as_it_is_told() -> None:
    assert [answer.status_code for answer in twice("download-error", times=2)] == [503, 503]


@pytest.mark.parametrize(
    ("name", "status", "media_type", "start", "size"),
    [
        ("download-gone", 403, "application/json", b'{"error"', 125),
        ("download-empty", 200, "image/png", b"", 0),
        ("download-not-image", 200, "image/png", b"<html>", 77),
        ("download-html", 200, "text/html; charset=utf-8", b"<html>", 77),
        ("download-noise", 200, "image/png", b"\x89PNG\r\n\x1a\n", 20_032),
    ],
)
def test_what_arrives_is_no_picture_each_time(
    name: str, status: int, media_type: str, start: bytes, size: int
) -> None:
    for answer in twice(name):
        assert answer.status_code == status
        assert answer.headers["content-type"] == media_type
        assert answer.content.startswith(start)
        assert abs(len(answer.content) - size) < 10


def test_noise_is_refused_by_a_decoder() -> None:
    content = twice("download-noise")[0].content
    with pytest.raises(pyvips.Error):
        pyvips.Image.new_from_buffer(content, "", fail_on="warning").avg()


@pytest.mark.parametrize(
    ("name", "loader", "size"),
    [
        ("download-other-format", "jpegload_buffer", (1024, 1024)),
        ("download-other-size", "pngload_buffer", (512, 512)),
        ("download-bomb", "pngload_buffer", (30_000, 30_000)),
        ("wrong-media-type", "pngload_buffer", (1024, 1024)),
    ],
)
def test_the_picture_is_another_than_was_said(
    name: str, loader: str, size: tuple[int, int]
) -> None:
    answer = twice(name)[0]
    image = pyvips.Image.new_from_buffer(answer.content, "")
    assert (image.get("vips-loader"), (image.width, image.height)) == (loader, size)
    wrong = "image/jpeg" if name == "wrong-media-type" else "image/png"
    assert answer.headers["content-type"] == wrong


@pytest.mark.parametrize(("name", "length"), [("huge", "200000"), ("huge-chunked", None)])
def test_an_endless_body_is_announced_or_not(name: str, length: str | None) -> None:
    answer = twice(f"download-{name}", bytes=200_000)[0]
    assert answer.headers.get("content-length") == length
    assert answer.content == bytes(200_000)


def test_nobody_has_to_take_the_whole_of_an_endless_body(base_url: str) -> None:
    with outside(base_url) as client:
        answer = client.post(GENERATIONS, json={**FIELDS, "prompt": "download-huge"})
        with client.stream("GET", answer.json()["data"][0]["url"]) as stream:
            assert stream.headers["content-length"] == str(2 << 30)
            assert len(next(stream.iter_bytes(1000))) == 1000


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("download-redirect", [302, 302]),
        ("download-redirect-here", [302, 200]),
        ("download-redirect-loop", [302, 302]),
    ],
)
def test_a_download_redirects_away_or_to_itself(name: str, statuses: list[int]) -> None:
    first, second = twice(name)
    assert [first.status_code, second.status_code] == statuses
    is_away = first.headers["location"] == "http://169.254.169.254/latest/meta-data/"
    assert is_away or first.headers["location"] == str(first.url)
    assert is_away == (name == "download-redirect")
