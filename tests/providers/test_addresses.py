from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetgen.errors import UsageError
from assetgen.providers.addresses import Gate, base_url, gate, is_public, origin_of, proxy_for
from assetgen.providers.base import AccountError, UnusableAnswerError

PRIVATE = [
    "0.0.0.0",  # noqa: S104 - an address that must be refused
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "3fff::1",
    "fc00::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_for_everybody_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_what_everybody_reaches_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_address_in_the_clothes_of_another_is_what_it_was(
    address: ipaddress.IPv4Address,
) -> None:
    for start in ("::ffff:0:0", "::", "64:ff9b::"):
        dressed = ipaddress.IPv6Address(int(ipaddress.IPv6Address(start)) + int(address))
        assert is_public(dressed) == is_public(address)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.com/a.png", "http, not https"),
        ("file:///etc/passwd", "file, not https"),
        ("ftp://example.com/a.png", "ftp, not https"),
        ("data:image/png;base64,AAAA", "data, not https"),
        ("/a.png", "no scheme, not https"),
        ("https://169.254.169.254/latest", "a private address, 169.254.169.254"),
        ("https://[::1]/a.png", "a private address, ::1"),
        ("https://[::ffff:10.0.0.1]/a.png", "a private address, ::ffff:10.0.0.1"),
        ("https://localhost/a.png", "a private address, localhost"),
        ("https://x.localhost./a.png", r"a private address, x.localhost\."),
        ("https://user@example.com/a.png", "a URL with a user name in it"),
        ("https:///a.png", "a URL without a host"),
        ("https://example.com:99999/", "Port out of range"),
    ],
)
def test_a_link_that_may_not_be_followed_says_why(url: str, why: str) -> None:
    with pytest.raises(UnusableAnswerError, match=why):
        Gate().check_url(url)


def test_only_the_provider_on_this_machine_may_be_reached_on_it() -> None:
    own = gate("http://127.0.0.1:8080")
    assert own.check_url("http://127.0.0.1:8080/v2/downloads/x").port == 8080
    for url in ("http://127.0.0.1:8081/", "http://127.0.0.2:8080/", "http://localhost:8080/"):
        with pytest.raises(UnusableAnswerError):
            own.check_url(url)


def test_a_provider_elsewhere_opens_nothing_on_this_machine() -> None:
    assert gate("https://api.getimg.ai") == Gate(None)
    assert gate("https://127.0.0.1.example.com") == Gate(None)


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1"]])
def test_one_private_address_of_a_name_is_enough_to_refuse_it(addresses: list[str]) -> None:
    with pytest.raises(UnusableAnswerError, match=r"private address, .* \(example.com\)"):
        Gate().check_addresses("example.com", 443, [ipaddress.ip_address(a) for a in addresses])


def test_the_own_name_has_to_be_this_machine_also_when_resolved() -> None:
    own = gate("http://localhost:8080")
    own.check_addresses("localhost", 8080, [ipaddress.ip_address("127.0.0.1")])
    with pytest.raises(UnusableAnswerError):
        own.check_addresses("localhost", 8080, [ipaddress.ip_address("192.168.1.1")])


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("ftp://example.com", "no base URL"),
        ("https://", "no base URL"),
        ("https://key@example.com", "no base URL"),
        ("https://example.com/?key=1", "no base URL"),
        ("http://example.com", "has to be https"),
    ],
)
def test_a_base_url_that_will_not_do_is_named_with_its_variable(written: str, message: str) -> None:
    with pytest.raises(UsageError, match=f"BASE .*{message}|BASE {message}"):
        base_url(written, "BASE")


def test_a_base_url_is_taken_without_its_slash() -> None:
    assert base_url(" https://example.com/v1/ ", "BASE") == "https://example.com/v1"
    assert base_url("http://127.0.0.1:80", "BASE") == "http://127.0.0.1:80"
    assert base_url("http://gpu:80", "BASE", has_key=False) == "http://gpu:80"


@pytest.mark.parametrize(
    ("environment", "proxy"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
        ({"https_proxy": "proxy:3128"}, "http://proxy:3128"),
        ({"ALL_PROXY": "http://proxy"}, "http://proxy"),
        ({"HTTP_PROXY": "http://proxy"}, None),
        ({"HTTPS_PROXY": "http://proxy", "NO_PROXY": "getimg.ai"}, None),
        ({"HTTPS_PROXY": "http://proxy", "NO_PROXY": "img.ai, .x"}, "http://proxy"),
        ({"HTTPS_PROXY": "http://proxy", "NO_PROXY": "*"}, None),
    ],
)
def test_the_proxy_is_the_one_of_the_environment(
    environment: dict[str, str], proxy: str | None
) -> None:
    assert proxy_for(origin_of("https://api.getimg.ai"), environment) == proxy


def test_this_machine_is_never_asked_through_a_proxy() -> None:
    environment = {"HTTP_PROXY": "http://proxy", "ALL_PROXY": "http://proxy"}
    assert proxy_for(origin_of("http://127.0.0.1:9"), environment) is None


def test_a_proxy_of_another_kind_is_refused_without_its_password() -> None:
    with pytest.raises(AccountError) as raised:
        proxy_for(origin_of("https://x.org"), {"ALL_PROXY": "socks5://me:secret@proxy"})
    assert raised.value.message == "proxies of this kind can't be used: socks5"
