"""The local memory of the last full run: says "nothing changed", or nothing at all.

A guard, not a planner: it never says what has to be done. It may be deleted at any time; broken,
foreign or newer means that there is none. It is on the path of a run with nothing to do, so it
needs the standard library and xxhash only, and one lstat an output.

    assetgen index 1                 the version of this layout
    <XXH3-128 of all that follows>
    <nanoseconds: everything below was read after this moment>
    {"maker", "flags", "folder", "files", "folders", "absent", "others", "summary"}
    [["a.png", …], [type, size, mtime, ctime, inode, device, …]]      regular files
    ["sha256:…", …]                  their digests, parsed only when needed
"""

from __future__ import annotations

import json
import os
import stat
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import xxhash

from assetgen import __version__
from assetgen.model import Digest, Kind, Stamp, Stat
from assetgen.state.files import is_settled, read_plainly, replace_file, stat_of
from assetgen.state.observe import kind_of_folder, observe
from assetgen.state.snapshot import Mark, list_folder, stamp_unchanged

if TYPE_CHECKING:
    from pathlib import Path

    from assetgen.model import Json
    from assetgen.state.snapshot import Snapshot

_VERSION_LINE = b"assetgen index 1"
_WIDTH = 6
_REGULAR = stat.S_IFREG


@dataclass(frozen=True, slots=True)
class _Memory:
    """An index as it was read: `stats` has six numbers an output, `body` is what follows `since`.

    What changed less than two seconds before `since` or after it proves nothing by its stat.
    """

    since: int
    head: dict[str, Any]
    paths: list[str]
    stats: list[int]
    digests: bytes
    body: bytes

    def marks(self) -> list[Mark]:
        return [
            Mark(path, Stat(*numbers), Stamp(stamp)) for path, numbers, stamp in self.head["files"]
        ]

    def outputs(self) -> dict[str, tuple[Stat, Digest]]:
        rows = zip(*(self.stats[field::_WIDTH] for field in range(1, _WIDTH)), strict=True)
        digests: list[Digest] = json.loads(self.digests)
        return {
            path: (Stat(*row), digest)
            for path, row, digest in zip(self.paths, rows, digests, strict=True)
        }


def remember(path: Path, snapshot: Snapshot) -> None:
    """Write the index at `path`, at once and last of all; an unsure snapshot removes it.

    A memory that can't be written is no failure: the next run is a full one.
    """
    with suppress(OSError):
        if snapshot.is_sure:
            _write(path, snapshot.inputs.since, _encode(path, snapshot))
        else:
            path.unlink(missing_ok=True)


def recall(path: Path, flags: str) -> dict[str, Json] | None:
    """The summary of the last full run, if it is proven that nothing changed since; else None.

    1. The index was written here, by this version, with the same flags.
    2. Names looked for are still absent, folders list the same names.
    3. Every input and output has the stat it had, and no link has come into an output's path.
    4. What changed so shortly before it was read that an equal stat proves nothing is read once
       more: if all of it is the same, the index is written again with the new moment.
    """
    memory = _load(path)
    if memory is None or memory.head["flags"] != flags:
        return None
    if not (_has_same_names(memory) and _has_same_inputs(memory) and _has_same_outputs(memory)):
        return None
    inputs = [mark for mark in memory.marks() if not is_settled(mark.stat, memory.since)]
    outputs = _unsettled_outputs(memory)
    if inputs or outputs:
        now = time.time_ns()
        if not _reads_the_same(memory.head["folder"], inputs, outputs):
            return None
        with suppress(OSError):
            _write(path, now, memory.body)
    return cast("dict[str, Json]", memory.head["summary"])


def known_outputs(path: Path) -> dict[str, tuple[Stat, Digest]]:
    """Digests of outputs by the last full run, with stats that prove them; for `observe`."""
    memory = _load(path)
    if memory is None:
        return {}
    outputs = memory.outputs().items()
    return {output: known for output, known in outputs if is_settled(known[0], memory.since)}


def _maker(path: Path) -> list[Json]:
    """Who wrote an index; the inode of its folder tells a copy or a forgery."""
    found = stat_of(path.parent.lstat())
    return [__version__, str(path), found.inode, found.device]


def _encode(path: Path, snapshot: Snapshot) -> bytes:
    files = {p: seen for p, seen in snapshot.outputs.items() if seen.kind is Kind.FILE}
    head = {
        "maker": _maker(path),
        "flags": snapshot.flags,
        "folder": snapshot.folder,
        "files": [[mark.path, _numbers(mark.stat), mark.stamp] for mark in snapshot.inputs.files],
        "folders": list(snapshot.inputs.folders),
        "absent": list(snapshot.inputs.absent),
        "others": {p: s.kind.value for p, s in snapshot.outputs.items() if p not in files},
        "summary": dict(snapshot.summary),
    }
    stats = [n for seen in files.values() if seen.stat for n in (_REGULAR, *_numbers(seen.stat))]
    digests = [seen.digest for seen in files.values()]
    return "\n".join(json.dumps(part) for part in (head, [list(files), stats], digests)).encode()


def _write(path: Path, since: int, body: bytes) -> None:
    checked = b"%d\n%b" % (since, body)
    checksum = xxhash.xxh3_128_hexdigest(checked).encode()
    replace_file(path, b"\n".join((_VERSION_LINE, checksum, checked)), path.parent, durable=False)


def _load(path: Path) -> _Memory | None:
    try:
        version, _, rest = read_plainly(path).partition(b"\n")
        checksum, _, checked = rest.partition(b"\n")
        if version != _VERSION_LINE or checksum != xxhash.xxh3_128_hexdigest(checked).encode():
            return None
        since, _, body = checked.partition(b"\n")
        first, table, digests = body.split(b"\n")
        head = json.loads(first)
        if not isinstance(head, dict) or head.get("maker") != _maker(path):
            return None
        paths, stats = json.loads(table)
        return _Memory(int(since), head, paths, stats, digests, body)
    except (OSError, ValueError, RecursionError):
        return None


def _numbers(found: Stat) -> tuple[int, ...]:
    return found.size, found.mtime, found.ctime, found.inode, found.device


def _has_same_names(memory: _Memory) -> bool:
    return not any(map(os.path.lexists, memory.head["absent"])) and all(
        list_folder(path) == (path, stamp) for path, stamp in memory.head["folders"]
    )


def _has_same_inputs(memory: _Memory) -> bool:
    try:
        return all(stat_of(os.stat(mark.path)) == mark.stat for mark in memory.marks())  # noqa: PTH116 - a string is quicker
    except OSError:
        return False


def _has_same_outputs(memory: _Memory) -> bool:
    folder, others = memory.head["folder"], memory.head["others"]
    found = {"": Kind.FOLDER}
    parents = {path.rpartition("/")[0] for path in memory.paths}
    if any(kind_of_folder(folder, parent, found) is not Kind.FOLDER for parent in parents):
        return False
    if {path: seen.kind.value for path, seen in observe(folder, others, {}).items()} != others:
        return False
    return _lstats(folder, memory.paths) == memory.stats


def _lstats(folder: str, paths: list[str]) -> list[int]:
    """The six numbers of every path, in one list; shorter when a path is gone."""
    numbers: list[int] = []
    lstat, kind = os.lstat, stat.S_IFMT
    with suppress(OSError):
        for path in paths:
            f = lstat(f"{folder}/{path}")
            numbers += (
                kind(f.st_mode), f.st_size, f.st_mtime_ns, f.st_ctime_ns, f.st_ino, f.st_dev
            )  # fmt: skip
    return numbers


def _unsettled_outputs(memory: _Memory) -> dict[str, tuple[Stat, Digest]]:
    """Outputs of which an equal stat proves nothing; parses digests only if there are any."""
    times = max(memory.stats[2::_WIDTH], default=0), max(memory.stats[3::_WIDTH], default=0)
    if is_settled(Stat(0, *times, 0, 0), memory.since):
        return {}
    outputs = memory.outputs().items()
    return {path: known for path, known in outputs if not is_settled(known[0], memory.since)}


def _reads_the_same(
    folder: str, inputs: list[Mark], outputs: dict[str, tuple[Stat, Digest]]
) -> bool:
    if any(stamp_unchanged(mark.path, mark.stat) != mark.stamp for mark in inputs):
        return False
    seen = observe(folder, outputs, {})
    return all((seen[path].stat, seen[path].digest) == known for path, known in outputs.items())
