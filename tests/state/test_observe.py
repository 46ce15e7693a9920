"""What is seen at a path, without following links and without reading more than needed."""

from __future__ import annotations

import os
import socket
import time
from typing import TYPE_CHECKING

import pytest

from assetgen.digest import digest_bytes
from assetgen.model import ABSENT, Kind, Seen
from assetgen.state.files import stat_of
from assetgen.state.observe import observe

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and sockets of POSIX")


def _kind(folder: Path, path: str) -> Kind:
    seen = observe(folder, [path], {})[path]
    assert seen.digest is None
    return seen.kind


def test_a_file_is_seen_with_its_digest_and_stat(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    file = tmp_path / "a/x.png"
    file.write_bytes(b"picture")
    assert observe(tmp_path, ["a/x.png", "a/y.png", "b/c/z.png"], {}) == {
        "a/x.png": Seen(Kind.FILE, digest_bytes(b"picture"), stat_of(file.lstat())),
        "a/y.png": ABSENT,
        "b/c/z.png": ABSENT,
    }


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "link.png").symlink_to("folder.png")
    (tmp_path / "dangling.png").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.png")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "socket.png"))
        kinds = {p.name: _kind(tmp_path, p.name) for p in tmp_path.iterdir()}
    assert kinds == {
        "folder.png": Kind.FOLDER,
        "link.png": Kind.SYMLINK,
        "dangling.png": Kind.SYMLINK,
        "pipe.png": Kind.SPECIAL,
        "socket.png": Kind.SPECIAL,
    }


def test_a_linked_folder_on_the_way_is_a_link_also_inside_the_project(tmp_path: Path) -> None:
    (tmp_path / "real/deep").mkdir(parents=True)
    (tmp_path / "real/deep/x.png").write_bytes(b"x")
    (tmp_path / "linked").symlink_to("real")
    assert _kind(tmp_path, "linked/deep/x.png") is Kind.SYMLINK
    assert _kind(tmp_path, "linked/none/x.png") is Kind.SYMLINK


def test_a_file_where_a_folder_should_be_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    assert _kind(tmp_path, "a/x.png") is Kind.SPECIAL


def test_a_git_lfs_pointer_is_known(tmp_path: Path) -> None:
    start = b"version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 3\n"
    for name, data in {"a.png": start, "b.png": start + b"x" * 1024, "c.png": b"version"}.items():
        (tmp_path / name).write_bytes(data)
    seen = observe(tmp_path, ["a.png", "b.png", "c.png"], {})
    assert [seen[name].is_pointer for name in ("a.png", "b.png", "c.png")] == [True, False, False]


def _old(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    os.utime(path, ns=(0, 0))
    return path


def test_a_known_digest_is_used_only_when_the_stat_has_settled(tmp_path: Path) -> None:
    file = _old(tmp_path / "a.png", b"x" * 2000)
    other = digest_bytes(b"what was known")
    known = {"a.png": (stat_of(file.lstat()), other)}
    fresh = observe(tmp_path, ["a.png"], known)["a.png"].digest
    later = observe(tmp_path, ["a.png"], known, now=time.time_ns() + 10**10)["a.png"].digest
    assert (fresh, later) == (digest_bytes(b"x" * 2000), other)


def test_a_known_digest_of_another_stat_is_not_used(tmp_path: Path) -> None:
    file = _old(tmp_path / "a.png", b"x" * 2000)
    known = {"a.png": (stat_of(file.lstat()), digest_bytes(b"x" * 2000))}
    file.write_bytes(b"y" * 2000)
    os.utime(file, ns=(0, 0))
    seen = observe(tmp_path, ["a.png"], known, now=time.time_ns() + 10**10)["a.png"]
    assert seen.digest == digest_bytes(b"y" * 2000)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_can_not_be_read_has_no_digest(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    (tmp_path / "a.png").chmod(0)
    assert _kind(tmp_path, "a.png") is Kind.FILE


def test_many_files_are_read_alike(tmp_path: Path) -> None:
    names = [f"{number}.png" for number in range(50)]
    for name in names:
        (tmp_path / name).write_text(name)
    seen = observe(tmp_path, names, {})
    assert {name: seen[name].digest for name in names} == {
        name: digest_bytes(name.encode()) for name in names
    }
