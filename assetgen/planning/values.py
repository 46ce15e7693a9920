"""The nouns of a plan: inert values that say what would be done and why.

Doing never depends on a reason; reasons are for people. `apply` carries a plan out, `ui` words it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from assetgen.model import ABSENT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from assetgen.errors import AssetgenError
    from assetgen.model import (
        Address,
        DesiredAsset,
        Digest,
        Fingerprint,
        LockedAsset,
        LockedOutput,
        Recipe,
        Rendition,
        Result,
        Seen,
        Take,
    )


class Action(Enum):
    """What happens to an asset as a whole; the symbol of its line and its count in a summary."""

    FAIL = "fail"
    BLOCKED = "blocked"
    CONFLICT = "conflict"
    GENERATE = "generate"
    TRANSFORM = "transform"
    RESTORE = "restore"
    RECORD = "record"
    PINNED = "pinned"
    NOTHING = "nothing"


class Step(Enum):
    """What happens at one path."""

    KEEP = "keep"
    WRITE = "write"
    CONFLICT = "conflict"
    GONE = "gone"
    BLOCKED = "blocked"


class Via(Enum):
    """Where the bytes of a written output come from."""

    BLOB = "blob"
    RECIPE = "recipe"
    GENERATE = "generate"


class SourceState(Enum):
    """Why an asset has the source that it has; the rows of the first planning table."""

    LOCKED = "locked"
    PINNED = "pinned"
    FILE = "file"
    HELD = "held"
    GENERATE = "generate"
    BLOCKED = "blocked"


class Standing(Enum):
    """How buying (request, take) stands; the rows of the first table of buying."""

    NOTHING = "nothing"
    RESULT = "result"
    ANSWERED = "answered"
    UNCERTAIN = "uncertain"
    LOST = "lost"
    REFUSED = "refused"
    UNUSABLE = "unusable"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Prior:
    """What earlier runs left of a request that has no picture yet.

    `problem` says why this command does not send it; None when it may. `may_have_cost` is USD that
    may be gone already, None when unknown.
    """

    standing: Standing
    problem: AssetgenError | None = None
    may_have_cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause: a field with its old and new value, or a plain cause without values."""

    what: str
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The picture that an asset's outputs are made from.

    `digest` and `take` are None while it still has to be generated; a file has no take.
    """

    state: SourceState
    digest: Digest | None = None
    take: Take | None = None
    reasons: tuple[Reason, ...] = ()
    prior: Prior | None = None


@dataclass(frozen=True, slots=True)
class OutputPlan:
    """What is to be done at one path.

    `wanted` is None while nobody knows the bytes yet; `seen` is what the decision was based on;
    `locked` is the line's record of this output, under its old path when it was moved;
    `replaces_ours` is False for an overwrite of bytes that are not ours.
    """

    path: str
    recipe: Recipe
    step: Step
    via: Via | None = None
    wanted: Digest | None = None
    fingerprint: Fingerprint | None = None
    locked: LockedOutput | None = None
    seen: Seen = ABSENT
    moved_from: str | None = None
    replaces_ours: bool = True
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Removal:
    """An old path of an asset: removed when its bytes are ours, else only forgotten.

    `output` is the path that took its place; where both name one file, it is renamed instead.
    """

    path: str
    seen: Seen
    is_ours: bool
    output: str


@dataclass(frozen=True, slots=True)
class AssetPlan:
    """Everything about one asset. `line` is the locked line that the plan saw, under `old_address`.

    `kept` are locked outputs that the asset does not want any more; they stay in the line until
    they are pruned or another asset takes their path.
    """

    asset: DesiredAsset
    action: Action
    source: Source
    outputs: tuple[OutputPlan, ...]
    removals: tuple[Removal, ...] = ()
    kept: tuple[LockedOutput, ...] = ()
    line: LockedAsset | None = None
    old_address: Address | None = None
    reasons: tuple[Reason, ...] = ()
    cost: Decimal | None = None

    @property
    def address(self) -> Address:
        return self.asset.address

    @property
    def writes(self) -> tuple[OutputPlan, ...]:
        return tuple(output for output in self.outputs if output.step is Step.WRITE)

    @property
    def conflicts(self) -> tuple[OutputPlan, ...]:
        return tuple(output for output in self.outputs if output.step is Step.CONFLICT)

    @property
    def is_work(self) -> bool:
        """Whether applying this changes the tree or the lock."""
        return bool(self.writes or self.removals) or self.action is Action.RECORD

    @property
    def changes_nothing(self) -> bool:
        return self.action in {Action.NOTHING, Action.PINNED} and not self.is_work


class OrphanStep(Enum):
    """What happens to a locked path that no output wants."""

    REPORT = "report"
    REMOVE = "remove"
    LEAVE = "leave"
    FORGET = "forget"


@dataclass(frozen=True, slots=True)
class OrphanPlan:
    """One orphan: the line that holds it, what stands there, what is done.

    `has_asset`: the spec still has the asset, so its line stays though no output is left in it.
    """

    address: Address
    output: LockedOutput
    step: OrphanStep
    seen: Seen
    line: LockedAsset
    has_asset: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What one command would do: assets in spec order, orphans by path, notices for people."""

    assets: tuple[AssetPlan, ...]
    orphans: tuple[OrphanPlan, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the same command would change nothing, in the tree or the lock."""
        failing = {Action.FAIL, Action.BLOCKED}
        return not any(asset.is_work or asset.action in failing for asset in self.assets) and (
            not any(orphan.step is not OrphanStep.REPORT for orphan in self.orphans)
        )

    @property
    def has_conflicts(self) -> bool:
        return any(asset.conflicts for asset in self.assets)


@dataclass(frozen=True, slots=True)
class Options:
    """The words of a command line that change decisions, and the folder that outputs lie below.

    A lock's claim on a path outside of `root` is not believed: a stranger may have written it.
    """

    overwrite: bool = False
    prune: bool = False
    root: str = "."


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the cache and the remote hold of everything that a plan may ask for.

    `results` by request fingerprint (take 1), `renditions` by recipe fingerprint, `available`
    digests whose blobs can be had, `written` digests that we once wrote into a tree.
    """

    results: Mapping[Fingerprint, Result] = field(default_factory=dict)
    renditions: Mapping[Fingerprint, Rendition] = field(default_factory=dict)
    available: frozenset[Digest] = frozenset()
    written: frozenset[Digest] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """One asset on its way into the plan: the spec's entry, its line, its source.

    `can_draw_again`: its generator is free, so a picture that is nowhere may be made again.
    """

    asset: DesiredAsset
    line: LockedAsset | None
    source: Source
    old_address: Address | None = None
    can_draw_again: bool = False
