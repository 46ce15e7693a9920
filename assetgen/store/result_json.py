"""One stored answer as JSON text and back; nothing here touches a file.

What is read is not trusted: it comes from a shared folder, or from a disk that failed half-way.
Called by `results`.
"""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from assetgen.digest import is_digest
from assetgen.model import Digest, Result, Take

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetgen.model import Fingerprint

VERSION = 1


class NewerResultError(Exception):
    """The text was written by a later version; it is whole, and not for this one."""


def dump_result(result: Result) -> str:
    """The JSON text of a result; an escape for all that is not ASCII, so that it always encodes."""
    take = result.take
    fields = {
        "version": VERSION,
        "request": result.request,
        "take": take.number,
        "digest": take.digest,
        "media_type": take.media_type,
        "width": take.width,
        "height": take.height,
        "id": take.generation_id,
        "cost": None if take.cost is None else str(take.cost),
        "time": take.time,
    }
    return json.dumps(fields, indent=2) + "\n"


def parse_result(text: str, fingerprint: Fingerprint) -> Result:
    """The result in a file of that fingerprint.

    Raises ValueError when it is damaged in any way, NewerResultError when it is not for us.
    """
    try:
        fields = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(fields, dict):
        raise ValueError("not an object")  # noqa: TRY004 - damage, not a wrong call
    version = _integer(fields, "version", 1)
    if version > VERSION:
        raise NewerResultError
    return Result(_text(fields, "request"), fingerprint, _take(fields))


def _take(fields: Mapping[str, object]) -> Take:
    digest = _text(fields, "digest")
    if not is_digest(digest):
        raise ValueError(f"not a digest: {digest!r}")
    return Take(
        number=_integer(fields, "take", 1),
        digest=Digest(digest),
        media_type=_printable(fields, "media_type"),
        width=_integer(fields, "width", 0),
        height=_integer(fields, "height", 0),
        generation_id=_identifier(fields.get("id")),
        cost=None if fields.get("cost") is None else _money(_text(fields, "cost")),
        time=_printable(fields, "time"),
    )


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text: {value!r}")  # noqa: TRY004 - damage, not a wrong call
    return value


def _printable(fields: Mapping[str, object], name: str) -> str:
    value = _text(fields, name)
    if not value.isprintable():
        raise ValueError(f"{name} can't be shown: {value!r}")
    return value


def _identifier(value: object) -> str | None:
    """A provider's own name for an answer; a strange one is no reason to lose the picture."""
    return value if isinstance(value, str) and value.isprintable() else None


def _integer(fields: Mapping[str, object], name: str, least: int) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ValueError(f"{name} is no number from {least}: {value!r}")
    return value


def _money(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"not an amount: {text!r}") from error
    if not value.is_finite() or value < 0:
        raise ValueError(f"not an amount: {text!r}")
    return value
