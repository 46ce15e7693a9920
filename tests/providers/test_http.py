from __future__ import annotations

import ipaddress
import socket
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import httpcore
import pytest

from assetgen.providers.base import (
    AccountError,
    DownloadError,
    LinkDeadError,
    NotSentError,
    UncertainError,
    UnusableAnswerError,
)
from assetgen.providers.http import MAX_PICTURE, FormBody, HttpClient, JsonBody, Server
from assetgen.providers.http_guard import Network
from assetgen.providers.keys import Secret
from tests.support.local_server import LocalServer, Said, Seen, local_server

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from assetgen.providers.addresses import Address

KEY = Secret("sk_test_0123456789")
PUBLIC = "93.184.216.34"


@dataclass
class Internet:
    """Names and what is at their addresses; what was resolved and connected to is written down."""

    names: dict[str, list[str]] = field(default_factory=dict)
    pages: dict[str, list[bytes]] = field(default_factory=dict)
    resolved: list[str] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)

    def client(self, **changes: float) -> HttpClient:
        network = Network(self.resolve, self.connect)
        return HttpClient(Server("getimg", "https://api.getimg.ai", network=network, **changes))  # type: ignore[arg-type]

    def resolve(self, host: str, port: int) -> list[Address]:
        self.resolved.append(host)
        found = self.names.get(host)
        if found is None:
            raise socket.gaierror(-2, "Name or service not known")
        # A name with several answers gives another one each time: DNS rebinding.
        return [ipaddress.ip_address(found.pop(0) if len(found) > 1 else found[0])]

    def connect(self, address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
        self.connected.append(f"{address}:{port}")
        if address not in self.pages:
            raise httpcore.ConnectError("Connection refused")
        return httpcore.MockStream(list(self.pages[address]))


def page(body: bytes = b"", status: str = "200 OK", *headers: str) -> list[bytes]:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""]
    return ["\r\n".join(lines).encode(), body]


def redirect(target: str) -> list[bytes]:
    return page(b"", "302 Found", f"Location: {target}")


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with local_server() as ours:
        yield ours


@pytest.fixture
def client(server: LocalServer) -> Iterator[HttpClient]:
    with closing(HttpClient(Server("getimg", server.base_url, timeout=5))) as ours:
        yield ours


# Asking.


def test_json_is_sent_with_the_key_and_the_answer_is_read_whole(
    client: HttpClient, server: LocalServer
) -> None:
    server.answers["/v2"] = Said.of({"id": "x"}, 201, X_RateLimit_Limit="20")
    reply = client.ask("POST", "/v2/images", KEY, JsonBody(b'{"a":1}'))
    assert (reply.status, reply.json()) == (201, {"id": "x"})
    assert reply.headers["x-ratelimit-limit"] == "20"
    seen = server.seen[0]
    assert (seen.method, seen.path, seen.json()) == ("POST", "/v2/images", {"a": 1})
    assert seen.headers["authorization"] == "Bearer sk_test_0123456789"
    assert seen.headers["content-type"] == "application/json"


def test_a_form_is_sent_as_multipart(client: HttpClient, server: LocalServer) -> None:
    server.answers["/"] = Said.of({})
    client.ask("POST", "/e", None, FormBody({"n": "1"}, [("image", "a.png", b"PNG", "image/png")]))
    seen = server.seen[0]
    assert seen.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="image"; filename="a.png"\r\nContent-Type: image/png\r\n\r\nPNG' in seen.body
    assert "authorization" not in seen.headers


def test_connections_are_used_again(client: HttpClient, server: LocalServer) -> None:
    server.answers["/"] = Said.of({})
    for _ in range(5):
        client.ask("GET", "/", None)
    assert server.connections == 1


def test_nothing_is_sent_twice_and_no_redirect_of_a_post_is_followed(
    client: HttpClient, server: LocalServer
) -> None:
    server.answers["/"] = Said(307, headers={"Location": "/elsewhere"})
    assert client.ask("POST", "/", KEY, JsonBody(b"{}")).status == 307
    assert [seen.path for seen in server.seen] == ["/"]


def test_an_answer_that_breaks_off_is_uncertain(client: HttpClient, server: LocalServer) -> None:
    for said in (Said(is_dropped=True), Said(body=b"{", declared=10)):
        server.answers["/"] = said
        with pytest.raises(UncertainError, match="broke before its answer was whole"):
            client.ask("POST", "/", KEY, JsonBody(b"{}"))
    assert len(server.seen) == 2


def test_a_refusal_that_breaks_off_is_a_refusal_all_the_same(
    client: HttpClient, server: LocalServer
) -> None:
    server.answers["/"] = Said(402, b"{", declared=10)
    assert client.ask("POST", "/", KEY, JsonBody(b"{}")).status == 402


def test_a_server_that_is_not_there_was_sent_nothing() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NotSentError, match=r"can't connect to getimg: .*refused"):
        HttpClient(Server("getimg", f"http://127.0.0.1:{port}")).ask("POST", "/", KEY)


def test_a_server_that_speaks_no_tls_was_sent_nothing(server: LocalServer) -> None:
    url = server.base_url.replace("http:", "https:")
    with pytest.raises(NotSentError, match="can't connect to getimg"):
        HttpClient(Server("getimg", url)).ask("POST", "/", KEY)
    assert server.seen == []


def test_a_slow_server_is_uncertain() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(UncertainError, match="getimg did not answer in time"):
            HttpClient(Server("getimg", url, timeout=0.05)).ask("POST", "/", KEY)


def test_an_answer_over_the_limit_is_not_read(client: HttpClient, server: LocalServer) -> None:
    server.answers["/"] = Said(declared=65 * 1024 * 1024)
    with pytest.raises(UnusableAnswerError, match="larger than 64 MiB"):
        client.ask("POST", "/", KEY)


def test_compression_inside_compression_is_not_undone(
    client: HttpClient, server: LocalServer
) -> None:
    server.answers["/"] = Said(body=b"x", headers={"Content-Encoding": "gzip, gzip"})
    with pytest.raises(UnusableAnswerError):
        client.ask("POST", "/", KEY)


def test_the_environments_proxy_is_used_and_its_refusal_sent_nothing(server: LocalServer) -> None:
    server.answers["/"] = Said(403)
    environment = {"HTTPS_PROXY": server.base_url}
    client = HttpClient(Server("getimg", "https://api.getimg.ai", environment=environment))
    with pytest.raises(NotSentError, match="can't connect to getimg"):
        client.ask("POST", "/", KEY)


def test_after_the_end_nothing_is_sent(client: HttpClient, server: LocalServer) -> None:
    client.close()
    with pytest.raises(NotSentError, match="closed already"):
        client.ask("POST", "/", KEY)
    assert server.seen == []


def test_certificates_that_are_not_there_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))  # ssl reads it by itself
    with pytest.raises(AccountError, match="SSL_CERT_FILE or SSL_CERT_DIR can't be used"):
        HttpClient(Server("getimg", "https://api.getimg.ai"))


# Fetching from the provider's own host, which is this machine.


def test_a_link_is_fetched_without_the_key(client: HttpClient, server: LocalServer) -> None:
    server.answers["/v2/downloads"] = Said(body=b"PNG", headers={"Set-Cookie": "a=b"})
    server.answers["/v2"] = Said.of({})
    client.ask("GET", "/v2/models", KEY)
    assert client.fetch(f"{server.base_url}/v2/downloads/x/0?exp=1&sig=ab") == b"PNG"
    client.fetch(f"{server.base_url}/v2/downloads/x/1")
    for seen in server.seen[1:]:
        assert "authorization" not in seen.headers
        assert "cookie" not in seen.headers
        assert KEY.reveal() not in str(seen)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_4xx_means_that_the_link_is_dead(
    client: HttpClient, server: LocalServer, status: int
) -> None:
    server.answers["/"] = Said(status)
    with pytest.raises(LinkDeadError, match=f"gone from 127.0.0.1: {status}"):
        client.fetch(f"{server.base_url}/x?sig=secret")


@pytest.mark.parametrize("status", [204, 304, 408, 425, 429, 500, 502, 503])
def test_anything_else_can_be_tried_again(
    client: HttpClient, server: LocalServer, status: int
) -> None:
    server.answers["/"] = Said(status)
    with pytest.raises(DownloadError, match=f"did not send the picture: {status}"):
        client.fetch(f"{server.base_url}/x")


def test_a_download_cut_short_can_be_tried_again(client: HttpClient, server: LocalServer) -> None:
    server.answers["/"] = Said(body=b"PN", declared=1000)
    with pytest.raises(DownloadError, match=r"the download from 127.0.0.1 was cut short"):
        client.fetch(f"{server.base_url}/x?sig=secret")


def test_three_redirects_are_followed_and_no_more(client: HttpClient, server: LocalServer) -> None:
    def count_down(seen: Seen) -> Said:
        left = int(seen.path[1:])
        return Said(body=b"PNG") if left == 0 else Said(302, headers={"Location": f"/{left - 1}"})

    server.answers["/"] = count_down
    assert client.fetch(f"{server.base_url}/3") == b"PNG"
    with pytest.raises(UnusableAnswerError, match="redirects over 3 times"):
        client.fetch(f"{server.base_url}/4")


# Fetching from elsewhere: no packet leaves this machine.


def test_a_public_host_is_connected_to_by_the_address_that_was_checked() -> None:
    net = Internet({"cdn.example": [PUBLIC]}, {PUBLIC: page(b"PNG")})
    assert net.client().fetch("https://cdn.example/a.png") == b"PNG"
    assert (net.resolved, net.connected) == (["cdn.example"], [f"{PUBLIC}:443"])


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://169.254.169.254/",
        "file:///etc/passwd",
        "ftp://cdn.example/a.png",
        "gopher://cdn.example/",
        "https://10.0.0.1/",
        "https://[fd00::1]/",
        "https://[::ffff:192.168.0.1]/",
        "https://localhost:6379/",
        "https://user:word@cdn.example/",
        "http://cdn.example/a.png",
        "//cdn.example/a.png",
        "not a url",
        "",
        "https://[::1",
        "https://cdn.example:0x/",
    ],
)
def test_a_link_elsewhere_than_public_https_opens_no_connection(url: str) -> None:
    net = Internet({"cdn.example": [PUBLIC]}, {PUBLIC: page(b"PNG")})
    with pytest.raises(UnusableAnswerError):
        net.client().fetch(url)
    assert (net.resolved, net.connected) == ([], [])


@pytest.mark.parametrize("address", ["169.254.169.254", "10.1.2.3", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", ["cdn.example", "2130706433", "0x7f.1"])
def test_a_name_that_resolves_to_a_private_address_opens_no_connection(
    address: str, host: str
) -> None:
    net = Internet({host: [address]})
    with pytest.raises(UnusableAnswerError, match="leads to a private address"):
        net.client().fetch(f"https://{host}/a.png")
    assert (net.resolved, net.connected) == ([host], [])


def test_a_name_that_turns_private_after_the_check_is_never_connected_to() -> None:
    net = Internet({"cdn.example": [PUBLIC, "127.0.0.1"]}, {PUBLIC: page(b"PNG")})
    assert net.client().fetch("https://cdn.example/a.png") == b"PNG"
    with pytest.raises(UnusableAnswerError):
        net.client().fetch("https://cdn.example/a.png")
    assert net.connected == [f"{PUBLIC}:443"]


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/", "https://127.0.0.1/", "file:///etc/passwd", "https://inside/"],
)
def test_a_redirect_to_a_private_place_is_not_followed(target: str) -> None:
    names = {"cdn.example": [PUBLIC], "inside": ["192.168.1.1"]}
    net = Internet(names, {PUBLIC: redirect(target)})
    with pytest.raises(UnusableAnswerError):
        net.client().fetch("https://cdn.example/a.png")
    assert net.connected == [f"{PUBLIC}:443"]


def test_a_redirect_to_another_public_host_is_followed() -> None:
    names = {"cdn.example": [PUBLIC], "other.example": ["8.8.8.8"]}
    pages = {PUBLIC: redirect("https://other.example:8443/a"), "8.8.8.8": page(b"PNG")}
    net = Internet(names, pages)
    assert net.client().fetch("https://cdn.example/a.png") == b"PNG"
    assert net.connected == [f"{PUBLIC}:443", "8.8.8.8:8443"]


def test_a_name_nobody_knows_can_be_tried_again() -> None:
    net = Internet()
    with pytest.raises(DownloadError, match=r"can't connect to cdn.example: .*not known"):
        net.client().fetch("https://cdn.example/a.png")


def test_a_host_that_refuses_can_be_tried_again() -> None:
    net = Internet({"cdn.example": [PUBLIC]})
    with pytest.raises(DownloadError, match=r"can't connect to cdn.example: Connection refused"):
        net.client().fetch("https://cdn.example/a.png")


class Flood(httpcore.MockStream):
    """A body without an end, handed out 64 KiB at a time."""

    def __init__(self, *headers: str) -> None:
        start = "\r\n".join(("HTTP/1.1 200 OK", *headers, "", ""))
        super().__init__([start.encode()])
        self.handed_out = 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.handed_out += max_bytes
        return super().read(max_bytes) or bytes(max_bytes)


@pytest.mark.parametrize(
    ("headers", "most"),
    [(("Content-Length: 2147483648",), 1024 * 1024), ((), MAX_PICTURE + 1024 * 1024)],
)
def test_a_body_of_two_gigabytes_is_given_up_at_the_limit(
    headers: tuple[str, ...], most: int
) -> None:
    flood = Flood(*headers)
    net = Internet({"cdn.example": [PUBLIC]})
    network = Network(net.resolve, lambda *_: flood)
    client = HttpClient(Server("getimg", "https://api.getimg.ai", network=network))
    with pytest.raises(UnusableAnswerError, match="larger than 256 MiB"):
        client.fetch("https://cdn.example/a.png")
    assert flood.handed_out <= most


def test_a_body_that_drips_is_given_up_in_time() -> None:
    ticks = iter(range(0, 100_000, 100))
    net = Internet({"cdn.example": [PUBLIC]})
    network = Network(net.resolve, lambda *_: Flood())
    server = Server("getimg", "https://api.getimg.ai", network=network)
    client = HttpClient(replace(server, monotonic=lambda: float(next(ticks))))
    with pytest.raises(DownloadError, match="did not end in time"):
        client.fetch("https://cdn.example/a.png")
    assert next(ticks) <= 600


def addresses(texts: Iterable[str]) -> list[Address]:
    return [ipaddress.ip_address(text) for text in texts]


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    net = Internet(pages={"8.8.8.8": page(b"PNG")})
    network = Network(lambda *_: addresses([PUBLIC, "8.8.8.8"]), net.connect)
    client = HttpClient(Server("getimg", "https://api.getimg.ai", network=network))
    assert client.fetch("https://cdn.example/a.png") == b"PNG"
    assert net.connected == [f"{PUBLIC}:443", "8.8.8.8:443"]
