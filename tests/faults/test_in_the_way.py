"""What stands in the way of an output: one clear sentence, an exit code, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import HERO, Shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OUTPUT = "assets/hero.png"
LOGO = """
[asset.logo]
prompt = "Emblem of a tower"
resolution = "64x64"
output = "logo/logo.png"
"""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell.at(tmp_path, HERO)


def mounted(folder: Path, *words: str) -> None:
    mount = ["mount", *words, str(folder)]
    if (
        sys.platform != "linux"
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("only root can mount a file system of its own")


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder that nobody can write to, not even root."""
    if os.name != "nt" and os.geteuid() != 0:
        folder.chmod(0o555)
        yield
        folder.chmod(0o755)
        return
    mounted(folder, "--bind", str(folder))
    try:
        mounted(folder, "-o", "remount,ro,bind")
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for 64 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted(folder, "-t", "tmpfs", "-o", "size=64k", "tmpfs")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_file_that_was_there_before_is_left_alone(shell: Shell) -> None:
    shell.write(OUTPUT, b"my own drawing")
    answer = shell.run("sync")
    assert (answer.code, answer.err) == (8, "")
    assert answer.out == (
        "! hero  assets/hero.png    a file that assetgen did not write stands there\n"
        "0 pictures, 0 files in assets/, $0.00, TIME\n"
    )
    assert shell.read(OUTPUT) == b"my own drawing"
    assert not (shell.folder / "assets.lock").exists()


def test_an_edited_output_is_left_alone_and_overwrite_keeps_the_edit(shell: Shell) -> None:
    shell.run("sync")
    picture = shell.read(OUTPUT)
    shell.write(OUTPUT, b"my retouched picture")
    assert shell.run("sync").code == 8
    assert shell.run("check").code == 8
    assert shell.read(OUTPUT) == b"my retouched picture"

    answer = shell.run("sync", "--overwrite")
    assert (answer.code, shell.read(OUTPUT)) == (0, picture)
    kept, restored = answer.out.splitlines()
    assert restored == "0 pictures, 1 file in assets/, $0.00, TIME"
    start = "kept what stood at assets/hero.png: assetgen cache path "
    assert kept.startswith(start)
    path = shell.run("cache", "path", kept.removeprefix(start)).out.strip()
    blob = shell.cache / path.removeprefix("CACHE/")
    assert blob.read_bytes() == b"my retouched picture"


@pytest.mark.parametrize("words", [("sync",), ("sync", "--overwrite")])
def test_a_folder_in_the_way_is_a_conflict_also_with_overwrite(
    shell: Shell, words: tuple[str, ...]
) -> None:
    shell.write(f"{OUTPUT}/note.txt", b"mine")
    answer = shell.run(*words)
    assert answer.code == 8
    assert answer.out.startswith("! hero  assets/hero.png    a folder")
    assert shell.read(f"{OUTPUT}/note.txt") == b"mine"


@pytest.mark.parametrize("words", [("sync",), ("sync", "--overwrite")])
def test_a_link_in_the_way_is_a_conflict_also_with_overwrite(
    shell: Shell, words: tuple[str, ...]
) -> None:
    elsewhere = shell.write("mine.png", b"mine")
    (shell.folder / "assets").mkdir()
    (shell.folder / OUTPUT).symlink_to(elsewhere)
    answer = shell.run(*words)
    assert answer.code == 8
    assert answer.out.startswith("! hero  assets/hero.png    a symbolic link")
    assert (shell.read("mine.png"), (shell.folder / OUTPUT).is_symlink()) == (b"mine", True)


def test_a_file_where_a_folder_has_to_be_is_a_conflict(shell: Shell) -> None:
    shell.write("assets", b"mine")
    answer = shell.run("sync")
    assert answer.code == 8, answer
    assert shell.read("assets") == b"mine"
    assert "Traceback" not in answer.err


def test_a_read_only_folder_is_said_and_the_others_are_written(shell: Shell) -> None:
    shell.spec(HERO + LOGO)
    (shell.folder / "assets" / "logo").mkdir(parents=True)
    with read_only(shell.folder / "assets" / "logo"):
        answer = shell.run("sync", "--quiet")
    assert answer.code == 1
    assert answer.err.startswith("error: logo: can't write assets/logo/logo.png: ")
    assert answer.err.count("\n") == 1
    assert list(shell.files()) == [OUTPUT]
    assert list(shell.locked_digests()) == [OUTPUT]

    document = shell.run("sync", "--json").document()
    assert (document["summary"]["generate"], document["summary"]["restore"]) == (0, 1)
    assert sorted(shell.files()) == [OUTPUT, "assets/logo/logo.png"]


def test_a_read_only_project_is_said_in_one_sentence(shell: Shell) -> None:
    with read_only(shell.folder):
        answer = shell.run("sync")
        looked = shell.run("plan")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("error: can't use the state folder (")
    assert (looked.code, looked.err) == (0, "")
    assert shell.run("sync").code == 0


def test_a_full_disk_is_said_and_what_was_drawn_is_kept(small_disk: Path, tmp_path: Path) -> None:
    shell = Shell(small_disk, tmp_path / "cache")
    shell.spec(HERO)
    shell.write("filler", bytes(48_000))
    answer = shell.run("sync", "--quiet")
    assert (answer.code, answer.out) == (1, "")
    assert "Traceback" not in answer.err
    assert "disk is full" in answer.err
    assert answer.err.endswith("  hint: make room, then run it again\n")
    assert shell.files() == {}

    (small_disk / "filler").unlink()
    document = shell.run("sync", "--json").document()
    assert (document["summary"]["generate"], document["summary"]["restore"]) == (0, 1)
    assert list(shell.files()) == [OUTPUT]


def test_a_full_disk_under_the_cache_is_said(small_disk: Path, tmp_path: Path) -> None:
    shell = Shell(tmp_path / "project", small_disk / "cache")
    shell.folder.mkdir()
    shell.spec(HERO)
    (small_disk / "filler").write_bytes(bytes(62_000))
    answer = shell.process("sync", "--quiet")
    assert (answer.code, answer.out) == (1, "")
    assert "Traceback" not in answer.err
    assert "disk is full" in answer.err
    assert shell.files() == {}
    assert Shell(shell.folder, tmp_path / "cache").run("sync").code == 0


def test_a_cache_folder_that_is_a_file_is_said(shell: Shell) -> None:
    shell.cache.write_bytes(b"mine")
    answer = shell.run("sync")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("error: ")
    assert shell.cache.read_bytes() == b"mine"


def test_a_file_in_place_of_our_own_folder_is_said(shell: Shell) -> None:
    shell.write(".assetgen", b"mine")
    answer = shell.run("sync")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "error: can't use the state folder (File exists): PROJECT/.assetgen\n"
        "  hint: remove it; it is made again\n"
    )


def test_a_folder_in_place_of_the_lock_is_said(shell: Shell) -> None:
    shell.write("assets.lock/x", b"mine")
    for words in (("sync",), ("plan",), ("check",), ("sync", "--frozen"), ("lock", "merge")):
        answer = shell.run(*words)
        assert (answer.code, answer.out) == (2, ""), words
        assert answer.err.startswith("error: assets.lock:1:1: the lock can't be read"), words


def test_a_git_lfs_pointer_is_replaced_by_the_picture(shell: Shell) -> None:
    shell.run("sync")
    picture = shell.read(OUTPUT)
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 12345\n"
    shell.write(OUTPUT, pointer)
    answer = shell.run("sync")
    assert (answer.code, shell.read(OUTPUT)) == (0, picture)
