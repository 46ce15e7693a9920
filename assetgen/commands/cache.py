"""`assetgen cache`: where pictures are kept on this machine, what there is, whether it is whole."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from assetgen.commands.common import EXIT_CODES, verb
from assetgen.errors import ExitCode, UsageError
from assetgen.model import Digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assetgen.commands.common import Console
    from assetgen.model import Json, Result
    from assetgen.store.cache import Cache


@click.group(
    epilog=f"\b\nExamples:\n    assetgen cache ls\n    assetgen cache verify\n\n{EXIT_CODES}",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def command() -> None:
    """Look after the pictures kept on this machine.

    The cache holds every generated picture and every made output by digest, shared between
    projects. A picture that was paid for is worth keeping: lost, it has to be bought again.
    """


@verb(
    "Print where the cache is, or the file with the bytes of a digest.",
    examples="""
assetgen cache path
assetgen cache path sha256:3f0c…      the first eight digits are enough
""",
)
@click.argument("digest", required=False)
def path(console: Console, digest: str | None) -> int:
    """The file is read-only and stays where it is: copy it."""
    with _open(console) as cache:
        found = str(cache.folder.parent if digest is None else _blob(cache, digest))
    if console.json:
        _emit({"path": found})
    console.print([found])
    return ExitCode.OK


@verb(
    "List the generated pictures of the cache.",
    examples="""
assetgen cache ls
assetgen cache ls --json
""",
)
def ls(console: Console) -> int:
    """One line a picture: when it was made, its size, its digest, the beginning of its prompt."""
    with _open(console) as cache:
        results = sorted(cache.results.all(), key=lambda result: result.take.time)
    if console.json:
        _emit({"results": [_document(result) for result in results]})
    console.print(_lines(results))
    return ExitCode.OK


@verb(
    "Read every blob and compare it with its digest.",
    examples="""
assetgen cache verify
""",
)
def verify(console: Console) -> int:
    """What is found damaged is set aside, and looked for in the remote when it is needed."""
    from assetgen.store.verify import verify as verify_blobs
    from assetgen.ui.progress import count_progress

    with _open(console) as cache, count_progress(quiet=console.quiet) as progress:
        verified = verify_blobs(cache.blobs, progress)
    if console.json:
        _emit({"checked": verified.checked, "corrupt": list(verified.corrupt)})
    lines = [f"damaged: {digest}" for digest in verified.corrupt]
    console.print([*lines, f"{verified.checked} blobs read, {len(verified.corrupt)} damaged"])
    return ExitCode.FAILED if verified.corrupt else ExitCode.OK


@verb(
    "Say what could be removed from the cache.",
    examples="""
assetgen cache gc
""",
)
def gc(console: Console) -> int:
    """A dry run: nothing is removed. Generated pictures, what this project's lock names and what
    was used in the last 30 days stay in any case.
    """
    from assetgen.state.lockkeeper import LockKeeper
    from assetgen.store.gc import collect_garbage
    from assetgen.ui import words

    lock = LockKeeper(console.find_project(needs_spec=False)).read()
    keep = {output.digest for line in lock.assets.values() for output in line.outputs}
    keep |= {take.digest for line in lock.assets.values() for take in line.takes}
    with _open(console) as cache:
        garbage = collect_garbage(cache, keep, datetime.now(UTC))
    if console.json:
        _emit({"blobs": list(garbage.blobs), "size": garbage.size, "removed": False})
    found = f"{words.count(len(garbage.blobs), 'blob')}, {words.size(garbage.size)}"
    console.print([f"{found} could go; nothing was removed (this is a dry run)"])
    return ExitCode.OK


for _command in (path, ls, verify, gc):
    command.add_command(_command)


def _open(console: Console) -> Cache:
    """The cache, with the project's remote when there is a project."""
    from assetgen.commands.session import open_cache
    from assetgen.project import find_project
    from assetgen.spec.peek import peek

    try:
        project = find_project(console.folder, needs_spec=False)
    except UsageError:
        return open_cache(None, None)
    return open_cache(project, peek(project.spec).remote)


def _blob(cache: Cache, typed: str) -> object:
    wanted = typed if typed.startswith("sha256:") else f"sha256:{typed}"
    if len(wanted) == 71:
        return cache.blob_path(Digest(wanted))
    near: list[Digest] = [digest for digest in cache.blobs.digests() if digest.startswith(wanted)]
    if len(wanted) < 15 or len(near) != 1:
        raise UsageError(f"{len(near)} blobs begin with this digest: {typed}")
    return cache.blob_path(near[0])


def _lines(results: list[Result]) -> Iterator[str]:
    for result in results:
        take = result.take
        prompt = " ".join(str(json.loads(result.request).get("prompt", "")).split())
        shown = prompt if len(prompt) <= 48 else f"{prompt[:47]}…"
        size = f"{take.width} × {take.height}"
        yield f"{take.time:<20}  {size:<13}  {take.digest[:19]}  {shown}"


def _document(result: Result) -> Json:
    take = result.take
    return {
        "request": json.loads(result.request),
        "fingerprint": result.fingerprint,
        "take": take.number,
        "digest": take.digest,
        "width": take.width,
        "height": take.height,
        "cost": None if take.cost is None else str(take.cost),
        "time": take.time,
    }


def _emit(document: Json) -> None:
    from assetgen.ui import documents

    documents.emit(document)
