"""Reading one file of the spec: what is refused, and what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assetgen.errors import SpecError
from assetgen.spec.document import MAX_BYTES, Document, Written, read_document

if TYPE_CHECKING:
    from pathlib import Path


def read(folder: Path, data: bytes, name: str = "assets.toml") -> Document:
    (folder / name).write_bytes(data)
    return read_document(folder / name, name)


def refusal(folder: Path, data: bytes, name: str = "assets.toml") -> str:
    with pytest.raises(SpecError) as caught:
        read(folder, data, name)
    (problem,) = caught.value.problems
    return f"{problem.place}: {problem.message}"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a = 1\nb = = 2\n", "2:5: not valid TOML: extra `=`, expected nothing"),
        (b"[a]\n[b]\n[a]\n", "3:2: the same key or table stands here a second time"),
        (b"a = \n", "1:5: a value is missing, or text is not in quotes"),
        (
            b"a = 1\n<<<<<<< ours\nb = 1\n=======\nb = 2\n>>>>>>> theirs\n",
            "2:1: a merge conflict is left in this file",
        ),
        (b'a = "x\n', '1:7: a text has no closing ", or has a wrong character or escape'),
        ("é = 1".encode(), "1:1: this can't stand in a key without quotes"),
        (b"a = 1\nb = 'x\xff'\n", "2:7: not UTF-8: byte 0xff"),
        ("a = 1".encode("utf-16"), "1:1: not UTF-8: byte 0xff"),
        (b"a = 1\nb = '\x00'\n", "2:6: a NUL character is no text"),
        (b"a = " + b"[" * 10_000, "1:85: values are nested too deeply"),
        (b"a = " + b"{a = " * 10_000, "1:405: values are nested too deeply"),
        (b".".join([b"a"] * 10_000) + b" = 1", "1:1: tables are nested too deeply"),
        (b"[" + b".".join([b"a"] * 10_000) + b"]", "1:1: tables are nested too deeply"),
    ],
)
def test_broken_toml_is_refused_with_its_place(tmp_path: Path, data: bytes, message: str) -> None:
    assert refusal(tmp_path, data) == f"assets.toml:{message}"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a": 1,\n "b" 2}', "2:6: not valid JSON: Expecting ':' delimiter"),
        (b"[" * 10_000, "1:65: values are nested too deeply"),
        (b'{"a":' * 10_000, "1:321: values are nested too deeply"),
        (b'{"a": 1, "a": 2}', "1:1: not valid JSON: one object has this name twice: a"),
        (b'{"a": NaN}', "1:1: not valid JSON: no JSON number: NaN"),
        (b"[]", "1:1: a spec is one object at the top"),
    ],
)
def test_broken_json_is_refused_with_its_place(tmp_path: Path, data: bytes, message: str) -> None:
    assert refusal(tmp_path, data, "x.json") == f"x.json:{message}"


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "assets.toml"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(SpecError) as caught:
        read_document(path, "assets.toml")
    assert caught.value.problems[0].message == "the file is larger than 16,384 KiB"


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    document = read(tmp_path, b"\xef\xbb\xbfversion = 1\n")
    assert document.data == {"version": 1}
    assert str(Written(document, ("version",)).key_place) == "assets.toml:1:1"


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "assets.toml").mkdir()
    with pytest.raises(SpecError) as caught:
        read_document(tmp_path / "assets.toml", "assets.toml")
    assert caught.value.problems[0].message.startswith("can't read the file: ")


def test_a_key_path_reads_as_it_is_written(tmp_path: Path) -> None:
    document = read(tmp_path, b"")
    written = Written(document, ("asset", "a b", "override", 0, "prompt"))
    assert str(written) == 'asset."a b".override[0].prompt'


def test_a_line_of_a_long_text_has_its_own_place(tmp_path: Path) -> None:
    document = read(tmp_path, b'a = """\nfirst\nsecond"""\nb = """first\nsecond"""\n')
    assert str(Written(document, ("a",)).text_place(2)) == "assets.toml:3:1"
    assert str(Written(document, ("b",)).text_place(1)) == "assets.toml:4:5"
    assert str(Written(document, ("b",)).text_place(2)) == "assets.toml:5:1"
