"""The one place that talks HTTP: asks a provider's server, and fetches pictures behind links.

Two kinds of calls that share nothing. `ask` goes to the base URL that the user chose, with the key.
`fetch` goes where an answer points: no key, no cookies, public addresses only. Nothing is retried,
no redirect is followed unseen, no body is read beyond its limit. Used by `getimg` and `openai`.
"""

from __future__ import annotations

import io
import threading
import time
import weakref
from contextlib import closing
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING

import httpx

from assetgen import __version__
from assetgen.providers.addresses import gate, origin_of, proxy_for
from assetgen.providers.base import (
    AccountError,
    DownloadError,
    LinkDeadError,
    NotSentError,
    UncertainError,
    UnusableAnswerError,
)
from assetgen.providers.http_failures import downloading, sending
from assetgen.providers.http_guard import GuardedBackend, GuardedTransport, Network
from assetgen.providers.replies import Reply

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping, Sequence

    from assetgen.providers.addresses import Origin
    from assetgen.providers.keys import Secret

MIB = 1024 * 1024
MAX_ANSWER = 64 * MIB
MAX_FAILURE = MIB
MAX_PICTURE = 256 * MIB
MAX_REDIRECTS = 3
CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 300.0
_KEEP = 4.0
"""Seconds that an idle connection is kept: less than the five that many servers allow."""
_AGAIN = frozenset({408, 425, 429})
"""Refusals of a download that say nothing about the picture."""


@dataclass(frozen=True, slots=True)
class JsonBody:
    """A body that is JSON already."""

    content: bytes


@dataclass(frozen=True, slots=True)
class FormBody:
    """A multipart body. `files` are (field, file name, bytes, media type)."""

    fields: Mapping[str, str]
    files: Sequence[tuple[str, str, bytes, str]]


Body = JsonBody | FormBody


@dataclass(frozen=True, slots=True)
class Server:
    """The server of a provider: base URL, seconds to wait for it to speak, the user's proxies."""

    name: str
    base_url: str
    timeout: float = READ_TIMEOUT
    environment: Mapping[str, str] = field(default_factory=dict)
    network: Network = field(default_factory=Network)
    monotonic: Callable[[], float] = time.monotonic


class HttpClient:
    """Connections to one provider; may be used by many threads at once.

    Making one raises AccountError when the certificates that the user named can't be read.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._gate = gate(server.base_url)
        self._lock = threading.Lock()
        self._clients: dict[str, httpx.Client] = {}
        self._context = _trust()
        self.close = weakref.finalize(self, _close, self._clients)

    def ask(self, method: str, path: str, key: Secret | None, body: Body | None = None) -> Reply:
        """Send a request to the base URL and read all of the answer, whatever its status.

        Raises NotSentError, UncertainError, and UnusableAnswerError for over 64 MiB.
        """
        server = self._server
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip"}
        if key is not None:
            headers["Authorization"] = f"Bearer {key.reveal()}"
        with sending(server.name):
            client = self._client("ask", self._asking)
            request = _request(client, method, server.base_url + path, headers, body)
            with closing(client.send(request, stream=True)) as answer:
                content = self._answer(answer)
        return Reply(answer.status_code, dict(answer.headers), content)

    def fetch(self, url: str) -> bytes:
        """The bytes behind a link, after at most three redirects.

        Raises LinkDeadError for a 4xx; UnusableAnswerError for what may not be fetched, or over
        256 MiB; DownloadError for all that may go better another time.
        """
        headers = {"Accept": "image/*", "Accept-Encoding": "identity"}
        for _ in range(MAX_REDIRECTS + 1):
            # Checked is what httpx makes of the text, since that is where it will go.
            with downloading("the link"):
                url = str(httpx.URL(url))
            origin = self._gate.check_url(url)
            with downloading(origin.host):
                client = self._client(*self._fetching(origin))
                request = client.build_request("GET", url, headers=headers)
                with closing(client.send(request, stream=True)) as answer:
                    if not answer.has_redirect_location:
                        return self._picture(answer, origin)
                    url = str(answer.url.join(answer.headers["location"]))
        raise UnusableAnswerError(f"the link of the picture redirects over {MAX_REDIRECTS} times")

    def _answer(self, answer: httpx.Response) -> bytes:
        if answer.is_success:
            return self._read(answer, MAX_ANSWER, UncertainError)
        try:
            with sending(self._server.name):
                return self._read(answer, MAX_FAILURE, UncertainError)
        except (UncertainError, UnusableAnswerError):
            return b""  # the status alone has to do

    def _picture(self, answer: httpx.Response, origin: Origin) -> bytes:
        status = answer.status_code
        if status == 200:
            return self._read(answer, MAX_PICTURE, DownloadError)
        if 400 <= status < 500 and status not in _AGAIN:
            raise LinkDeadError(f"the picture is gone from {origin.host}: {status}", status=status)
        raise DownloadError(f"{origin.host} did not send the picture: {status}", status=status)

    def _read(
        self, answer: httpx.Response, limit: int, late: type[UncertainError | DownloadError]
    ) -> bytes:
        """The body, never more of it than `limit`, in at most the time to the first byte."""
        too_large = UnusableAnswerError(
            f"the answer is larger than {limit // MIB} MiB", status=answer.status_code
        )
        declared = answer.headers.get("content-length", "")
        # Each encoding can grow the one inside it a thousandfold.
        if (declared.isdecimal() and int(declared) > limit) or "," in answer.headers.get(
            "content-encoding", ""
        ):
            raise too_large
        deadline = self._server.monotonic() + self._server.timeout
        content = io.BytesIO()
        for piece in answer.iter_bytes():
            if content.tell() + len(piece) > limit:
                raise too_large
            content.write(piece)
            if self._server.monotonic() > deadline:
                raise late(f"the answer of {answer.url.host} did not end in time")
        return content.getvalue()

    def _client(self, name: str, make: Callable[[], httpx.BaseTransport]) -> httpx.Client:
        with self._lock:
            if not self.close.alive:
                raise NotSentError(f"the connection to {self._server.name} is closed already")
            if name not in self._clients:
                self._clients[name] = httpx.Client(
                    transport=make(),
                    timeout=httpx.Timeout(self._server.timeout, connect=CONNECT_TIMEOUT, pool=None),
                    headers={"User-Agent": f"assetgen/{__version__}"},
                    cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                    follow_redirects=False,
                    trust_env=False,
                )
            return self._clients[name]

    def _asking(self) -> httpx.BaseTransport:
        proxy = proxy_for(origin_of(self._server.base_url), self._server.environment)
        return self._plain(proxy)

    def _fetching(self, origin: Origin) -> tuple[str, Callable[[], httpx.BaseTransport]]:
        proxy = proxy_for(origin, self._server.environment)
        if proxy is not None:
            # Who sends traffic through a proxy leaves names to it: there is nothing to check.
            return "fetch by proxy", lambda: self._plain(proxy)
        backend = GuardedBackend(self._gate, self._server.network)
        return "fetch", lambda: GuardedTransport(backend, self._context, _KEEP)

    def _plain(self, proxy: str | None) -> httpx.HTTPTransport:
        limits = httpx.Limits(keepalive_expiry=_KEEP)
        return httpx.HTTPTransport(verify=self._context, limits=limits, proxy=proxy)


def _request(
    client: httpx.Client, method: str, url: str, headers: Mapping[str, str], body: Body | None
) -> httpx.Request:
    if isinstance(body, FormBody):
        files = [(field, (name, data, media)) for field, name, data, media in body.files]
        return client.build_request(method, url, headers=headers, data=body.fields, files=files)
    if body is None:
        return client.build_request(method, url, headers=headers)
    headers = {**headers, "Content-Type": "application/json"}
    return client.build_request(method, url, headers=headers, content=body.content)


def _trust() -> ssl.SSLContext:
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        reason = error.strerror or "no certificates in it"
        raise AccountError(f"SSL_CERT_FILE or SSL_CERT_DIR can't be used: {reason}") from error


def _close(clients: dict[str, httpx.Client]) -> None:
    for client in clients.values():
        client.close()
