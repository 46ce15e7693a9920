"""`assetgen sync`: what is said, what is done, and how it ends."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import HERO, PROXIES, TWELVE, Shell

if TYPE_CHECKING:
    from pathlib import Path

ICONS = """
[asset.icon]
for_each = ["axe", "bow", "club"]
prompt = "Icon of {{ item }}"
resolution = "64x64"
tags = ["ui", "{{ item }}"]
output = { path = "icons/{{ key }}-{{ size }}.png", size = [16, 32] }
"""
STATE = "0 pictures, 0 files in assets/, $0.00, TIME\n"


@pytest.fixture
def icons(tmp_path: Path) -> Shell:
    return Shell.at(tmp_path, HERO + ICONS)


def test_a_first_sync_says_what_was_made_and_a_second_that_nothing_is_to_do(shell: Shell) -> None:
    first = shell.run("sync")
    assert (first.code, first.out) == (0, "1 picture, 1 file in assets/, $0.00, TIME\n")
    assert first.err == "[1/1] hero\n"
    second = shell.run("sync")
    assert (second.code, second.out, second.err) == (
        0,
        "Nothing to do: 1 asset, 1 file as locked\n",
        "",
    )


def test_quiet_says_nothing_when_all_is_well(shell: Shell) -> None:
    answer = shell.run("sync", "-q")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_verbose_shows_the_plan_that_was_carried_out(shell: Shell) -> None:
    assert shell.run("sync", "-v").out == (
        "+ hero  1 file  $0  new\n1 picture, 1 file in assets/, $0.00, TIME\n"
    )


def test_json_is_one_document_with_every_number(shell: Shell) -> None:
    answer = shell.run("sync", "--json")
    assert answer.err == "[1/1] hero\n"
    assert answer.document() == {
        "summary": {
            "failed": 0,
            "refused": 0,
            "uncertain": 0,
            "skipped": 0,
            "waiting": 0,
            "conflict": 0,
            "generate": 1,
            "transform": 0,
            "restore": 0,
            "unchanged": 0,
            "write": 1,
            "orphan": 0,
            "cost_unknown": 0,
            "cost_estimate": "0.00",
            "cost_later": "0.00",
            "cost_actual": "0.00",
        },
        "rows": [
            {
                "address": "hero",
                "action": "generate",
                "reasons": [{"what": "new"}],
                "outputs": [
                    {
                        "path": "assets/hero.png",
                        "action": "write",
                        "from": "generate",
                        "digest": None,
                        "reasons": [{"what": "new"}],
                    }
                ],
                "cost": "0.00",
            }
        ],
        "orphans": [],
        "notices": [],
        "exit_code": 0,
    }


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (("hero",), {"hero"}),
        (("icon",), {"icon@axe", "icon@bow", "icon@club"}),
        (("icon@b*",), {"icon@bow"}),
        (("--select", "tag:axe"), {"icon@axe"}),
        (("--select", "tag:ui,icon@c*"), {"icon@club"}),
        (("--select", "path:assets/icons/bow-*"), {"icon@bow"}),
        (("--select", "state:missing", "--exclude", "icon"), {"hero"}),
        (("hero", "icon@axe"), {"hero", "icon@axe"}),
        (("--exclude", "tag:ui"), {"hero"}),
    ],
)
def test_only_what_is_selected_is_made(
    icons: Shell, words: tuple[str, ...], made: set[str]
) -> None:
    assert icons.run("sync", *words).code == 0
    assert {line["address"] for line in icons.lock()} == made


def test_an_address_that_nothing_has_is_a_mistake(icons: Shell) -> None:
    answer = icons.run("sync", "icon@axt")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: no asset matches: icon@axt\n")
    assert not (icons.folder / "assets").exists()


def test_limit_leaves_the_rest_for_another_run(icons: Shell) -> None:
    first = icons.run("sync", "--limit", "1", "--json").document()["summary"]
    assert (first["generate"], first["skipped"]) == (1, 3)
    assert icons.run("check").code == 3
    assert icons.run("sync").code == 0
    assert len(icons.lock()) == 4


def test_locked_refuses_what_would_change_the_lock_before_anything_is_written(
    synced: Shell,
) -> None:
    before = synced.read("assets.lock")
    assert synced.run("sync", "--locked").code == 0
    synced.edit("assets.toml", "at dawn", "at noon")
    answer = synced.run("sync", "--locked")
    assert (answer.code, answer.out) == (6, "")
    assert answer.err == (
        "error: the lock is stale: generate hero\n"
        "  hint: run assetgen sync without --locked and commit assets.lock\n"
    )
    assert synced.read("assets.lock") == before


def test_locked_restores_what_is_missing(synced: Shell) -> None:
    picture = synced.read("assets/hero.png")
    (synced.folder / "assets/hero.png").unlink()
    answer = synced.with_environment(ASSETGEN_LOCKED="1").run("sync")
    assert (answer.code, synced.read("assets/hero.png")) == (0, picture)


def test_frozen_ends_with_8_when_an_output_was_edited(synced: Shell) -> None:
    synced.write("assets/hero.png", b"mine")
    answer = synced.run("sync", "--frozen")
    assert answer.code == 8
    assert answer.out.startswith("! hero  assets/hero.png    ")
    assert synced.read("assets/hero.png") == b"mine"


def test_frozen_ends_with_7_when_the_bytes_are_nowhere(synced: Shell) -> None:
    (synced.folder / "assets/hero.png").unlink()
    there = Shell(synced.folder, synced.folder.parent / "another-cache")
    answer = there.with_environment(ASSETGEN_FROZEN="1").run("sync")
    assert answer.code == 7
    assert answer.err == (
        "error: hero: the picture of assets/hero.png is in no cache or remote\n"
        "  hint: bring back the cache or the remote that held it: ASSETGEN_CACHE_DIR, "
        "ASSETGEN_REMOTE\n"
    )
    assert not (synced.folder / "assets/hero.png").exists()


def test_more_than_ten_failures_alike_are_one_error(tmp_path: Path) -> None:
    shell = Shell.at(tmp_path, TWELVE)
    shell.run("sync", "-q")
    shutil.rmtree(shell.folder / "assets")
    there = Shell(shell.folder, tmp_path / "another-cache")
    assert there.run("sync", "--frozen").err == (
        "error: icon@a: the picture of assets/a.png is in no cache or remote "
        "(and 11 more of icon, --verbose lists them)\n"
        "  hint: bring back the cache or the remote that held it: ASSETGEN_CACHE_DIR, "
        "ASSETGEN_REMOTE\n"
    )
    assert there.run("sync", "--frozen", "--verbose").err.count("error: ") == 12


@pytest.mark.parametrize("word", ["hero", "--prune", "--limit=1", "--select=hero"])
def test_frozen_takes_no_selection(synced: Shell, word: str) -> None:
    answer = synced.run("sync", "--frozen", word)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: --frozen ")


def test_frozen_without_a_lock_is_a_mistake(shell: Shell) -> None:
    answer = shell.run("sync", "--frozen")
    assert (answer.code, answer.err) == (
        2,
        "error: --frozen needs a lock: PROJECT/assets.lock\n  hint: assetgen sync makes it\n",
    )


def test_offline_draws_without_a_network(shell: Shell) -> None:
    assert shell.with_environment(**PROXIES).run("sync", "--offline").code == 0
    assert list(shell.files()) == ["assets/hero.png"]


def test_an_orphan_stays_until_prune(synced: Shell) -> None:
    synced.edit("assets.toml", "[asset.hero]", "[asset.knight]")
    synced.edit("assets.toml", "hero.png", "knight.png")
    answer = synced.run("sync")
    assert answer.code == 0
    assert answer.out == (
        "? hero  assets/hero.png    no longer wanted; --prune removes it\n"
        "0 pictures, 1 file in assets/, $0.00, TIME\n"
    )
    assert sorted(synced.files()) == ["assets/hero.png", "assets/knight.png"]
    pruned = synced.run("sync", "--prune")
    assert (pruned.code, pruned.out) == (
        0,
        "0 pictures, 0 files in assets/, 1 file removed, $0.00, TIME\n",
    )
    assert list(synced.files()) == ["assets/knight.png"]
    assert [line["address"] for line in synced.lock()] == ["knight"]


def test_prune_leaves_an_orphan_that_was_edited(synced: Shell) -> None:
    synced.edit("assets.toml", "hero.png", "knight.png")
    synced.edit("assets.toml", "[asset.hero]", "[asset.knight]")
    synced.write("assets/hero.png", b"mine")
    assert synced.run("sync", "--prune").code == 0
    assert synced.read("assets/hero.png") == b"mine"
    assert [line["address"] for line in synced.lock()] == ["knight"]


def test_a_moved_asset_keeps_its_picture(synced: Shell) -> None:
    before = synced.files()
    synced.edit("assets.toml", "[asset.hero]", "[asset.knight]")
    synced.write(
        "assets.toml", synced.read("assets.toml") + b'\n[[moved]]\nfrom = "hero"\nto = "knight"\n'
    )
    assert synced.run("sync", "--locked").code == 6
    summary = synced.run("sync", "--json").document()["summary"]
    assert (summary["generate"], summary["write"]) == (0, 0)
    assert synced.files() == before
    assert [line["address"] for line in synced.lock()] == ["knight"]
    assert synced.run("sync").out == "Nothing to do: 1 asset, 1 file as locked\n"


def test_nothing_is_made_again_for_a_pinned_asset(synced: Shell) -> None:
    before = synced.files()
    synced.edit("assets.toml", "at dawn", "at noon")
    synced.edit("assets.toml", "[asset.hero]", "[asset.hero]\npinned = true")
    answer = synced.run("sync")
    assert answer.code == 0
    assert answer.out == (
        "= hero  pinned    the spec differs: prompt (assets.toml:6:1)\n"
        "Nothing to do: 1 asset, 1 file as locked\n"
    )
    assert synced.files() == before


def test_one_request_of_two_assets_is_drawn_once(tmp_path: Path) -> None:
    twin = HERO[HERO.index("[asset.hero]") :].replace("hero", "twin")
    shell = Shell.at(tmp_path, f"{HERO}\n{twin}")
    answer = shell.run("sync", "--json", "--jobs", "1")
    summary = answer.document()["summary"]
    assert (summary["generate"], summary["transform"], summary["write"]) == (1, 1, 2)
    assert len(list(shell.cache.glob("v1/results/*/*.json"))) == 1
    assert shell.read("assets/hero.png") == shell.read("assets/twin.png")


def test_a_release_may_not_hold_placeholder_pictures(synced: Shell) -> None:
    synced.edit("assets.toml", 'name = "emberfall"', 'name = "emberfall"\nrelease = true')
    assert synced.run("sync").code == 0
    answer = synced.run("check")
    assert answer.code == 3
    assert answer.out == (
        "! a release may not hold placeholder pictures: hero\n"
        "Nothing to do: 1 asset, 1 file as locked\n"
    )
    assert synced.run("check").code == 3


def test_ignored_outputs_are_restored_in_a_clone_that_has_only_the_lock(synced: Shell) -> None:
    synced.edit("assets.toml", 'name = "emberfall"', 'name = "emberfall"\noutputs = "ignore"')
    synced.git("init", "-q")
    synced.run("doctor", "--fix")
    synced.git("add", "-A")
    synced.git("commit", "-qm", "work")
    clone = Shell(synced.folder.parent / "clone", synced.cache)
    synced.git("clone", "-q", ".", str(clone.folder))
    assert clone.files() == {}
    answer = clone.run("sync", "--locked")
    assert (answer.code, clone.files()) == (0, synced.files())


def test_a_provider_that_is_not_there_is_said_at_the_asset(shell: Shell) -> None:
    shell.edit("assets.toml", "[asset.hero]", '[asset.hero]\nprovider = "nobody"')
    answer = shell.run("sync")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: assets.toml:6:1: asset.hero: ")
    assert "nobody" in answer.err
