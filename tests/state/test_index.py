"""The index says "nothing changed" only when that is proven, and nothing else otherwise."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetgen.model import Inputs, Kind, Seen
from assetgen.state import snapshot
from assetgen.state.files import stat_of
from assetgen.state.index import known_outputs, recall, remember
from assetgen.state.observe import observe
from assetgen.state.snapshot import InputsSeen, Moment, Snapshot, add_written, see_inputs

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetgen.model import Json

SUMMARY: dict[str, Json] = {"unchanged": 2, "orphan": ["x.png"]}
OUTPUTS = ("assets/a.png", "assets/deep/b.png", "assets/waiting.png", "assets/folder.png")
LATER = 10**10


class Tree:
    """A small project on disk: two inputs, a listed folder, an absent name, four outputs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = folder / ".assetgen/index"
        for name in (".assetgen", "items", "assets/deep", "assets/folder.png"):
            (folder / name).mkdir(parents=True)
        for name in ("assets.toml", "items/one.md", "assets.lock", *OUTPUTS[:2]):
            (folder / name).write_text(f"content of {name}")

    def inputs(self) -> Inputs:
        def path(name: str) -> str:
            return str(self.folder / name)

        return Inputs(
            (path("assets.toml"), path("items/one.md")), (path("items"),), (path("brand.toml"),)
        )

    def snapshot(self, since: int | None = None) -> Snapshot:
        device = self.folder.stat().st_dev
        moment = Moment(time.time_ns() + LATER if since is None else since, device)
        inputs = see_inputs(self.inputs(), moment)
        inputs = add_written(inputs, self.folder / "assets.lock", "content of assets.lock")
        return Snapshot(str(self.folder), "", inputs, observe(self.folder, OUTPUTS, {}), SUMMARY)

    def settled(self) -> Path:
        """Remembered as by a run long after the last change."""
        taken = self.snapshot()
        self.tick()
        remember(self.index, taken)
        return self.index

    def tick(self) -> Moment:
        """The first moment that the file system's clock tells from those of all files here."""
        newest = max(path.lstat().st_ctime_ns for path in self.folder.rglob("*"))
        while (now := snapshot.moment(self.folder)).time <= newest:
            pass
        return now

    def racy(self) -> Path:
        """Remembered as by a run that began at the time of the last change."""
        inputs = dataclasses.replace(self.snapshot().inputs, since=time.time_ns())
        remember(self.index, dataclasses.replace(self.snapshot(), inputs=inputs))
        return self.index


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def test_nothing_changed(tree: Tree) -> None:
    assert recall(tree.settled(), "") == SUMMARY
    assert recall(tree.racy(), "") == SUMMARY


def _rewrite(path: Path) -> None:
    """Other bytes of the same size, with the mtime set back."""
    before = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _swap_for_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _link_folder(path: Path) -> None:
    path.rename(path.with_name("moved"))
    path.symlink_to("moved")


def _swap_kind(path: Path) -> None:
    path.rmdir()
    path.write_text("")


CHANGES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "an input with its size and mtime kept": ("assets.toml", _rewrite),
    "a listed file": ("items/one.md", _rewrite),
    "the lock": ("assets.lock", _rewrite),
    "an output with its size and mtime kept": (OUTPUTS[0], _rewrite),
    "an output removed": (OUTPUTS[1], Path.unlink),
    "an output that is a folder now": (OUTPUTS[0], _swap_for_folder),
    "an absent output that came": (OUTPUTS[2], Path.touch),
    "a folder in the way that is a file now": (OUTPUTS[3], _swap_kind),
    "a file in a listed folder": ("items/two.md", Path.touch),
    "a folder in a listed folder": ("items/sub", Path.mkdir),
    "a listed file that is a folder now": ("items/one.md", _swap_for_folder),
    "a name looked for that came": ("brand.toml", Path.touch),
    "a dangling link with a name looked for": ("brand.toml", lambda p: p.symlink_to("no")),
    "a folder of outputs behind a link": ("assets/deep", _link_folder),
    "the folder of all outputs behind a link": ("assets", _link_folder),
    "an input removed": ("assets.toml", Path.unlink),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("how", ["settled", "racy"])
def test_a_change_is_never_nothing(tree: Tree, change: str, how: str) -> None:
    index = getattr(tree, how)()
    name, act = CHANGES[change]
    act(tree.folder / name)
    assert recall(index, "") is None


def test_other_flags_are_another_question(tree: Tree) -> None:
    assert recall(tree.settled(), "--locked") is None


def test_no_index_is_no_answer(tree: Tree) -> None:
    assert recall(tree.index, "") is None
    assert known_outputs(tree.index) == {}


def test_an_index_cut_anywhere_is_none(tree: Tree) -> None:
    data = tree.settled().read_bytes()
    for length in range(len(data)):
        tree.index.write_bytes(data[:length])
        assert recall(tree.index, "") is None


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_damaged_index_is_none(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Tree(Path(folder)).settled()
        good = index.read_bytes()
        place = data.draw(st.integers(0, len(good) - 1))
        index.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        assert recall(index, "") is None


def test_a_newer_or_foreign_index_is_none(tree: Tree) -> None:
    data = tree.settled().read_bytes()
    for other in (data.replace(b"index 1", b"index 2"), b"", b"{}\n", b"\xff" * 100, b"\n" * 9):
        tree.index.write_bytes(other)
        assert recall(tree.index, "") is None
        assert known_outputs(tree.index) == {}


def test_a_copied_project_does_not_believe_the_index_it_brought(tree: Tree) -> None:
    tree.settled()
    moved = tree.folder.with_name("moved")
    tree.folder.rename(moved)
    shutil.copytree(moved, tree.folder)
    assert recall(tree.index, "") is None


def test_an_index_from_elsewhere_is_not_believed_though_it_claims_no_inputs(tree: Tree) -> None:
    there = tree.folder / "other/.assetgen/index"
    there.parent.mkdir(parents=True)
    remember(there, Snapshot(str(tree.folder), "", InputsSeen(0), {}, SUMMARY))
    assert recall(there, "") == SUMMARY
    shutil.copy(there, tree.index)
    assert recall(tree.index, "") is None


def test_a_linked_index_is_not_followed(tree: Tree) -> None:
    tree.settled().rename(tree.folder / "elsewhere")
    tree.index.symlink_to("../elsewhere")
    assert recall(tree.index, "") is None


def test_a_racy_index_is_read_once_and_then_settled(tree: Tree) -> None:
    index = tree.racy()
    before = index.read_bytes()
    assert recall(index, "") == SUMMARY
    assert index.read_bytes() != before, "the new moment is remembered"


def test_equal_stats_of_fresh_files_are_not_believed(tree: Tree) -> None:
    index = tree.folder / OUTPUTS[0]
    taken = tree.snapshot()
    wrong = dataclasses.replace(taken.outputs[OUTPUTS[0]], digest=taken.outputs[OUTPUTS[1]].digest)
    lie = dataclasses.replace(
        taken,
        outputs={**taken.outputs, OUTPUTS[0]: wrong},
        inputs=dataclasses.replace(taken.inputs, since=index.stat().st_mtime_ns),
    )
    remember(tree.index, lie)
    assert recall(tree.index, "") is None


@pytest.mark.parametrize("name", ["assets.toml", "items/new.md"])
def test_an_input_that_changed_while_the_run_went_on_is_not_remembered(
    tree: Tree, name: str
) -> None:
    began = snapshot.moment(tree.index.parent)
    (tree.folder / name).write_text("changed after the moment")
    taken = tree.snapshot(began.time)
    assert not taken.inputs.is_sure
    tree.settled()
    remember(tree.index, taken)
    assert not tree.index.exists()


def test_inputs_from_before_the_moment_are_sure(tree: Tree) -> None:
    assert see_inputs(tree.inputs(), tree.tick()).is_sure


def test_where_nothing_can_be_written_the_moment_lies_back(tmp_path: Path) -> None:
    before = time.time_ns()
    assert snapshot.moment(tmp_path / "none").time < before - 10**9


def test_a_lock_with_another_text_than_the_run_wrote_is_unsure(tree: Tree) -> None:
    path = tree.folder / "assets.lock"
    empty = InputsSeen(0)
    assert add_written(empty, path, "content of assets.lock").is_sure
    assert not add_written(empty, path, "what the run wrote").is_sure
    assert not add_written(empty, path, "").is_sure
    path.unlink()
    assert add_written(empty, path, "") == InputsSeen(0, absent=(str(path),))


def test_a_file_without_a_digest_is_not_remembered(tree: Tree) -> None:
    taken = tree.snapshot()
    unreadable = Seen(Kind.FILE, None, stat_of(tree.folder.stat()))
    remember(tree.index, dataclasses.replace(taken, outputs={"a.png": unreadable}))
    assert not tree.index.exists()


def test_known_outputs_are_those_with_settled_stats(tree: Tree) -> None:
    taken = tree.snapshot()
    expected = {
        name: (taken.outputs[name].stat, taken.outputs[name].digest) for name in OUTPUTS[:2]
    }
    assert known_outputs(tree.settled()) == expected
    assert known_outputs(tree.racy()) == {}


def test_a_project_that_can_not_be_written_is_no_failure(tree: Tree) -> None:
    remember(tree.folder / "none/index", tree.snapshot())
    assert not (tree.folder / "none").exists()


_EDITS: list[Callable[[Path], object]] = [
    lambda p: p.write_bytes(b"x"),
    lambda p: p.unlink(missing_ok=True),
    _rewrite,
    lambda p: os.utime(p, ns=(0, 0)),
    _swap_for_folder,
    lambda p: p.rename(p.with_name("other")),
    lambda p: p.with_name("other").rename(p),
    lambda p: p.chmod(0o600),
    lambda p: shutil.copy2(p, p.with_name("other")),
    lambda p: p.rmdir(),
]
_edits = st.tuples(
    st.sampled_from(["assets.toml", "items/one.md", "assets.lock", *OUTPUTS]),
    st.sampled_from(_EDITS),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_edits, max_size=5), st.booleans())
def test_unchanged_means_the_same_content(
    edits: list[tuple[str, Callable[[Path], object]]], settled: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tree = Tree(Path(folder))
        before = _content(tree)
        index = tree.settled() if settled else tree.racy()
        for name, edit in edits:
            try:
                edit(tree.folder / name)
            except OSError:
                continue
        if recall(index, "") is not None:
            assert _content(tree) == before
        if not edits:
            assert recall(index, "") == SUMMARY


def _content(tree: Tree) -> object:
    read = [(tree.folder / name).is_file() and (tree.folder / name).read_bytes()
            for name in ("assets.toml", "items/one.md", "assets.lock")]  # fmt: skip
    seen = observe(tree.folder, OUTPUTS, {})
    names = sorted((tree.folder / "items").iterdir())
    return read, names, {path: (look.kind, look.digest) for path, look in seen.items()}


def test_a_recall_costs_a_stat_an_output(tmp_path: Path) -> None:
    (tmp_path / ".assetgen").mkdir()
    names = [f"icon-{number}.png" for number in range(2_000)]
    for name in names:
        (tmp_path / name).touch()
    inputs = InputsSeen(time.time_ns() + LATER)
    taken = Snapshot(str(tmp_path), "", inputs, observe(tmp_path, names, {}))
    remember(tmp_path / ".assetgen/index", taken)
    took = []
    for _ in range(3):
        start = time.process_time()
        assert recall(tmp_path / ".assetgen/index", "") == {}
        took.append(time.process_time() - start)
    assert min(took) < 0.1, "usually 0.01 s"


def test_recalling_needs_nothing_heavy() -> None:
    code = "import sys, assetgen.state.index; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"pydantic", "jinja2", "rich", "pyvips", "httpx", "sqlite3", "concurrent.futures"}
    assert heavy.isdisjoint(done.stdout.split())
