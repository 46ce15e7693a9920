"""What workers do: get the picture of one asset, make its outputs, keep both in the store.

Plain functions of plain values. They never touch the tree or the lock. Called on an executor.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assetgen.apply.jobs import Product
from assetgen.digest import digest_bytes, recipe_canonical, recipe_fingerprint, request_fingerprint
from assetgen.errors import AssetgenError, GoneError, TransformError, TreeError
from assetgen.model import Rendition, Result, Take
from assetgen.spending.fetching import Way
from assetgen.spending.orders import Order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from assetgen.apply.jobs import Job
    from assetgen.apply.ports import Picture as RenderedPicture
    from assetgen.apply.ports import Renderer, Store
    from assetgen.model import Digest, Request
    from assetgen.providers.base import Provider
    from assetgen.spending.fetching import Bought


@dataclass(frozen=True, slots=True)
class Tools:
    """What a worker works with. `provider` finds a provider by the name in a request.

    `buy` is the only way to one that is not free. There are `places` for so many pictures to be
    worked on at once, however many workers wait for a provider.
    """

    store: Store
    provider: Callable[[str], Provider]
    render: Renderer
    project: Path
    should_stop: Callable[[], bool]
    buy: Callable[[Order], Bought]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    places: AbstractContextManager[object] = field(default_factory=nullcontext)


@dataclass(frozen=True, slots=True)
class _Picture:
    """The source of a job; without `data` it is in the store and read when its turn comes."""

    data: bytes | None
    digest: Digest
    take: Take | None
    was_generated: bool
    warnings: tuple[str, ...] = ()


def carry_out(job: Job, tools: Tools) -> Product:
    """Make everything that a job asks for. Raises AssetgenError when its picture can't be had.

    Raises InterruptedError when it is asked to stop before it has begun. An output that can't be
    made is a problem of its path; the others are made all the same.
    """
    if not job.recipes:
        return Product(job.source, None, {}, {})
    if tools.should_stop():
        raise InterruptedError
    picture = _picture(job, tools)
    renditions: dict[str, Rendition] = {}
    problems: dict[str, AssetgenError] = {}
    rendered = _rendered(picture, job, tools)
    for (path, recipe), one in zip(job.recipes.items(), rendered, strict=True):
        if isinstance(one, TransformError):
            problems[path] = one
        elif isinstance(one, Exception):
            raise one
        else:
            sources = (picture.digest,)
            renditions[path] = Rendition(
                recipe=recipe_fingerprint(recipe, sources),
                digest=tools.store.put_output(one.data),
                size=len(one.data),
                width=one.width,
                height=one.height,
                canonical=recipe_canonical(recipe, sources),
            )
    return Product(
        picture.digest,
        picture.take,
        renditions,
        problems,
        picture.was_generated,
        picture.warnings,
    )


def _rendered(picture: _Picture, job: Job, tools: Tools) -> Sequence[RenderedPicture | Exception]:
    with tools.places:
        data = tools.store.blob(picture.digest) if picture.data is None else picture.data
        return tools.render(data, tuple(job.recipes.values()))


def _picture(job: Job, tools: Tools) -> _Picture:
    if job.request is not None:
        if tools.provider(job.request.provider).is_free:
            return _drawn(job, job.request, tools)
        return _bought(job, job.request, tools)
    if job.file is not None:
        data = _read_file(job, tools)
        return _Picture(data, digest_bytes(data), None, was_generated=False)
    if job.source is None:
        raise GoneError(f"the picture of {job.address} is nowhere")
    return _Picture(None, job.source, None, was_generated=False)


def _bought(job: Job, request: Request, tools: Tools) -> _Picture:
    order = Order(request, job.number, job.address, job.price, job.tags, job.position)
    bought = tools.buy(order)
    is_new = bought.way is Way.GENERATED
    return _Picture(None, bought.take.digest, bought.take, is_new, bought.warnings)


def _drawn(job: Job, request: Request, tools: Tools) -> _Picture:
    """The held answer, or a new one; made by one worker of this machine at a time."""
    with tools.store.claims.hold(job.claim, tools.should_stop) as is_ours:
        if not is_ours:
            raise InterruptedError
        fingerprint = request_fingerprint(request)
        held = tools.store.find(fingerprint, job.canonical, job.number)
        if held is not None:
            try:
                data = tools.store.blob(held.take.digest)
            except GoneError:
                held = None
            else:
                return _Picture(data, held.take.digest, held.take, was_generated=False)
        if tools.should_stop():
            raise InterruptedError
        return _new_drawing(job, request, tools)


def _new_drawing(job: Job, request: Request, tools: Tools) -> _Picture:
    provider = tools.provider(request.provider)
    answer = provider.send(request, {})
    data = provider.download(answer.url or "") if answer.data is None else answer.data
    take = Take(
        number=job.number,
        digest=digest_bytes(data),
        media_type=answer.media_type or "",
        width=answer.width or 0,
        height=answer.height or 0,
        generation_id=answer.generation_id,
        cost=answer.cost,
        time=tools.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    result = Result(job.canonical, request_fingerprint(request), take)
    tools.store.put_source(data, result, durable=not provider.is_free)
    return _Picture(data, take.digest, take, was_generated=True)


def _read_file(job: Job, tools: Tools) -> bytes:
    assert job.file is not None  # noqa: S101 - asked only of jobs with a file
    path = tools.project / job.file.path
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TreeError(f"can't read the source file: {job.file.path}: {error.strerror}") from error
    if digest_bytes(data) != job.file.digest:
        raise TreeError(f"the source file changed during the run: {job.file.path}", "run it again")
    return data
