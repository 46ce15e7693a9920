from __future__ import annotations

import sqlite3
import threading
from contextlib import ExitStack, closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from assetgen.errors import CacheError
from assetgen.model import Fingerprint
from assetgen.store.database import Database
from tests.store.processes import start
from tests.store.samples import a_rendition, digest_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    with closing(Database(path, clock=lambda: 1000.0)) as database:
        yield database


def test_renditions_are_remembered(database: Database, path: Path) -> None:
    one, two = a_rendition("1"), a_rendition("2")
    database.add_renditions([one, two])
    wanted = [one.recipe, two.recipe, Fingerprint("0" * 32)]
    with closing(Database(path)) as again:
        assert again.renditions(wanted) == {one.recipe: one, two.recipe: two}


def test_the_last_word_on_a_recipe_counts(database: Database) -> None:
    database.add_renditions([a_rendition("1", b"old")])
    database.add_renditions([a_rendition("1", b"new")])
    recipe = a_rendition("1").recipe
    assert database.renditions([recipe]) == {recipe: a_rendition("1", b"new")}


def test_written_digests_are_remembered(database: Database) -> None:
    database.add_written([digest_number(1), digest_number(2)])
    database.add_written([digest_number(2)])
    asked = [digest_number(n) for n in range(4)]
    assert database.written(asked) == {digest_number(1), digest_number(2)}


def test_many_are_asked_at_once(database: Database) -> None:
    many = [digest_number(n) for n in range(50_000)]
    database.add_written(many[::2])
    assert database.written(many) == set(many[::2])


def test_nothing_can_be_asked_and_added(database: Database) -> None:
    database.add_renditions([])
    database.add_written([])
    assert database.renditions([]) == {}
    assert database.written([]) == set()


def test_use_is_noted(path: Path) -> None:
    times = iter([100.0, 100.0, 200.0])
    one, two = a_rendition("1", b"one"), a_rendition("2", b"two")
    with closing(Database(path, clock=lambda: next(times))) as database:
        database.add_renditions([one])
        database.add_renditions([two])
        database.mark_used([two.recipe])
        assert database.used_since(200.0) == {two.digest}
        assert database.used_since(100.0) == {one.digest, two.digest}


def test_threads_can_share_it(database: Database) -> None:
    def work(first: int) -> None:
        for number in range(first, first + 25):
            database.add_written([digest_number(number)])

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 25, 50, 75)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(database.written(digest_number(n) for n in range(200))) == 100


def test_processes_can_open_and_write_it_at_once(path: Path) -> None:
    script = """
        from assetgen.store.database import Database
        say("ready")
        sys.stdin.readline()
        database = Database(folder / "cache.db")
        database.add_written([f"sha256:{os.getpid()}-{number}" for number in range(30)])
        database.close()
    """
    with ExitStack() as stack:
        processes = [stack.enter_context(start(script, path.parent)) for _ in range(6)]
        assert [process.hear() for process in processes] == ["ready"] * 6
        for process in processes:
            process.go()
        assert [process.wait() for process in processes] == [0] * 6
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM written").fetchall() == [(180,)]


def test_many_are_added_or_none(database: Database) -> None:
    good, bad = a_rendition("1"), replace(a_rendition("2"), size=2**70)
    with pytest.raises(OverflowError):
        database.add_renditions([good, bad])
    assert database.renditions([good.recipe]) == {}


def test_a_newer_database_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 2")
    before = path.read_bytes()
    with pytest.raises(CacheError) as failure:
        Database(path)
    assert failure.value.message == (
        f"the cache was written by a newer assetgen (version 2): {path}"
    )
    assert failure.value.hint
    assert path.read_bytes() == before


def filled(path: Path) -> bytes:
    """A database with several pages, as one file."""
    with closing(Database(path)) as database:
        database.add_written(digest_number(n) for n in range(500))
        database.add_renditions(a_rendition(str(n)) for n in range(200))
    return path.read_bytes()


def test_a_file_that_is_no_database_is_set_aside_and_begun_anew(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)
    with closing(Database(path)) as database:
        database.add_written([digest_number(1)])
        assert database.written([digest_number(1)]) == {digest_number(1)}
        assert database.set_aside == (path.with_name("cache.db.broken-1"),)
    assert path.with_name("cache.db.broken-1").read_bytes() == b"no database" * 1000


def test_a_second_broken_file_does_not_replace_the_first(path: Path) -> None:
    for text in (b"first" * 1000, b"second" * 1000):
        path.write_bytes(text)
        Database(path).close()
    assert path.with_name("cache.db.broken-1").read_bytes() == b"first" * 1000
    assert path.with_name("cache.db.broken-2").read_bytes() == b"second" * 1000


def test_a_database_of_someone_else_is_set_aside(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE written (name TEXT)")
        connection.execute("PRAGMA user_version = 1")
    with closing(Database(path)) as database:
        assert len(database.set_aside) == 1


def test_a_database_cut_at_any_length_never_stops_a_run(path: Path) -> None:
    whole = filled(path)
    for length in (*range(0, 120, 7), *range(120, len(whole), 2311)):
        path.write_bytes(whole[:length])
        with closing(Database(path)) as database:
            database.add_written([digest_number(9999)])
            asked = [digest_number(9999), digest_number(8888)]
            assert database.written(asked) == {digest_number(9999)}
            assert len(database.renditions([a_rendition("1").recipe])) <= 1


def test_damage_found_later_is_healed_in_the_same_run(path: Path) -> None:
    whole = filled(path)
    with closing(Database(path)) as database:
        path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
        assert database.written(digest_number(n) for n in range(500)) == set()
        database.add_written([digest_number(1)])
        assert database.written([digest_number(1)]) == {digest_number(1)}
        assert len(database.set_aside) == 1


def test_what_one_has_healed_another_does_not_begin_anew(path: Path) -> None:
    whole = filled(path)
    with closing(Database(path)) as first, closing(Database(path)) as second:
        path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
        first.add_written(digest_number(n) for n in range(500))
        second.add_written([digest_number(1000)])
        assert len(second.written(digest_number(n) for n in range(2000))) == 501
        assert (len(first.set_aside), second.set_aside) == (1, ())


def test_the_log_of_a_broken_file_that_is_in_use_goes_with_it(path: Path) -> None:
    with closing(Database(path)) as still_open:
        still_open.add_written([digest_number(1)])
        path.write_bytes(b"no database" * 1000)
        path.with_name("cache.db-wal").write_bytes(b"no log" * 1000)
        with closing(Database(path)) as database:
            assert database.written([digest_number(1)]) == set()
        assert path.with_name("cache.db.broken-1-wal").read_bytes() == b"no log" * 1000


def test_a_folder_in_its_place_is_an_error(path: Path) -> None:
    path.mkdir()
    with pytest.raises(CacheError, match=r"cache\.db"):
        Database(path)


def test_a_busy_database_is_an_error_with_a_sentence(database: Database, path: Path) -> None:
    database._connection.execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CacheError) as failure:
            database.add_written([digest_number(1)])
    assert failure.value.message == (
        f"another process keeps the database of the cache busy: {path}"
    )
