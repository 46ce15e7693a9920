"""Turns every exception of httpx and httpcore into an outcome of the port, at this one point.

What is certain not to have left this machine is `NotSentError`; of everything else nobody knows
what the server did. A test asks for every exception class that both libraries have.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpcore
import httpx

from assetgen.providers.base import (
    DownloadError,
    NotSentError,
    ProviderError,
    UncertainError,
    UnusableAnswerError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

FOREIGN = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.CookieConflict,
    httpx.StreamError,
    httpcore.ConnectionNotAvailable,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
)
"""Everything that the two libraries raise on purpose."""

_NOT_CONNECTED = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpcore.ConnectError,
    httpcore.ConnectTimeout,
    httpcore.ConnectionNotAvailable,
    httpcore.PoolTimeout,
    httpcore.ProxyError,
)
_NOT_WRITTEN = (
    httpx.InvalidURL,
    httpx.LocalProtocolError,
    httpx.UnsupportedProtocol,
    httpcore.LocalProtocolError,
    httpcore.UnsupportedProtocol,
)
_NO_URL = (httpx.InvalidURL, httpx.UnsupportedProtocol, httpcore.UnsupportedProtocol)
_TIMEOUTS = (httpx.TimeoutException, httpcore.TimeoutException)


@contextmanager
def sending(server: str) -> Iterator[None]:
    """What is done inside asks `server` for something. Raises NotSentError or UncertainError."""
    try:
        yield
    except FOREIGN as error:
        raise send_outcome(error, server) from error


@contextmanager
def downloading(server: str) -> Iterator[None]:
    """What is done inside fetches bytes. Raises DownloadError or UnusableAnswerError."""
    try:
        yield
    except FOREIGN as error:
        raise download_outcome(error, server) from error


def send_outcome(error: Exception, server: str) -> ProviderError:
    """What became of a request that ended with `error`."""
    if isinstance(error, _NOT_CONNECTED):
        return NotSentError(f"can't connect to {server}: {_why(error)}")
    if isinstance(error, _NOT_WRITTEN):
        # Its own words may quote a header, and with it the key.
        return NotSentError(f"the request to {server} can't be written: {type(error).__name__}")
    if isinstance(error, _TIMEOUTS):
        return UncertainError(f"{server} did not answer in time")
    return UncertainError(f"the connection to {server} broke before its answer was whole")


def download_outcome(error: Exception, server: str) -> ProviderError:
    """What became of a download that ended with `error`."""
    if isinstance(error, _NO_URL):
        return UnusableAnswerError(
            f"the link of the picture is no URL that can be fetched: {server}"
        )
    if isinstance(error, _NOT_CONNECTED):
        return DownloadError(f"can't connect to {server}: {_why(error)}")
    if isinstance(error, _TIMEOUTS):
        return DownloadError(f"{server} did not send the picture in time")
    return DownloadError(f"the download from {server} was cut short")


def _why(error: Exception) -> str:
    if isinstance(error, _TIMEOUTS):
        return "no answer in time"
    return str(error) or type(error).__name__
