"""Merging locks by address: what comes together, what is left to a person, and in which words."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetgen.errors import LockError
from assetgen.model import Request
from assetgen.state.lockfile import dump_lock, parse_lock
from assetgen.state.merge import Merged, merge_locks, split_conflict
from tests.state import samples
from tests.state.samples import HEADER, asset, output

if TYPE_CHECKING:
    from assetgen.model import LockedAsset


def _text(*assets: LockedAsset) -> str:
    return dump_lock(samples.lock(*assets))


def _line(item: LockedAsset) -> str:
    return _text(item).removeprefix(HEADER)


def _digest(number: int) -> str:
    return samples.take(number).digest[:19]


A, B, C = asset("a"), asset("b"), asset("c")


def test_entries_that_one_side_added_removed_or_changed_come_together() -> None:
    changed = asset("a", prompt="a red knight")
    merged = merge_locks(_text(A, B), _text(changed, B), _text(A, C))
    assert merged == Merged(_text(changed, C))


def test_the_same_change_on_both_sides_is_one_change() -> None:
    changed = _text(asset("a", prompt="new"), C)
    assert merge_locks(_text(A, B), changed, changed) == Merged(changed)


def test_without_a_base_the_entries_of_both_sides_stay() -> None:
    assert merge_locks("", _text(A, B), _text(B, C)) == Merged(_text(A, B, C))
    assert merge_locks("", "", _text(B)) == Merged(_text(B))


def test_two_picks_are_a_conflict_that_shows_both_takes() -> None:
    base, ours, theirs = (
        asset("a", takes=3),
        asset("a", takes=3, chosen=2, picked=True),
        asset("a", takes=3, chosen=3, picked=True),
    )
    merged = merge_locks(_text(base, B), _text(ours, B), _text(theirs, B))
    assert merged.text == (
        f"{HEADER}<<<<<<< ours\n{_line(ours)}=======\n{_line(theirs)}>>>>>>> theirs\n{_line(B)}"
    )
    assert merged.conflicts == (
        f"a: ours has take 2 ({_digest(2)}…, picked), theirs has take 3 ({_digest(3)}…, picked)",
    )


def test_one_side_changed_what_the_other_removed() -> None:
    changed = asset("a", prompt="new")
    merged = merge_locks(_text(A), _text(changed), _text())
    assert merged.text == f"{HEADER}<<<<<<< ours\n{_line(changed)}=======\n>>>>>>> theirs\n"
    assert merged.conflicts == (f"a: ours has take 1 ({_digest(1)}…), theirs has no line",)


def test_two_requests_are_a_conflict_also_when_takes_look_alike() -> None:
    merged = merge_locks(_text(A), _text(asset("a", prompt="x")), _text(asset("a", prompt="y")))
    same = f"take 1 ({_digest(1)}…)"
    assert merged.conflicts == (f"a: ours has {same}, theirs has {same}, with other details",)


def test_other_references_are_another_request() -> None:
    source = A.source
    assert isinstance(source, Request)
    ours, theirs = (
        dataclasses.replace(A, source=dataclasses.replace(source, references=(url,)))
        for url in ("https://example.com/a.png", "https://example.com/b.png")
    )
    assert len(merge_locks(_text(A), _text(ours), _text(theirs)).conflicts) == 1
    assert merge_locks(_text(A), _text(ours), _text(A)) == Merged(_text(ours))


def test_more_takes_on_one_side_and_a_pick_on_the_other_come_together() -> None:
    base, more = asset("a", takes=2), asset("a", takes=3)
    pick = asset("a", takes=2, chosen=2, picked=True)
    both = asset("a", takes=3, chosen=2, picked=True)
    assert merge_locks(_text(base), _text(more), _text(pick)) == Merged(_text(both))
    assert merge_locks(_text(base), _text(pick), _text(more)) == Merged(_text(both))


def test_outputs_of_the_same_picture_come_together() -> None:
    small, wide, gone = output("a/1.png"), output("a/2.png"), output("a/0.png")
    base, ours, theirs, both = (
        asset("a", outputs=outputs) for outputs in ((gone,), (gone, small), (wide,), (small, wide))
    )
    assert merge_locks(_text(base), _text(ours), _text(theirs)) == Merged(_text(both))


def test_outputs_of_another_picture_are_never_mixed_in() -> None:
    base = asset("a", takes=2)
    ours = asset("a", takes=2, chosen=2, picked=True, outputs=(output("a.png", "from take 2"),))
    theirs = asset("a", takes=2, outputs=(*base.outputs, output("wide.png", "from take 1")))
    merged = merge_locks(_text(base), _text(ours), _text(theirs))
    assert [sentence.partition(":")[0] for sentence in merged.conflicts] == ["a"]


def test_unknown_keys_are_merged_one_by_one() -> None:
    base, ours, theirs, both = (
        dataclasses.replace(A, extra=extra) for extra in ({}, {"x": 1}, {"y": 2}, {"x": 1, "y": 2})
    )
    assert merge_locks(_text(base), _text(ours), _text(theirs)) == Merged(_text(both))


def test_lines_of_packs_are_merged_as_they_are() -> None:
    pack, other = '{"address": "pack:x"}\n', '{"address":"pack:x","v":2}\n'
    assert merge_locks(HEADER + pack, HEADER + pack, HEADER + other) == Merged(HEADER + other)
    merged = merge_locks("", HEADER + pack, HEADER + other)
    assert merged.conflicts == (
        "pack:x: ours has another line, theirs has another line, with other details",
    )


def test_a_path_with_two_owners_is_a_conflict() -> None:
    ours, theirs = (asset(name, outputs=(output("art/x.png"),)) for name in ("m", "z"))
    merged = merge_locks(_text(B), _text(B, ours), _text(B, theirs))
    assert merged.conflicts == ("art/x.png: an output of m and of z",)
    assert merged.text == (
        f"{_text(B)}<<<<<<< ours\n{_line(ours)}=======\n{_line(theirs)}>>>>>>> theirs\n"
    )


def test_a_path_that_a_conflict_may_bring_joins_it() -> None:
    path = (output("art/x.png"),)
    picked, moved = asset("b", picked=True), asset("b", prompt="new", outputs=path)
    added = asset("a", outputs=path)
    merged = merge_locks(_text(B), _text(added, picked), _text(moved))
    same = f"take 1 ({_digest(1)}…"
    assert merged.conflicts == (
        f"b: ours has {same}, picked), theirs has {same})",
        "art/x.png: an output of a and of b",
    )
    assert split_conflict(merged.text) == (_text(added, picked), _text(moved))


@pytest.mark.parametrize("side", [0, 1, 2])
def test_a_broken_side_is_named(side: int) -> None:
    texts = [_text(A), _text(A), _text(A)]
    texts[side] = texts[side][:-1]
    with pytest.raises(LockError, match="cut short") as caught:
        merge_locks(*texts)
    name = ("base", "ours", "theirs")[side]
    assert str(caught.value.place) == f"assets.lock ({name}):2:1"


STYLES = {
    "merge": "{h}<<<<<<< HEAD\n{a}=======\n{b}>>>>>>> topic\n{c}",
    "diff3": "{h}<<<<<<< HEAD\n{a}||||||| 1a2b3c\n{base}=======\n{b}>>>>>>> topic\n{c}",
    "nested base": (
        "{h}<<<<<<< HEAD\n{a}||||||| merged\n<<<<<<<<< one\n{base}=========\n{base}>>>>>>>>> two\n"
        "=======\n{b}>>>>>>> topic\n{c}"
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_a_text_with_markers_is_split_into_its_sides(style: str) -> None:
    base, ours, theirs = asset("a", prompt="0"), asset("a", prompt="1"), B
    text = STYLES[style].format(
        h=HEADER, a=_line(ours), b=_line(theirs), base=_line(base), c=_line(C)
    )
    assert split_conflict(text) == (_text(ours, C), _text(theirs, C))
    assert merge_locks("", *split_conflict(text)) == Merged(_text(ours, theirs, C))


def test_a_text_without_markers_is_both_sides() -> None:
    assert split_conflict(_text(A, B)) == (_text(A, B), _text(A, B))


@pytest.mark.parametrize(
    ("lines", "place", "message"),
    [
        ("=======", 2, "a conflict marker stands in the wrong place: ======="),
        ("<<<<<<< a\n<<<<<<< b", 3, "a conflict marker stands in the wrong place: <<<<<<<"),
        ("<<<<<<< a\n=======", 3, "a merge conflict has no end"),
    ],
)
def test_markers_that_do_not_pair_up_are_an_error(lines: str, place: int, message: str) -> None:
    with pytest.raises(LockError) as caught:
        split_conflict(f"{HEADER}{lines}\n")
    assert (caught.value.message, str(caught.value.place)) == (message, f"assets.lock:{place}:1")


_assets = st.builds(
    lambda name, prompt, chosen, picked, path: asset(
        name, prompt=prompt, takes=2, chosen=chosen, picked=picked, outputs=(output(path),)
    ),
    st.sampled_from("abcd"),
    st.sampled_from(["one", "two"]),
    st.sampled_from([1, 2]),
    st.booleans(),
    st.sampled_from([f"{number}.png" for number in range(12)]),
)
_locks = st.lists(_assets, max_size=3, unique_by=(lambda a: a.address, lambda a: a.outputs[0].path))
_lock_texts = _locks.map(lambda assets: _text(*assets))


@settings(max_examples=150, deadline=None)
@given(_lock_texts, _lock_texts, _lock_texts)
def test_a_merge_is_a_lock_or_says_what_is_wrong(base: str, ours: str, theirs: str) -> None:
    merged = merge_locks(base, ours, theirs)
    if merged.conflicts:
        with pytest.raises(LockError, match="merge conflict"):
            parse_lock(merged.text)
        left, right = split_conflict(merged.text)
        parse_lock(left)
        parse_lock(right)
    else:
        parse_lock(merged.text)


@settings(max_examples=60, deadline=None)
@given(_lock_texts, _lock_texts)
def test_a_side_that_did_nothing_changes_nothing(base: str, ours: str) -> None:
    assert merge_locks(base, ours, base) == Merged(ours)
    assert merge_locks(base, base, ours) == Merged(ours)
    assert merge_locks(base, ours, ours) == Merged(ours)
