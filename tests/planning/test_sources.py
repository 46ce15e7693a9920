"""The first planning table: which picture an asset is made from, and why it changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assetgen.model import Digest, LockedAsset, Result, SourceFile
from assetgen.planning.sources import request_differences, resolve
from assetgen.planning.values import Reason, SourceState
from tests.support.build import asset, digest, held, line, output, request, take

NEW = request("a squire")
FILE = SourceFile("logo.svg", digest("drawn by hand"))
OTHER_FILE = SourceFile("logo.svg", digest("drawn again"))

STYLE = digest("style sheet")
URL = "https://example.com/a.png"

Row = tuple[LockedAsset | None, Result | None, SourceState, str | None]

ROWS: dict[str, Row] = {
    "the same request keeps the locked picture": (
        line(source=NEW),
        None,
        SourceState.LOCKED,
        "picture",
    ),
    "the locked picture wins over another held result of the same request": (
        line(source=NEW),
        held(NEW, "another"),
        SourceState.LOCKED,
        "picture",
    ),
    "a changed request uses what is held for it": (
        line(),
        held(NEW, "squire"),
        SourceState.HELD,
        "squire",
    ),
    "a changed request of which nothing is held is generated": (
        line(),
        None,
        SourceState.GENERATE,
        None,
    ),
    "a new asset uses what is held": (None, held(NEW, "squire"), SourceState.HELD, "squire"),
    "a new asset of which nothing is held is generated": (None, None, SourceState.GENERATE, None),
    "an adopted asset keeps the locked picture though the request changed": (
        line("hero", output(adopted=True)),
        held(NEW, "squire"),
        SourceState.PINNED,
        "picture",
    ),
    "an adopted file without any picture asks for none": (
        line("hero", output(adopted=True), word=None),
        None,
        SourceState.PINNED,
        None,
    ),
    "a line that never had a picture is like no line": (
        line(source=NEW, word=None),
        None,
        SourceState.GENERATE,
        None,
    ),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_the_source_of_an_asset(row: Row) -> None:
    locked, answer, state, word = row
    source = resolve(asset(source=NEW), locked, answer)
    assert (source.state, source.digest) == (state, _digest(word))


def test_a_pinned_asset_keeps_its_picture_and_lists_the_differences() -> None:
    source = resolve(asset(source=NEW, pinned=True), line(), held(NEW, "squire"))
    assert source.state is SourceState.PINNED
    assert source.digest == digest("picture")
    assert source.take == take()
    assert source.reasons == (Reason("prompt", "a knight", "a squire"),)


def test_a_pinned_asset_that_was_never_chosen_is_generated() -> None:
    assert resolve(asset(pinned=True), None, None).state is SourceState.GENERATE


def test_a_file_that_is_locked_stays_the_locked_source() -> None:
    source = resolve(asset(source=FILE), line(source=FILE, word="drawn by hand"), None)
    assert (source.state, source.digest, source.reasons) == (SourceState.LOCKED, FILE.digest, ())


def test_a_file_that_changed_is_the_source_as_it_is_now() -> None:
    source = resolve(asset(source=OTHER_FILE), line(source=FILE, word="drawn by hand"), None)
    assert (source.state, source.digest) == (SourceState.FILE, OTHER_FILE.digest)
    assert source.reasons == (Reason("source file", "logo.svg", "logo.svg"),)


def test_a_prompt_that_became_a_file_says_so() -> None:
    source = resolve(asset(source=FILE), line(), None)
    assert source.reasons == (Reason("source", "prompt", "logo.svg"),)


def test_a_new_asset_says_that_it_is_new() -> None:
    assert resolve(asset(), None, None).reasons == (Reason("new"),)


def test_differences_are_named_field_by_field_from_old_to_new() -> None:
    old = request("a knight", model="one", aspect_ratio="1:1")
    new = replace(request("a squire", model="two"), parameters={"seed": 7})
    assert request_differences(old, new) == (
        Reason("model", "one", "two"),
        Reason("prompt", "a knight", "a squire"),
        Reason("aspect_ratio", "1:1", "none"),
        Reason("parameters.seed", "none", "7"),
    )


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ((), (STYLE,), ("none", f"{STYLE[:19]}…")),
        ((STYLE, URL), (URL,), (f"{STYLE[:19]}…", "none")),
        ((URL, STYLE), (URL, f"{URL}?2"), (f"{STYLE[:19]}…", f"{URL}?2")),
        ((URL, STYLE), (STYLE, URL), (f"{URL}, {STYLE[:19]}…", f"{STYLE[:19]}…, {URL}")),
        ((URL,), (URL, URL), (URL, f"{URL}, {URL}")),
    ],
)
def test_of_other_references_those_that_went_and_came_are_named(
    old: tuple[str, ...], new: tuple[str, ...], shown: tuple[str, str]
) -> None:
    one, two = replace(request(), references=old), replace(request(), references=new)
    assert request_differences(one, two) == (Reason("references", *shown),)


def test_an_equal_request_has_no_differences() -> None:
    assert request_differences(request(), request()) == ()


def _digest(word: str | None) -> Digest | None:
    return None if word is None else digest(word)
