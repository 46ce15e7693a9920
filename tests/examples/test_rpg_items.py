"""What a change of `examples/rpg-items` costs: never more than it has to."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assetgen.digest import digest_bytes
from tests.cli.shell import PROXIES
from tests.examples.conftest import REPOSITORY
from tests.examples.test_every_example import mtimes

if TYPE_CHECKING:
    from tests.cli.shell import Shell

SPEC = "assets.toml"
DATA = "data/items.json"


def symbols(shell: Shell, *words: str) -> list[str]:
    """The first character of every line of the whole plan, unfolded."""
    lines = shell.run("plan", "--verbose", *words).out.splitlines()
    return [line[0] for line in lines if line[0] in "+~>!?-=:" and line[1] == " "]


def counted(shell: Shell, *words: str) -> dict[str, int]:
    """The counts above zero of a sync, without prices."""
    summary = shell.run("sync", "--json", "--quiet", *words).document()["summary"]
    return {name: number for name, number in summary.items() if type(number) is int and number}


def rename_item(shell: Shell, identity: str, name: str) -> None:
    rows: list[dict[str, Any]] = json.loads(shell.read(DATA))
    found = next(row for row in rows if row["id"] == identity)
    found["name"] = name
    shell.write(DATA, json.dumps(rows, indent=1))


def test_a_second_sync_has_nothing_to_do_and_writes_nothing(items: Shell) -> None:
    items.run("sync")
    before = mtimes(items)
    answer = items.run("sync")
    assert answer.code == 0
    assert answer.out.startswith("Nothing to do: 237 assets, ")
    assert mtimes(items) == before


def test_another_name_of_one_item_generates_exactly_one(items: Shell) -> None:
    rename_item(items, "club", "Ogre's club")
    assert symbols(items) == ["+"]
    assert counted(items) == {"generate": 1, "unchanged": 236, "write": 2}


def test_another_size_generates_nothing(items: Shell) -> None:
    items.edit(SPEC, "size = [64, 128] }", "size = [64, 96] }")
    assert set(symbols(items)) <= {"~", "?"}
    assert "+" not in symbols(items)
    done = counted(items)
    assert "generate" not in done
    assert (done["transform"], done["write"], done["unchanged"]) == (197, 197, 40)


def test_another_format_generates_nothing(items: Shell) -> None:
    items.edit(SPEC, 'format = "webp", quality = 80', 'format = "avif", quality = 60')
    assert set(symbols(items)) == {"~"}
    assert "generate" not in counted(items)
    assert not list((items.folder / "assets" / "mounts").glob("*.webp"))


def test_a_renamed_asset_is_moved_with_a_moved_table(items: Shell) -> None:
    before = items.files()
    items.edit(SPEC, "[asset.mount]", '[[moved]]\nfrom = "mount"\nto = "beast"\n\n[asset.beast]')
    done = counted(items)
    assert "generate" not in done
    assert items.files() == before
    addresses = {line["address"].partition("@")[0] for line in items.lock()}
    assert addresses == {"icon", "beast"}
    assert items.run("check").code == 0


def test_another_path_moves_files_and_generates_nothing(items: Shell) -> None:
    before = items.files()
    items.edit(SPEC, '"mounts/{{ key }}', '"riding/{{ key }}')
    done = counted(items)
    assert done.keys() == {"restore", "unchanged", "write"}
    moved = {
        path.replace("assets/mounts/", "assets/riding/"): data for path, data in before.items()
    }
    assert items.files() == moved
    assert moved != before


def test_another_style_prompt_generates_all_of_that_style_and_says_why(items: Shell) -> None:
    items.edit(SPEC, "fine hatching, parchment background", "fine hatching, blue paper")
    inked = {line["address"] for line in items.lock() if "Ink drawing" in line["request"]["prompt"]}
    rows = items.run("plan", "--json").document()["rows"]
    assert {row["address"] for row in rows} == inked
    assert {row["action"] for row in rows} == {"generate"}
    assert {reason["what"] for row in rows for reason in row["reasons"]} == {"prompt"}
    assert all("blue paper" in row["reasons"][0]["new"] for row in rows)


def test_ten_deleted_outputs_are_restored_byte_for_byte(items: Shell) -> None:
    before, locked = items.files(), items.locked_digests()
    gone = sorted(before)[:20:2]
    for path in gone:
        (items.folder / path).unlink()
    assert symbols(items) == [">"] * 10
    assert counted(items)["write"] == 10
    assert items.files() == before
    assert all(digest_bytes(items.read(path)) == locked[path] for path in gone)


def test_a_real_edit_is_a_conflict_until_overwrite_and_can_be_found_again(items: Shell) -> None:
    path = "assets/icons/64/club.png"
    picture = items.read(path)
    edited = picture + b"retouched"
    items.write(path, edited)
    answer = items.run("sync")
    assert answer.code == 8
    assert answer.out.startswith(f"! icon@club  {path}  ")
    assert items.read(path) == edited
    overwritten = items.run("sync", "--overwrite")
    assert (overwritten.code, items.read(path)) == (0, picture)
    kept = items.run("cache", "path", digest_bytes(edited)).out.strip().replace("CACHE", "")
    assert Path(f"{items.cache}{kept}").read_bytes() == edited


def test_a_clone_with_the_cache_restores_every_file_without_a_network(
    items: Shell, drawn_items: Shell
) -> None:
    shutil.rmtree(items.folder / "assets")
    shutil.rmtree(items.folder / ".assetgen")
    answer = items.with_environment(**PROXIES).process("sync", "--frozen")
    assert (answer.code, answer.out) == (0, f"{len(drawn_items.files())} files restored, TIME\n")
    assert items.files() == drawn_items.files()


def test_a_missing_data_file_is_said_with_the_line_that_names_it(items: Shell) -> None:
    (items.folder / DATA).unlink()
    answer = items.run("sync")
    assert (answer.code, answer.out) == (2, "")
    lines = items.read(SPEC).decode().splitlines()
    named = [number for number, line in enumerate(lines, 1) if line.startswith("for_each")]
    assert answer.err.startswith(f"error: assets.toml:{named[0]}:12: asset.icon.for_each: ")
    assert answer.err.count("error: ") == 1


def test_the_example_in_the_repository_needs_nothing_that_is_not_committed() -> None:
    names = {file.name for file in (REPOSITORY / "examples" / "rpg-items").iterdir()}
    assert {"assets.toml", "README.md", "data", "prompts"} <= names
