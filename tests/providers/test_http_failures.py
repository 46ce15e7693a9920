from __future__ import annotations

import inspect

import httpcore
import httpx
import pytest

from assetgen.providers.base import (
    DownloadError,
    NotSentError,
    ProviderError,
    UncertainError,
    UnusableAnswerError,
)
from assetgen.providers.http_failures import FOREIGN, download_outcome, send_outcome

UNSENT = {
    "ConnectError",
    "ConnectTimeout",
    "ConnectionNotAvailable",
    "InvalidURL",
    "LocalProtocolError",
    "PoolTimeout",
    "ProxyError",
    "UnsupportedProtocol",
}


def exceptions() -> list[type[Exception]]:
    modules = (httpx, httpcore)
    found = [getattr(module, name) for module in modules for name in module.__all__]
    return [one for one in found if inspect.isclass(one) and issubclass(one, Exception)]


def made(kind: type[Exception]) -> Exception:
    if issubclass(kind, httpx.HTTPStatusError):
        request = httpx.Request("GET", "https://example.com")
        return kind("why", request=request, response=httpx.Response(500))
    takes = inspect.signature(kind.__init__).parameters
    return kind("why") if len(takes) > 1 else kind()


def test_both_libraries_have_the_exceptions_that_are_looked_for() -> None:
    assert len(exceptions()) >= 40


@pytest.mark.parametrize(
    "kind", exceptions(), ids=lambda kind: f"{kind.__module__}.{kind.__name__}"
)
def test_every_exception_is_an_outcome(kind: type[Exception]) -> None:
    assert issubclass(kind, FOREIGN)
    expected = NotSentError if kind.__name__ in UNSENT else UncertainError
    assert type(send_outcome(made(kind), "getimg")) is expected


@pytest.mark.parametrize(
    "kind", exceptions(), ids=lambda kind: f"{kind.__module__}.{kind.__name__}"
)
def test_a_download_can_be_tried_again_unless_the_link_is_none(kind: type[Exception]) -> None:
    is_url = kind.__name__ in {"InvalidURL", "UnsupportedProtocol"}
    expected: type[ProviderError] = UnusableAnswerError if is_url else DownloadError
    assert type(download_outcome(made(kind), "getimg")) is expected


def test_what_a_library_says_of_our_headers_is_not_repeated() -> None:
    error = httpx.LocalProtocolError("Illegal header value b'Bearer sk_secret'")
    assert "sk_secret" not in send_outcome(error, "getimg").message


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (httpx.ConnectError("Connection refused"), "can't connect to getimg: Connection refused"),
        (httpx.ConnectTimeout(""), "can't connect to getimg: no answer in time"),
        (httpx.ReadTimeout(""), "getimg did not answer in time"),
        (httpx.ReadError(""), "the connection to getimg broke before its answer was whole"),
    ],
)
def test_an_outcome_says_what_happened(error: Exception, message: str) -> None:
    assert send_outcome(error, "getimg").message == message
