"""Where a request may go: pure questions about URLs and addresses, asked before any connection.

A link in an answer is a stranger's word. It may lead to a public address over https, and to
nothing else; only if the provider itself is on this machine, its own host and port are allowed.
Names are resolved and connected to elsewhere (`http_guard`), with the addresses asked about here.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from assetgen.errors import UsageError
from assetgen.providers.base import AccountError, UnusableAnswerError

if TYPE_CHECKING:
    from collections.abc import Mapping

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
_EMBEDDING = tuple(
    (ipaddress.IPv6Network(network), shift)
    for network, shift in (("::/96", 0), ("64:ff9b::/96", 0), ("2002::/16", 80))
)
"""IPv6 networks that carry an IPv4 address, and how far from the right: compatible (RFC 4291),
NAT64 (RFC 6052), 6to4 (RFC 3056)."""
_UNICAST = ipaddress.IPv6Network("2000::/3")
_NEVER = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "2001::/32", "3fff::/20")))
"""Protocol assignments, Teredo and documentation: not every Python knows them as not public."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port of a server; the host in lower case, without brackets."""

    scheme: str
    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether the host names this machine, told without asking a resolver."""
        address = literal(self.host)
        if address is not None:
            return address.is_loopback
        name = self.host.rstrip(".")
        return name == "localhost" or name.endswith(".localhost")


@dataclass(frozen=True, slots=True)
class Gate:
    """Decides where downloads may go. `own` is the provider's origin if that is this machine."""

    own: Origin | None = None

    def check_url(self, url: str) -> Origin:
        """The origin that `url` leads to. Raises UnusableAnswerError when it may not be fetched."""
        try:
            origin = origin_of(url)
        except ValueError as error:
            raise UnusableAnswerError(f"the link of the picture is no URL: {error}") from error
        if origin == self.own:
            return origin
        if origin.scheme != "https":
            raise _refused(f"{origin.scheme}, not https")
        address = literal(origin.host)
        if origin.is_loopback or (address is not None and not is_public(address)):
            raise _refused(f"a private address, {origin.host}")
        return origin

    def check_addresses(self, host: str, port: int, addresses: list[Address]) -> None:
        """Check what a name resolved to, all of it. Raises UnusableAnswerError."""
        if self.own is not None and (host, port) == (self.own.host, self.own.port):
            refused = [one for one in addresses if not one.is_loopback]
        else:
            refused = [one for one in addresses if not is_public(one)]
        if refused:
            raise _refused(f"a private address, {refused[0]} ({host})")


def gate(base_url: str) -> Gate:
    """The gate for downloads of the provider at `base_url`."""
    origin = origin_of(base_url)
    return Gate(origin if origin.is_loopback else None)


def is_public(address: Address) -> bool:
    """Whether anybody on the internet would reach the same machine at this address."""
    if isinstance(address, ipaddress.IPv6Address):
        embedded = address.ipv4_mapped or _embedded(address)
        if embedded is not None:
            return is_public(embedded)
        if address not in _UNICAST:
            return False
    if any(address.version == one.version and address in one for one in _NEVER):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def literal(host: str) -> Address | None:
    """The address that `host` spells out, None for a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def origin_of(url: str) -> Origin:
    """The origin of a URL. Raises ValueError for what is none, or hides a user's name in it."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        return Origin(scheme or "no scheme", parts.hostname or "", 0)
    if parts.username is not None or parts.password is not None:
        raise ValueError("a URL with a user name in it")
    if not parts.hostname:
        raise ValueError("a URL without a host")
    return Origin(scheme, parts.hostname, parts.port or _PORTS[scheme])


def base_url(text: str, variable: str, *, has_key: bool = True) -> str:
    """A base URL of the user's, without a slash at its end. Raises UsageError.

    A key would travel in clear text over http, so that is for this machine, or without a key.
    """
    cleaned = text.strip().rstrip("/")
    try:
        origin, parts = origin_of(cleaned), urlsplit(cleaned)
    except ValueError as error:
        raise UsageError(f"{variable} is no base URL: {error}") from error
    if origin.scheme not in _PORTS or _has_more(parts):
        raise UsageError(f"{variable} is no base URL: {cleaned}", "https://host/path")
    if origin.scheme == "http" and has_key and not origin.is_loopback:
        raise UsageError(f"{variable} has to be https, or the key can be read: {cleaned}")
    return cleaned


def proxy_for(origin: Origin, environment: Mapping[str, str]) -> str | None:
    """The proxy that the user's environment names for a server; never one for this machine.

    Read are HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in small letters first.
    Raises AccountError for a proxy that speaks neither http nor https.
    """
    if origin.is_loopback or _is_excepted(origin.host, _variable("no_proxy", environment)):
        return None
    named = _variable(f"{origin.scheme}_proxy", environment) or _variable("all_proxy", environment)
    if not named:
        return None
    url = named if "://" in named else f"http://{named}"
    if urlsplit(url).scheme not in _PORTS:
        raise AccountError(f"proxies of this kind can't be used: {urlsplit(url).scheme}", "http")
    return url


def _variable(name: str, environment: Mapping[str, str]) -> str:
    return environment.get(name) or environment.get(name.upper()) or ""


def _is_excepted(host: str, exceptions: str) -> bool:
    names = [name.strip().lower().lstrip(".") for name in exceptions.split(",")]
    return any(name == "*" or (name and f".{host}".endswith(f".{name}")) for name in names)


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    for network, shift in _EMBEDDING:
        if address in network:
            return ipaddress.IPv4Address((int(address) >> shift) & 0xFFFFFFFF)
    return None


def _has_more(parts: SplitResult) -> bool:
    return bool(parts.query or parts.fragment)


def _refused(why: str) -> UnusableAnswerError:
    return UnusableAnswerError(f"the link of the picture leads to {why}: nothing was fetched")
