"""Fakes of everything that `apply` touches: a store, a tree, a lock, a provider, a renderer.

All are dictionaries in memory. What they do to the world goes through one log of effects, which
can be told to end the "process" before the next effect.
"""

from __future__ import annotations

from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from assetgen import digest as digests
from assetgen.errors import AssetgenError, ConflictError, GenerationError, GoneError, TransformError
from assetgen.model import ABSENT, Digest, Kind, Lock, Seen, Stat
from assetgen.providers.base import Answer, LinkDeadError, ReferenceFile
from assetgen.state.lockfile import dump_lock, parse_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from assetgen.model import Address, Fingerprint, Recipe, Rendition, Request, Result

BLOBS, TREE = Path("blobs"), Path("tree")
SIDE = 64


class Stopped(BaseException):
    """The process is killed here; nothing of ours may catch it."""


@dataclass
class Effects:
    """What was done to the world, in order; `limit` effects are let through, then it is over."""

    done: list[str] = field(default_factory=list)
    limit: int | None = None

    def add(self, effect: str) -> None:
        if self.limit is not None and len(self.done) >= self.limit:
            raise Stopped
        self.done.append(effect)


@dataclass
class FakeFile:
    """One entry of the fake tree; a new file has a new inode."""

    name: str
    data: bytes
    inode: int
    kind: Kind = Kind.FILE

    def seen(self) -> Seen:
        if self.kind is not Kind.FILE:
            return Seen(self.kind)
        stat = Stat(len(self.data), self.inode, self.inode, self.inode, 1)
        return Seen(Kind.FILE, digests.digest_bytes(self.data), stat)


class FakeTree:
    """Files by path. `folds_case`: two spellings of a path are one file, as on macOS."""

    def __init__(self, effects: Effects, lock: FakeLock, *, folds_case: bool = False) -> None:
        self.effects = effects
        self.lock = lock
        self.folds_case = folds_case
        self.blobs: dict[Digest, bytes] = {}
        self.refuses: set[str] = set()
        self._files: dict[str, FakeFile] = {}
        self._inodes = 0

    @property
    def files(self) -> dict[str, bytes]:
        """The bytes of every file by the name it has."""
        return {one.name: one.data for one in self._files.values()}

    def put(self, path: str, data: str | bytes = b"", kind: Kind = Kind.FILE) -> None:
        """A person puts something there."""
        self._inodes += 1
        data = data.encode() if isinstance(data, str) else data
        name = self._files[self._key(path)].name if self.exists(path) else path
        self._files[self._key(path)] = FakeFile(name, data, self._inodes, kind)

    def delete(self, path: str) -> None:
        """A person deletes it."""
        self._files.pop(self._key(path), None)

    def read(self, path: str) -> bytes:
        return self._files[self._key(path)].data

    def look(self, paths: Iterable[str]) -> dict[str, Seen]:
        return {path: self._seen(path) for path in paths}

    def absolute(self, path: str) -> Path:
        return TREE / path

    def exists(self, path: str) -> bool:
        return self._key(path) in self._files

    def write(self, path: str, content: Path, seen: Seen) -> None:
        self._change(path, seen, f"write {path}")
        self.put(path, self.blobs[Digest(content.name)])

    def remove(self, path: str, seen: Seen) -> None:
        self._change(path, seen, f"remove {path}")
        self.delete(path)

    def is_same_file(self, path: str, other: str) -> bool:
        return self.exists(path) and self._key(path) == self._key(other)

    def rename(self, path: str, target: str) -> None:
        self.effects.add(f"rename {path} {target}")
        self._files[self._key(target)] = replace(self._files.pop(self._key(path)), name=target)

    def _change(self, path: str, seen: Seen, effect: str) -> None:
        assert self.lock.is_held, "the tree changes under the project's lock only"
        if path in self.refuses:
            raise AssetgenError(f"refused: {path}")
        if self._seen(path) != seen:
            raise ConflictError(f"changed: {path}")
        self.effects.add(effect)

    def _seen(self, path: str) -> Seen:
        return self._files[self._key(path)].seen() if self.exists(path) else ABSENT

    def _key(self, path: str) -> str:
        return path.casefold() if self.folds_case else path


class FakeLock:
    """The lock; what is written has to be a text that the real reader takes."""

    def __init__(self, effects: Effects) -> None:
        self.effects = effects
        self.now = Lock()
        self.is_held = False

    def __enter__(self) -> Self:
        assert not self.is_held
        self.is_held = True
        return self

    def __exit__(self, *_: object) -> None:
        self.is_held = False

    def read(self) -> Lock:
        return self.now

    def write(self, lock: Lock) -> None:
        assert self.is_held, "the lock changes under the project's lock only"
        if lock == self.now:
            return
        self.effects.add("lock")
        self.now = parse_lock(dump_lock(lock))
        assert self.now == lock


class FakeClaims:
    def __init__(self) -> None:
        self.names: list[str] = []

    @contextmanager
    def hold(self, name: str, should_stop: Callable[[], bool]) -> Iterator[bool]:
        self.names.append(name)
        yield not should_stop()


class FakeMemory:
    def __init__(self, effects: Effects) -> None:
        self.effects = effects
        self.written: set[Digest] = set()
        self.renditions: dict[Fingerprint, Rendition] = {}

    def add_written(self, digests: Iterable[Digest]) -> None:
        self.effects.add("remember digests")
        self.written.update(digests)

    def add_renditions(self, renditions: Iterable[Rendition]) -> None:
        self.effects.add("remember renditions")
        self.renditions |= {one.recipe: one for one in renditions}


class FakeStore:
    """Blobs and results. The tree shares its blobs, since paths of the fake lead nowhere."""

    def __init__(self, effects: Effects, tree: FakeTree) -> None:
        self.effects = effects
        self.claims = FakeClaims()
        self.database = FakeMemory(effects)
        self.blobs = tree.blobs
        self.results: dict[tuple[Fingerprint, int], Result] = {}
        self._tree = tree

    def available(self, digests: Iterable[Digest]) -> set[Digest]:
        return {digest for digest in digests if digest in self.blobs}

    def blob(self, digest: Digest) -> bytes:
        if digest not in self.blobs:
            raise GoneError(f"gone: {digest}")
        return self.blobs[digest]

    def blob_path(self, digest: Digest) -> Path:
        self.blob(digest)
        return BLOBS / digest

    def find(self, fingerprint: Fingerprint, canonical: str, number: int) -> Result | None:
        return self.results.get((fingerprint, number))

    def put_source(self, data: bytes, result: Result, *, durable: bool) -> None:
        self.effects.add("keep picture")
        self.blobs[result.take.digest] = data
        self.results[result.fingerprint, result.take.number] = result

    def put_output(self, data: bytes) -> Digest:
        self.effects.add("keep output")
        return self._put(data)

    def put_file(self, path: Path) -> Digest:
        relative = path.relative_to(TREE).as_posix()
        if not self._tree.exists(relative):
            raise AssetgenError(f"no such file: {relative}")
        self.effects.add(f"keep {relative}")
        return self._put(self._tree.read(relative))

    def _put(self, data: bytes) -> Digest:
        digest = digests.digest_bytes(data)
        self.blobs[digest] = data
        return digest


class FakeProvider:
    """Answers `picture of PROMPT`, or `photo of` it for money, or nothing for some prompts.

    Another `edition` draws other bytes.
    """

    def __init__(self, name: str, *, is_free: bool) -> None:
        self.name = name
        self.realm = ""
        self.is_free = is_free
        self.edition = ""
        self.asked: list[str] = []
        self.fails: set[str] = set()
        self.before: Callable[[], None] = lambda: None

    def problems(self, request: Request) -> tuple[str, ...]:
        return ()

    def price(self, request: Request) -> Decimal | None:
        return None

    def warnings(self, request: Request) -> tuple[str, ...]:
        return ()

    def send(self, request: Request, references: Mapping[Digest, ReferenceFile]) -> Answer:
        self.before()
        self.asked.append(request.prompt)
        if request.prompt in self.fails:
            raise GenerationError(f"no picture of {request.prompt}")
        kind = "picture" if self.is_free else "photo"
        data = f"{kind} of {request.prompt}{self.edition}".encode()
        return Answer("image/png", data, width=SIDE, height=SIDE)

    def download(self, url: str) -> bytes:
        raise LinkDeadError(f"no such link: {url}")


@dataclass(frozen=True)
class FakePicture:
    data: bytes
    width: int = SIDE
    height: int = SIDE


TOO_GOOD = 99
"""Outputs of this quality can't be made."""


def render(source: bytes, recipes: Sequence[Recipe], /) -> list[FakePicture | Exception]:
    """One text per recipe that says what it was made of and how."""
    pictures: list[FakePicture | Exception] = []
    for recipe in recipes:
        quality = recipe.transforms[-1].parameters["quality"]
        made = FakePicture(source + f" at {quality}".encode())
        pictures.append(TransformError("too good") if quality == TOO_GOOD else made)
    return pictures


class SyncExecutor(Executor):
    """Runs what is submitted at once, in the caller's thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as every executor hands it on
            future.set_exception(error)
        return future


class FakeListener:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def started(self, total: int) -> None:
        self.told.append(f"started {total}")

    def working(self, address: Address) -> None:
        self.told.append(f"working {address}")

    def finished(self, address: Address, problem: str | None) -> None:
        self.told.append(f"finished {address}: {problem or 'well'}")
