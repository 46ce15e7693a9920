"""The verbs that look and change nothing: plan, check, status, show, why, prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.shell import HERO, TWELVE, Shell

if TYPE_CHECKING:
    from pathlib import Path


def test_a_plan_of_a_new_asset(shell: Shell) -> None:
    answer = shell.run("plan")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "+ hero  1 file  $0  new\n1 picture now $0; 1 file to write\n"


def test_a_plan_changes_nothing_not_even_its_own_folder(shell: Shell) -> None:
    shell.run("plan")
    assert list(shell.files("")) == ["assets.toml"]


def test_orphans_of_one_asset_are_counted_as_files_of_one_asset(tmp_path: Path) -> None:
    spec = TWELVE.replace('"{{ key }}.png"', '{ path = "{{ size }}/{{ key }}.png", size = [8, 9] }')
    shell = Shell.at(tmp_path, spec)
    shell.run("sync", "-q")
    shell.edit("assets.toml", "size = [8, 9]", "size = 8")
    assert shell.run("plan").out == (
        "? icon  12 assets, 12 files    no longer wanted; --prune removes it\n"
        "Nothing to do: 12 assets, 12 files as locked\n"
    )
    shell.edit("assets.toml", '"{{ size }}/{{ key }}.png", size = 8', '"{{ key }}.png"')
    assert shell.run("plan").out.splitlines()[1] == (
        "? icon  12 assets, 24 files      no longer wanted; --prune removes it"
    )


def test_many_renamed_assets_are_one_line(tmp_path: Path) -> None:
    shell = Shell.at(tmp_path, TWELVE)
    shell.run("sync", "-q")
    shell.edit("assets.toml", "[asset.icon]", '[[moved]]\nfrom = "icon"\nto = "item"\n[asset.item]')
    assert shell.run("plan").out == (
        "> item  12 assets, lock only  $0  moved\n12 assets to record in the lock\n"
    )


def test_an_unknown_provider_is_told_with_the_nearest_name(shell: Shell) -> None:
    shell.edit("assets.toml", "[asset.hero]", '[asset.hero]\nprovider = "placehoder"')
    assert shell.run("plan").err == (
        "error: assets.toml:6:1: asset.hero: no such provider: placehoder\n  hint: placeholder\n"
    )


def test_more_than_ten_lines_of_a_kind_are_one(tmp_path: Path) -> None:
    shell = Shell.at(tmp_path, TWELVE)
    assert shell.run("plan").out == (
        "+ icon  12 assets, 12 files  $0  new\n12 pictures now $0; 12 files to write\n"
    )
    shell.edit("assets.toml", ', "k", "l"]', "]")
    assert shell.run("plan").out.count("\n") == 11


def test_a_plan_of_a_changed_prompt_says_old_and_new(synced: Shell) -> None:
    synced.edit("assets.toml", "at dawn", "at noon")
    assert synced.run("plan").out == (
        "+ hero  1 file  $0  prompt A lone knight on a cliff at dawn → "
        "A lone knight on a cliff at noon\n"
        "1 picture now $0; 1 file to write\n"
    )


def test_a_plan_of_another_size_is_free(synced: Shell) -> None:
    synced.edit("assets.toml", 'output = "hero.png"', 'output = { path = "hero.png", size = 32 }')
    assert synced.run("plan").out == (
        "~ hero  1 file  $0  fit none → contain; height none → 32; width none → 32\n"
        "1 asset to make from what is held; 1 file to write\n"
    )


def test_a_plan_of_a_missing_file_restores_it(synced: Shell) -> None:
    (synced.folder / "assets/hero.png").unlink()
    assert synced.run("plan").out == (
        "> hero  1 file  $0  missing\n1 asset to restore; 1 file to write\n"
    )


def test_a_plan_of_one_address_shows_every_value_with_its_place(shell: Shell) -> None:
    assert shell.run("plan", "hero").out == (
        "+ hero  1 file  $0  new\n"
        "    prompt         A lone knight on a cliff at dawn  (assets.toml:7:1)\n"
        "    resolution     64x64  (assets.toml:8:1)\n"
        "    output.0.path  assets/hero.png  (assets.toml:9:1)\n"
        "    assets/hero.png: nothing stands there; made from the picture that is generated (new)\n"
        "1 picture now $0; 1 file to write\n"
    )


def test_plan_and_sync_agree_in_json(shell: Shell) -> None:
    planned = shell.run("plan", "--json").document()
    done = shell.run("sync", "--json").document()
    assert done.pop("exit_code") == 0
    assert done == planned


def test_two_assets_of_one_request_are_said_once(tmp_path: Path) -> None:
    twin = HERO[HERO.index("[asset.hero]") :].replace("hero", "twin")
    answer = Shell.at(tmp_path, f"{HERO}\n{twin}").run("plan")
    assert answer.err.count("warning: ") == 1
    assert "hero" in answer.err
    assert "twin" in answer.err


def test_overwrite_and_prune_are_planned_as_they_would_be_done(synced: Shell) -> None:
    synced.edit("assets.toml", "hero.png", "knight.png")
    synced.edit("assets.toml", "[asset.hero]", "[asset.knight]")
    synced.write("assets/knight.png", b"mine")
    plain = synced.run("plan").out.splitlines()
    assert [line[0] for line in plain[:-1]] == ["!", "?"]
    asked = synced.run("plan", "--overwrite", "--prune").out.splitlines()
    assert [line[0] for line in asked[:-1]] == [">", "-"]


def test_check_ends_with_3_while_something_is_to_do(shell: Shell) -> None:
    answer = shell.run("check")
    assert (answer.code, answer.err) == (3, "")
    assert answer.out == "+ hero  1 file  $0  new\n1 picture now $0; 1 file to write\n"
    shell.run("sync")
    answer = shell.run("check")
    assert (answer.code, answer.out) == (0, "Nothing to do: 1 asset, 1 file as locked\n")


def test_check_in_json_names_its_exit_code(shell: Shell) -> None:
    document = shell.run("check", "--json").document()
    assert document["exit_code"] == 3
    assert [row["address"] for row in document["rows"]] == ["hero"]


def test_check_full_finds_an_edit_that_hides_behind_size_and_time(synced: Shell) -> None:
    assert synced.run("check", "--full").code == 0
    file = synced.folder / "assets/hero.png"
    picture = file.read_bytes()
    file.write_bytes(bytes([picture[0], 0]) + picture[2:])
    assert synced.run("check", "--full").code == 8


def test_check_tells_of_orphans_and_fails_nothing(synced: Shell) -> None:
    synced.edit("assets.toml", "hero.png", "knight.png")
    synced.edit("assets.toml", "[asset.hero]", "[asset.knight]")
    synced.run("sync")
    for _ in range(2):
        answer = synced.run("check")
        assert answer.code == 0
        assert answer.out.splitlines() == [
            "? hero  assets/hero.png    no longer wanted; --prune removes it",
            "Nothing to do: 1 asset, 1 file as locked",
        ]


def test_status_counts(synced: Shell) -> None:
    assert synced.run("status").out == (
        "emberfall: 1 asset, 1 file in assets/, 1 as locked\n"
        "  1 drawn by the placeholder provider\n"
    )
    synced.write("assets/hero.png", b"mine")
    assert "state:edited" in synced.run("status").out


def test_status_in_json(shell: Shell) -> None:
    document = shell.run("status", "--json").document()
    assert document["project"] == "emberfall"
    assert (document["states"]["assets"], document["states"]["missing"]) == (1, 1)


def test_show_lists_assets_and_one_in_full(synced: Shell) -> None:
    assert synced.run("show").out == "hero  1 file  as locked\n"
    take = synced.lock()[0]["takes"][0]
    size = len(synced.read("assets/hero.png")) / 1000
    assert synced.run("show", "hero").out == (
        "hero  as locked  (assets.toml:6:1)\n"
        "  prompt      A lone knight on a cliff at dawn\n"
        "  request     placeholder, 64x64\n"
        f"  take 1      64 × 64, {take['time']}, $0.00\n"
        f"              {take['digest']}\n"
        f"  assets/hero.png  64 × 64, {size:.1f} kB\n"
    )


def test_show_in_json_has_the_locked_digests(synced: Shell) -> None:
    (asset,) = synced.run("show", "--json").document()["assets"]
    shown = {output["path"]: output["digest"] for output in asset["outputs"]}
    assert shown == synced.locked_digests()


def test_why_says_what_changed_and_what_would_be_done(synced: Shell) -> None:
    assert synced.run("why", "hero").out == (
        "hero (assets.toml:6:1)\n"
        "  source: the picture that the lock names: its request has not changed\n"
        "  assets/hero.png: stands as wanted\n"
    )
    synced.edit("assets.toml", "at dawn", "at noon")
    assert synced.run("why", "hero").out == (
        "hero (assets.toml:6:1)\n"
        "  source: a picture that has to be generated: none is held for this request\n"
        "    prompt changed\n"
        "      - A lone knight on a cliff at dawn\n"
        "      + A lone knight on a cliff at noon\n"
        "  assets/hero.png: a file stands there; made from the picture that is generated "
        "(prompt A lone knight on a cliff at dawn → A lone knight on a cliff at noon)\n"
    )


def test_prompt_prints_the_final_prompt_and_the_request(shell: Shell) -> None:
    shell.edit("assets.toml", '"A lone knight', '"{{ who }}')
    shell.edit("assets.toml", "[asset.hero]", '[vars]\nwho = "Two knights"\n[asset.hero]')
    assert shell.run("prompt").out == "hero: Two knights on a cliff at dawn\n"
    (document,) = shell.run("prompt", "--json").document()["requests"]
    assert document["request"] == {
        "prompt": "Two knights on a cliff at dawn",
        "provider": "placeholder",
        "resolution": "64x64",
        "schema": 1,
        "source_format": "png",
    }
    detailed = shell.run("prompt", "hero").out
    assert detailed.endswith(f"    fingerprint: {document['fingerprint']}\n")


@pytest.mark.parametrize("verb", ["plan", "check", "show", "why", "prompt"])
def test_an_address_that_nothing_has_is_a_mistake_of_every_verb(shell: Shell, verb: str) -> None:
    answer = shell.run(verb, "nobody")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: no asset matches: nobody\n")


@pytest.mark.parametrize("verb", ["plan", "status", "show", "check"])
def test_looking_changes_no_file(synced: Shell, verb: str) -> None:
    (synced.folder / ".assetgen" / "index").unlink()
    before = synced.files("")
    assert synced.run(verb).code == 0
    after = synced.files("")
    after.pop(".assetgen/index", None)  # check remembers that nothing is to do
    assert after == before
