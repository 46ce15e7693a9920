"""One line of the lock and one LockedAsset: each made from the other, losslessly.

A line is checked as coming from a stranger: safe paths, true digests, and a fingerprint that
fits the request beside it. `lockfile` and `merge` call this; the layout is in `docs/formats.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen import paths
from assetgen.digest import SCHEMA, request_fingerprint
from assetgen.errors import LockError
from assetgen.model import EXTENSIONS, Address, LockedAsset, LockedOutput, Request, SourceFile, Take
from assetgen.references import is_reference
from assetgen.state.lock_fields import Fields
from assetgen.state.lock_json import sorted_tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assetgen.errors import Place
    from assetgen.model import Json

    Entry = dict[str, Json]

FOREIGN = ("pack:", "manifest:")
"""What the addresses of lines begin with that are kept as they are."""

KNOWN = frozenset({"address", "request", "source", "takes", "chosen", "outputs"})
_REQUEST = frozenset({
    "fingerprint", "schema", "provider", "realm", "model", "prompt", "aspect_ratio",
    "resolution", "source_format", "parameters", "references",
})  # fmt: skip
_PARTS = {
    "source": frozenset({"path", "digest"}),
    "takes": frozenset({"take", "digest", "media_type", "width", "height", "id", "cost", "time"}),
    "chosen": frozenset({"digest", "by", "picked"}),
    "outputs": frozenset({"path", "recipe", "digest", "size", "width", "height", "adopted"}),
}


def address_of(entry: Entry, place: Place) -> Address:
    """The address of a line, foreign ones included. Raises LockError."""
    address = Fields(entry, place).text("address")
    body = address
    for prefix in FOREIGN:
        body = body.removeprefix(prefix)
    if not body or len(body) > 1000 or not body.isprintable() or " " in body or ":" in body:
        Fields(entry, place).fail("address", "is no address")
    return Address(address)


def is_foreign(address: str) -> bool:
    """Whether the line of this address belongs to something that is no asset."""
    return address.startswith(FOREIGN)


def asset_of(entry: Entry, place: Place) -> LockedAsset:
    """The asset that a line describes. Raises LockError at `place`."""
    fields = Fields(entry, place)
    chosen = fields.inner("chosen")
    return LockedAsset(
        address=address_of(entry, place),
        source=_source(fields),
        outputs=tuple(_output(output) for output in fields.each("outputs")),
        takes=_takes(fields),
        chosen=chosen.digest("digest") if "digest" in chosen.table else None,
        chosen_by=chosen.text("by", "sync"),
        picked=chosen.truth("picked"),
        extra={name: entry[name] for name in entry if name not in KNOWN},
    )


def entry_of(asset: LockedAsset) -> Entry:
    """The table that stands for an asset; what is empty, None or usual is left out."""
    entry: Entry = {"address": asset.address}
    if isinstance(asset.source, Request):
        entry["request"] = _request_entry(asset.source)
    else:
        entry["source"] = {"path": asset.source.path, "digest": asset.source.digest}
    if asset.takes:
        entry["takes"] = [_take_entry(take) for take in asset.takes]
    if asset.chosen is not None:
        entry["chosen"] = {"digest": asset.chosen, "by": asset.chosen_by, "picked": asset.picked}
    elif asset.picked or asset.chosen_by != "sync":
        entry["chosen"] = {"by": asset.chosen_by, "picked": asset.picked}
    if asset.outputs:
        entry["outputs"] = [_output_entry(output) for output in asset.outputs]
    return entry | dict(asset.extra)


def keep_unknown(entry: Entry, previous: Entry) -> Entry:
    """`entry` with the unknown keys that `previous` has inside of parts that did not change.

    A part that changed loses them: they may describe what it was.
    """
    kept = dict(entry)
    for name in ("source", "chosen"):
        if name in kept and name in previous:
            kept[name] = _unchanged(kept[name], [previous[name]], _PARTS[name])
    for name in ("takes", "outputs"):
        new, old = kept.get(name), previous.get(name)
        if isinstance(new, list) and isinstance(old, list):
            kept[name] = [_unchanged(part, old, _PARTS[name]) for part in new]
    return kept


def _unchanged(part: Json, candidates: Iterable[Json], known: frozenset[str]) -> Json:
    for old in candidates:
        if isinstance(old, dict) and {k: v for k, v in old.items() if k in known} == part:
            return old
    return part


def _source(fields: Fields) -> Request | SourceFile:
    if ("request" in fields.table) == ("source" in fields.table):
        raise LockError("a line has either a request or a source", place=fields.place)
    if "request" in fields.table:
        return _request(fields.inner("request"))
    source = fields.inner("source")
    path = source.text("path")
    below = path
    while below.startswith("../"):  # a source may lie beside the project; the reader checks where
        below = below[3:]
    if problem := paths.path_problem(below):
        source.fail("path", problem)
    return SourceFile(path, source.digest("digest"))


def _request(fields: Fields) -> Request:
    if fields.integer("schema") != SCHEMA or fields.table.keys() - _REQUEST:
        raise LockError(
            "the request was written by a newer version of assetgen",
            "pip install --upgrade assetgen",
            fields.place,
        )
    request = Request(
        provider=fields.text("provider"),
        prompt=fields.text("prompt", ""),
        model=fields.optional_text("model"),
        aspect_ratio=fields.optional_text("aspect_ratio"),
        resolution=fields.optional_text("resolution"),
        source_format=fields.text("source_format"),
        parameters=fields.plain_table("parameters"),
        realm=fields.text("realm", ""),
        references=_references(fields),
    )
    if fields.fingerprint("fingerprint") != request_fingerprint(request):
        fields.fail(
            "fingerprint",
            "doesn't fit its request, which was edited by hand",
            "git restore assets.lock, then change assets.toml instead",
        )
    return request


def _references(fields: Fields) -> tuple[str, ...]:
    references = fields.texts("references")
    if not all(map(is_reference, references)):
        fields.fail("references", "holds something that is neither a digest nor an https URL")
    return references


def _request_entry(request: Request) -> Json:
    fields: Entry = {
        "fingerprint": request_fingerprint(request),
        "schema": SCHEMA,
        "provider": request.provider,
        "realm": request.realm or None,
        "model": request.model,
        "prompt": request.prompt,
        "aspect_ratio": request.aspect_ratio,
        "resolution": request.resolution,
        "source_format": request.source_format,
        "parameters": sorted_tables(dict(request.parameters)) or None,
        "references": list(request.references) or None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _takes(fields: Fields) -> tuple[Take, ...]:
    takes = tuple(_take(take) for take in fields.each("takes"))
    if len({take.number for take in takes}) < len(takes):
        raise LockError("a line lists the same take twice", place=fields.place)
    return takes


def _take(fields: Fields) -> Take:
    return Take(
        number=fields.integer("take"),
        digest=fields.digest("digest"),
        media_type=fields.text("media_type"),
        width=fields.integer("width"),
        height=fields.integer("height"),
        generation_id=fields.optional_text("id"),
        cost=fields.amount("cost"),
        time=fields.text("time", ""),
    )


def _take_entry(take: Take) -> Json:
    entry: Entry = {
        "take": take.number,
        "digest": take.digest,
        "media_type": take.media_type,
        "width": take.width,
        "height": take.height,
        "id": take.generation_id,
        "cost": None if take.cost is None else f"{take.cost:f}",
        "time": take.time or None,
    }
    return {name: value for name, value in entry.items() if value is not None}


def _output(fields: Fields) -> LockedOutput:
    path = fields.text("path")
    if problem := paths.path_problem(path):
        fields.fail("path", problem)
    _, dot, extension = path.rpartition("/")[2].rpartition(".")
    if not dot or extension.lower() not in EXTENSIONS:
        fields.fail("path", "has no extension of a picture")
    return LockedOutput(
        path=path,
        recipe=fields.fingerprint("recipe"),
        digest=fields.digest("digest"),
        size=fields.integer("size", 0),
        width=fields.integer("width"),
        height=fields.integer("height"),
        adopted=fields.truth("adopted"),
    )


def _output_entry(output: LockedOutput) -> Json:
    entry: Entry = {
        "path": output.path,
        "recipe": output.recipe,
        "digest": output.digest,
        "size": output.size,
        "width": output.width,
        "height": output.height,
    }
    return entry | ({"adopted": True} if output.adopted else {})
