"""What may stand in the references of a request: digests, and https URLs of public hosts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetgen.digest import digest_bytes
from assetgen.references import is_reference, url_problem


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a.png",
        "HTTPS://example.com/a.png",
        "https://example.com:8443/ü.webp?size=2&x=%20#top",
        "https://8.8.8.8/a.png",
        "https://[2606:4700::1111]/a.png",
    ],
)
def test_an_https_url_of_a_public_host_is_fine(url: str) -> None:
    assert url_problem(url) is None
    assert is_reference(url)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://x.com/a", ("only https URLs are read", "https://x.com/a")),
        ("ftp://x.com/a", ("only https URLs are read", None)),
        ("file:///etc/passwd", ("only https URLs are read", None)),
        ("../a.png", ("only https URLs are read", None)),
        (
            "data:image/png;base64,AAAA",
            ("a data: URL is no reference", "write the picture to a file and name that"),
        ),
        ("https://", ("the URL names no host", None)),
        ("https:///a.png", ("the URL names no host", None)),
        (
            "https://me:secret@x.com/a",
            ("a URL with a user name or a password has no place in a spec or a lock", None),
        ),
        ("https://x.com:port/", ("not a URL", None)),
        ("https://[::1/", ("not a URL", None)),
        ("https://x.com/a b", ("the URL has a character that URLs can't have", None)),
        ("https://x.com\\@y.com/", ("the URL has a character that URLs can't have", None)),
        ("https://x.com/\n", ("the URL has a character that URLs can't have", None)),
        ("https://x.com/" + "a" * 2000, ("a URL has at most 2,000 characters", None)),
    ],
)
def test_any_other_url_is_refused_with_a_reason(url: str, problem: tuple[str, str | None]) -> None:
    assert url_problem(url) == problem
    assert not is_reference(url)


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST", "localhost.", "a.localhost", "127.0.0.1", "10.0.0.1",
        "192.168.1.1", "169.254.169.254", "0.0.0.1", "[::1]", "[fe80::1]", "[::ffff:127.0.0.1]",
        "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1",
    ],
)  # fmt: skip
def test_a_url_of_a_private_address_is_refused(host: str) -> None:
    problem = ("the URL leads to a private address", "name the file instead")
    assert url_problem(f"https://{host}/a.png") == problem


@given(st.text())
def test_any_text_is_judged_without_an_error(text: str) -> None:
    assert is_reference(text) == (url_problem(text) is None)
    url_problem(f"https://{text}")


@given(st.binary())
def test_every_digest_is_a_reference(data: bytes) -> None:
    assert is_reference(digest_bytes(data))
