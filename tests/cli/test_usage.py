"""Bad usage, colour, pipes: what any command line has to get right."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from assetgen.cli import VERBS

if TYPE_CHECKING:
    from tests.cli.shell import Shell


def test_an_unknown_verb_gets_the_nearest(shell: Shell) -> None:
    answer = shell.run("snyc")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "error: no such verb: snyc\n  hint: sync\n"


@pytest.mark.parametrize(
    "words", [("sync", "--frobnicate"), ("sync", "--limit", "many"), ("plan", "--color", "red")]
)
def test_a_wrong_option_is_said_with_the_help_to_ask_for(
    shell: Shell, words: tuple[str, ...]
) -> None:
    answer = shell.run(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: ")
    assert answer.err.endswith(f"  hint: assetgen {words[0]} --help\n")


def test_a_wrong_amount_in_the_environment_is_said_with_its_name(shell: Shell) -> None:
    answer = shell.with_environment(ASSETGEN_MAX_COST="abc").run("sync")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "error: ASSETGEN_MAX_COST is not an amount in USD: abc\n"


@pytest.mark.parametrize(
    "words", [*((verb,) for verb in VERBS), ("cache", "path"), ("cache", "gc"), ("lock", "merge")]
)
def test_help_fits_a_terminal_of_80_columns(empty: Shell, words: tuple[str, ...]) -> None:
    answer = empty.run(*words, "--help")
    assert answer.code == 0
    assert [line for line in answer.out.splitlines() if len(line) > 79] == []


@pytest.mark.parametrize("verb", ["plan", "sync", "check", "status", "show", "prompt", "doctor"])
def test_without_a_project_every_verb_says_how_to_begin(empty: Shell, verb: str) -> None:
    answer = empty.run(verb)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "error: no assets.toml here or in a folder above: PROJECT\n  hint: assetgen init\n"
    )


def test_a_folder_that_is_not_there_is_said(empty: Shell) -> None:
    answer = empty.run("-C", "nowhere", "plan")
    assert (answer.code, answer.err) == (2, "error: no such folder: PROJECT/nowhere\n")


@pytest.mark.parametrize("words", [("-C", "../project", "check"), ("check", "-C", "../project")])
def test_the_project_can_be_named_before_and_after_the_verb(
    synced: Shell, words: tuple[str, ...]
) -> None:
    assert synced.run(*words).code == 0


@pytest.mark.parametrize("words", [("sync", "--json"), ("plan", "--json"), ("check", "--json")])
def test_errors_are_a_json_document_too(shell: Shell, words: tuple[str, ...]) -> None:
    shell.edit("assets.toml", "prompt", "promt")
    answer = shell.run(*words)
    document = answer.document()
    assert (answer.code, document["exit_code"]) == (2, 2)
    assert document["errors"][0]["file"] == "assets.toml"
    assert (document["errors"][0]["line"], document["errors"][0]["hint"]) == (7, "prompt")
    assert answer.err.startswith("error: assets.toml:7:1: asset.hero.promt: ")


def test_bad_usage_is_a_json_document_too(shell: Shell) -> None:
    document = shell.run("sync", "nobody", "--json").document()
    assert document["errors"][0]["message"] == "no asset matches: nobody"
    assert document["exit_code"] == 2


def test_colour_is_for_terminals_or_for_who_asks(shell: Shell) -> None:
    assert "\x1b[" not in shell.run("plan").out
    assert shell.run("plan", "--color", "always").out.startswith("\x1b[32m+\x1b[0m hero")
    assert "\x1b[31merror:\x1b[0m" in shell.run("plan", "nobody", "--color=always").err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("no_color", "is_coloured"), [("", True), ("1", False)])
def test_no_color_is_heard_on_a_terminal(shell: Shell, no_color: str, is_coloured: bool) -> None:
    import pty

    ours, theirs = pty.openpty()
    with shell.with_environment(NO_COLOR=no_color).start("plan", stdout=theirs) as process:
        os.close(theirs)
        shown = os.read(ours, 1000).decode()
    os.close(ours)
    assert process.returncode == 0
    assert ("\x1b[32m" in shown) is is_coloured
    assert "hero" in shown


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_gets_a_bar_and_a_clean_end(shell: Shell) -> None:
    import pty

    ours, theirs = pty.openpty()
    with shell.start("sync", stderr=theirs) as process:
        os.close(theirs)
        out, _ = process.communicate(timeout=30)
    os.close(ours)
    assert process.returncode == 0
    assert "1 picture, 1 file in assets/" in out


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX pipes")
@pytest.mark.parametrize("words", [("schema",), ("plan",), ("prompt", "--json")])
def test_a_reader_that_leaves_early_is_no_failure(shell: Shell, words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with shell.start(*words, stdout=writing) as process:
        os.close(writing)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX pipes")
def test_a_sync_goes_on_when_nobody_reads_its_progress(shell: Shell) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with shell.start("sync", stdout=writing, stderr=writing) as process:
        os.close(writing)
        process.wait(timeout=30)
    assert process.returncode == 0
    assert list(shell.files()) == ["assets/hero.png"]
    assert shell.run("check").code == 0


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_characters_that_an_encoding_lacks_are_no_failure(shell: Shell, encoding: str) -> None:
    shell.edit("assets.toml", "A lone knight", "A lone 騎士")
    poor = shell.with_environment(PYTHONIOENCODING=encoding)
    assert poor.process("plan").code == 0
    assert poor.process("prompt").out.startswith("hero: A lone ")
    (request,) = poor.process("prompt", "--json").document()["requests"]
    assert request["request"]["prompt"] == "A lone 騎士 on a cliff at dawn"
