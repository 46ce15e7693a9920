"""Which assets a command is about: addresses, globs, tags, paths and states.

Pure. A plan is always made of everything, then narrowed, so that paths are judged the same way.
Several terms mean "or"; commas inside a term mean "and".
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from assetgen.errors import UsageError
from assetgen.model import Kind, Request
from assetgen.planning.plan import shared_requests
from assetgen.planning.values import Action, Standing, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from assetgen.model import DesiredAsset, LockedAsset
    from assetgen.planning.values import AssetPlan, OrphanPlan, OutputPlan, Plan

STATES = ("missing", "changed", "edited", "orphan", "refused", "uncertain", "placeholder")
LATER_STATES = ("failed", "waiting", "stand-in")


@dataclass(frozen=True, slots=True)
class Selection:
    """The terms that include and exclude assets; nothing given selects everything."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        return not self.include and not self.exclude


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What a term can look at, for an asset of the spec or an orphan."""

    address: str
    paths: tuple[str, ...]
    tags: tuple[str, ...]
    states: frozenset[str]


def narrow(plan: Plan, selection: Selection) -> Plan:
    """The part of `plan` that a selection is about.

    Raises UsageError for a term that nothing matches or that makes no sense.
    """
    if selection.is_everything:
        return plan
    assets = {asset.address: _of_asset(asset) for asset in plan.assets}
    orphans = {orphan.output.path: _of_orphan(orphan) for orphan in plan.orphans}
    for term in (*selection.include, *selection.exclude):
        _check_term(term, (*assets.values(), *orphans.values()))
    chosen = tuple(a for a in plan.assets if _is_chosen(assets[a.address], selection))
    return replace(
        plan,
        assets=chosen,
        orphans=tuple(o for o in plan.orphans if _is_chosen(orphans[o.output.path], selection)),
        notices=shared_requests(chosen),
    )


def chosen_assets(assets: Iterable[DesiredAsset], selection: Selection) -> tuple[DesiredAsset, ...]:
    """The assets of a spec that a selection is about, before any plan: states match nothing."""
    candidates = {asset.address: _of_desired(asset) for asset in assets}
    for term in (*selection.include, *selection.exclude):
        _check_term(term, tuple(candidates.values()))
    return tuple(a for a in assets if _is_chosen(candidates[a.address], selection))


def limited(plan: Plan, limit: int | None) -> tuple[Plan, int]:
    """The plan with at most `limit` assets that generate a picture, and how many were left out."""
    if limit is None:
        return plan, 0
    kept: list[AssetPlan] = []
    left_out = 0
    for asset in plan.assets:
        generates = asset.action is Action.GENERATE
        if generates and limit == 0:
            left_out += 1
            continue
        limit -= generates
        kept.append(asset)
    return replace(plan, assets=tuple(kept), notices=shared_requests(kept)), left_out


_PRIOR_STATES = {
    Standing.REFUSED: {"refused"},
    Standing.UNCERTAIN: {"uncertain"},
    Standing.LOST: {"uncertain"},
}


def states_of(asset: AssetPlan) -> frozenset[str]:
    """The words of `state:` that fit an asset."""
    states = set()
    if asset.line is None or any(
        output.step is Step.WRITE and output.seen.kind is Kind.ABSENT for output in asset.outputs
    ):
        states.add("missing")
    if asset.line is not None and (
        asset.source.reasons or any(_has_new_recipe(output) for output in asset.writes)
    ):
        states.add("changed")
    if any(o.step is Step.CONFLICT or not o.replaces_ours for o in asset.outputs):
        states.add("edited")
    if asset.kept:
        states.add("orphan")
    if asset.source.prior is not None:
        states |= _PRIOR_STATES.get(asset.source.prior.standing, set())
    if asset.line is not None and _is_drawn(asset.line):
        states.add("placeholder")
    return frozenset(states)


def _is_drawn(line: LockedAsset) -> bool:
    """Whether a drawing stands in the tree: adopted files are somebody's own work."""
    if not isinstance(line.source, Request) or line.source.provider != "placeholder":
        return False
    return not line.outputs or not all(output.adopted for output in line.outputs)


def _has_new_recipe(output: OutputPlan) -> bool:
    return output.locked is not None and output.locked.recipe != output.fingerprint


def _of_desired(asset: DesiredAsset) -> _Candidate:
    paths = tuple(output.path for output in asset.outputs)
    return _Candidate(asset.address, paths, asset.tags, frozenset())


def _of_asset(asset: AssetPlan) -> _Candidate:
    paths = tuple(output.path for output in asset.outputs)
    return _Candidate(asset.address, paths, asset.asset.tags, states_of(asset))


def _of_orphan(orphan: OrphanPlan) -> _Candidate:
    return _Candidate(orphan.address, (orphan.output.path,), (), frozenset({"orphan"}))


def _is_chosen(one: _Candidate, selection: Selection) -> bool:
    included = not selection.include or any(_matches(one, term) for term in selection.include)
    return included and not any(_matches(one, term) for term in selection.exclude)


def _matches(one: _Candidate, term: str) -> bool:
    return all(_matches_word(one, word.strip()) for word in term.split(","))


def _matches_word(one: _Candidate, word: str) -> bool:
    kind, separator, value = word.partition(":")
    looks: dict[str, Callable[[], bool]] = {
        "tag": lambda: any(fnmatchcase(tag, value) for tag in one.tags),
        "path": lambda: any(fnmatchcase(path, value) for path in one.paths),
        "state": lambda: value in one.states,
    }
    if separator and kind in looks:
        return looks[kind]()
    bare = word.strip("+")
    return fnmatchcase(one.address, bare) or one.address.partition("@")[0] == bare


def _check_term(term: str, candidates: Iterable[_Candidate]) -> None:
    words = [word.strip() for word in term.split(",")]
    stated = [word for word in words if word.startswith("state:")]
    for word in words:
        kind, separator, _ = word.partition(":")
        if separator and kind not in {"tag", "path", "state"}:
            raise UsageError(f"unknown selector: {word}", "tag:NAME, path:GLOB, state:NAME")
    for word in stated:
        _check_state(word.removeprefix("state:"))
    candidates = tuple(candidates)
    # A state that no asset is in at the moment is no mistake, unlike a name.
    lasting = [word for word in words if word not in stated]
    if lasting and not any(all(_matches_word(one, word) for word in lasting) for one in candidates):
        names = {one.address for one in candidates} | {
            one.address.partition("@")[0] for one in candidates
        }
        near = difflib.get_close_matches(term, sorted(names), 3)
        raise UsageError(f"no asset matches: {term}", ", ".join(near) or None)


def _check_state(value: str) -> None:
    if value in LATER_STATES:
        raise UsageError(f"not supported yet: state:{value}", ", ".join(STATES))
    if value not in STATES:
        raise UsageError(f"no such state: {value}", ", ".join(STATES))
