"""Files put in place in a real folder: whole or not at all, and never over what is not ours."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
from typing import TYPE_CHECKING

import pytest

from assetgen.apply.materialize import FileTree
from assetgen.errors import ConflictError, TreeError
from assetgen.model import ABSENT, Kind, Seen
from assetgen.state.files import stat_of
from assetgen.store.files import copy_into

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

needs_posix = pytest.mark.skipif(os.name == "nt", reason="POSIX users, links and mounts")
needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount or change users"
)


class Folder:
    """A project's folder with one blob to copy from."""

    def __init__(self, project: Path, content: Path) -> None:
        self.project = project
        self.content = content
        self.tree = FileTree(project, project / ".assetgen" / "tmp", copy_into)

    def put(self, path: str, text: str) -> Seen:
        file = self.project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return self.seen(path)

    def seen(self, path: str) -> Seen:
        return Seen(Kind.FILE, stat=stat_of(os.lstat(self.project / path)))

    def files(self) -> dict[str, str]:
        """Every file of the project with its text, temporary ones included."""
        found = (path for path in self.project.rglob("*") if path.is_file())
        return {path.relative_to(self.project).as_posix(): path.read_text() for path in found}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    project = tmp_path / "project"
    project.mkdir()
    content = tmp_path / "blob"
    content.write_text("picture")
    content.chmod(0o444)
    return Folder(project, content)


def test_a_new_file_is_written_with_its_folders(folder: Folder) -> None:
    folder.tree.write("web/big/a.png", folder.content, ABSENT)
    assert folder.files() == {"web/big/a.png": "picture"}


@needs_posix
def test_a_new_file_has_the_usual_mode_and_is_no_link_to_the_blob(folder: Folder) -> None:
    mask = os.umask(0)
    os.umask(mask)
    folder.tree.write("a.png", folder.content, ABSENT)
    found = (folder.project / "a.png").stat()
    assert found.st_mode & 0o777 == 0o666 & ~mask
    assert (found.st_nlink, folder.content.stat().st_nlink) == (1, 1)


def test_a_file_that_appeared_meanwhile_is_never_replaced(folder: Folder) -> None:
    folder.put("a.png", "painted by hand")
    with pytest.raises(ConflictError) as raised:
        folder.tree.write("a.png", folder.content, ABSENT)
    assert raised.value.message == "a.png was changed while assetgen ran"
    assert folder.files() == {"a.png": "painted by hand"}


def test_a_file_that_appears_at_the_last_moment_is_never_replaced(folder: Folder) -> None:
    def copy_late(source: Path, target: Path) -> None:
        copy_into(source, target)
        folder.put("a.png", "painted by hand")

    tree = FileTree(folder.project, folder.project / ".assetgen" / "tmp", copy_late)
    with pytest.raises(ConflictError):
        tree.write("a.png", folder.content, ABSENT)
    assert folder.files() == {"a.png": "painted by hand"}


def test_the_file_that_was_seen_is_replaced(folder: Folder) -> None:
    seen = folder.put("a.png", "old")
    folder.tree.write("a.png", folder.content, seen)
    assert folder.files() == {"a.png": "picture"}


def test_a_file_that_was_edited_meanwhile_is_not_replaced(folder: Folder) -> None:
    seen = folder.put("a.png", "old")
    folder.put("a.png", "edited")
    with pytest.raises(ConflictError):
        folder.tree.write("a.png", folder.content, seen)
    assert folder.files() == {"a.png": "edited"}


def test_a_file_that_vanished_meanwhile_is_a_conflict(folder: Folder) -> None:
    seen = folder.put("a.png", "old")
    (folder.project / "a.png").unlink()
    with pytest.raises(ConflictError):
        folder.tree.write("a.png", folder.content, seen)
    assert folder.files() == {}


@needs_posix
def test_nothing_is_written_through_a_link_on_the_way(folder: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (folder.project / "web").symlink_to(outside)
    with pytest.raises(ConflictError) as raised:
        folder.tree.write("web/a.png", folder.content, ABSENT)
    assert raised.value.message == "can't write web/a.png: no folder stands at web"
    assert list(outside.iterdir()) == []


@needs_posix
def test_a_link_at_the_path_itself_stays(folder: Folder, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("theirs")
    (folder.project / "a.png").symlink_to(target)
    with pytest.raises(ConflictError):
        folder.tree.write("a.png", folder.content, ABSENT)
    assert target.read_text() == "theirs"
    assert folder.tree.exists("a.png")


def test_a_file_where_a_folder_should_be_is_a_conflict(folder: Folder) -> None:
    folder.put("web", "a file")
    with pytest.raises(ConflictError):
        folder.tree.write("web/a.png", folder.content, ABSENT)
    assert folder.files() == {"web": "a file"}


def test_a_draft_that_a_killed_process_left_is_no_obstacle(folder: Folder) -> None:
    folder.put(f".assetgen/tmp/{os.getpid()}-0", "half")
    folder.tree.write("a.png", folder.content, ABSENT)
    assert folder.files() == {"a.png": "picture"}


def test_a_copy_that_fails_leaves_no_draft(folder: Folder) -> None:
    def fails(source: Path, target: Path) -> None:
        target.write_text("half")
        raise OSError(28, "No space left on device")

    tree = FileTree(folder.project, folder.project / ".assetgen" / "tmp", fails)
    with pytest.raises(TreeError) as raised:
        tree.write("a.png", folder.content, ABSENT)
    assert raised.value.message == "can't write a.png: the disk is full"
    assert folder.files() == {}


def test_a_removed_file_takes_the_folders_along_that_it_leaves_empty(folder: Folder) -> None:
    folder.put("web/keep.txt", "theirs")
    seen = folder.put("web/big/wide/a.png", "ours")
    folder.tree.remove("web/big/wide/a.png", seen)
    assert folder.files() == {"web/keep.txt": "theirs"}
    assert not (folder.project / "web/big").exists()


def test_the_project_itself_is_never_removed(folder: Folder) -> None:
    folder.tree.remove("a.png", folder.put("a.png", "ours"))
    assert folder.project.is_dir()


def test_a_file_that_was_edited_meanwhile_is_not_removed(folder: Folder) -> None:
    seen = folder.put("a.png", "ours")
    folder.put("a.png", "edited")
    with pytest.raises(ConflictError):
        folder.tree.remove("a.png", seen)
    assert folder.files() == {"a.png": "edited"}


@needs_posix
def test_two_names_of_one_file_are_told_from_two_files(folder: Folder) -> None:
    folder.put("a.png", "ours")
    folder.put("b.png", "ours")
    os.link(folder.project / "a.png", folder.project / "same.png")
    assert folder.tree.is_same_file("a.png", "same.png")
    assert not folder.tree.is_same_file("a.png", "b.png")
    assert not folder.tree.is_same_file("a.png", "missing.png")


def test_a_file_gets_its_other_spelling(folder: Folder) -> None:
    folder.put("Icon.png", "ours")
    folder.tree.rename("Icon.png", "icon.png")
    assert [path.name for path in folder.project.iterdir()] == ["icon.png"]


def test_a_rename_that_fails_says_so(folder: Folder) -> None:
    with pytest.raises(TreeError) as raised:
        folder.tree.rename("a.png", "A.png")
    assert raised.value.message == "can't rename a.png to A.png: No such file or directory"


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    contents = [tmp_path / "one", tmp_path / "two"]
    whole = [b"1" * 400_000, b"2" * 500_000]
    for content, data in zip(contents, whole, strict=True):
        content.write_bytes(data)
    folder = Folder(project, contents[0])
    folder.tree.write("a.png", contents[0], ABSENT)
    is_over, torn = threading.Event(), list[int]()

    def poll() -> None:
        while not is_over.is_set():
            data = (project / "a.png").read_bytes()
            if data not in whole:
                torn.append(len(data))

    reader = threading.Thread(target=poll)
    reader.start()
    for number in range(60):
        folder.tree.write("a.png", contents[number % 2], folder.seen("a.png"))
    is_over.set()
    reader.join()
    assert torn == []


@needs_posix
def test_a_read_only_folder_is_an_error_that_says_so(folder: Folder) -> None:
    folder.put("web/a.png", "old")
    (folder.project / ".assetgen" / "tmp").mkdir(parents=True)
    for path in (folder.project / ".assetgen" / "tmp", folder.project.parent, folder.project):
        path.chmod(0o777)
    (folder.project / "web").chmod(0o555)
    answer = as_nobody(folder, "web/b.png") if os.geteuid() == 0 else as_user(folder, "web/b.png")
    assert answer == "can't write web/b.png: no permission (is the folder read-only?)"
    assert folder.files() == {"web/a.png": "old"}


def as_user(folder: Folder, path: str) -> str:
    with pytest.raises(TreeError) as raised:
        folder.tree.write(path, folder.content, ABSENT)
    return raised.value.message


NOBODY = 65534
SCRIPT = """
    import fcntl, os, sys  # nobody may not read the modules of root
    from pathlib import Path
    from assetgen.apply.materialize import FileTree
    from assetgen.errors import TreeError
    from assetgen.model import ABSENT
    from assetgen.store.files import copy_into

    project, content = map(os.open, sys.argv[1:3], [os.O_RDONLY] * 2)
    os.fchdir(project)
    os.setgid(65534)
    os.setuid(65534)
    tree = FileTree(Path("."), Path(".assetgen/tmp"), copy_into)
    try:
        tree.write(sys.argv[3], Path(f"/proc/self/fd/{content}"), ABSENT)
    except TreeError as error:
        print(error.message, end="")
"""


def as_nobody(folder: Folder, path: str) -> str:
    """Root may write everywhere: the same in a process of a user who may not."""
    script = textwrap.dedent(SCRIPT)
    command = [sys.executable, "-c", script, str(folder.project), str(folder.content), path]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB."""
    point = tmp_path / "disk"
    point.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(point)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield point
    subprocess.run(["umount", str(point)], check=True)


@needs_posix
@needs_root
def test_a_full_disk_leaves_what_stood_there(small_disk: Path, tmp_path: Path) -> None:
    content = tmp_path / "blob"
    content.write_bytes(b"x" * (2 << 20))
    folder = Folder(small_disk, content)
    seen = folder.put("a.png", "old")
    with pytest.raises(TreeError) as raised:
        folder.tree.write("a.png", content, seen)
    assert raised.value.message.startswith("can't write a.png: the disk is full")
    assert folder.files() == {"a.png": "old"}
