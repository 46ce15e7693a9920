"""The flock of a project, its state folder, and the lock file on disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from assetgen.errors import AssetgenError, LockError, TreeError
from assetgen.model import Lock
from assetgen.project import Project
from assetgen.state.lockfile import dump_lock
from assetgen.state.projectlock import ProjectLock, prepare_state, read_lock, write_lock
from tests.state import samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = samples.lock(samples.FULL, samples.FROM_FILE)

HOLDER = """
import sys, time
from pathlib import Path
from assetgen.state.projectlock import ProjectLock
with ProjectLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    prepare_state(tmp_path / ".assetgen")
    return Project(tmp_path, tmp_path)


@pytest.fixture
def holder(project: Project) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLDER, str(project.state)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_state_folder_ignores_itself(tmp_path: Path) -> None:
    with ProjectLock(tmp_path / ".assetgen"):
        names = sorted(path.name for path in (tmp_path / ".assetgen").iterdir())
    assert names == [".gitignore", "lock", "tmp"]
    assert (tmp_path / ".assetgen/.gitignore").read_text() == "*\n"


def test_a_second_one_waits_until_it_is_told_to_stop(project: Project) -> None:
    answers = iter([False, False, True])
    with (
        ProjectLock(project.state),
        pytest.raises(KeyboardInterrupt),
        ProjectLock(project.state, lambda: next(answers)),
    ):
        pytest.fail("two held one lock")
    assert list(answers) == []


def test_a_second_one_gets_it_when_the_first_lets_go(project: Project) -> None:
    first = ProjectLock(project.state)
    first.__enter__()

    def let_go() -> bool:
        first.__exit__(None, None, None)
        return False

    with ProjectLock(project.state, let_go):
        pass


def test_a_killed_holder_holds_nothing(project: Project, holder: subprocess.Popen[str]) -> None:
    def kill() -> bool:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        return False

    with ProjectLock(project.state, kill):
        assert holder.returncode == -signal.SIGKILL


def test_a_waiter_follows_when_the_file_it_waits_for_is_replaced(project: Project) -> None:
    first = ProjectLock(project.state)
    first.__enter__()

    def replace() -> bool:
        (project.state / "lock").unlink()
        first.__exit__(None, None, None)
        return False

    stopped = ProjectLock(project.state, lambda: True)
    with ProjectLock(project.state, replace), pytest.raises(KeyboardInterrupt), stopped:
        pytest.fail("two held one lock")


def test_a_linked_state_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".assetgen").symlink_to("elsewhere")
    with pytest.raises(TreeError, match="a link stands where our own folder has to be"):
        prepare_state(tmp_path / ".assetgen")
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("name", ["lock", "tmp"])
def test_links_inside_the_state_folder_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / ".assetgen").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".assetgen" / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(TreeError), ProjectLock(tmp_path / ".assetgen"):
        pass


def test_a_file_in_place_of_the_state_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / ".assetgen").write_text("")
    with pytest.raises(TreeError) as caught:
        prepare_state(tmp_path / ".assetgen")
    assert caught.value.message == (
        f"can't use the state folder (File exists): {tmp_path / '.assetgen'}"
    )


def test_no_lock_file_is_an_empty_lock(project: Project) -> None:
    assert read_lock(project) == (Lock(), "")
    assert write_lock(project, Lock(), "") == ""
    assert not project.lock.exists()


def test_a_lock_is_written_and_read(project: Project) -> None:
    text = write_lock(project, LOCK, "")
    assert read_lock(project) == (LOCK, text)
    assert project.lock.read_bytes() == dump_lock(LOCK).encode()
    assert list((project.state / "tmp").iterdir()) == []


def test_an_unchanged_lock_is_not_written(project: Project) -> None:
    text = write_lock(project, LOCK, "")
    before = project.lock.stat()
    assert write_lock(project, LOCK, text) == text
    assert project.lock.stat() == before


def test_a_lock_keeps_the_mode_that_it_has(project: Project) -> None:
    text = write_lock(project, LOCK, "")
    project.lock.chmod(0o640)
    write_lock(project, Lock(), text)
    assert project.lock.stat().st_mode & 0o777 == 0o640


def _problem(project: Project) -> tuple[str, str | None]:
    with pytest.raises(AssetgenError) as caught:
        read_lock(project)
    assert isinstance(caught.value, LockError)
    return caught.value.message, str(caught.value.place)


def test_a_lock_that_is_no_plain_file_is_refused(project: Project) -> None:
    project.lock.symlink_to("/etc/passwd")
    assert _problem(project)[0].startswith("the lock can't be read (Too many levels of")
    project.lock.unlink()
    project.lock.mkdir()
    message = f"the lock can't be read (Is a directory): {project.lock}"
    assert _problem(project) == (message, "assets.lock:1:1")


def test_a_lock_that_is_no_text_is_refused(project: Project) -> None:
    project.lock.write_bytes(samples.HEADER.encode() + b"\xff\n")
    assert _problem(project) == ("the lock is no UTF-8 text", "assets.lock:2:1")


def test_a_huge_lock_is_refused_unread(project: Project) -> None:
    project.lock.touch()
    os.truncate(project.lock, (256 << 20) + 1)
    message = "the lock is larger than 256 MiB: 268,435,457 bytes"
    assert _problem(project) == (message, "assets.lock:1:1")


def test_a_lock_that_can_not_be_written_leaves_the_old_one(project: Project) -> None:
    text = write_lock(project, LOCK, "")
    (project.state / "tmp").rmdir()
    with pytest.raises(TreeError, match=r"can't write the lock \(No such file or directory\)"):
        write_lock(project, Lock(), text)
    assert read_lock(project) == (LOCK, text)
