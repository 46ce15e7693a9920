"""References of a spec: how they join, what they become, and what is said of a wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assetgen.digest import digest_bytes
from assetgen.model import SourceFile
from assetgen.project import Project
from assetgen.spec import load_spec
from assetgen.spec.data import DataError
from assetgen.spec.input_files import InputFiles
from tests.spec.project import load, problems, problems_of, request, write

if TYPE_CHECKING:
    from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n"
URL = "https://example.com/a.png"
ASSET = '[asset.a]\nprompt = "x"\noutput = "a.png"\n'


def draw(folder: Path, *names: str) -> list[str]:
    """Write a picture under each name, all different; their digests."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PNG + name.encode())
    return [digest_bytes(PNG + name.encode()) for name in names]


def test_references_append_with_those_of_the_style_first(tmp_path: Path) -> None:
    digests = draw(tmp_path, "base.png", "style.png", "own.png", "more.png")
    spec = """\
[style.base]
references = ["base.png"]
[style.s]
extends = "base"
references = ["style.png"]
[asset.a]
for_each = ["x", "y"]
style = "s"
references = ["own.png", "https://example.com/{{ item }}.png"]
prompt = "x"
output = "{{ key }}.png"
[[asset.a.override]]
match = "y"
references = ["more.png"]
"""
    x, y = map(request, load(tmp_path, spec).assets)
    assert x.references == (*digests[:3], "https://example.com/x.png")
    assert y.references == (*digests[:3], "https://example.com/y.png", digests[3])


def test_a_reference_that_renders_empty_is_left_out(tmp_path: Path) -> None:
    (digest,) = draw(tmp_path, "x.png")
    spec = """\
[asset.a]
for_each = [{ id = "x", look = " x.png " }, { id = "y" }]
key = "{{ id }}"
references = ["{{ look }} "]
prompt = "x"
output = "{{ key }}.png"
"""
    x, y = map(request, load(tmp_path, spec).assets)
    assert (x.references, y.references) == ((digest,), ())


def test_files_are_named_from_the_project_and_are_inputs(tmp_path: Path) -> None:
    (digest,) = draw(tmp_path, "art/a.png")
    project = write(tmp_path / "game", f'version = 1\n{ASSET}references = ["../art/a.png"]')
    spec = load_spec(Project(project.folder, tmp_path))
    assert spec.assets[0].reference_files == {digest: "../art/a.png"}
    assert str(tmp_path / "art/a.png") in spec.inputs.files


def test_a_style_names_its_files_from_where_it_is_written(tmp_path: Path) -> None:
    (digest,) = draw(tmp_path, "look/sheet.png")
    spec = f'include = ["look/s.toml"]\n{ASSET}style = "s"'
    files = {"look/s.toml": '[style.s]\nreferences = ["sheet.png"]'}
    assert request(load(tmp_path, spec, files).assets[0]).references == (digest,)


@pytest.mark.parametrize("start", [PNG, b"\xff\xd8\xff\xe0", b"RIFF\n\x00\x00\x0aWEBPVP8 "])
def test_png_jpeg_and_webp_are_known_by_their_first_bytes(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "a.dat").write_bytes(start)
    (asset,) = load(tmp_path, f'{ASSET}references = ["a.dat"]').assets
    assert request(asset).references == (digest_bytes(start),)


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("b.png", "no such file: b.png -> c.png, lfs.png, empty.png"),
        ("assets.toml", "not a PNG, JPEG or WebP picture: assets.toml"),
        ("lfs.png", "not a PNG, JPEG or WebP picture: lfs.png -> git lfs pull"),
        ("empty.png", "not a PNG, JPEG or WebP picture: empty.png"),
        ("../c.png", "inputs lie inside the work tree: ../c.png"),
        ("/c.png", "inputs are relative to the file that names them: /c.png"),
        ("//x.com/c.png", "inputs are relative to the file that names them: //x.com/c.png"),
        (".git/c.png", "inputs don't lie in .git: .git/c.png"),
        ("asset:hero", "not supported yet: asset:hero"),
        ("http://x.de/c.png", "only https URLs are read: http://x.de/c.png -> https://x.de/c.png"),
        ("s3://x/c.png", "only https URLs are read: s3://x/c.png"),
        (
            "https://10.0.0.1/",
            "the URL leads to a private address: https://10.0.0.1/ -> name the file instead",
        ),
        (
            "data:,x",
            "a data: URL is no reference: data:,x -> write the picture to a file and name that",
        ),
    ],
)
def test_a_wrong_reference_is_told_at_its_place(
    tmp_path: Path, reference: str, message: str
) -> None:
    draw(tmp_path, "c.png", ".git/c.png")
    files = {"lfs.png": "version https://git-lfs.github.com/spec/v1\n", "empty.png": ""}
    spec = f'{ASSET}references = ["c.png", "{reference}"]'
    assert problems(tmp_path, spec, files) == [
        f"assets.toml:5:24: asset.a.references[1]: {message}"
    ]


def test_a_missing_file_names_the_row(tmp_path: Path) -> None:
    draw(tmp_path, "x.png")
    spec = """\
[asset.a]
for_each = "rows.csv"
key = "{{ id }}"
references = ["{{ id }}.png"]
prompt = "x"
output = "{{ key }}.png"
"""
    assert problems(tmp_path, spec, {"rows.csv": "id\nx\ny\nz\n"}) == [
        (
            "assets.toml:5:15: asset.a.references[0]: no such file: y.png"
            " (2 of 3 rows, first rows.csv:3) -> x.png"
        )
    ]


def test_a_name_that_no_row_has_is_told_though_the_prompt_is_wrong_too(tmp_path: Path) -> None:
    spec = '[asset.a]\nprompt = "{{ mood }}"\nreferences = ["{{ look }}"]\noutput = "a.png"'
    assert problems(tmp_path, spec) == [
        'assets.toml:3:10: asset.a.prompt: no such name "mood" -> known: vars',
        'assets.toml:4:15: asset.a.references[0]: no such name "look" -> known: vars',
    ]


def test_nine_references_are_too_many(tmp_path: Path) -> None:
    style = f"[style.s]\nreferences = {[URL] * 8}\n".replace("'", '"')
    spec = f'{style}{ASSET}style = "s"\nreferences = ["{URL}?9", "{{{{ \'\' }}}}"]'
    assert problems(tmp_path, spec) == [
        "assets.toml:8:46: asset.a.references[1]: more than 8 references: 9"
    ]


def test_an_output_is_no_reference(tmp_path: Path) -> None:
    draw(tmp_path, "assets/A.png")
    assert problems(tmp_path, f'{ASSET}references = ["assets/A.png"]') == [
        "assets.toml:4:10: asset.a.output: an output can't be an input too: assets/a.png"
    ]


def test_references_have_no_effect_beside_a_source(tmp_path: Path) -> None:
    spec = """\
[asset.a]
for_each = ["x"]
source = "x.svg"
references = ["https://example.com/a.png"]
output = "{{ key }}.png"
[[asset.a.override]]
match = "x"
references = ["https://example.com/b.png"]
"""
    assert problems(tmp_path, spec, {"x.svg": "<svg/>"}) == [
        "assets.toml:5:1: asset.a.references: has no effect beside source",
        "assets.toml:9:1: asset.a.override[0].references: has no effect beside source",
    ]


def test_one_row_may_have_a_source_in_place_of_prompt_and_references(tmp_path: Path) -> None:
    spec = """\
[asset.a]
for_each = ["x"]
prompt = "x"
references = ["gone.png"]
output = "{{ key }}.png"
[[asset.a.override]]
match = "x"
source = "x.svg"
"""
    (asset,) = load(tmp_path, spec, {"x.svg": "<svg/>"}).assets
    assert asset.source == SourceFile("x.svg", digest_bytes(b"<svg/>"))
    assert "references" not in asset.origins


def test_defaults_hold_no_references(tmp_path: Path) -> None:
    assert problems(tmp_path, f'[defaults]\nreferences = ["{URL}"]\n{ASSET}') == [
        "assets.toml:3:1: defaults.references: can't stand in [defaults]"
    ]


def test_a_symlink_leads_no_reference_out_of_the_work_tree(tmp_path: Path) -> None:
    draw(tmp_path, "secret.png")
    project = write(tmp_path / "game", f'version = 1\n{ASSET}references = ["a.png"]')
    try:
        (project.folder / "a.png").symlink_to(tmp_path / "secret.png")
    except OSError:
        pytest.skip("no symlinks here")
    assert problems_of(project) == [
        "assets.toml:5:15: asset.a.references[0]: inputs lie inside the work tree: a.png"
    ]


def test_the_origin_of_references_shows_paths_and_urls(tmp_path: Path) -> None:
    draw(tmp_path, "c.png")
    (asset,) = load(tmp_path, f'{ASSET}references = ["c.png", "{URL}"]').assets
    origin = asset.origins["references"]
    assert (str(origin.place), origin.value) == ("assets.toml:5:1", f"c.png, {URL}")


def test_a_file_is_read_once_in_a_load(tmp_path: Path) -> None:
    (digest,) = draw(tmp_path, "c.png")
    files = InputFiles(Project(tmp_path, tmp_path))
    path = files.file("c.png", tmp_path)
    assert files.digest(path) == digest
    path.unlink()
    assert files.file("c.png", tmp_path) == path
    assert files.digest(path) == digest


def test_a_file_that_can_not_be_read_is_a_mistake(tmp_path: Path) -> None:
    files = InputFiles(Project(tmp_path, tmp_path))
    with pytest.raises(DataError, match="can't read the file: "):
        files.digest(tmp_path / "gone.png")
    with pytest.raises(DataError, match="can't read the file: "):
        files.magic(tmp_path / "gone.png")
