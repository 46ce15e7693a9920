"""A lock from a stranger, or a damaged one: always a LockError with a place."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetgen.errors import LockError, Place
from assetgen.state.lockfile import dump_lock, parse_lock
from tests.state import samples
from tests.state.samples import FROM_FILE, FULL, HEADER


def _error(text: str) -> tuple[str, str | None, int]:
    with pytest.raises(LockError) as caught:
        parse_lock(text)
    assert isinstance(caught.value.place, Place)
    return caught.value.message, caught.value.hint, caught.value.place.line


def _edited(edit: Any, asset: Any = FULL) -> str:
    entry = json.loads(dump_lock(samples.lock(asset)).splitlines()[1])
    edit(entry)
    return HEADER + json.dumps(entry) + "\n"


def test_a_newer_version_is_refused() -> None:
    assert _error('{"assetgen_lock":2}\n') == (
        "the lock was written by a newer version of assetgen: 2",
        "pip install --upgrade assetgen",
        1,
    )


@pytest.mark.parametrize(
    "text", ['{"assetgen_lock":0}\n', '{"assetgen_lock":true}\n', "{}\n", '{"address":"a"}\n']
)
def test_another_first_line_is_no_lock(text: str) -> None:
    message = 'not a lock: the first line is not {"assetgen_lock":1}'
    assert _error(text) == (message, "git restore assets.lock", 1)


def test_an_empty_file_and_one_without_a_last_line_feed_are_cut_short() -> None:
    message = "the lock is cut short: no line feed at its end"
    assert _error("") == (message, "git restore assets.lock", 1)
    assert _error(HEADER + '{"address":"a"}') == (message, "git restore assets.lock", 2)


@pytest.mark.parametrize("marker", ["<<<<<<< ours", "=======", ">>>>>>> b", "||||||| 12ab"])
def test_a_conflict_marker_names_the_way_out(marker: str) -> None:
    message = "the lock has a merge conflict"
    assert _error(f"{HEADER}{marker}\n") == (message, "assetgen lock merge", 2)


def test_an_address_that_stands_twice_names_both_lines() -> None:
    line = dump_lock(samples.lock(FROM_FILE)).splitlines()[1]
    message = "the address is also in line 2: logo"
    assert _error(f"{HEADER}{line}\n{line}\n") == (message, "assetgen lock merge", 3)


def test_a_path_that_stands_twice_names_both_lines_also_in_another_spelling() -> None:
    twice = [
        samples.asset("a", outputs=(samples.output("art/Caf\u00e9.png"),)),
        samples.asset("b", outputs=(samples.output("art/cafe\u0301.PNG"),)),
    ]
    message = "the path is also in line 2: art/cafe\u0301.PNG"
    assert _error(dump_lock(samples.lock(*twice))) == (message, "assetgen lock merge", 3)


def test_a_path_that_stands_twice_in_one_line_is_an_error() -> None:
    twice = samples.asset("a", outputs=(samples.output("a.png"), samples.output("A.png")))
    assert _error(dump_lock(samples.lock(twice)))[0] == "the path is also in line 2: A.png"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("../x.png", "leads out of its folder"),
        ("/etc/x.png", "is absolute"),
        ("a/.git/x.png", "enters .git"),
        (".ASSETGEN/x.png", "enters .assetgen"),
        ("a\\x.png", "has the character \\"),
        ("a/nul.png", "has the name of a device"),
        ("src/main.py", "has no extension of a picture"),
        ("assets/png", "has no extension of a picture"),
    ],
)
def test_an_unsafe_path_is_refused(path: str, message: str) -> None:
    text = _edited(lambda entry: entry["outputs"][0].update(path=path))
    assert _error(text) == (f"outputs[0].path {message}: {path!r}", None, 2)


@pytest.mark.parametrize("path", ["../../.git/config", "/etc/passwd", "a/../../b.svg", ".."])
def test_an_unsafe_source_path_is_refused(path: str) -> None:
    text = _edited(lambda entry: entry["source"].update(path=path), FROM_FILE)
    assert _error(text)[0].startswith("source.path ")


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda e: e.pop("address"), "address is no text: nothing"),
        (lambda e: e.update(address="a b"), "address is no address: 'a b'"),
        (lambda e: e.update(address="x:y"), "address is no address: 'x:y'"),
        (lambda e: e.pop("request"), "a line has either a request or a source"),
        (lambda e: e.update(source={}), "a line has either a request or a source"),
        (lambda e: e.update(request=[]), "request is no table: []"),
        (lambda e: e["request"].update(prompt=3), "request.prompt is no text: 3"),
        (lambda e: e["request"].update(schema=2), "the request was written by a newer version"),
        (lambda e: e["request"].update(extra=2), "the request was written by a newer version"),
        (lambda e: e["request"].update(prompt="x"), "request.fingerprint doesn't fit its request"),
        (lambda e: e["request"].update(fingerprint="A"), "request.fingerprint is no fingerprint"),
        (lambda e: e["request"].update(references="x"), "request.references is no list: 'x'"),
        (
            lambda e: e["request"].update(references=[1]),
            "request.references holds something that is no text: [1]",
        ),
        (
            lambda e: e["request"].update(references=["http://127.0.0.1/"]),
            "request.references holds something that is neither a digest nor an https URL: ['http",
        ),
        (
            lambda e: e["request"].update(references=["../a.png"]),
            "request.references holds something that is neither a digest nor an https URL: ['../a",
        ),
        (
            lambda e: e["request"].update(references=["https://example.com/b.png"]),
            "request.fingerprint doesn't fit its request",
        ),
        (lambda e: e.update(takes={}), "takes is no list: {}"),
        (lambda e: e.update(takes=[1]), "takes holds something that is no table at index 0: [1]"),
        (lambda e: e["takes"][1].update(take=1), "a line lists the same take twice"),
        (lambda e: e["takes"][0].update(take=True), "takes[0].take is no whole number from 1"),
        (lambda e: e["takes"][0].update(width=0), "takes[0].width is no whole number from 1: 0"),
        (lambda e: e["takes"][0].update(cost=0.05), "takes[0].cost is no decimal string: 0.05"),
        (lambda e: e["takes"][0].update(cost="NaN"), "takes[0].cost is no decimal string: 'NaN'"),
        (lambda e: e["takes"][0].update(cost=None), "takes[0].cost is no decimal string: None"),
        (lambda e: e["takes"][0].update(digest="sha256:AB"), "takes[0].digest is no digest"),
        (lambda e: e["chosen"].update(digest=None), "chosen.digest is no digest: None"),
        (lambda e: e["chosen"].update(picked=1), "chosen.picked is neither true nor false: 1"),
        (lambda e: e["outputs"][0].update(recipe=""), "outputs[0].recipe is no fingerprint: ''"),
        (lambda e: e["outputs"][0].update(size=-1), "outputs[0].size is no whole number from 0"),
        (lambda e: e.update(note="a\0b"), "a text holds a NUL character"),
        (lambda e: e.update(note="\ud800"), "a text holds half a character"),
        (lambda e: e.update(note={"a\0": 1}), "a text holds a NUL character"),
        (lambda e: e.update(note=2**53 + 1), "a number is too large: 9007199254740993"),
        (lambda e: e.update(note=float("nan")), "not a JSON number: NaN"),
    ],
)
def test_a_wrong_field_is_named(edit: Any, message: str) -> None:
    found, _, line = _error(_edited(edit))
    assert (found[: len(message)], line) == (message, 2)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "not a line of JSON: Expecting value"),
        ("[1]", "a line is no JSON object"),
        ('{"a":1,"a":2}', "a key stands twice: 'a'"),
        ('{"a":{"b":1,"b":1}}', "a key stands twice: 'b'"),
        ('{"a":' + "9" * 5000 + "}", "a number is too large: 99999999999999999999"),
        ('{"a":1e999}', "a number is too large: 1e999"),
        ('{"a":' + "[" * 100 + "]" * 100 + "}", "lists or tables are nested too deeply"),
        ('{"a":' + "[" * 10**6 + "]" * 10**6 + "}", "lists or tables are nested too deeply"),
        ('{"a":"\0"}', "the lock holds a NUL character"),
    ],
)
def test_a_hostile_line_is_a_sentence(line: str, message: str) -> None:
    found, _, number = _error(f"{HEADER}{line}\n")
    assert (found, number) == (message, 2)


def test_a_text_that_is_no_unicode_is_refused() -> None:
    assert _error('{"\ud800":1}\n')[0] == "the lock holds text that is no Unicode"


_line = dump_lock(samples.lock(FULL)).splitlines()[1]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(_line) - 1), st.text(max_size=3), st.integers(0, 3))
def test_any_small_damage_is_read_or_a_lock_error(start: int, text: str, cut: int) -> None:
    damaged = HEADER + _line[:start] + text + _line[start + cut :] + "\n"
    with contextlib.suppress(LockError):
        parse_lock(damaged)
