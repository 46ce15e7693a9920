"""init, adopt, doctor, cache, schema, completion, help: what they say and write."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from assetgen.cli import VERBS
from tests.cli.shell import HERO, Shell

if TYPE_CHECKING:
    from pathlib import Path

WROTE = "Wrote assets.toml (3 assets, drawn offline: no key, no cost).  Next: assetgen sync\n"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
"""A red png of one pixel."""


def test_the_first_five_minutes(empty: Shell) -> None:
    empty.git("init", "-q")
    assert empty.run("init").out == WROTE
    assert "assets.toml" in empty.files("")
    assert empty.read(".gitignore") == b".assetgen/\n"
    assert empty.read(".gitattributes") == (
        b"assets.lock text eol=lf merge=assetgen\nassets/** -text\n"
    )
    assert empty.git("config", "merge.assetgen.driver") == "assetgen lock merge %O %A %B\n"
    assert empty.run("plan").out.endswith("3 pictures now $0; 4 files to write\n")
    assert empty.run("sync").out == (
        "3 pictures, 4 files in assets/, $0.00, TIME\n"
        'For real pictures: provider = "getimg" (assets.toml:10), GETIMG_API_KEY,'
        " then assetgen plan\n"
    )
    assert empty.run("sync").out == "Nothing to do: 3 assets, 4 files as locked\n"
    assert empty.run("doctor").code == 0


def test_a_later_sync_says_nothing_of_real_pictures(empty: Shell) -> None:
    empty.run("init")
    empty.run("sync", "hero")
    assert empty.run("sync").out == "2 pictures, 3 files in assets/, $0.00, TIME\n"


def test_init_never_overwrites_and_adds_only_what_is_missing(empty: Shell) -> None:
    empty.write(".gitignore", "*.log\n.assetgen/")
    assert empty.run("init").code == 0
    assert empty.read(".gitignore") == b"*.log\n.assetgen/"
    empty.spec("# mine")
    answer = empty.run("init")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "error: there is a spec already: PROJECT/assets.toml\n  hint: assetgen plan\n"
    )
    assert empty.read("assets.toml") == b"# mine"


@pytest.mark.parametrize("words", [("-C", "deep", "init"), ("init", "-C", "deep")])
def test_init_works_in_another_folder(empty: Shell, words: tuple[str, ...]) -> None:
    (empty.folder / "deep").mkdir()
    assert empty.run(*words).code == 0
    assert "deep/assets.toml" in empty.files("")


def test_what_init_writes_names_a_schema_that_stands_beside_it(empty: Shell) -> None:
    empty.run("init")
    assert empty.read("assets.toml").startswith(b"#:schema ./assets.schema.json\n")
    assert empty.read("assets.schema.json").decode() == empty.run("schema").out
    assert json.loads(empty.read("assets.schema.json"))["title"]


def test_adopt_takes_a_retouched_picture_in_and_undo_gives_it_back(synced: Shell) -> None:
    drawn = synced.read("assets/hero.png")
    synced.write("assets/hero.png", PICTURE)
    assert synced.run("sync").code == 8
    answer = synced.run("adopt", "assets/hero.png")
    assert (answer.code, answer.out) == (0, "Adopted assets/hero.png (1 × 1, 69 B)\n")
    synced.edit("assets.toml", "at dawn", "at noon")
    assert synced.run("sync", "--overwrite").code == 0
    assert synced.read("assets/hero.png") == PICTURE

    synced.edit("assets.toml", "at noon", "at dawn")
    undone = synced.run("adopt", "--undo", "assets/hero.png")
    assert (undone.code, undone.out) == (0, "Released assets/hero.png.  Next: assetgen sync\n")
    assert synced.run("sync").code == 0
    assert synced.read("assets/hero.png") == drawn


def test_an_adopted_picture_comes_back_when_it_was_deleted(synced: Shell) -> None:
    synced.write("assets/hero.png", PICTURE)
    synced.run("adopt", "assets/hero.png")
    (synced.folder / "assets/hero.png").unlink()
    assert synced.run("sync", "--locked").code == 0
    assert synced.read("assets/hero.png") == PICTURE


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("mine.png",), 2, "error: no output has this path: mine.png\n"),
        (("nowhere.png",), 2, "error: no such file in the project: nowhere.png\n"),
        (("../x.png",), 2, "error: no such file in the project: ../x.png\n"),
        (("--undo", "assets/hero.png"), 2, "error: not adopted: assets/hero.png\n"),
    ],
)
def test_what_can_not_be_adopted_is_said(
    synced: Shell, words: tuple[str, ...], code: int, said: str
) -> None:
    synced.write("mine.png", PICTURE)
    (synced.folder.parent / "x.png").write_bytes(PICTURE)
    answer = synced.run("adopt", *words)
    assert (answer.code, answer.out) == (code, "")
    assert answer.err.startswith(said)


def test_a_link_is_not_adopted(synced: Shell) -> None:
    synced.write("mine.png", PICTURE)
    (synced.folder / "assets/hero.png").unlink()
    (synced.folder / "assets/hero.png").symlink_to("../mine.png")
    answer = synced.run("adopt", "assets/hero.png")
    assert (answer.code, answer.err) == (
        1,
        "error: no picture stands at assets/hero.png: a symbolic link\n",
    )


def test_what_is_no_picture_is_not_adopted(synced: Shell) -> None:
    lock = synced.read("assets.lock")
    synced.write("assets/hero.png", b"no picture")
    answer = synced.run("adopt", "assets/hero.png")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("error: ")
    assert synced.read("assets.lock") == lock


def test_doctor_finds_and_mends_what_git_has_to_know(synced: Shell) -> None:
    synced.git("init", "-q")
    answer = synced.run("doctor")
    assert answer.code == 1
    assert [line.split()[0] for line in answer.out.splitlines()] == ["ok"] * 5 + ["!!"] * 3
    assert "merge driver: git does not know how to merge the lock  (--fix mends it)" in answer.out
    mended = synced.run("doctor", "--fix")
    assert mended.code == 0
    assert [line.split()[0] for line in mended.out.splitlines()] == ["ok"] * 5 + ["mended"] * 3
    assert synced.run("doctor").code == 0


def test_doctor_adds_the_line_that_ignores_outputs_where_the_spec_says_so(synced: Shell) -> None:
    synced.git("init", "-q")
    synced.edit("assets.toml", 'name = "emberfall"', 'name = "emberfall"\noutputs = "ignore"')
    assert synced.run("doctor", "--fix").code == 0
    assert synced.read(".gitignore") == b".assetgen/\n/assets/\n"
    assert synced.git("status", "--porcelain", "--ignored", "assets") == "!! assets/\n"


def test_doctor_names_a_broken_spec_and_a_broken_lock(synced: Shell) -> None:
    synced.spec("version = 1\n[asset")
    synced.write("assets.lock", "no lock")
    answer = synced.run("doctor", "--json")
    assert answer.code == 1
    findings = {one["text"].partition(":")[0]: one["ok"] for one in answer.document()["findings"]}
    assert (findings["spec"], findings["lock"], findings["cache"]) == (False, False, True)
    assert "spec: assets.toml:2:" in answer.out


def test_the_cache_says_where_it_is_and_what_it_holds(synced: Shell) -> None:
    assert synced.run("cache", "path").out == "CACHE\n"
    digest = synced.locked_digests()["assets/hero.png"]
    blob = synced.run("cache", "path", digest[:20]).out.strip().replace("CACHE", str(synced.cache))
    with open(blob, "rb") as file:  # noqa: PTH123 - a path as it was printed
        assert file.read() == synced.read("assets/hero.png")
    take = synced.lock()[0]["takes"][0]
    line = f"{take['time']}  64 × 64        {take['digest'][:19]}  A lone knight on a cliff at dawn"
    assert synced.run("cache", "ls").out == f"{line}\n"


def test_cache_verify_finds_a_damaged_blob_and_the_next_run_mends_it(synced: Shell) -> None:
    assert synced.run("cache", "verify").out == "2 blobs read, 0 damaged\n"
    digest = synced.locked_digests()["assets/hero.png"]
    blob = synced.cache / "v1" / "blobs" / digest[7:9] / digest[9:]
    blob.chmod(0o600)
    blob.write_bytes(b"damaged")
    answer = synced.run("cache", "verify")
    assert (answer.code, answer.out) == (
        1,
        f"damaged: {digest}\n" + "2 blobs read, 1 damaged\n",
    )
    (synced.folder / "assets/hero.png").unlink()
    assert synced.run("sync").code == 0
    assert synced.locked_digests()["assets/hero.png"] == digest
    assert synced.run("cache", "verify").out == "2 blobs read, 0 damaged\n"


def test_cache_gc_is_a_dry_run(synced: Shell) -> None:
    before = sorted(synced.cache.rglob("*"))
    answer = synced.run("cache", "gc")
    assert answer.out == "0 blobs, 0 B could go; nothing was removed (this is a dry run)\n"
    assert sorted(synced.cache.rglob("*")) == before


@pytest.mark.parametrize("digest", ["sha256:00000000", "nonsense", "../../etc/passwd"])
def test_a_digest_that_no_blob_has_is_said(synced: Shell, digest: str) -> None:
    answer = synced.run("cache", "path", digest)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"error: 0 blobs begin with this digest: {digest}\n"


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_a_shell(empty: Shell, shell_name: str) -> None:
    answer = empty.run("completion", shell_name)
    assert answer.code == 0
    assert "_ASSETGEN_COMPLETE" in answer.out


def test_verbs_and_addresses_are_completed(synced: Shell) -> None:
    completing = synced.with_environment(_ASSETGEN_COMPLETE="bash_complete")
    verbs = completing.with_environment(COMP_WORDS="assetgen s", COMP_CWORD="1")
    assert verbs.process().out == "plain,sync\nplain,status\nplain,show\nplain,schema\n"
    addresses = completing.with_environment(COMP_WORDS="assetgen sync h", COMP_CWORD="2")
    assert addresses.process().out == "plain,hero\n"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_with_examples_and_exit_codes(empty: Shell, verb: str) -> None:
    answer = empty.run(verb, "--help")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"Usage: assetgen {verb} ")
    assert "Exit codes:" in answer.out
    assert f"assetgen {verb}" in answer.out.partition("\n")[2]
    assert "130  interrupted" in answer.out


def test_help_names_every_verb(empty: Shell) -> None:
    shown = empty.run("--help").out
    assert [verb for verb in VERBS if f"\n  {verb} " not in shown] == []


def test_the_version_is_said(empty: Shell) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assetgen", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("assetgen 0.")


def test_the_project_is_found_from_a_folder_below(tmp_path: Path) -> None:
    shell = Shell.at(tmp_path, HERO)
    (shell.folder / "deep" / "er").mkdir(parents=True)
    below = Shell(shell.folder / "deep" / "er", shell.cache)
    assert below.run("sync").code == 0
    assert list(shell.files()) == ["assets/hero.png"]
    assert below.run("adopt", "../../assets/hero.png").code == 0
