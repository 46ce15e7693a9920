"""What every store of blobs has to pass; a new one's test is a subclass with one fixture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from assetgen.digest import digest_bytes
from assetgen.errors import CacheError
from assetgen.model import Digest
from tests.store.processes import start

if TYPE_CHECKING:
    from pathlib import Path

DATA = b"a picture"
DIGEST = digest_bytes(DATA)


class BlobStore(Protocol):
    """What the contract needs of a store."""

    def has(self, digest: Digest) -> bool: ...
    def read(self, digest: Digest) -> bytes | None: ...
    def put(self, data: bytes, *, durable: bool) -> Digest: ...


def file_of(folder: Path, digest: Digest) -> Path:
    """Where a blob lies below `folder`, said anew: this is a format that others read."""
    return folder / digest[7:9] / digest[9:]


def written_at(path: Path) -> tuple[int, int]:
    """Tells apart any two files that were written."""
    return path.stat().st_ino, path.stat().st_mtime_ns


class BlobStoreContract:
    """Subclasses give `store`, and `folder`: where its blobs lie."""

    @pytest.mark.parametrize("data", [b"", DATA, bytes(3_000_000)], ids=["empty", "small", "big"])
    @pytest.mark.parametrize("durable", [True, False])
    def test_what_is_put_is_read(self, store: BlobStore, data: bytes, durable: bool) -> None:
        digest = store.put(data, durable=durable)
        assert digest == digest_bytes(data)
        assert store.has(digest)
        assert store.read(digest) == data

    def test_an_empty_store_has_nothing(self, store: BlobStore) -> None:
        assert not store.has(DIGEST)
        assert store.read(DIGEST) is None

    def test_a_blob_is_a_read_only_file_under_its_name(
        self, store: BlobStore, folder: Path
    ) -> None:
        store.put(DATA, durable=True)
        path = file_of(folder, DIGEST)
        assert path.read_bytes() == DATA
        assert path.stat().st_mode & 0o777 == 0o444
        assert [p for p in folder.rglob("*") if p.is_file()] == [path]

    @pytest.mark.parametrize("durable", [True, False])
    def test_a_blob_that_is_there_is_not_written_again(
        self, store: BlobStore, folder: Path, durable: bool
    ) -> None:
        store.put(DATA, durable=False)
        before = written_at(file_of(folder, DIGEST))
        store.put(DATA, durable=durable)
        assert written_at(file_of(folder, DIGEST)) == before

    @pytest.mark.parametrize("bad", [b"", DATA[:-1], b"A picture", DATA + b"!"])
    def test_corrupt_bytes_are_never_given_out(
        self, store: BlobStore, folder: Path, bad: bytes
    ) -> None:
        spoil(store, folder, bad)
        assert store.read(DIGEST) is None

    @pytest.mark.parametrize("bad", [b"", DATA[:-1], b"A picture", DATA + b"!"])
    def test_putting_it_again_heals_a_corrupt_blob(
        self, store: BlobStore, folder: Path, bad: bytes
    ) -> None:
        spoil(store, folder, bad)
        store.put(DATA, durable=False)
        assert store.read(DIGEST) == DATA

    @pytest.mark.parametrize(
        "name", ["", "sha256:ab", "sha256:" + "../" * 21 + "a", DIGEST.upper(), DIGEST + "\n"]
    )
    def test_what_is_no_digest_never_becomes_a_path(self, store: BlobStore, name: str) -> None:
        with pytest.raises(CacheError, match="not a digest"):
            store.has(Digest(name))
        with pytest.raises(CacheError, match="not a digest"):
            store.read(Digest(name))

    def test_a_folder_or_pipe_in_place_of_a_blob_is_no_blob(
        self, store: BlobStore, folder: Path
    ) -> None:
        import os

        pipe = digest_bytes(b"pipe")
        file_of(folder, DIGEST).mkdir(parents=True)
        file_of(folder, pipe).parent.mkdir()
        os.mkfifo(file_of(folder, pipe))
        assert [store.has(DIGEST), store.has(pipe)] == [False, False]
        assert [store.read(DIGEST), store.read(pipe)] == [None, None]

    def test_two_processes_can_put_the_same_blobs_at_once(
        self, store: BlobStore, folder: Path
    ) -> None:
        script = """
            sys.stdin.readline()
            for number in range(60):
                blobs.put(b"%d" % number * 1000, durable=False)
        """
        with start(script, folder) as one, start(script, folder) as other:
            for process in (one, other):
                process.go()
            assert (one.wait(), other.wait()) == (0, 0)
        wanted = [b"%d" % number * 1000 for number in range(60)]
        assert [store.read(digest_bytes(data)) for data in wanted] == wanted
        assert len([p for p in folder.rglob("*") if p.is_file()]) == 60


def spoil(store: BlobStore, folder: Path, bad: bytes) -> None:
    """Put DATA, then change its bytes behind the store's back."""
    store.put(DATA, durable=False)
    path = file_of(folder, DIGEST)
    path.chmod(0o644)
    path.write_bytes(bad)
