from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetgen.digest import digest_bytes
from assetgen.errors import CacheError
from assetgen.store.blobs import Blobs, Condition
from tests.store.contract import DATA, DIGEST, BlobStoreContract, file_of, spoil, written_at
from tests.store.processes import start

if TYPE_CHECKING:
    from pathlib import Path

    from assetgen.model import Digest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def store(folder: Path, tmp_path: Path) -> Blobs:
    return Blobs(folder, aside=tmp_path / "corrupt")


class TestBlobs(BlobStoreContract):
    pass


def test_a_corrupt_blob_is_moved_aside(store: Blobs, folder: Path, tmp_path: Path) -> None:
    spoil(store, folder, b"A picture")
    assert store.check(DIGEST) is Condition.CORRUPT
    assert (tmp_path / "corrupt" / DIGEST[7:]).read_bytes() == b"A picture"
    assert store.check(DIGEST) is Condition.MISSING


def test_without_a_place_for_it_a_corrupt_blob_stays(folder: Path) -> None:
    store = Blobs(folder)
    spoil(store, folder, b"A picture")
    assert store.read(DIGEST) is None
    assert file_of(folder, DIGEST).read_bytes() == b"A picture"


class HealedMeanwhile(Blobs):
    """Another process puts the right bytes there between our look and our move."""

    def _set_aside(self, digest: Digest) -> None:
        Blobs(self.folder).put(DATA, durable=False)
        super()._set_aside(digest)


def test_a_blob_that_someone_healed_meanwhile_goes_back(folder: Path, tmp_path: Path) -> None:
    store = HealedMeanwhile(folder, tmp_path / "corrupt")
    spoil(store, folder, b"A picture")
    assert store.read(DIGEST) is None
    assert store.read(DIGEST) == DATA
    assert list((tmp_path / "corrupt").iterdir()) == []


def test_blobs_are_listed_by_name_and_nothing_else_is(store: Blobs, folder: Path) -> None:
    digests = {store.put(b"%d" % number, durable=False) for number in range(40)}
    (folder / ".tmp-1-0").write_bytes(b"unfinished")
    (folder / "ab").mkdir(exist_ok=True)
    (folder / "ab" / ".tmp-1-1").write_bytes(b"unfinished")
    (folder / "README").write_bytes(b"hello")
    assert list(store.digests()) == sorted(digests)


def test_an_empty_store_lists_nothing(store: Blobs) -> None:
    assert list(store.digests()) == []


@pytest.mark.parametrize("durable", [True, False])
def test_the_bytes_of_a_file_become_a_blob(store: Blobs, tmp_path: Path, durable: bool) -> None:
    (tmp_path / "mine.png").write_bytes(DATA)
    assert store.put_file(tmp_path / "mine.png", durable=durable) == DIGEST
    assert store.read(DIGEST) == DATA
    assert store.path(DIGEST).stat().st_mode & 0o777 == 0o444
    assert (tmp_path / "mine.png").read_bytes() == DATA


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_that_is_a_blob_already_is_not_written_again(
    store: Blobs, folder: Path, tmp_path: Path, durable: bool
) -> None:
    (tmp_path / "mine.png").write_bytes(DATA)
    store.put(DATA, durable=False)
    before = written_at(store.path(DIGEST))
    store.put_file(tmp_path / "mine.png", durable=durable)
    assert written_at(store.path(DIGEST)) == before
    assert [p for p in folder.rglob("*") if p.is_file()] == [store.path(DIGEST)]


def test_a_file_heals_a_corrupt_blob(store: Blobs, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.png").write_bytes(DATA)
    spoil(store, folder, b"A picture")
    store.put_file(tmp_path / "mine.png", durable=False)
    assert store.read(DIGEST) == DATA


def test_a_blob_shares_no_inode_with_the_file_it_came_from(store: Blobs, tmp_path: Path) -> None:
    mine = tmp_path / "mine.png"
    mine.write_bytes(DATA)
    store.put_file(mine, durable=False)
    mine.write_bytes(b"edited")
    assert store.read(DIGEST) == DATA


def test_a_file_that_is_not_there_is_an_error_with_its_path(store: Blobs, tmp_path: Path) -> None:
    with pytest.raises(CacheError, match=r"no file to copy: .*gone\.png"):
        store.put_file(tmp_path / "gone.png", durable=False)


def test_a_blob_over_the_limit_is_not_read(store: Blobs) -> None:
    store.put(DATA, durable=False)
    assert store.read(DIGEST, limit=len(DATA) - 1) is None
    assert store.read(DIGEST, limit=len(DATA)) == DATA


@settings(max_examples=50, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_kept(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    store = Blobs(tmp_path_factory.getbasetemp() / "law")
    assert store.read(store.put(data, durable=False)) == data


@pytest.mark.parametrize("count", [1, 2, 5, 11, 18, 24])
def test_a_killed_writer_leaves_whole_blobs_only(folder: Path, count: int) -> None:
    script = """
        for number in range(100_000):
            data = b"%d" % number * 50_000
            blobs.put(data, durable=number % 2 == 0)
            say(number)
    """
    with start(script, folder) as writer:
        heard = [writer.hear() for _ in range(count)]
        writer.kill()
    store = Blobs(folder)
    assert all(store.check(digest) is Condition.WHOLE for digest in store.digests())
    assert all(store.has(digest_bytes(b"%d" % n * 50_000)) for n in range(len(heard)))
