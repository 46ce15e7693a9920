from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assetgen.errors import CacheError
from assetgen.store.blobs import Blobs
from assetgen.store.cache import Cache
from assetgen.store.files import TEMPORARY, copy_into, make_folders, translated, write_durable
from tests.store.samples import a_rendition

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize("durable", [True, False])
def test_a_write_makes_the_folders_it_needs(tmp_path: Path, durable: bool) -> None:
    path = tmp_path / "a" / "b" / "file"
    write_durable(path, b"data", durable=durable)
    assert path.read_bytes() == b"data"
    assert list(path.parent.iterdir()) == [path]


def test_a_write_replaces_a_read_only_file(tmp_path: Path) -> None:
    write_durable(tmp_path / "file", b"old", durable=False)
    write_durable(tmp_path / "file", b"new", durable=False)
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_mode_can_be_asked_for(tmp_path: Path) -> None:
    write_durable(tmp_path / "file", b"data", durable=False, mode=0o600)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


def test_a_write_replaces_a_link_and_not_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"precious")
    (tmp_path / "link").symlink_to("target")
    write_durable(tmp_path / "link", b"data", durable=False)
    assert (tmp_path / "target").read_bytes() == b"precious"
    assert not (tmp_path / "link").is_symlink()


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    with pytest.raises(CacheError) as failure:
        write_durable(tmp_path / "file", b"data", durable=False)
    message = f"a folder stands where a file should be: {tmp_path / 'file'}"
    assert failure.value.message == message
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]


def test_a_file_in_the_way_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CacheError, match="not a folder, or lies in something that is none"):
        write_durable(tmp_path / "file" / "inside", b"data", durable=False)


def test_a_copy_has_the_bytes_and_another_inode(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "tree" / "target"
    write_durable(source, b"data" * 1_000_000, durable=False)
    copy_into(source, target)
    assert target.read_bytes() == b"data" * 1_000_000
    assert target.stat().st_nlink == source.stat().st_nlink == 1
    assert os.access(target, os.W_OK)


def test_a_copy_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(b"new")
    (tmp_path / "target").write_bytes(b"precious")
    with pytest.raises(CacheError, match=r"a file is there already: .*target"):
        copy_into(tmp_path / "source", tmp_path / "target")
    assert (tmp_path / "target").read_bytes() == b"precious"


def test_what_is_no_file_is_not_copied(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CacheError, match=r"no file to copy: .*pipe"):
        copy_into(tmp_path / "pipe", tmp_path / "target")
    assert not (tmp_path / "target").exists()


def test_folders_are_made_with_the_mode_asked_for(tmp_path: Path) -> None:
    make_folders(tmp_path / "a" / "b", mode=0o700)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


def test_an_unknown_failure_keeps_the_words_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(CacheError) as failure, translated(tmp_path):
        raise OSError(5, "Input/output error")
    assert failure.value.message == f"a file can't be used (Input/output error): {tmp_path}"


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what was synced, in order; fsync leaves no other trace to look at."""
    names: list[str] = []

    def record(descriptor: int) -> None:
        name = Path(f"/proc/self/fd/{descriptor}").readlink().name
        names.append("temporary" if name.startswith(TEMPORARY) else name)

    if sys.platform != "linux":
        pytest.skip("only Linux tells the name of a descriptor")
    monkeypatch.setattr(os, "fsync", record)
    return names


def test_a_durable_write_syncs_the_file_before_its_name(tmp_path: Path, synced: list[str]) -> None:
    (tmp_path / "blobs" / "ab").mkdir(parents=True)
    write_durable(tmp_path / "blobs" / "ab" / "cdef", b"data", durable=True)
    assert synced == ["temporary", "ab", "blobs"]


def test_a_write_that_need_not_last_syncs_nothing(tmp_path: Path, synced: list[str]) -> None:
    write_durable(tmp_path / "file", b"data", durable=False)
    assert synced == []


def test_a_new_folder_is_synced_into_its_parent(tmp_path: Path, synced: list[str]) -> None:
    make_folders(tmp_path / "a" / "b")
    assert synced == [tmp_path.name, "a"]


def test_a_file_kept_durably_is_synced_before_its_name(tmp_path: Path, synced: list[str]) -> None:
    (tmp_path / "mine.png").write_bytes(b"a picture")
    digest = Blobs(tmp_path).put_file(tmp_path / "mine.png", durable=True)
    assert synced == ["temporary", tmp_path.name, digest[7:9], tmp_path.name]


def test_a_careless_blob_is_synced_when_it_has_to_last(tmp_path: Path, synced: list[str]) -> None:
    digest = Blobs(tmp_path).put(b"a picture", durable=False)
    synced.clear()
    Blobs(tmp_path).put(b"a picture", durable=True)
    assert synced == [digest[9:], digest[7:9], tmp_path.name]


# Real file systems that are full or read-only.


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 600 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(folder)]
    if os.name == "nt" or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a small file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("durable", [True, False])
def test_a_full_disk_is_said_and_leaves_nothing_half_written(
    small_disk: Path, durable: bool
) -> None:
    blobs = Blobs(small_disk / "blobs")
    kept = blobs.put(bytes(300_000), durable=durable)
    with pytest.raises(CacheError, match="the disk is full: ") as failure:
        blobs.put(b"x" * 400_000, durable=durable)
    assert failure.value.hint == "make room, then run it again"
    assert list(blobs.digests()) == [kept]
    assert len([p for p in small_disk.rglob("*") if p.is_file()]) == 1


def test_a_copy_onto_a_full_disk_leaves_no_target(small_disk: Path, tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(bytes(700_000))
    with pytest.raises(CacheError, match=r"the disk is full: .*target"):
        copy_into(tmp_path / "source", small_disk / "target")
    assert list(small_disk.iterdir()) == []


def test_a_small_copy_onto_a_full_disk_leaves_no_target(small_disk: Path, tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(b"small")
    filler = small_disk / "filler"
    filler.write_bytes(bytes(_free(small_disk)))
    with pytest.raises(CacheError, match=r"the disk is full: .*target"):
        copy_into(tmp_path / "source", small_disk / "target")
    assert list(small_disk.iterdir()) == [filler]


def test_a_full_disk_fails_the_database_with_a_sentence(small_disk: Path) -> None:
    with Cache.open(small_disk) as cache:
        cache.database.add_renditions([a_rendition("1")])
        (small_disk / "filler").write_bytes(bytes(_free(small_disk)))
        with pytest.raises(CacheError, match=r"cache\.db"):
            cache.database.add_renditions(a_rendition(str(n)) for n in range(5000))
        (small_disk / "filler").unlink()
        assert len(cache.database.renditions([a_rendition("1").recipe])) == 1


def test_a_read_only_disk_is_said_when_the_cache_is_opened(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(CacheError, match="the file system is read-only: "):
        Cache.open(small_disk)


def _free(folder: Path) -> int:
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize
