"""Merging two entries of one address, part by part, only where no two pictures can be mixed.

Pure: tables in, a table or None out. An output is made from the chosen picture, so outputs of
both sides come together only when both sides chose the same one. Only `merge` calls this.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

from assetgen.state.lock_lines import KNOWN

if TYPE_CHECKING:
    from assetgen.model import Json

Entry: TypeAlias = "dict[str, Any]"
"""A line that `parse_lock` has accepted, so that its known keys have their types."""


class _Clash(Enum):
    CLASH = "both sides changed it, not in the same way"


CLASH = _Clash.CLASH


def merge_entries(base: Entry | None, ours: Entry, theirs: Entry) -> Entry | None:
    """Both sides' changes in one entry, or None when they can't stand together.

    What was asked for must be the same on both sides: takes, choice and outputs belong to it.
    """
    base = base or {}
    if any(ours.get(name) != theirs.get(name) for name in ("request", "source")):
        return None
    merged: dict[str, Json | _Clash] = {
        "takes": _merge_parts("take", base, ours, theirs),
        "chosen": three_way(base.get("chosen"), ours.get("chosen"), theirs.get("chosen")),
        "outputs": _merge_outputs(base, ours, theirs),
    }
    for name in (*ours, *theirs):
        if name not in KNOWN:
            merged[name] = three_way(base.get(name), ours.get(name), theirs.get(name))
    if CLASH in merged.values():
        return None
    kept = {name: ours[name] for name in ("address", "request", "source") if name in ours}
    return kept | {name: value for name, value in merged.items() if value not in (None, [])}


def three_way(base: Json, ours: Json, theirs: Json) -> Json | _Clash:
    """The value that one side changed, or both alike; CLASH otherwise. None stands for absent."""
    if ours in (theirs, base):
        return theirs
    return ours if theirs == base else CLASH


def describe(entry: Entry | None) -> str:
    """An entry in a few words for a person who has to choose: which take, which digest."""
    if entry is None:
        return "no line"
    if "source" in entry:
        return f"the file {entry['source']['path']}"
    chosen = entry.get("chosen", {})
    if "digest" not in chosen:
        return "no picture chosen" if "request" in entry else "another line"
    numbers = [t["take"] for t in entry.get("takes", []) if t["digest"] == chosen["digest"]]
    name = f"take {numbers[0]}" if numbers else "a picture"
    picked = ", picked" if chosen.get("picked") else ""
    return f"{name} ({chosen['digest'][:19]}…{picked})"


def _merge_outputs(base: Entry, ours: Entry, theirs: Entry) -> list[Json] | _Clash:
    if _chosen(ours) == _chosen(theirs):
        return _merge_parts("path", base, ours, theirs)
    if _chosen(ours) == _chosen(base):
        chooser, other = theirs, ours
    else:
        chooser, other = ours, theirs
    return chooser.get("outputs", []) if _outputs(other) == _outputs(base) else CLASH


def _merge_parts(key: str, base: Entry, ours: Entry, theirs: Entry) -> list[Json] | _Clash:
    name = {"take": "takes", "path": "outputs"}[key]
    before, left, right = (
        {part[key]: part for part in side.get(name, [])} for side in (base, ours, theirs)
    )
    merged: list[Entry] = []
    for number in dict.fromkeys((*left, *right)):
        part = _merge_part(before.get(number), left.get(number), right.get(number))
        if isinstance(part, _Clash):
            return CLASH
        if part is not None:
            merged.append(part)
    if key == "take":
        merged.sort(key=lambda take: int(take["take"]))
    return [*merged]


def _merge_part(
    base: Entry | None, ours: Entry | None, theirs: Entry | None
) -> Entry | _Clash | None:
    if ours and theirs and "take" in ours and ours["digest"] == theirs["digest"]:
        return ours  # the same bytes came to both sides; only the moment may differ
    if ours in (theirs, base):
        return theirs
    return ours if theirs == base else CLASH


def _chosen(entry: Entry) -> Json:
    digest: Json = entry.get("chosen", {}).get("digest")
    return digest


def _outputs(entry: Entry) -> Json:
    outputs: Json = entry.get("outputs", [])
    return outputs
