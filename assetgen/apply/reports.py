"""What goes into a commit and what comes out of it: finished assets and reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assetgen.apply.jobs import Product
    from assetgen.errors import AssetgenError
    from assetgen.model import Address, Digest
    from assetgen.planning.values import AssetPlan


@dataclass(frozen=True, slots=True)
class Finished:
    """An asset whose bytes are ready."""

    plan: AssetPlan
    product: Product


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one asset: paths written and removed, problems, or a plan out of date.

    `replaced` names bytes that were not ours, overwritten as asked, and kept in the cache.
    """

    address: Address
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    problems: tuple[AssetgenError, ...] = ()
    replaced: tuple[tuple[str, Digest], ...] = ()
    is_outdated: bool = False
    was_generated: bool = False
    warnings: tuple[str, ...] = ()

    def joined(self, later: Report) -> Report:
        """This and what became of the same asset later in the run, as one."""
        return Report(
            address=self.address,
            written=(*self.written, *later.written),
            removed=(*self.removed, *later.removed),
            problems=(*self.problems, *later.problems),
            replaced=(*self.replaced, *later.replaced),
            is_outdated=self.is_outdated or later.is_outdated,
            was_generated=self.was_generated or later.was_generated,
            warnings=(*self.warnings, *later.warnings),
        )
