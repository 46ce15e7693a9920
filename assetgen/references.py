"""What a reference may look like: the digest of a picture, or the https URL of one.

Pure: looks at text, never at a disk or a network. The spec room checks what was written, the
state room what a lock of unknown origin says.
"""

from __future__ import annotations

from assetgen.digest import is_digest

MAX_REFERENCES = 8
"""Pictures that one request can go by."""

MAX_URL = 2_000
_FORBIDDEN = frozenset('\\"<>^`{|} ')


def is_reference(text: str) -> bool:
    """Whether `text` may stand in the references of a request."""
    return is_digest(text) or url_problem(text) is None


def url_problem(text: str) -> tuple[str, str | None] | None:
    """Why `text` can't be sent as the URL of a picture, with a hint; None when it can.

    The sentence is made to stand before the URL: "only https URLs are read: ftp://x".
    """
    from urllib.parse import urlsplit

    if len(text) > MAX_URL:
        return f"a URL has at most {MAX_URL:,} characters", None
    if not text.isprintable() or _FORBIDDEN & set(text):
        return "the URL has a character that URLs can't have", None
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "not a URL", None
    if parts.scheme != "https":
        return _scheme_problem(parts.scheme, text)
    if not host:
        return "the URL names no host", None
    if "@" in parts.netloc:
        return "a URL with a user name or a password has no place in a spec or a lock", None
    if _is_private(host):
        return "the URL leads to a private address", "name the file instead"
    return None


def _scheme_problem(scheme: str, text: str) -> tuple[str, str | None]:
    if scheme == "data":
        return "a data: URL is no reference", "write the picture to a file and name that"
    if scheme == "http":
        return "only https URLs are read", f"https{text[len(scheme) :]}"
    return "only https URLs are read", None


def _is_private(host: str) -> bool:
    """Whether a host is of this machine or network as far as its name tells."""
    from ipaddress import ip_address

    name = host.rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name)
    except ValueError:
        # No top-level domain begins with a digit: this is 127.0.0.1 in one of its odd spellings.
        return name.rpartition(".")[2][:1].isdigit()
    return not (getattr(address, "ipv4_mapped", None) or address).is_global
