from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from assetgen.providers.base import UncertainError
from assetgen.providers.model_list import ListFile, Listing, ModelList
from tests.support.contexts import NOW

if TYPE_CHECKING:
    from pathlib import Path

MODELS = [{"id": "a"}]


class Source:
    """A server's list; counts how often it is asked."""

    def __init__(self, answer: Any = None) -> None:
        self.answer = answer
        self.asked = 0

    def __call__(self) -> Any:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def file(folder: Path) -> ListFile:
    return ListFile.of(folder, "getimg", "https://api.getimg.ai")


def model_list(folder: Path, source: Source) -> ModelList:
    return ModelList(file(folder), source, lambda: NOW)


def test_a_fetched_list_is_kept_with_its_date(tmp_path: Path) -> None:
    listing = model_list(tmp_path, Source(MODELS)).now()
    assert listing == Listing(NOW, MODELS) == file(tmp_path).read()
    assert [path.name for path in tmp_path.iterdir()] == [file(tmp_path).path.name]


def test_each_base_url_has_a_file_of_its_own(tmp_path: Path) -> None:
    emulator = ListFile.of(tmp_path, "getimg", "http://127.0.0.1:8080")
    assert emulator.path != file(tmp_path).path
    assert file(tmp_path).path.name.startswith("models-getimg-")


def test_a_list_younger_than_a_day_is_not_fetched_again(tmp_path: Path) -> None:
    kept = Listing(NOW - timedelta(hours=23, minutes=59), MODELS)
    file(tmp_path).write(kept)
    source = Source([])
    assert model_list(tmp_path, source).now() == kept
    assert source.asked == 0


@pytest.mark.parametrize("age", [timedelta(days=1), timedelta(days=99), timedelta(hours=-1)])
def test_an_older_list_is_fetched_again_once(tmp_path: Path, age: timedelta) -> None:
    file(tmp_path).write(Listing(NOW - age, []))
    source = Source(MODELS)
    models = model_list(tmp_path, source)
    assert models.now() is models.now() == Listing(NOW, MODELS)
    assert source.asked == 1


@pytest.mark.parametrize("answer", [UncertainError("down"), None])
def test_where_nothing_new_is_to_be_had_the_old_list_does(tmp_path: Path, answer: Any) -> None:
    kept = Listing(NOW - timedelta(days=3), MODELS)
    file(tmp_path).write(kept)
    source = Source(answer)
    models = model_list(tmp_path, source)
    assert models.now() is models.now() == kept
    assert source.asked == 1


def test_a_slow_server_is_not_waited_for(tmp_path: Path) -> None:
    release = threading.Event()
    kept = Listing(NOW - timedelta(days=3), MODELS)
    file(tmp_path).write(kept)
    models = ModelList(file(tmp_path), lambda: release.wait(30), lambda: NOW, wait=0.01)
    assert models.now() == kept
    release.set()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"version":2,"fetched":"2026-11-22T12:00:00+00:00","models":[]}',
     b'{"version":1,"fetched":"now","models":[]}', b'{"version":1,"fetched":3,"models":[]}',
     b'{"version":1}', b"\xff", b"[" * 100_000],
)  # fmt: skip
def test_a_file_that_can_not_be_read_is_none(tmp_path: Path, content: bytes) -> None:
    file(tmp_path).path.write_bytes(content)
    assert file(tmp_path).read() is None


def test_a_file_cut_anywhere_is_none(tmp_path: Path) -> None:
    file(tmp_path).write(Listing(NOW, MODELS))
    whole = file(tmp_path).path.read_bytes()
    for length in range(len(whole)):
        file(tmp_path).path.write_bytes(whole[:length])
        assert file(tmp_path).read() is None


def test_a_folder_that_can_not_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert model_list(tmp_path / "file", Source(MODELS)).now() == Listing(NOW, MODELS)
