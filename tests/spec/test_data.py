from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetgen.spec.data import DataError, Row, Rows, read_rows
from assetgen.spec.rows_text import csv_rows


def write(folder: Path, name: str, content: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def rows(folder: Path, name: str, content: str | bytes) -> list[tuple[int, object]]:
    """Line, and fields or text, of each row of one file."""
    write(folder, name, content)
    found = read_rows(name, folder, folder).rows
    return [(row.line, dict(row.fields) if row.text is None else row.text) for row in found]


def failure(folder: Path, source: str) -> tuple[int, str, str | None]:
    with pytest.raises(DataError) as caught:
        read_rows(source, folder, folder)
    return caught.value.line, caught.value.message, caught.value.hint


# CSV.


def test_cells_of_a_csv_are_text(tmp_path: Path) -> None:
    assert rows(tmp_path, "a.csv", "id,price\r\nclub,2\r\nbow,\r\n") == [
        (2, {"id": "club", "price": "2"}),
        (3, {"id": "bow", "price": ""}),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_seen_in_the_header(tmp_path: Path, delimiter: str) -> None:
    text = '\ufeffid|"a, b"|c\n1|x|y\n'.replace("|", delimiter)

    assert rows(tmp_path, "a.csv", text) == [(2, {"id": "1", "a, b": "x", "c": "y"})]


def test_lines_of_a_csv_are_exact_after_a_cell_with_a_line_break(tmp_path: Path) -> None:
    text = 'id,note\n1,"two\nlines"\n\n2,x\n'

    assert rows(tmp_path, "a.csv", text) == [
        (2, {"id": "1", "note": "two\nlines"}),
        (5, {"id": "2", "note": "x"}),
    ]


def test_empty_columns_without_a_name_are_left_out(tmp_path: Path) -> None:
    assert rows(tmp_path, "a.csv", "id,\n1,\n") == [(2, {"id": "1"})]


@given(st.lists(st.lists(st.text("ab,\";\n\t'", min_size=1), min_size=2, max_size=2)))
def test_every_quoted_cell_comes_back(cells: list[list[str]]) -> None:
    quoted = "".join(
        ",".join('"' + c.replace('"', '""') + '"' for c in row) + "\n" for row in cells
    )

    found = csv_rows("x,y\n" + quoted, Path("a.csv"))

    assert [list(row.fields.values()) for row in found] == cells


# JSON.


def test_a_json_list_of_objects_has_a_line_for_each(tmp_path: Path) -> None:
    text = '[\n  {"id": "club", "tags": ["a"]},\n\n  {"id": null}\n]\n'

    assert rows(tmp_path, "a.json", text) == [
        (2, {"id": "club", "tags": ["a"]}),
        (4, {"id": None}),
    ]


def test_a_json_list_may_hold_texts(tmp_path: Path) -> None:
    assert rows(tmp_path, "a.json", '["kara",\n "odo"]') == [(1, "kara"), (2, "odo")]


def test_a_json_object_of_objects_gives_keys(tmp_path: Path) -> None:
    write(tmp_path, "a.json", '{\n"kara": {"mood": "calm"},\n"odo":\n{}}')
    path = tmp_path / "a.json"

    assert read_rows("a.json", tmp_path, tmp_path) == Rows(
        (Row({"mood": "calm"}, path, 2, None, "kara"), Row({}, path, 3, None, "odo")), (path,)
    )


def test_json_lines_skip_blank_ones(tmp_path: Path) -> None:
    assert rows(tmp_path, "a.jsonl", '{"a": 1}\n\n"x"\r\n') == [(1, {"a": 1}), (3, "x")]


# TOML.


def test_a_toml_table_of_tables_gives_rows(tmp_path: Path) -> None:
    text = "[kara]\nborn = 1979-05-27\n\n[odo]\nmood = 'calm'\nkara = 1\n"

    assert rows(tmp_path, "a.toml", text) == [
        (1, {"born": "1979-05-27"}),
        (4, {"mood": "calm", "kara": 1}),
    ]


def test_the_one_toml_array_of_tables_gives_rows(tmp_path: Path) -> None:
    text = "[[item]]\nid = 1\n[[item]]\nid = 2\n[item.more]\nx = 07:32:00\n"

    assert rows(tmp_path, "a.toml", text) == [
        (1, {"id": 1}),
        (3, {"id": 2, "more": {"x": "07:32:00"}}),
    ]


# YAML.


def test_a_yaml_list_of_maps_gives_rows(tmp_path: Path) -> None:
    assert rows(tmp_path, "a.yaml", "- id: club\n  on: 2001-01-02\n- id: [bow]\n") == [
        (1, {"id": "club", "on": "2001-01-02"}),
        (3, {"id": ["bow"]}),
    ]


def test_keys_of_yaml_stay_as_they_are_written(tmp_path: Path) -> None:
    write(tmp_path, "a.yml", "no:\n  a: 1\n0123:\n  a: 2\n")
    found = read_rows("a.yml", tmp_path, tmp_path).rows

    assert [(row.key, row.line) for row in found] == [("no", 1), ("0123", 3)]


def test_yaml_merges_and_aliases_work(tmp_path: Path) -> None:
    assert rows(tmp_path, "a.yaml", "- &x {a: 1}\n- {<<: *x, b: *x}\n") == [
        (1, {"a": 1}),
        (2, {"a": 1, "b": {"a": 1}}),
    ]


@pytest.mark.parametrize("link", ["k{j}: *a{i}", "<<: *a{i}"])
def test_a_yaml_alias_bomb_is_refused(tmp_path: Path, link: str) -> None:
    def level(i: int) -> str:
        if link.startswith("k"):
            return ", ".join(f"k{j}: *a{i - 1}" for j in range(9))
        return "<<: [" + ", ".join([f"*a{i - 1}"] * 9) + "]"

    lines = [f"a{i}: &a{i} {{{level(i)}}}\n" for i in range(1, 12)]
    write(tmp_path, "a.yaml", "a0: &a0 {x: lol}\n" + "".join(lines))

    assert failure(tmp_path, "a.yaml") == (1, "the aliases expand to too much", None)


# Front matter.


def test_pages_have_their_front_matter_and_file_sorted_by_path(tmp_path: Path) -> None:
    write(tmp_path, "content/b/index.md", "---\ntitle: Second\n---\nBody\n---\n")
    write(tmp_path, "content/a.mdx", "+++\r\ntitle = 'First'\r\n+++\r\nBody")
    write(tmp_path, "content/c.md", "No front matter")
    write(tmp_path, "content/c.txt", "---\n")
    write(tmp_path, "content/.hidden/d.md", "")

    found = read_rows("content/**/*.md*", tmp_path, tmp_path)

    assert [row.fields for row in found.rows] == [
        {"title": "First", "file": {"stem": "a", "parent": "content", "path": "content/a.mdx"}},
        {"title": "Second", "file": {"stem": "index", "parent": "b", "path": "content/b/index.md"}},
        {"file": {"stem": "c", "parent": "content", "path": "content/c.md"}},
    ]
    assert found.folders == (tmp_path / "content", tmp_path / "content/b")


def test_a_page_beside_the_spec_has_no_parent(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "")

    assert rows(tmp_path, "a.md", "") == [
        (1, {"file": {"stem": "a", "parent": "", "path": "a.md"}})
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: x\n", (1, "the front matter has no end: ---", None)),
        ("---\n- a\n---\n", (2, "front matter is a table of fields", None)),
        ("---\nfile: x\n---\n", (1, 'front matter can\'t have a field "file"', None)),
        ("+++\na = 1\nb\n+++\n", (3, "not valid TOML", None)),
        ("---\na: 1\nb: [\n---\n", (4, "not valid YAML", None)),
    ],
)
def test_a_mistake_in_front_matter_has_its_line(
    tmp_path: Path, text: str, expected: tuple[int, str, str | None]
) -> None:
    write(tmp_path, "a.md", text)
    line, message, hint = failure(tmp_path, "*.md")

    assert (line, message.split(":")[0] if "not valid" in message else message, hint) == expected


# Mistakes.


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.csv", "", (1, "no header line: the file is empty", None)),
        ("a.csv", "a,a\n1,2", (1, 'a column name stands twice: "a"', None)),
        ("a.csv", "a,b\n1,2\n1,2,3\n",
         (3, "the header has 2 columns, this row has 3", "quote cells that hold the delimiter")),
        ("a.csv", "a,b\n1\n", (2, "the header has 2 columns, this row has 1", None)),
        ("a.csv", "a,\n1,2\n", (2, "column 2 has a cell but no name", None)),
        ("a.csv", 'a\n"x\n', (2, "not valid CSV: unexpected end of data", None)),
        ("a.csv", b"a\n1\n\xff\n", (3, "not UTF-8", "save the file as UTF-8")),
        ("a.csv", "a\n1\n\0\n", (3, "a NUL character in the file", None)),
        ("a.json", "[1]",
         (1, "a row is a table or a text, not a number", 'write it as text: "1"')),
        ("a.json", '{"a": "x"}',
         (1, 'every entry of a table of rows is a table; "a" is a text', None)),
        ("a.json", '"x"', (1, "rows are a list, or a table of tables, not a text", None)),
        ("a.json", '{"a": {},\n"a": {}}', (2, 'a name stands twice in one object: "a"', None)),
        ("a.json", '[\n{"a": 1, "a": 2}]', (2, 'a name stands twice in one object: "a"', None)),
        ("a.json", '[{}\n,{"a":}]', (2, "not valid JSON: Expecting value at column 7", None)),
        ("a.json", "[{}\n{}]", (2, 'not valid JSON: expected ","', None)),
        ("a.json", "[{}]\nx", (2, "not valid JSON: something follows the end", None)),
        ("a.json", '[{"a": NaN}]', (1, "not a JSON number: NaN", None)),
        ("a.json", '[\n"\\ud800"]', (2, "half a character: a surrogate without its pair", None)),
        ("a.json", '["\\u0000"]', (1, "a NUL character in a text", None)),
        ("a.json", "[" * 100_000, (1, "nested too deeply", None)),
        ("a.json", "[\n" + "9" * 5000 + "]", (2, "a number with too many digits", None)),
        ("a.jsonl", "{}\n\n[1]\n", (3, "a row is a table or a text, not a list", None)),
        ("a.jsonl", '{}\n{,}', (2, "not valid JSON", None)),
        ("a.toml", "[a]\nx = 1\n[b]\nx = 1\n\nb = 2\nb = 3\n", (7, "not valid TOML", None)),
        ("a.toml", "a = 1\n", (1, 'every entry of a table of rows is a table; "a" is a number',
                               None)),
        ("a.toml", "a = " + "[" * 10_000, (1, "not valid TOML", None)),
        ("a.yaml", "", (1, "the file is empty", None)),
        ("a.yaml", "- a\n- [\n", (3, "not valid YAML", None)),
        ("a.yaml", "[" * 200_000, (1, "nested too deeply: over 64 levels", None)),
        ("a.yaml", "- a: 1\n  a: 2\n", (2, 'a name stands twice in one table: "a"', None)),
        ("a.yaml", "- x\n- &a [*a]\n", (2, "an alias leads back to what holds it", None)),
        ("a.yaml", "- !!python/name:os.system x\n", (1, "not valid YAML", None)),
        ("a.yaml", "- a\n---\n- b\n", (2, "not valid YAML", None)),
        ("a.yaml", "- 2001-13-45\n", (1, "not valid YAML", None)),
        ("a.yaml", "- {a: !!binary aGk=}\n", (1, "no text, number, list or table: bytes", None)),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_a_broken_file_is_one_sentence_with_its_line(
    tmp_path: Path, name: str, text: str | bytes, expected: tuple[int, str, str | None]
) -> None:
    write(tmp_path, name, text)
    started = time.process_time()
    line, message, hint = failure(tmp_path, name)

    is_foreign = expected[1] in {"not valid JSON", "not valid TOML", "not valid YAML"}
    assert (line, message.split(":")[0] if is_foreign else message, hint) == expected
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("data/itms.csv", (1, "no such file: data/itms.csv", "items.csv")),
        ("dat/items.csv", (1, "no such file: dat/items.csv", "there is no folder dat")),
        ("data/items.xls", (1, "no kind of data file: data/items.xls",
                            "known are .json .jsonl .csv .toml .yaml .yml .md .mdx")),
        ("data/*.csv", (1, "a pattern names .md or .mdx files: data/*.csv", None)),
        ("data/*.md", (1, "no file matches: data/*.md", None)),
        ("no/*/*.md", (1, "no file matches: no/*/*.md", None)),
        ("/etc/x.csv", (1, "inputs are relative to the file that names them: /etc/x.csv", None)),
        ("~/x.csv", (1, "inputs are relative to the file that names them: ~/x.csv", None)),
        ("a\\b.csv", (1, "paths are written with / and without a drive: a\\b.csv", None)),
        ("C:/b.csv", (1, "paths are written with / and without a drive: C:/b.csv", None)),
        ("../../x.csv", (1, "inputs lie inside the work tree: ../../x.csv", None)),
        ("../../*.md", (1, "inputs lie inside the work tree: ../../*.md", None)),
        ("../.git/x.csv", (1, "inputs don't lie in .git: ../.git/x.csv", None)),
        ("link.csv", (1, "inputs lie inside the work tree: link.csv", None)),
        ("out/x.csv", (1, "inputs lie inside the work tree: out/x.csv", None)),
        ("out/*.md", (1, "inputs lie inside the work tree: out/*.md", None)),
        ("folder.csv", (1, "no regular file: folder.csv", None)),
        ("a\n.csv", (1, "no path: 'a\\n.csv'", None)),
    ],
)  # fmt: skip
def test_what_may_not_or_cannot_be_read_is_refused(
    tmp_path: Path, source: str, expected: tuple[int, str, str | None]
) -> None:
    tree, project = tmp_path / "tree", tmp_path / "tree/project"
    write(project, "data/items.csv", "id\n1\n")
    write(tree, ".git/x.csv", "id\n1\n")
    write(tmp_path, "x.csv", "id\n1\n")
    write(tmp_path, "x.md", "")
    (project / "link.csv").symlink_to(tmp_path / "x.csv")
    (project / "out").symlink_to(tmp_path)
    (project / "folder.csv").mkdir()

    with pytest.raises(DataError) as caught:
        read_rows(source, project, tree)

    assert (caught.value.line, caught.value.message, caught.value.hint) == expected
    assert caught.value.path is None


def test_a_file_above_the_project_may_be_read_inside_the_work_tree(tmp_path: Path) -> None:
    write(tmp_path, "common/a.csv", "id\n1\n")
    (tmp_path / "project").mkdir()

    found = read_rows("../common/a.csv", tmp_path / "project", tmp_path)

    assert found.files == (tmp_path / "common/a.csv",)


def test_a_file_over_64_mib_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.json").open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)

    assert failure(tmp_path, "a.json") == (1, "the file is over 64 MiB", None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_data_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")

    assert failure(tmp_path, "a.csv") == (1, "no regular file: a.csv", None)


def test_a_data_file_of_ten_thousand_rows_is_read_quickly(tmp_path: Path) -> None:
    write(tmp_path, "a.toml", "".join(f"[k{i}]\nid = {i}\n" for i in range(10_000)))
    started = time.process_time()
    found = read_rows("a.toml", tmp_path, tmp_path).rows

    assert (len(found), found[-1].line) == (10_000, 19_999)
    assert time.process_time() - started < 2


# Inline.
