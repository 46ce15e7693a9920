"""Broken files of our own: the index, the database, results; rebuilt or said, never a traceback."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import HERO, Shell

if TYPE_CHECKING:
    from pathlib import Path

NOTHING = "Nothing to do: 1 asset, 1 file as locked\n"


@pytest.fixture
def synced(tmp_path: Path) -> Shell:
    shell = Shell.at(tmp_path, HERO)
    assert shell.run("sync").code == 0
    return shell


@pytest.mark.parametrize("text", [b"", b"assetgen index 1\n\xff\n{", b"assetgen index 99\n"])
def test_a_broken_index_is_forgotten(synced: Shell, text: bytes) -> None:
    synced.write(".assetgen/index", text)
    assert synced.run("sync").out == NOTHING
    synced.write("assets/hero.png", b"mine")
    assert synced.run("check").code == 8


def test_a_folder_in_place_of_the_index_does_no_harm(synced: Shell) -> None:
    (synced.folder / ".assetgen/index").unlink()
    synced.write(".assetgen/index/x", b"x")
    assert [synced.run(verb).out for verb in ("sync", "check", "plan")] == [NOTHING] * 3


def test_a_broken_database_is_made_anew_and_nothing_is_drawn_twice(synced: Shell) -> None:
    (synced.cache / "v1" / "cache.db").write_bytes(b"garbage" * 1000)
    (synced.folder / "assets/hero.png").unlink()
    summary = synced.run("sync", "--json").document()["summary"]
    assert (summary["generate"], summary["restore"]) == (0, 1)


def test_a_broken_result_is_drawn_again(synced: Shell) -> None:
    for file in synced.cache.glob("v1/results/*/*.json"):
        file.chmod(0o600)
        file.write_bytes(b"\xff{")
    before = synced.files()
    (synced.folder / "assets.lock").unlink()
    shutil.rmtree(synced.folder / ".assetgen")
    answer = synced.run("sync", "--json")
    assert answer.document()["summary"]["generate"] == 1
    assert synced.files() == before
    assert synced.run("check").code == 0


def test_broken_settings_of_the_user_are_said_at_their_line(synced: Shell) -> None:
    file = synced.cache.with_name("settings") / "assetgen" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("x = = 1\n")
    answer = synced.run("plan")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: HOME/settings/assetgen/config.toml:1:")


def test_a_remote_with_an_address_makes_no_folder_of_that_name(synced: Shell) -> None:
    answer = synced.with_environment(ASSETGEN_REMOTE="https://example.org/art").run("sync", "hero")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "error: only a folder can be the remote yet: https://example.org/art\n"
        "  hint: ASSETGEN_REMOTE=FOLDER\n"
    )


def test_a_remote_that_is_no_folder_is_said(synced: Shell) -> None:
    synced.write("remote", b"mine")
    broken = synced.with_environment(ASSETGEN_REMOTE=str(synced.folder / "remote"))
    answer = broken.run("sync", "hero")
    assert answer.code == 1
    assert answer.err.startswith("error: ")
    assert "PROJECT/remote" in answer.err
    assert synced.read("remote") == b"mine"
