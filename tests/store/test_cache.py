from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from assetgen.digest import digest_bytes
from assetgen.errors import CacheError, GoneError
from assetgen.store.cache import Cache
from assetgen.store.files import copy_into
from assetgen.store.gc import Garbage, collect_garbage
from assetgen.store.locks import open_lock, try_lock
from assetgen.store.remote import FolderRemote
from assetgen.store.verify import Verified, verify
from tests.store.processes import start
from tests.store.samples import FINGERPRINT, REQUEST, a_rendition, a_result, overwrite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATA = b"a picture"
DIGEST = digest_bytes(DATA)


@pytest.fixture
def remote(tmp_path: Path) -> FolderRemote:
    return FolderRemote(tmp_path / "remote")


@pytest.fixture
def cache(tmp_path: Path, remote: FolderRemote) -> Iterator[Cache]:
    with Cache.open(tmp_path / "cache", remote) as cache:
        yield cache


@pytest.fixture
def clone(tmp_path: Path, remote: FolderRemote) -> Iterator[Cache]:
    """The cache of another machine with the same remote."""
    with Cache.open(tmp_path / "clone", remote) as cache:
        yield cache


def test_a_new_cache_is_for_its_user_only(cache: Cache, tmp_path: Path) -> None:
    assert cache.folder == tmp_path / "cache" / "v1"
    assert cache.folder.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in cache.folder.iterdir()) == ["blobs", "lock", "results"]


@pytest.mark.parametrize("place", ["cache", "cache/v1"])
def test_a_cache_that_is_no_folder_is_an_error(tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).touch()
    with pytest.raises(CacheError, match=str(tmp_path)):
        Cache.open(tmp_path / "cache")


def test_an_answer_is_kept_here_and_in_the_remote(cache: Cache, remote: FolderRemote) -> None:
    cache.put_source(DATA, a_result(DATA), durable=True)
    assert cache.blob(DIGEST) == DATA
    assert cache.find(FINGERPRINT, REQUEST, 1) == a_result(DATA)
    assert remote.read(DIGEST) == DATA
    assert remote.takes_of({FINGERPRINT: REQUEST}) == {FINGERPRINT: (a_result(DATA),)}


def test_a_result_of_other_bytes_is_a_mistake_of_the_caller(cache: Cache) -> None:
    with pytest.raises(ValueError, match="the result names other bytes"):
        cache.put_source(b"something else", a_result(DATA), durable=False)
    assert cache.find(FINGERPRINT, REQUEST, 1) is None


def test_an_answer_is_kept_here_when_the_remote_fails(cache: Cache, remote: FolderRemote) -> None:
    remote.folder.touch()
    with pytest.raises(CacheError, match="remote"):
        cache.put_source(DATA, a_result(DATA), durable=True)
    assert cache.blobs.read(DIGEST) == DATA
    assert cache.results.find(FINGERPRINT, REQUEST, 1) == a_result(DATA)


def test_a_clone_finds_answers_and_outputs_in_the_remote(cache: Cache, clone: Cache) -> None:
    cache.put_source(DATA, a_result(DATA), durable=False)
    output = cache.put_output(b"an output")
    assert clone.find(FINGERPRINT, REQUEST, 1) == a_result(DATA)
    assert clone.available([DIGEST, output, digest_bytes(b"?")]) == {DIGEST, output}
    assert clone.blob(DIGEST) == DATA
    assert clone.blob_path(output).read_bytes() == b"an output"


def test_what_came_from_the_remote_is_kept(
    cache: Cache, clone: Cache, remote: FolderRemote
) -> None:
    cache.put_source(DATA, a_result(DATA), durable=False)
    clone.find(FINGERPRINT, REQUEST, 1)
    clone.blob(DIGEST)
    remote.folder.rename(remote.folder.with_name("gone"))
    assert clone.blob(DIGEST) == DATA
    assert clone.find(FINGERPRINT, REQUEST, 1) == a_result(DATA)


def test_without_reading_the_remote_only_the_cache_counts(
    cache: Cache, remote: FolderRemote, tmp_path: Path
) -> None:
    cache.put_source(DATA, a_result(DATA), durable=False)
    with Cache.open(tmp_path / "other", remote, read_remote=False) as other:
        assert other.find(FINGERPRINT, REQUEST, 1) is None
        assert other.available([DIGEST]) == set()
        with pytest.raises(GoneError):
            other.blob(DIGEST)


@pytest.mark.parametrize("bad", [b"", DATA[:-1], b"A picture"])
def test_a_corrupt_blob_is_healed_from_the_remote(cache: Cache, bad: bytes) -> None:
    cache.put_source(DATA, a_result(DATA), durable=False)
    overwrite(cache.blobs.path(DIGEST), bad)
    assert cache.blob(DIGEST) == DATA
    assert cache.blobs.path(DIGEST).read_bytes() == DATA
    overwrite(cache.blobs.path(DIGEST), bad)
    assert cache.blob_path(DIGEST).read_bytes() == DATA
    assert (cache.folder / "corrupt" / DIGEST[7:]).read_bytes() == bad


def test_bytes_that_are_nowhere_whole_are_gone(cache: Cache, remote: FolderRemote) -> None:
    cache.put_source(DATA, a_result(DATA), durable=False)
    overwrite(cache.blobs.path(DIGEST), b"bad")
    overwrite(next(remote.folder.glob("blobs/*/*")), b"worse")
    with pytest.raises(GoneError) as failure:
        cache.blob(DIGEST)
    assert failure.value.message == f"these bytes are in no cache and no remote: {DIGEST}"
    with pytest.raises(GoneError):
        cache.blob_path(DIGEST)


def test_an_answer_whose_picture_is_available_comes_first(cache: Cache) -> None:
    lost, kept = a_result(b"lost", time="1"), a_result(b"kept", time="2")
    for result, data in ((lost, b"lost"), (kept, b"kept")):
        cache.put_source(data, result, durable=False)
    assert cache.find(FINGERPRINT, REQUEST, 1) == lost
    cache.blobs.path(lost.take.digest).unlink()
    for path in cache.folder.parent.parent.glob(f"remote/blobs/*/{lost.take.digest[9:]}"):
        path.unlink()
    assert cache.find(FINGERPRINT, REQUEST, 1) == kept


def test_takes_of_cache_and_remote_are_one_list(cache: Cache, clone: Cache) -> None:
    one, two, three = (a_result(b"%d" % n, n) for n in (1, 2, 3))
    cache.put_source(b"1", one, durable=False)
    clone.results.add(two, durable=False)
    cache.put_source(b"3", three, durable=False)
    assert clone.takes(FINGERPRINT, REQUEST) == (one, two, three)
    assert clone.takes(FINGERPRINT, REQUEST) == (one, two, three)
    assert clone.results.takes(FINGERPRINT, REQUEST) == (one, two, three)


def test_sharing_brings_the_remote_up_to_date(
    cache: Cache, remote: FolderRemote, tmp_path: Path
) -> None:
    with Cache.open(tmp_path / "cache") as alone:
        alone.put_source(DATA, a_result(DATA), durable=False)
    cache.share([DIGEST], [a_result(DATA)])
    assert remote.read(DIGEST) == DATA
    assert remote.takes_of({FINGERPRINT: REQUEST}) == {FINGERPRINT: (a_result(DATA),)}


def test_a_file_about_to_be_replaced_is_kept(cache: Cache, tmp_path: Path) -> None:
    (tmp_path / "mine.png").write_bytes(DATA)
    assert cache.put_file(tmp_path / "mine.png") == DIGEST
    assert cache.blob(DIGEST) == DATA


def test_editing_a_copy_leaves_the_blob_alone(cache: Cache, tmp_path: Path) -> None:
    cache.put_output(DATA)
    copy_into(cache.blob_path(DIGEST), tmp_path / "out.png")
    (tmp_path / "out.png").write_bytes(b"edited")
    assert cache.blobs.read(DIGEST) == DATA


def test_the_database_is_shared_by_threads_and_opened_once(cache: Cache) -> None:
    seen: list[object] = []
    threads = [threading.Thread(target=lambda: seen.append(cache.database)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [cache.database] * 4


def test_a_cache_without_questions_to_it_loads_no_database(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from assetgen.store.cache import Cache\n"
        "with Cache.open(Path(sys.argv[1])) as cache: cache.put_output(b'x')\n"
        "print('sqlite3' in sys.modules)"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "False\n"


# The lock of the cache.


def test_runs_share_the_cache_and_hold_back_a_cleaning(tmp_path: Path) -> None:
    lock = None
    with Cache.open(tmp_path), Cache.open(tmp_path) as second:
        lock = open_lock(second.folder / "lock")
        assert not try_lock(lock)
    assert try_lock(lock)
    os.close(lock)


def test_a_cleaning_holds_back_runs_until_they_are_told_to_stop(tmp_path: Path) -> None:
    Cache.open(tmp_path).close()
    lock = open_lock(tmp_path / "v1" / "lock")
    assert try_lock(lock)
    tries = iter([False, False, True])
    with pytest.raises(CacheError, match="another process is cleaning the cache: "):
        Cache.open(tmp_path, should_stop=lambda: next(tries))
    os.close(lock)


def test_closing_twice_does_no_harm(tmp_path: Path) -> None:
    cache = Cache.open(tmp_path)
    cache.close()
    cache.close()


# What could be thrown away.

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def aged(cache: Cache, data: bytes, days: float) -> None:
    moment = (NOW - timedelta(days=days)).timestamp()
    os.utime(cache.blobs.path(digest_bytes(data)), (moment, moment))


def test_old_blobs_that_nobody_names_are_garbage(cache: Cache) -> None:
    for data, days in ((b"old", 31), (b"kept", 31), (b"young", 29)):
        cache.put_output(data)
        aged(cache, data, days)
    garbage = collect_garbage(cache, {digest_bytes(b"kept")}, NOW)
    assert garbage == Garbage((digest_bytes(b"old"),), len(b"old"))
    assert cache.blobs.has(digest_bytes(b"old"))


def test_a_picture_that_a_result_names_is_never_garbage(cache: Cache) -> None:
    cache.put_source(DATA, a_result(DATA), durable=False)
    aged(cache, DATA, 4000)
    assert collect_garbage(cache, set(), NOW).is_empty


def test_a_picture_of_a_damaged_result_is_never_garbage(cache: Cache) -> None:
    cache.put_source(DATA, a_result(DATA), durable=False)
    aged(cache, DATA, 4000)
    overwrite(cache.results.path(a_result(DATA)), b"damaged")
    assert cache.results.takes(FINGERPRINT, REQUEST) == ()
    assert collect_garbage(cache, set(), NOW).is_empty


def test_an_old_output_that_was_used_lately_is_no_garbage(cache: Cache) -> None:
    cache.put_output(b"an output")
    aged(cache, b"an output", 4000)
    cache.database.add_renditions([a_rendition("1", b"an output")])
    assert collect_garbage(cache, set(), NOW).is_empty


def test_all_blobs_are_verified_and_progress_is_told(cache: Cache) -> None:
    for number in range(3):
        cache.put_output(b"%d" % number)
    bad = digest_bytes(b"1")
    overwrite(cache.blobs.path(bad), b"?")
    heard: list[tuple[int, int]] = []
    verified = verify(cache.blobs, lambda done, total: heard.append((done, total)))
    assert verified == Verified(3, (bad,), (cache.folder / "corrupt" / bad[7:],))
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_a_run_killed_while_it_stores_answers_leaves_every_answer_it_had_said(
    tmp_path: Path,
) -> None:
    script = """
        from assetgen.store.cache import Cache
        from tests.store.samples import a_result
        with Cache.open(folder) as cache:
            for number in range(1, 100_000):
                data = b"%d" % number * 10_000
                cache.put_source(data, a_result(data, number), durable=True)
                say(number)
    """
    with start(script, tmp_path) as run:
        heard = [run.hear() for _ in range(10)]
        run.kill()
    with Cache.open(tmp_path) as cache:
        takes = cache.takes(FINGERPRINT, REQUEST)
        assert [str(result.take.number) for result in takes][:10] == heard
        for result in takes:
            assert cache.blob(result.take.digest) == b"%d" % result.take.number * 10_000
