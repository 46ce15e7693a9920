"""Which answers are held: one JSON file for each picture that a (request, take) was given.

A hit compares the whole canonical request, not only its fingerprint. Never says whether the blob
is still there and never chooses between pictures for good: the lock does. Called by `cache` and
`remote`.

    results/ab/<request>-<take>-<digest>.json    ab: the first two digits of the request
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from assetgen.errors import CacheError
from assetgen.model import Digest, Fingerprint, Result
from assetgen.store import files
from assetgen.store.files import translated
from assetgen.store.result_json import NewerResultError, dump_result, parse_result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_NAME = re.compile(r"([0-9a-f]{32})-([1-9][0-9]{0,8})-([0-9a-f]{64})\.json")
_SHARD = re.compile(r"[0-9a-f]{2}")
_FINGERPRINT = re.compile(r"[0-9a-f]{32}")

MAX_SIZE = 64 << 20
"""Bytes of the largest file that is taken for a result."""


class Results:
    """The results of one folder. Damaged files are moved to `aside`; without it they stay put."""

    __slots__ = ("aside", "folder")

    def __init__(self, folder: Path, aside: Path | None = None) -> None:
        self.folder = folder
        self.aside = aside

    def add(self, result: Result, *, durable: bool) -> None:
        """Keep a result. One that is there for the same picture stays: the first record counts."""
        path = self.path(result)
        with translated(path):
            if self._load(path) is None:
                data = dump_result(result).encode("ascii")
                files.write_durable(path, data, durable=durable)
            elif durable:
                files.sync_file(path)
                files.sync_folder(path.parent)
                files.sync_folder(path.parent.parent)

    def find(self, fingerprint: Fingerprint, canonical: str, number: int) -> Result | None:
        """The first answer for (request, take); by time, then digest, when there are several."""
        held = self.takes(fingerprint, canonical)
        return next((result for result in held if result.take.number == number), None)

    def takes(self, fingerprint: Fingerprint, canonical: str) -> tuple[Result, ...]:
        """Every answer to a request, by take, then time, then digest."""
        return self.takes_of({fingerprint: canonical}).get(fingerprint, ())

    def takes_of(
        self, requests: Mapping[Fingerprint, str]
    ) -> dict[Fingerprint, tuple[Result, ...]]:
        """`takes` for many requests (canonical texts by fingerprint); each folder is listed once.

        A request without an answer is left out.
        """
        found: dict[Fingerprint, list[Result]] = {}
        for shard in sorted({_checked(fingerprint)[:2] for fingerprint in requests}):
            for path in self._files(shard):
                fingerprint = Fingerprint(path.name[:32])
                if fingerprint not in requests:
                    continue
                result = self._load(path)
                if result is not None and result.request == requests[fingerprint]:
                    found.setdefault(fingerprint, []).append(result)
        return {fingerprint: in_order(results) for fingerprint, results in found.items()}

    def digests(self) -> Iterator[Digest]:
        """Every picture that a result names, also one that is damaged or was set aside."""
        folders = [self.aside] if self.aside else []
        folders += [self.folder / shard for shard in self._shards()]
        for folder in folders:
            for path in _listed(folder, _NAME):
                yield Digest(f"sha256:{path.stem[-64:]}")

    def all(self) -> Iterator[Result]:
        """Every result that can be read, by the key of its request; damaged ones are set aside."""
        for shard in self._shards():
            loaded = (self._load(path) for path in self._files(shard))
            yield from (result for result in loaded if result is not None)

    def path(self, result: Result) -> Path:
        """The file of a result. Raises CacheError when its names can't be a part of a path."""
        name = _name(result)
        if not _NAME.fullmatch(name):
            raise CacheError(f"not a name for a result: {name!r}")
        return self.folder / name[:2] / name

    def _shards(self) -> list[str]:
        return [folder.name for folder in _listed(self.folder, _SHARD)]

    def _files(self, shard: str) -> list[Path]:
        return _listed(self.folder / shard, _NAME)

    def _load(self, path: Path) -> Result | None:
        """The result in a file, or None; what can't be one is set aside."""
        with translated(path):
            data = files.read_regular(path, MAX_SIZE)
            if data is None:
                return None
            try:
                result = parse_result(data.decode("ascii"), Fingerprint(path.name[:32]))
                if _name(result) == path.name:
                    return result
            except NewerResultError:
                return None
            except ValueError:  # also what is no text at all
                pass
            self._set_aside(path, data)
        return None

    def _set_aside(self, path: Path, damaged: bytes) -> None:
        if self.aside is None:
            return
        files.make_folders(self.aside, mode=0o700)
        target = self.aside / path.name
        with suppress(FileNotFoundError):
            path.replace(target)
            # Another process may have written it anew since it was read here: then it goes back.
            if files.read_regular(target) != damaged:
                target.replace(path)


def in_order(results: Iterable[Result]) -> tuple[Result, ...]:
    """Results by take, then time, then digest."""
    return tuple(sorted(results, key=lambda r: (r.take.number, r.take.time, r.take.digest)))


def _name(result: Result) -> str:
    digest = result.take.digest.removeprefix("sha256:")
    return f"{result.fingerprint}-{result.take.number}-{digest}.json"


def _checked(fingerprint: Fingerprint) -> Fingerprint:
    if not _FINGERPRINT.fullmatch(fingerprint):
        raise CacheError(f"not a fingerprint: {fingerprint!r}")
    return fingerprint


def _listed(folder: Path, pattern: re.Pattern[str]) -> list[Path]:
    with translated(folder):
        try:
            return sorted(path for path in folder.iterdir() if pattern.fullmatch(path.name))
        except FileNotFoundError:
            return []
