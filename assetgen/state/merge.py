"""Merging two versions of the lock by address, field by field where that can't mix two pictures.

Works on text only; `assetgen lock merge` and the git driver (`%O %A %B`) call it. What both sides
changed apart from each other stays in the text between git's markers, with a sentence for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetgen.errors import LockError, Place
from assetgen.paths import path_key
from assetgen.project import LOCK_NAME
from assetgen.state.lock_json import read_line, write_line
from assetgen.state.lock_lines import is_foreign
from assetgen.state.lockfile import HEADER, MARKERS, parse_lock, read_lines
from assetgen.state.merge_fields import describe, merge_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assetgen.state.lockfile import Line
    from assetgen.state.merge_fields import Entry

    Lines = Mapping[str, Line]

_START, _BASE, _MIDDLE, _END = MARKERS


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text, and one sentence for each conflict that is left in it."""

    text: str
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Merge:
    """The sides by address, and what came of them: lines, and groups that can't be merged."""

    base: Lines
    ours: Lines
    theirs: Lines

    def line(self, address: str) -> str | None:
        """The merged line, empty when the address is gone, None for a conflict."""
        base, ours, theirs = (side.get(address) for side in (self.base, self.ours, self.theirs))
        if _text(ours) == _text(theirs) or _text(theirs) == _text(base):
            return _text(ours)
        if _text(ours) == _text(base):
            return _text(theirs)
        if ours is None or theirs is None or is_foreign(address):
            return None
        entry = merge_entries(base.entry if base else None, ours.entry, theirs.entry)
        return None if entry is None else write_line(entry)

    def paths(self, lines: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
        """Every address with every path that it has, or may have once its conflict is solved."""
        for address, line in lines.items():
            entries = [_entry(side.get(address)) for side in (self.ours, self.theirs)]
            if line is not None:
                entries = [read_line(line, Place(LOCK_NAME))] if line else []
            for entry in entries:
                if entry is not None and not is_foreign(address):
                    yield from ((address, output["path"]) for output in entry.get("outputs", []))

    def block(self, addresses: Iterable[str]) -> list[str]:
        """The lines of both sides between markers."""
        chosen = sorted(addresses)
        ours = [self.ours[address].text for address in chosen if address in self.ours]
        theirs = [self.theirs[address].text for address in chosen if address in self.theirs]
        return [f"{_START} ours", *ours, _MIDDLE, *theirs, f"{_END} theirs"]

    def sentence(self, address: str) -> str:
        """What both sides have at an address."""
        ours, theirs = (_entry(side.get(address)) for side in (self.ours, self.theirs))
        difference = "" if describe(ours) != describe(theirs) else ", with other details"
        return f"{address}: ours has {describe(ours)}, theirs has {describe(theirs)}{difference}"


def merge_locks(base: str, ours: str, theirs: str) -> Merged:
    """Both sides' changes since `base` in one text. An empty text stands for no file.

    Without a base, entries of one side are kept and equal ones are merged. A path that two
    addresses own after the merge is a conflict too. Raises LockError for a side that can't be read.
    """
    merge = _Merge(_lines(base, "base"), _lines(ours, "ours"), _lines(theirs, "theirs"))
    addresses = sorted({*merge.ours, *merge.theirs})
    lines = {address: merge.line(address) for address in addresses}
    sentences = [merge.sentence(address) for address, line in lines.items() if line is None]
    groups = [{address} for address, line in lines.items() if line is None]
    for path, group in _shared(merge.paths(lines)).items():
        sentences.append(f"{path}: an output of {' and of '.join(sorted(group))}")
        groups = _joined(groups, group)
    blocks = {min(group): merge.block(group) for group in groups}
    apart = {address for group in groups for address in group}
    body: list[str] = []
    for address in addresses:
        line = lines[address]
        body += blocks.get(address, []) if address in apart else [line] if line else []
    return Merged("\n".join((_header(ours, theirs), *body)) + "\n", tuple(sentences))


def split_conflict(text: str) -> tuple[str, str]:
    """Our and their whole text of a lock that git left with markers (merge, diff3, zdiff3).

    A base between the markers is left out: it need not be the whole one. Raises LockError when
    the markers don't pair up.
    """
    sides: dict[str, list[str]] = {_START: [], _MIDDLE: []}
    section = ""
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        marker = line[:7] if line[:7] in MARKERS and line[7:8].strip() == "" else ""
        if marker:
            section = _next_section(section, marker, Place(LOCK_NAME, number))
        elif section in ("", _START, _MIDDLE):
            for side in (section,) if section else sides:
                sides[side].append(line)
    if section:
        raise LockError("a merge conflict has no end", place=Place(LOCK_NAME, number))
    ours, theirs = ("\n".join(lines) + "\n" for lines in sides.values())
    return ours, theirs


def _next_section(section: str, marker: str, place: Place) -> str:
    followers = {"": (_START,), _START: (_BASE, _MIDDLE), _BASE: (_MIDDLE,), _MIDDLE: (_END,)}
    if marker not in followers[section]:
        raise LockError(f"a conflict marker stands in the wrong place: {marker}", place=place)
    return "" if marker == _END else marker


def _lines(text: str, side: str) -> Lines:
    if not text:
        return {}
    name = f"{LOCK_NAME} ({side})"
    parse_lock(text, name)
    return {line.address: line for line in read_lines(text, name)}


def _text(line: Line | None) -> str:
    return "" if line is None else line.text


def _entry(line: Line | None) -> Entry | None:
    return None if line is None else line.entry


def _header(ours: str, theirs: str) -> str:
    return (ours or theirs or HEADER).partition("\n")[0].removesuffix("\r")


def _shared(paths: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Every path with more than one owner, and its owners, from pairs of address and path."""
    owners: dict[str, dict[str, str]] = {}
    for address, path in paths:
        owners.setdefault(path_key(path), {})[address] = path
    return {next(iter(o.values())): set(o) for o in owners.values() if len(o) > 1}


def _joined(groups: list[set[str]], group: set[str]) -> list[set[str]]:
    touching = [other for other in groups if other & group]
    return [other for other in groups if other not in touching] + [group.union(*touching)]
