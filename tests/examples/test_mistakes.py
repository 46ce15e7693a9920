"""Whatever is wrong with a spec is said at its place, all at once, with exit code 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.shell import HERO, Shell

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = """
[asset.a{n}]
promt = "A dot"
resolution = 64
output = "../a{n}.png"
"""
"""Three mistakes: an unknown key, a number for a text, a path out of the root."""


def test_broken_toml_is_said_with_its_line(tmp_path: Path) -> None:
    shell = Shell.at(tmp_path, HERO + "[asset.logo\nprompt = 'x'\n")
    answer = shell.run("sync")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: assets.toml:10:")
    assert answer.err.count("error: ") == 1


def test_thirty_mistakes_are_all_said_each_at_its_line(tmp_path: Path) -> None:
    shell = Shell.at(tmp_path, "version = 1\n" + "".join(BLOCK.format(n=n) for n in range(10)))
    answer = shell.run("sync", "--json")
    document = answer.document()
    places = [(error["file"], error["line"], error["column"]) for error in document["errors"]]
    expected = [("assets.toml", 4 + 5 * n + k, column) for n in range(10) for k, column in LINES]
    assert (answer.code, document["exit_code"]) == (2, 2)
    assert places == expected
    assert answer.err.count("error: ") == 30
    assert "  hint: prompt\n" in answer.err


LINES = [(0, 1), (1, 14), (2, 10)]


def test_nothing_is_made_while_one_asset_has_a_mistake(tmp_path: Path) -> None:
    shell = Shell.at(tmp_path, HERO + "\n[asset.logo]\noutput = 'logo.png'\n")
    assert shell.run("sync").code == 2
    assert not (shell.folder / "assets").exists()
    assert not (shell.folder / "assets.lock").exists()
