"""The one rule for paths in a spec or a lock."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetgen.paths import is_below, path_key, path_problem


@pytest.mark.parametrize(
    "path",
    ["assets/hero.png", "a.png", "icons/64/long-sword.png", "Ä/ö.webp", "x/.hidden/y.png", "c.png"],
)
def test_ordinary_paths_are_safe(path: str) -> None:
    assert path_problem(path) is None


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("", "is empty"),
        ("/etc/passwd", "is absolute"),
        ("../hero.png", "leads out of its folder"),
        ("assets/../../hero.png", "leads out of its folder"),
        ("assets//hero.png", "has an empty part"),
        ("./hero.png", "has an empty part"),
        ("C:/hero.png", "has the character :"),
        ("a\\b.png", "has the character \\"),
        ("a\x00.png", "has a control character (U+0000)"),
        ("a\n.png", "has a control character (U+000A)"),
        ("assets/hero.", "has a part that ends in a dot or a space"),
        ("assets /hero.png", "has a part that ends in a dot or a space"),
        ("assets/con.png", "has the name of a device"),
        ("assets/NUL", "has the name of a device"),
        ("assets/com1.tar.png", "has the name of a device"),
        ("assets/lpt9 .png", "has the name of a device"),
        (".git/hooks/post-checkout.png", "enters .git"),
        ("a/.GIT/x.png", "enters .git"),
        ("a/.g\u200cit/x.png", "enters .git"),
        ("GIT~1/x.png", "enters .git"),
        (".assetgen/index.png", "enters .assetgen"),
        ("a" * 256, "has a name longer than 255 bytes"),
        ("aaaaaaaaa/" * 120 + "a.png", "is longer than 1,000 bytes"),
        ("\ud800.png", "has a character that no file name can have"),
    ],
)
def test_an_unsafe_path_is_told_apart(path: str, problem: str) -> None:
    assert path_problem(path) == problem


@given(st.text(alphabet=st.sampled_from("./\\:a~ \x00C.git"), max_size=12))
def test_no_safe_path_leads_out(path: str) -> None:
    if path_problem(path) is None:
        parts = PurePosixPath(path).parts
        assert "/".join(parts) == path
        assert ".." not in parts


def test_below_means_strictly_inside() -> None:
    assert is_below("assets/hero.png", "assets")
    assert is_below("hero.png", ".")
    assert not is_below("assets", "assets")
    assert not is_below("assets-2/hero.png", "assets")


def test_paths_that_one_file_system_confuses_have_one_key() -> None:
    assert path_key("Icons/É.png") == path_key("icons/e\u0301.PNG")
