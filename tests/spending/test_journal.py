from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from assetgen.errors import CacheError
from assetgen.model import Fingerprint
from assetgen.providers.base import Answer
from assetgen.spending.journal import Journal
from assetgen.spending.limits import Limits
from assetgen.spending.records import OPEN, Attempt, State
from tests.spending.fakes import PRICE, Clock, World, a_purchase

ROOT = Path(__file__).parents[2]
ANSWER = Answer(url="https://files.test/1?sig=secret", generation_id="gen-1", cost=Decimal("0.05"))


def reserved(journal: Journal, number: int = 1) -> Attempt:
    attempt = journal.reserve(a_purchase(number=number), "run-1", Limits(), [])
    assert attempt is not None
    return attempt


@pytest.fixture
def journal(world: World) -> Journal:
    return world.journal


def test_an_attempt_goes_from_sent_to_answered_to_stored(journal: Journal) -> None:
    attempt = reserved(journal)
    assert (attempt.state, attempt.owner, attempt.attempt) == (State.SENT, "run-1", 1)
    assert attempt.sent_at == "2026-11-22T10:00:00.001000Z"
    answered = journal.answer(attempt, ANSWER)
    assert (answered.state, answered.url, answered.cost) == (
        State.ANSWERED,
        ANSWER.url,
        Decimal("0.05"),
    )
    stored = journal.close(answered, State.STORED)
    assert (stored.state, stored.owner) == (State.STORED, None)
    assert journal.history() == (stored,)


def test_what_is_over_keeps_no_link_and_no_request_and_its_end(journal: Journal) -> None:
    stored = journal.close(journal.answer(reserved(journal), ANSWER), State.STORED)
    assert (stored.url, stored.purchase.canonical) == (None, "")
    assert journal.close(stored, State.LOST).state is State.STORED
    assert journal.answer(stored, ANSWER).url is None


def test_a_link_is_never_shown(journal: Journal) -> None:
    answered = journal.answer(reserved(journal), ANSWER)
    assert "secret" not in repr(answered)


def test_a_row_outlives_its_process(journal: Journal, world: World) -> None:
    attempt = reserved(journal)
    journal.close_file()
    with Journal(journal.path, world.clock.now) as again:
        assert again.attempts_of([attempt.purchase.fingerprint]) == {
            attempt.purchase.fingerprint: (attempt,)
        }
    world.journal = Journal(journal.path)  # type: ignore[assignment]


def test_nothing_is_reserved_on_what_is_no_longer_so(journal: Journal) -> None:
    first = reserved(journal)
    assert journal.reserve(a_purchase(), "run-2", Limits(), []) is None
    assert journal.reserve(a_purchase(), "run-2", Limits(), [first]) is not None
    assert journal.reserve(a_purchase(), "run-2", Limits(), [first]) is None


def test_another_take_changes_nothing_unless_it_was_refused(journal: Journal) -> None:
    other = reserved(journal, number=2)
    attempt = journal.reserve(a_purchase(), "run-2", Limits(), [])
    assert attempt is not None
    journal.close(attempt, State.UNSENT)
    journal.close(other, State.REFUSED)
    assert journal.reserve(a_purchase(number=3), "run-2", Limits(), []) is None


def test_attempts_of_one_run_are_counted(journal: Journal) -> None:
    first = journal.close(reserved(journal), State.LIMITED)
    second = journal.reserve(a_purchase(), "run-1", Limits(), [first])
    other = journal.reserve(a_purchase(number=2), "run-1", Limits(), [])
    assert second is not None
    assert other is not None
    assert (first.attempt, second.attempt, other.attempt) == (1, 2, 1)


def test_a_run_knows_its_own_attempts(journal: Journal) -> None:
    mine = reserved(journal)
    journal.reserve(a_purchase(number=2), "run-2", Limits(), [])
    assert journal.of_run("run-1") == (mine,)


def test_only_one_takes_over_what_a_dead_run_left(journal: Journal) -> None:
    answered = journal.answer(reserved(journal), ANSWER)
    adopted = journal.adopt(answered, "run-2")
    assert adopted is not None
    assert (adopted.owner, adopted.run) == ("run-2", "run-1")
    assert journal.adopt(answered, "run-3") is None
    journal.release(adopted)
    assert journal.in_states(OPEN)[0].owner is None


@pytest.mark.parametrize("cost", ["NaN", "-1", "1e30"])
def test_a_cost_that_is_none_counts_as_not_named(journal: Journal, cost: str) -> None:
    answered = journal.answer(reserved(journal), replace(ANSWER, cost=Decimal(cost)))
    assert (answered.cost, answered.owed) == (None, PRICE)


def test_money_is_exact(journal: Journal) -> None:
    for number in range(1, 101):
        purchase = a_purchase(number=number, price=Decimal("0.00375"))
        journal.reserve(purchase, "run-1", Limits(), [])
    assert journal.spent("run-1", a_purchase()).run == Decimal("0.375")


def test_history_is_of_a_project_a_time_and_a_kind_of_money(journal: Journal) -> None:
    reserved(journal)
    journal.reserve(a_purchase(number=2, project="/home/ada/site"), "run-1", Limits(), [])
    journal.reserve(a_purchase(number=3, realm="local"), "run-1", Limits(), [])
    numbers = [attempt.purchase.number for attempt in journal.history()]
    assert numbers == [1, 2]
    assert [a.purchase.number for a in journal.history("/home/ada/site")] == [2]
    assert [a.purchase.number for a in journal.history(pretend=True)] == [3]
    assert journal.history(since="2026-12-01") == ()
    assert journal.attempts_of([Fingerprint("0" * 32)]) == {}


# A journal that can't be trusted is an error, and is left as it is.


def put(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("PRAGMA user_version = 2", "was written by a newer assetgen"),
        ("PRAGMA application_id = 7", "another program's file"),
        ("DROP TABLE attempts", "is broken"),
    ],
)
def test_a_journal_that_is_not_ours_is_refused(tmp_path: Path, statement: str, words: str) -> None:
    path = tmp_path / "journal.db"
    Journal(path).close_file()
    put(path, statement)
    before = path.read_bytes()
    with pytest.raises(CacheError, match=words):
        Journal(path)
    assert path.read_bytes() == before


def test_bytes_that_are_no_database_are_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(CacheError, match="the journal of purchases is broken") as caught:
        Journal(path)
    assert path.read_bytes() == b"no database at all" * 100
    assert "nothing is bought without it" in (caught.value.hint or "")


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    put(path, "CREATE TABLE notes (text TEXT)")
    with pytest.raises(CacheError, match="another program's file"):
        Journal(path)


def test_a_row_that_we_never_wrote_is_an_error(journal: Journal) -> None:
    attempt = reserved(journal)
    put(journal.path, "UPDATE attempts SET state = 'paid'")
    with pytest.raises(CacheError, match="is broken"):
        journal.attempts_of([attempt.purchase.fingerprint])


def test_when_the_journal_cannot_be_written_nothing_is_sent(world: World) -> None:
    run = world.begin()
    world.journal._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(CacheError, match="the journal of purchases is read-only"):
        run.buy()
    assert world.server.sent == []


def test_the_file_is_for_its_user_only(tmp_path: Path) -> None:
    Journal(tmp_path / "journal.db").close_file()
    assert (tmp_path / "journal.db").stat().st_mode & 0o777 == 0o600


# Many processes on one journal.

_SPENDER = """
import sys
from decimal import Decimal
from pathlib import Path
from assetgen.model import Fingerprint
from assetgen.spending.errors import OverBudgetError
from assetgen.spending.journal import Journal
from assetgen.spending.limits import Limits
from tests.spending.fakes import a_purchase

journal = Journal(Path(sys.argv[1]))
limits = Limits(per_month=Decimal("1.00"))
print("ready", flush=True)
sys.stdin.readline()
number = made = 0
same = sys.argv[3] == "same"
try:
    for number in range(1, 21):
        one = number if same else number + 100 * int(sys.argv[2])
        attempt = journal.reserve(a_purchase(number=one), "run-" + sys.argv[2], limits, [])
        made += attempt is not None
except OverBudgetError:
    pass
print(made, flush=True)
"""


def spend_together(path: Path, number: int, kind: str) -> list[int]:
    """So many processes that reserve as much as they can at once; how much each one got."""
    pipe = subprocess.PIPE
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _SPENDER, str(path), str(each), kind],
            stdin=pipe, stdout=pipe, text=True, cwd=ROOT,
        )
        for each in range(number)
    ]  # fmt: skip
    made = []
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        out, _ = process.communicate(timeout=60)
        made.append(int(out))
    return made


def test_eight_processes_never_reserve_more_than_the_budget(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    made = spend_together(path, 8, "different")
    with Journal(path, Clock().now) as journal:
        assert len(journal.history()) == sum(made) == 16  # 16 times 0.06 is 0.96


def test_eight_processes_reserve_the_same_takes_once_each(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    made = spend_together(path, 8, "same")
    with Journal(path) as journal:
        numbers = [attempt.purchase.number for attempt in journal.history()]
    assert (sum(made), sorted(numbers)) == (16, sorted(set(numbers)))
