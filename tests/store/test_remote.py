from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assetgen.errors import CacheError
from assetgen.store.remote import FolderRemote
from tests.store.contract import DATA, DIGEST, BlobStoreContract, file_of, spoil
from tests.store.samples import FINGERPRINT, REQUEST, a_result, overwrite

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> FolderRemote:
    return FolderRemote(tmp_path / "remote")


@pytest.fixture
def folder(store: FolderRemote) -> Path:
    return store.folder / "blobs"


class TestFolderRemote(BlobStoreContract):
    pass


def test_a_missing_folder_holds_nothing_and_is_not_made_by_looking(store: FolderRemote) -> None:
    assert store.takes_of({FINGERPRINT: REQUEST}) == {}
    assert store.read(DIGEST) is None
    assert not store.folder.exists()


def test_results_are_kept_beside_the_blobs(store: FolderRemote) -> None:
    store.add(a_result(), durable=True)
    assert store.takes_of({FINGERPRINT: REQUEST}) == {FINGERPRINT: (a_result(),)}
    assert [path.name for path in store.folder.iterdir()] == ["results"]


def test_what_is_damaged_there_stays_there(store: FolderRemote, folder: Path) -> None:
    spoil(store, folder, b"A picture")
    store.add(a_result(), durable=False)
    damaged = next(store.folder.glob("results/*/*"))
    overwrite(damaged, b"damaged")
    assert store.read(DIGEST) is None
    assert store.takes_of({FINGERPRINT: REQUEST}) == {}
    assert damaged.read_bytes() == b"damaged"
    assert file_of(folder, DIGEST).read_bytes() == b"A picture"


def test_a_remote_that_is_a_file_can_be_neither_read_nor_written(store: FolderRemote) -> None:
    store.folder.touch()
    sentence = "this is not a folder, or lies in something that is none"
    with pytest.raises(CacheError, match=sentence):
        store.has(DIGEST)
    with pytest.raises(CacheError, match=sentence):
        store.read(DIGEST)
    with pytest.raises(CacheError, match=sentence):
        store.takes_of({FINGERPRINT: REQUEST})
    with pytest.raises(CacheError, match=sentence):
        store.put(DATA, durable=False)


@pytest.mark.parametrize("link", ["blobs", f"blobs/{DIGEST[7:9]}"])
def test_a_link_does_not_lead_a_blob_out_of_the_remote(
    store: FolderRemote, tmp_path: Path, link: str
) -> None:
    outside = linked_folder(store, tmp_path, link)
    with pytest.raises(CacheError) as failure:
        store.put(DATA, durable=False)
    path = store.folder / link
    assert failure.value.message == f"the remote has a link where a folder should be: {path}"
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("link", ["results", f"results/{FINGERPRINT[:2]}"])
def test_a_link_does_not_lead_a_result_out_of_the_remote(
    store: FolderRemote, tmp_path: Path, link: str
) -> None:
    outside = linked_folder(store, tmp_path, link)
    with pytest.raises(CacheError, match="the remote has a link where a folder should be: "):
        store.add(a_result(), durable=False)
    assert list(outside.iterdir()) == []


def linked_folder(store: FolderRemote, tmp_path: Path, link: str) -> Path:
    outside = tmp_path / "outside"
    outside.mkdir()
    (store.folder / link).parent.mkdir(parents=True)
    (store.folder / link).symlink_to(outside)
    return outside


def test_a_link_in_place_of_a_blob_is_replaced_and_not_followed(
    store: FolderRemote, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "outside").write_bytes(b"precious")
    file_of(folder, DIGEST).parent.mkdir(parents=True)
    file_of(folder, DIGEST).symlink_to(tmp_path / "outside")
    assert store.read(DIGEST) is None
    store.put(DATA, durable=False)
    assert (tmp_path / "outside").read_bytes() == b"precious"
    assert store.read(DIGEST) == DATA


def test_a_blob_over_the_limit_is_not_read(tmp_path: Path) -> None:
    FolderRemote(tmp_path).put(DATA, durable=False)
    assert FolderRemote(tmp_path, max_blob=len(DATA)).read(DIGEST) == DATA
    assert FolderRemote(tmp_path, max_blob=len(DATA) - 1).read(DIGEST) is None
