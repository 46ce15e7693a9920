"""Which picture an asset's outputs are made from: the first planning table, and why it changed.

Pure. Called by `reconcile` once the lock is read and held results are looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.digest import canonical_json, is_digest, request_canonical
from assetgen.model import Request, SourceFile
from assetgen.planning.values import Reason, Source, SourceState, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assetgen.model import DesiredAsset, Json, LockedAsset, Result, Take
    from assetgen.planning.values import Prior

_FIELDS = ("provider", "model", "prompt", "aspect_ratio", "resolution", "source_format", "realm")


def resolve(
    asset: DesiredAsset,
    line: LockedAsset | None,
    held: Result | None,
    prior: Prior | None = None,
) -> Source:
    """The source of an asset; the first row that fits wins.

    1. pinned or adopted, and locked: the locked one, its differences listed.
    2. locked with the same request or file: the locked one, whatever else the cache holds.
    3. a file: the file.
    4. not locked, or changed: what is held for (request, take 1), else it has to be generated.
    """
    reasons = source_reasons(line, asset.source)
    if line is not None and is_adopted(asset, line):
        return Source(SourceState.PINNED, line.chosen, chosen_take(line), reasons)
    if line is not None and line.chosen is not None:
        if asset.pinned:
            return Source(SourceState.PINNED, line.chosen, chosen_take(line), reasons)
        if not reasons:
            return Source(SourceState.LOCKED, line.chosen, chosen_take(line))
    if isinstance(asset.source, SourceFile):
        return Source(SourceState.FILE, asset.source.digest, None, reasons)
    if held is not None:
        return Source(SourceState.HELD, held.take.digest, held.take, reasons)
    if prior is not None and prior.problem is not None:
        return Source(SourceState.BLOCKED, None, None, reasons, prior)
    return Source(SourceState.GENERATE, None, None, (*reasons, *_prior_reasons(prior)), prior)


def _prior_reasons(prior: Prior | None) -> tuple[Reason, ...]:
    if prior is None:
        return ()
    said = {
        Standing.ANSWERED: "paid for already: only downloaded",
        Standing.UNCERTAIN: "sent before and no answer seen: it may cost a second time",
        Standing.LOST: "paid for and lost: it costs a second time",
        Standing.BUSY: "another process is buying it",
    }
    return tuple(Reason(said[kind]) for kind in (prior.standing,) if kind in said)


def is_adopted(asset: DesiredAsset, line: LockedAsset) -> bool:
    """Whether only files of the user's stand for an asset, so that no picture is asked for it."""
    adopted = {output.path for output in line.outputs if output.adopted}
    if not adopted:
        return False
    if all(output.path in adopted for output in asset.outputs):
        return True
    return line.chosen is not None and len(adopted) == len(line.outputs)


def chosen_take(line: LockedAsset) -> Take | None:
    """The take that a line chose, if it chose one of its takes."""
    return next((take for take in line.takes if take.digest == line.chosen), None)


def source_reasons(line: LockedAsset | None, source: Request | SourceFile) -> tuple[Reason, ...]:
    """How `source` differs from the locked one, by field; empty when it is the same."""
    if line is None:
        return (Reason("new"),)
    if isinstance(line.source, Request) and isinstance(source, Request):
        return request_differences(line.source, source)
    if isinstance(line.source, SourceFile) and isinstance(source, SourceFile):
        if line.source.digest == source.digest:
            return ()
        return (Reason("source file", line.source.path, source.path),)
    return (Reason("source", _kind(line.source), _kind(source)),)


def request_differences(old: Request, new: Request) -> tuple[Reason, ...]:
    """The fields in which two requests differ, in the order of the canonical text."""
    if request_canonical(old) == request_canonical(new):
        return ()
    fields = [
        Reason(name, _text(getattr(old, name)), _text(getattr(new, name)))
        for name in _FIELDS
        if getattr(old, name) != getattr(new, name)
    ]
    names = sorted({*old.parameters, *new.parameters})
    parameters = [
        Reason(f"parameters.{name}", _json(old, name), _json(new, name))
        for name in names
        if _json(old, name) != _json(new, name)
    ]
    return (*fields, *_reference_differences(old.references, new.references), *parameters)


def _kind(source: Request | SourceFile) -> str:
    return "prompt" if isinstance(source, Request) else source.path


def _text(value: str | None) -> str:
    return "none" if value is None else value


def _reference_differences(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Reason]:
    """Those that went and those that came; all of them when only their order or number changed."""
    gone = [each for each in old if each not in new]
    come = [each for each in new if each not in old]
    if gone or come:
        yield Reason("references", _listed(gone), _listed(come))
    elif old != new:
        yield Reason("references", _listed(old), _listed(new))


def _listed(references: Iterable[str]) -> str:
    """References in a few words: a URL in full, of a digest the part that tells it apart."""
    return ", ".join(f"{r[:19]}…" if is_digest(r) else r for r in references) or "none"


def _json(request: Request, name: str) -> str:
    value: Json = request.parameters.get(name)
    return "none" if name not in request.parameters else canonical_json(value)
