from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assetgen.errors import CacheError
from assetgen.spending.runs import Runs

NOW = datetime(2026, 11, 22, 10, 0, 5, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
_BEGIN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from assetgen.spending.runs import Runs
run = Runs(Path(sys.argv[1])).begin(datetime.now(UTC))
print(run.id, flush=True)
sys.stdin.readline()
"""


def test_a_run_is_alive_until_it_is_closed(tmp_path: Path) -> None:
    runs = Runs(tmp_path / "runs")
    with runs.begin(NOW) as run:
        assert runs.is_alive(run.id)
    assert not runs.is_alive(run.id)
    assert list(runs.folder.iterdir()) == []


def test_a_run_is_named_by_its_time_and_no_two_are_the_same(tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    with runs.begin(NOW) as one, runs.begin(NOW) as other:
        assert one.id.startswith("20261122T100005-")
        assert one.id != other.id


def test_another_process_is_alive_until_it_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _BEGIN, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) as process:
        assert process.stdout
        name = process.stdout.readline().strip()
        assert Runs(tmp_path).is_alive(name)
        process.kill()
        process.wait()
    assert not Runs(tmp_path).is_alive(name)
    assert (tmp_path / name).exists()


def test_only_files_of_runs_that_are_over_are_swept(tmp_path: Path) -> None:
    runs = Runs(tmp_path)
    dead = tmp_path / "20251122T100005-0123456789ab"
    dead.touch()
    (tmp_path / "notes").touch()
    with runs.begin(NOW) as run:
        runs.sweep()
        assert {path.name for path in tmp_path.iterdir()} == {"notes", run.id}
        assert runs.is_alive(run.id)


@pytest.mark.parametrize("name", ["", "../journal.db", "20251122T100005-0123456789AB", "x"])
def test_what_is_no_name_of_a_run_never_becomes_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(CacheError, match="not the name of a run"):
        Runs(tmp_path).is_alive(name)
