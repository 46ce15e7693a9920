"""Connections to public addresses only: the check is on the very address that is connected to.

A name is resolved once; what it resolved to is checked by the gate and then connected to as an
address, so that no second look-up can lead elsewhere. TLS still checks the name. Used by `http`
for downloads; knows nothing of providers.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpcore
import httpx

from assetgen.providers.addresses import Address, literal

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator

    from assetgen.providers.addresses import Gate


def resolve(host: str, port: int) -> list[Address]:
    """Every address of a name. Raises OSError, or UnicodeError for what can't be a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    texts = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
    return [ipaddress.ip_address(text) for text in texts]


def connect(address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
    """A connection to an address. Raises httpcore's ConnectError and ConnectTimeout."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout)


@dataclass(frozen=True, slots=True)
class Network:
    """How names are resolved and addresses connected to; passed in, so that tests can watch."""

    resolve: Callable[[str, int], list[Address]] = resolve
    connect: Callable[[str, int, float | None], httpcore.NetworkStream] = connect


@dataclass(slots=True)
class GuardedBackend(httpcore.NetworkBackend):
    """Connects to what the gate lets through."""

    gate: Gate
    network: Network = field(default_factory=Network)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 - the base class names it
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 - likewise
    ) -> httpcore.NetworkStream:
        """Resolve, check every address, connect to the first that answers.

        Raises UnusableAnswerError before any connection, and httpcore's ConnectError.
        """
        addresses = self._addresses(host, port)
        self.gate.check_addresses(host, port, addresses)
        failure: Exception = httpcore.ConnectError(f"no address for {host}")
        for address in addresses:
            try:
                return self.network.connect(str(address), port, timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - the base class names it
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 - likewise
    ) -> httpcore.NetworkStream:
        """Never: nothing on this machine is reached by a link. Raises UnsupportedProtocol."""
        raise httpcore.UnsupportedProtocol(path)

    def _addresses(self, host: str, port: int) -> list[Address]:
        written = literal(host)
        if written is not None:
            return [written]
        try:
            return self.network.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error


class GuardedTransport(httpx.BaseTransport):
    """httpx on a pool of connections that the gate let through; raises httpcore's exceptions."""

    def __init__(self, backend: GuardedBackend, context: ssl.SSLContext, keep: float) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=None,
            max_keepalive_connections=None,
            keepalive_expiry=keep,
            network_backend=backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it and hand the answer on, its body unread."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


@dataclass(frozen=True, slots=True)
class _Body(httpx.SyncByteStream):
    answer: httpcore.Response

    def __iter__(self) -> Iterator[bytes]:
        return self.answer.iter_stream()

    def close(self) -> None:
        self.answer.close()
