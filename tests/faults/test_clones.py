"""A clone restores the same bytes from a copied cache or the remote, with no network and no key."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import PROXIES, Shell
from tests.faults.many import results_of, spec_of

if TYPE_CHECKING:
    from pathlib import Path


def project(home: Path, tables: str = "") -> Shell:
    shell = Shell.at(home / "here", spec_of(12, tables=tables))
    assert shell.run("sync").code == 0
    return shell


def clone(shell: Shell, home: Path, *committed: str) -> Shell:
    """What git would bring elsewhere: spec, lock and other committed folders; an empty cache."""
    there = Shell.at(home / "there").with_environment(**PROXIES)
    for name in ("assets.toml", "assets.lock"):
        shutil.copy(shell.folder / name, there.folder / name)
    for name in committed:
        shutil.copytree(shell.folder / name, there.folder / name)
    return there


def test_a_clone_with_a_copied_cache_gets_the_same_bytes(tmp_path: Path) -> None:
    here = project(tmp_path)
    there = clone(here, tmp_path)
    shutil.copytree(here.cache, there.cache)
    answer = there.process("sync", "--frozen")
    assert (answer.code, answer.out) == (0, "12 files restored, TIME\n"), answer.err
    assert there.files() == here.files()
    assert there.read("assets.lock") == here.read("assets.lock")


def test_a_clone_with_the_folder_remote_gets_the_same_bytes(tmp_path: Path) -> None:
    here = project(tmp_path, '[remote]\nurl = "art/.blobs"\n')
    there = clone(here, tmp_path, "art/.blobs")
    answer = there.process("sync", "--frozen")
    assert (answer.code, answer.out) == (0, "12 files restored, TIME\n"), answer.err
    assert there.files() == here.files()


def test_a_remote_that_the_environment_names_serves_as_well(tmp_path: Path) -> None:
    here = Shell.at(tmp_path / "here", spec_of(3))
    here = here.with_environment(ASSETGEN_REMOTE=str(tmp_path / "remote"))
    assert here.run("sync").code == 0
    there = clone(here, tmp_path).with_environment(ASSETGEN_REMOTE=str(tmp_path / "remote"))
    assert there.process("sync", "--frozen").code == 0
    assert there.files() == here.files()


def test_a_clone_with_neither_ends_with_7_and_makes_nothing(tmp_path: Path) -> None:
    there = clone(project(tmp_path), tmp_path)
    answer = there.process("sync", "--frozen")
    assert (answer.code, answer.out) == (7, "0 files restored, TIME\n")
    first = "error: icon@item-000: the picture of assets/item-000.png is in no cache or remote"
    assert answer.err.startswith(f"{first} (and 11 more of icon, --verbose lists them)\n")
    assert there.files() == {}
    assert results_of(there) == []


def test_frozen_needs_no_spec_and_minds_no_broken_one(tmp_path: Path) -> None:
    here = project(tmp_path)
    there = clone(here, tmp_path)
    shutil.copytree(here.cache, there.cache)
    there.spec("this is = = no TOML")
    assert there.process("sync", "--frozen").code == 0
    (there.folder / "assets.toml").unlink()
    shutil.rmtree(there.folder / "assets")
    assert there.process("sync", "--frozen").code == 0
    assert there.files() == here.files()


def test_a_damaged_blob_is_never_restored(tmp_path: Path) -> None:
    here = project(tmp_path)
    there = clone(here, tmp_path)
    shutil.copytree(here.cache, there.cache)
    digest = there.locked_digests()["assets/item-003.png"].removeprefix("sha256:")
    blob = there.cache / "v1" / "blobs" / digest[:2] / digest[2:]
    blob.chmod(0o600)
    blob.write_bytes(b"not that picture")
    answer = there.process("sync", "--frozen")
    assert answer.code == 7
    assert there.files().keys() == here.files().keys() - {"assets/item-003.png"}


@pytest.mark.parametrize("words", [("sync",), ("sync", "--locked"), ("check",)])
def test_everything_but_buying_works_without_a_network(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    here = project(tmp_path).with_environment(**PROXIES)
    assert here.process(*words).code == 0


def test_without_a_cache_a_free_generator_makes_the_same_bytes_again(tmp_path: Path) -> None:
    here = project(tmp_path)
    before, lock = here.files(), here.read("assets.lock")
    shutil.rmtree(here.cache)
    shutil.rmtree(here.folder / "assets")
    assert here.process("sync", "--locked").code == 6
    assert here.files() == {}
    assert here.process("sync").code == 0
    assert (here.files(), here.read("assets.lock")) == (before, lock)
