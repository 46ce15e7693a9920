"""The whole of `assets.lock`: JSON Lines, a header first, then one line an asset by address.

Reads and writes text, never files (`projectlock` does). A line that says the same as before is
the same bytes, and lines of packs and manifests pass through `dump_lock` untouched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from assetgen.errors import LockError, Place
from assetgen.model import Lock
from assetgen.paths import path_key
from assetgen.project import LOCK_NAME
from assetgen.state.lock_json import read_line, write_line
from assetgen.state.lock_lines import address_of, asset_of, entry_of, is_foreign, keep_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assetgen.model import Address, Json, LockedAsset

VERSION = 1
HEADER = f'{{"assetgen_lock":{VERSION}}}'
MERGE_HINT = "assetgen lock merge"
MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_RESTORE_HINT = f"git restore {LOCK_NAME}"


class Line(NamedTuple):
    """One line after the header: where, as written, and what it holds."""

    place: Place
    text: str
    entry: dict[str, Json]
    address: Address


def parse_lock(text: str, name: str = LOCK_NAME) -> Lock:
    """The lock that `text` holds; `name` is how errors call the file.

    Raises LockError for a text that is cut short, newer, in conflict, too large, or unsafe in any
    way that design section 11 names; also when an address or a path stands twice. A path is
    compared by NFC and without case. Lines of packs and manifests are checked to be JSON only.
    """
    assets: dict[Address, LockedAsset] = {}
    owners: dict[str, Place] = {}
    for line in read_lines(text, name):
        if not is_foreign(line.address):
            assets[line.address] = asset = asset_of(line.entry, line.place)
            for output in asset.outputs:
                _claim(owners, output.path, line.place)
    return Lock(assets)


def dump_lock(lock: Lock, previous: str = "") -> str:
    """The text of `lock`, ending in a line feed; `previous` is the text it was read from.

    From `previous` come the header, the lines of packs and manifests, every line whose asset is
    the same, and unknown keys inside of parts that are the same.
    """
    fresh: dict[str, str] = {a: write_line(entry_of(asset)) for a, asset in lock.assets.items()}
    header, old_lines = _header_and_lines(previous)
    current = set(fresh.values())
    lines = dict(fresh)
    for number, text in enumerate(old_lines, start=2):
        if text in current:
            continue  # most lines, and nothing of them had to be parsed
        place = Place(LOCK_NAME, number)
        entry = read_line(text, place)
        address = address_of(entry, place)
        if is_foreign(address):
            lines[address] = text
        elif address in fresh:
            lines[address] = _renewed(lock.assets[address], Line(place, text, entry, address))
    body = (lines[address] for address in sorted(lines))
    return "\n".join((header, *body)) + "\n"


def read_lines(text: str, name: str) -> Iterator[Line]:
    """Every line after the header; assets are not looked into. Raises LockError."""
    _check_text(text, name)
    seen: dict[str, Place] = {}
    for number, raw in enumerate(text[:-1].split("\n"), start=1):
        line, place = raw.removesuffix("\r"), Place(name, number)
        if line.startswith(MARKERS):
            raise LockError("the lock has a merge conflict", MERGE_HINT, place)
        entry = read_line(line, place)
        if number == 1:
            _check_header(entry, place)
            continue
        address = address_of(entry, place)
        if address in seen:
            message = f"the address is also in line {seen[address].line}: {address}"
            raise LockError(message, MERGE_HINT, place)
        seen[address] = place
        yield Line(place, line, entry, address)


def _renewed(asset: LockedAsset, old: Line) -> str:
    same = write_line(entry_of(asset_of(old.entry, old.place))) == write_line(entry_of(asset))
    return old.text if same else write_line(keep_unknown(entry_of(asset), old.entry))


def _header_and_lines(previous: str) -> tuple[str, list[str]]:
    if not previous:
        return HEADER, []
    header, *lines = (line.removesuffix("\r") for line in previous.removesuffix("\n").split("\n"))
    return header, lines


def _check_text(text: str, name: str) -> None:
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise LockError("the lock holds a NUL character", _RESTORE_HINT, Place(name, line))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise LockError("the lock holds text that is no Unicode", place=Place(name)) from error
    if not text.endswith("\n"):
        line = text.count("\n") + 1
        raise LockError("the lock is cut short: no line feed at its end", _RESTORE_HINT,
                        Place(name, line))  # fmt: skip


def _check_header(entry: Mapping[str, Json], place: Place) -> None:
    version = entry.get("assetgen_lock")
    if type(version) is not int or version < 1:
        raise LockError(f"not a lock: the first line is not {HEADER}", _RESTORE_HINT, place)
    if version > VERSION:
        message = f"the lock was written by a newer version of assetgen: {version}"
        raise LockError(message, "pip install --upgrade assetgen", place)


def _claim(owners: dict[str, Place], path: str, place: Place) -> None:
    key = path_key(path)
    if key in owners:
        message = f"the path is also in line {owners[key].line}: {path}"
        raise LockError(message, MERGE_HINT, place)
    owners[key] = place
