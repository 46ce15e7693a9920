from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from assetgen.errors import CacheError
from assetgen.store.claims import Claims, claim_name
from tests.store.processes import start
from tests.store.samples import FINGERPRINT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME = claim_name(FINGERPRINT, 1)


def after(tries: int) -> Callable[[], bool]:
    """Says stop after so many looks."""
    looks = iter([False] * tries)
    return lambda: next(looks, True)


def test_a_free_claim_is_held_and_leaves_no_file(tmp_path: Path) -> None:
    with Claims(tmp_path).hold(NAME, after(0)) as held:
        assert held
        assert [path.name for path in tmp_path.iterdir()] == [f"{FINGERPRINT}-1"]
    assert list(tmp_path.iterdir()) == []


def test_a_claim_that_someone_has_is_given_up_when_told(tmp_path: Path) -> None:
    claims = Claims(tmp_path)
    with claims.hold(NAME, after(0)), claims.hold(NAME, after(3)) as held:
        assert not held


def test_other_names_are_free(tmp_path: Path) -> None:
    claims = Claims(tmp_path)
    with claims.hold("a-1", after(0)), claims.hold("a-2", after(0)) as held:
        assert held


def test_a_claim_is_free_again_after_an_error(tmp_path: Path) -> None:
    claims = Claims(tmp_path)
    with pytest.raises(ZeroDivisionError), claims.hold(NAME, after(0)):
        raise ZeroDivisionError
    with claims.hold(NAME, after(0)) as held:
        assert held


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", ".hidden", "a\n", "x" * 129])
def test_a_name_that_could_lead_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with (
        pytest.raises(CacheError, match="not a name for a claim"),
        Claims(tmp_path).hold(name, after(0)),
    ):
        pass


def test_one_thread_at_a_time_is_inside(tmp_path: Path) -> None:
    claims, counter = Claims(tmp_path / "claims"), tmp_path / "counter"
    counter.write_text("0")

    def work() -> None:
        for _ in range(20):
            with claims.hold(NAME, lambda: False):
                counter.write_text(str(int(counter.read_text()) + 1))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counter.read_text() == "80"


def test_one_process_at_a_time_is_inside(tmp_path: Path) -> None:
    script = """
        sys.stdin.readline()
        for _ in range(20):
            with claims.hold("counter", lambda: False):
                counter = folder.with_name("counter")
                counter.write_text(str(int(counter.read_text()) + 1))
    """
    (tmp_path / "counter").write_text("0")
    folder = tmp_path / "claims"
    with start(script, folder) as one, start(script, folder) as two, start(script, folder) as three:
        for process in (one, two, three):
            process.go()
        assert [one.wait(), two.wait(), three.wait()] == [0, 0, 0]
    assert (tmp_path / "counter").read_text() == "60"


def test_the_claim_of_a_killed_process_is_free(tmp_path: Path) -> None:
    script = """
        with claims.hold("it", lambda: False):
            say("held")
            sys.stdin.readline()
    """
    claims = Claims(tmp_path)
    with start(script, tmp_path) as process:
        assert process.hear() == "held"
        with claims.hold("it", after(3)) as held:
            assert not held
        process.kill()
        with claims.hold("it", after(0)) as held:
            assert held
