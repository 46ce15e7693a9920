"""What a worker is told and what it answers: plain values, nothing shared.

A worker may run in a thread or elsewhere; it gets a `Job` and returns a `Product`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetgen.digest import request_canonical, request_fingerprint
from assetgen.model import Request, SourceFile
from assetgen.planning.values import SourceState, Via

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from assetgen.errors import AssetgenError
    from assetgen.model import Address, Digest, Recipe, Rendition, Take
    from assetgen.planning.values import AssetPlan


@dataclass(frozen=True, slots=True)
class Job:
    """The work of one asset away from the tree.

    `request` is set when the picture has to be generated; `source` is its digest when it is
    known; `file` is where a source file lies, relative to the project; `recipes` are the outputs
    to be made, by path. `price` is USD as the plan showed it; lower `position`s are sent first.
    """

    address: Address
    request: Request | None
    source: Digest | None
    file: SourceFile | None
    recipes: Mapping[str, Recipe]
    number: int = 1
    price: Decimal | None = None
    tags: tuple[str, ...] = ()
    position: int = 0

    @property
    def claim(self) -> str:
        """The name under which only one worker of this machine makes the picture."""
        assert self.request is not None  # noqa: S101 - asked only of jobs that generate
        return f"{request_fingerprint(self.request)}-{self.number}"

    @property
    def canonical(self) -> str:
        assert self.request is not None  # noqa: S101 - asked only of jobs that generate
        return request_canonical(self.request)


@dataclass(frozen=True, slots=True)
class Product:
    """What came of a job: the source's digest and take, renditions and problems by path."""

    digest: Digest | None
    take: Take | None
    renditions: Mapping[str, Rendition]
    problems: Mapping[str, AssetgenError]
    was_generated: bool = False
    warnings: tuple[str, ...] = ()


def job_of(plan: AssetPlan, position: int = 0) -> Job:
    """The work that an asset's plan needs before its files can be put in place."""
    ways = {output.via for output in plan.writes}
    source, file = accepted_source(plan), plan.asset.source
    is_at_hand = isinstance(file, SourceFile) and file.digest == plan.source.digest
    generates = Via.GENERATE in ways and isinstance(source, Request)
    return Job(
        address=plan.address,
        request=source if generates and isinstance(source, Request) else None,
        source=plan.source.digest,
        file=file if is_at_hand and isinstance(file, SourceFile) else None,
        recipes={o.path: o.recipe for o in plan.writes if o.via is not Via.BLOB},
        number=plan.source.take.number if plan.source.take is not None else 1,
        price=plan.cost,
        tags=plan.asset.tags,
        position=position,
    )


def accepted_source(plan: AssetPlan) -> Request | SourceFile:
    """What the picture is made from: the locked source of a pinned asset, else the spec's."""
    if plan.source.state is SourceState.PINNED and plan.line is not None:
        return plan.line.source
    return plan.asset.source
