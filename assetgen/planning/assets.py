"""The plan of one asset: its outputs matched with its line, then one action for the whole.

Pure. Called by `plan` for every asset of the spec.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assetgen.digest import recipe_fingerprint
from assetgen.model import Kind
from assetgen.planning.lines import Outcome, made_of, next_line
from assetgen.planning.outputs import decide_output, output_fingerprint
from assetgen.planning.values import (
    Action,
    AssetPlan,
    OutputPlan,
    Reason,
    Removal,
    SourceState,
    Step,
    Via,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assetgen.model import DesiredOutput, Fingerprint, LockedAsset, LockedOutput, Rendition
    from assetgen.planning.outputs import Surroundings
    from assetgen.planning.values import Wanted


def plan_asset(wanted: Wanted, around: Surroundings) -> AssetPlan:
    """What is done about one asset, in five steps.

    1. Match each output with its record in the line, by path, else as a moved one.
    2. Decide each path. 3. Old paths of moved outputs go. 4. Records it does not want are kept.
    5. One action, the most telling of its outputs, and its reasons.
    """
    matches = match_outputs(wanted, around)
    outputs = _without_buying_in_vain(
        [decide_output(o, matches.get(o.path), wanted, around) for o in wanted.asset.outputs]
    )
    removals = _removals(outputs, around)
    kept = _kept(wanted.line, matches, around)
    action = _action(outputs, wanted)
    plan = AssetPlan(
        asset=wanted.asset,
        action=action,
        source=wanted.source,
        outputs=outputs,
        removals=removals,
        kept=kept,
        line=wanted.line,
        old_address=wanted.old_address,
        reasons=_reasons(action, outputs, wanted),
    )
    return _recorded(plan, around.holdings.renditions)


def match_outputs(wanted: Wanted, around: Surroundings) -> dict[str, LockedOutput]:
    """The line's record of each output, by the output's path.

    Same path first, then the same but for its spelling. A record whose path nobody wants any
    more was moved to the new output with the same recipe; the only one left over goes to the
    only new output left over.
    """
    if wanted.line is None:
        return {}
    records = {record.path: record for record in wanted.line.outputs}
    matches = {}
    for output in wanted.asset.outputs:
        old = around.spellings.get(output.path, output.path)
        record = records.get(output.path) or records.get(old)
        if record is not None:
            matches[output.path] = record
    new = [output for output in wanted.asset.outputs if output.path not in matches]
    matched = {record.path for record in matches.values()}
    left = [record for record in records.values() if record.path not in matched]
    free = sorted(left, key=lambda record: record.path in around.claimed)
    for output in list(new):
        same = _same_recipe(output, free, wanted)
        if same is not None:
            matches[output.path] = same
            new.remove(output)
            free.remove(same)
    if len(new) == 1 and len(free) == 1:
        matches[new[0].path] = free[0]
    return matches


def _same_recipe(
    output: DesiredOutput, records: Sequence[LockedOutput], wanted: Wanted
) -> LockedOutput | None:
    fingerprint = output_fingerprint(output.recipe, wanted)
    return next((record for record in records if record.recipe == fingerprint), None)


def _removals(outputs: Sequence[OutputPlan], around: Surroundings) -> tuple[Removal, ...]:
    removals = []
    for output in outputs:
        if output.step in {Step.CONFLICT, Step.GONE, Step.BLOCKED}:
            continue
        spelling = around.spellings.get(output.path)
        for old in dict.fromkeys([output.moved_from, spelling]):
            if old is not None and (old == spelling or old not in around.claimed):
                seen = around.at(old)
                is_ours = seen.kind is Kind.FILE and around.is_ours(old, seen)
                removals.append(Removal(old, seen, is_ours, output.path))
    return tuple(removals)


def _without_buying_in_vain(outputs: Sequence[OutputPlan]) -> tuple[OutputPlan, ...]:
    """An asset that fails since bytes are gone generates nothing on the way."""
    if not any(output.step is Step.GONE for output in outputs):
        return tuple(outputs)
    return tuple(
        replace(o, step=Step.GONE, via=None) if o.via is Via.GENERATE else o for o in outputs
    )


def _kept(
    line: LockedAsset | None, matches: Mapping[str, LockedOutput], around: Surroundings
) -> tuple[LockedOutput, ...]:
    """Records that no output of the asset is at, nor moved from unless another asset wants it."""
    matched = {record.path for record in matches.values()}
    own = {*matches, *(around.spellings.get(path, path) for path in matches)}
    records = line.outputs if line is not None else ()
    return tuple(
        record
        for record in records
        if record.path not in matched or (record.path in around.claimed and record.path not in own)
    )


def _action(outputs: Sequence[OutputPlan], wanted: Wanted) -> Action:
    ways = {output.via for output in outputs if output.step is Step.WRITE}
    steps = {output.step for output in outputs}
    if Step.GONE in steps:
        return Action.FAIL
    if Step.BLOCKED in steps:
        return Action.BLOCKED
    if Via.GENERATE in ways:
        return Action.GENERATE
    if Via.RECIPE in ways:
        return Action.TRANSFORM
    if Via.BLOB in ways:
        return Action.RESTORE
    if Step.CONFLICT in steps:
        return Action.CONFLICT
    if _differences(wanted, outputs):
        return Action.PINNED
    return Action.NOTHING


def _differences(wanted: Wanted, outputs: Sequence[OutputPlan]) -> tuple[Reason, ...]:
    """What the spec asks of a pinned or adopted picture that is not done about it."""
    reasons = wanted.source.reasons if wanted.source.state is SourceState.PINNED else ()
    digest = wanted.source.digest
    sources = () if digest is None else (digest,)
    changed = [
        Reason("adopted file, the recipe differs", None, o.path)
        for o in outputs
        if o.locked is not None
        and o.locked.adopted
        and recipe_fingerprint(o.recipe, sources) != o.locked.recipe
    ]
    return (*reasons, *changed) if wanted.line is not None else ()


_TOLD = {
    Action.CONFLICT: Step.CONFLICT,
    Action.FAIL: Step.GONE,
    Action.BLOCKED: Step.BLOCKED,
}
"""Whose reasons are told of an asset that can't go on; else those of what is written."""


def _reasons(action: Action, outputs: Sequence[OutputPlan], wanted: Wanted) -> tuple[Reason, ...]:
    if action is Action.PINNED:
        return _differences(wanted, outputs)
    step = _TOLD.get(action, Step.WRITE)
    reasons = [reason for o in outputs if o.step is step for reason in o.reasons]
    if action is Action.GENERATE and wanted.source.digest is not None:
        reasons.append(Reason("its picture is in no cache: drawn again"))
    if wanted.old_address is not None:
        reasons.insert(0, Reason("moved", wanted.old_address, wanted.asset.address))
    return tuple(dict.fromkeys(reasons))


def _recorded(plan: AssetPlan, renditions: Mapping[Fingerprint, Rendition]) -> AssetPlan:
    """An asset with nothing to write becomes a record when what stands changes its line.

    Also beside a conflict: a run that was killed before its lock line leaves just that.
    """
    if plan.action not in {Action.NOTHING, Action.PINNED, Action.CONFLICT}:
        return plan
    if not any(output.step is Step.KEEP for output in plan.outputs):
        return plan
    if not plan.removals and next_line(plan, standing_outcome(plan, renditions)) == plan.line:
        return plan
    reasons = [Reason("moved", plan.old_address, plan.address)] if plan.old_address else []
    reasons += [
        Reason("path", output.moved_from, output.path)
        for output in plan.outputs
        if output.moved_from is not None
    ]
    if plan.source.state is not SourceState.PINNED:
        reasons += plan.source.reasons
    shown = tuple(reasons) or (Reason("the lock says otherwise"),)
    return replace(plan, action=Action.RECORD, reasons=shown)


def standing_outcome(plan: AssetPlan, renditions: Mapping[Fingerprint, Rendition]) -> Outcome:
    """The outcome of the outputs that stand as wanted already."""
    standing = ((o.path, made_of(o, renditions)) for o in plan.outputs if o.step is Step.KEEP)
    made = {path: found for path, found in standing if found is not None}
    return Outcome(plan.source.digest, plan.source.take, made)
