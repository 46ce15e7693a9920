"""What a run depended on and left behind, in a form that can prove later that nothing changed.

The order matters, for what changes while a run is going must not be missed:

1. `moment` before anything is read;
2. `see_inputs` once the spec is loaded, before anything is written: an input that may have
   changed since the moment makes the result unsure, for nobody knows which text was read;
3. `add_written` for the lock, whose text the run knows; outputs as `observe` saw them at the end;
4. `index.remember`, last of all. An unsure snapshot is not remembered.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import xxhash

from assetgen.digest import stamp_file
from assetgen.model import Kind, Stamp, Stat
from assetgen.state.files import RACY, stat_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetgen.model import Inputs, Json, Seen


class Moment(NamedTuple):
    """A time by the clock of the file system on `device`, in nanoseconds."""

    time: int
    device: int


class Mark(NamedTuple):
    """A file that was read: its absolute path, what it was, links followed."""

    path: str
    stat: Stat
    stamp: Stamp


class Listing(NamedTuple):
    """A folder that was listed: its absolute path, and a stamp of its names and their kinds."""

    path: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class InputsSeen:
    """The inputs of a run that began at `since`; `is_sure`: they are what it read."""

    since: int
    files: tuple[Mark, ...] = ()
    folders: tuple[Listing, ...] = ()
    absent: tuple[str, ...] = ()
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything on which the answer "nothing to do" rests, and that answer.

    `flags` stands for whatever else decides: command line, environment, user settings, plugins.
    `outputs` are all that the plan looked at, relative to the absolute `folder`; `summary` is
    handed back as it is.
    """

    folder: str
    flags: str
    inputs: InputsSeen
    outputs: Mapping[str, Seen]
    summary: Mapping[str, Json] = field(default_factory=dict)

    @property
    def is_sure(self) -> bool:
        """Whether it may be remembered: no doubt about inputs, every file with its digest."""
        return self.inputs.is_sure and all(
            seen.kind is not Kind.FILE or (seen.digest and seen.stat)
            for seen in self.outputs.values()
        )


def moment(scratch: Path) -> Moment:
    """Now, by the clock that stamps files in `scratch`: what changes from here on is not older.

    Where nothing can be written the system's clock is used, set back by the usual doubt.
    """
    probe = scratch / f"moment-{os.urandom(8).hex()}"
    try:
        probe.touch(exist_ok=False)
        found = probe.stat()
        probe.unlink()
    except OSError:
        return Moment(time.time_ns() - RACY, -1)
    return Moment(found.st_mtime_ns, found.st_dev)


def see_inputs(inputs: Inputs, since: Moment) -> InputsSeen:
    """Stats and stamps of everything that the spec was made from, if unchanged `since`."""
    files = [_mark(path) for path in inputs.files]
    listings = [list_folder(path) for path in inputs.folders]
    is_sure = (
        all(mark is not None and _is_older(mark.stat, since) for mark in files)
        and all(listing is not None for listing in listings)
        and all(_is_older_folder(path, since) for path in inputs.folders)
        and not any(map(os.path.lexists, inputs.absent))
    )
    return InputsSeen(
        since.time,
        tuple(filter(None, files)),
        tuple(filter(None, listings)),
        tuple(inputs.absent),
        is_sure,
    )


def add_written(seen: InputsSeen, path: Path, text: str) -> InputsSeen:
    """`seen` with a file whose text the run knows; an empty text stands for no file."""
    if not text:
        is_there = os.path.lexists(path)
        return replace(
            seen, absent=(*seen.absent, str(path)), is_sure=seen.is_sure and not is_there
        )
    mark = _mark(str(path))
    if mark is None or mark.stamp != xxhash.xxh3_128_hexdigest(text.encode("utf-8")):
        return replace(seen, is_sure=False)
    return replace(seen, files=(*seen.files, mark))


def list_folder(path: str) -> Listing | None:
    """The names in a folder with their kinds; None when it can't be listed."""
    try:
        with os.scandir(path) as entries:
            names = sorted(f"{_letter(entry)}{entry.name}" for entry in entries)
    except OSError:
        return None
    text = "\0".join(names).encode("utf-8", "surrogateescape")
    return Listing(path, Stamp(xxhash.xxh3_128_hexdigest(text)))


def stamp_unchanged(path: str, stat: Stat) -> Stamp | None:
    """The stamp of a file that has this stat before and after it was read, else None."""
    mark = _mark(path)
    return mark.stamp if mark is not None and mark.stat == stat else None


def _mark(path: str) -> Mark | None:
    try:
        before = stat_of(os.stat(path))  # noqa: PTH116 - a string is twice as fast
        stamp = stamp_file(Path(path))
        after = stat_of(os.stat(path))  # noqa: PTH116
    except OSError:
        return None
    return Mark(path, after, stamp) if before == after else None


def _is_older(seen: Stat, since: Moment) -> bool:
    # Where ctime is the time of the last change, nobody can set it back, or ahead.
    changed = seen.mtime if os.name == "nt" else seen.ctime
    return changed < since.time - (0 if seen.device == since.device else RACY)


def _is_older_folder(path: str, since: Moment) -> bool:
    try:
        return _is_older(stat_of(os.stat(path)), since)  # noqa: PTH116
    except OSError:
        return False


def _letter(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "L" if entry.is_dir() else "l"
    return "d" if entry.is_dir(follow_symlinks=False) else "f"
