"""Names for content: digests of bytes, stamps of inputs, fingerprints of requests and recipes.

What is hashed is what is sent. The canonical form is RFC 8785 (JSON Canonicalization Scheme);
its golden values are pinned in `tests/test_digest.py`. Changing any of them is a new `SCHEMA`.
"""

from __future__ import annotations

import hashlib
import math
import unicodedata
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, cast

import xxhash

from assetgen.model import Digest, Fingerprint, Json, Recipe, Request, Stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

SCHEMA = 1
"""Covers how a style is joined, Jinja's whitespace options and what omission means."""

MAX_EXACT_INTEGER = 2**53
_CHUNK = 1 << 20


def digest_bytes(data: bytes) -> Digest:
    """The digest of `data`."""
    return Digest(f"sha256:{hashlib.sha256(data).hexdigest()}")


def digest_file(path: Path) -> Digest:
    """The digest of a file's bytes, read once in pieces. Raises OSError."""
    with path.open("rb") as file:
        return Digest(f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}")


def stamp_file(path: Path) -> Stamp:
    """The stamp of a file's bytes. Raises OSError."""
    state = xxhash.xxh3_128()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            state.update(piece)
    return Stamp(state.hexdigest())


def is_digest(text: str) -> bool:
    """Whether `text` has the form of a digest."""
    return (
        len(text) == 71 and text.startswith("sha256:") and set(text[7:]) <= set("0123456789abcdef")
    )


def normalize_text(text: str) -> str:
    """The one form of a text: NFC, line feeds, ends stripped. Applied once, before use."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unified).strip()


def canonical_json(value: Json) -> str:
    """`value` as RFC 8785 JSON text. Raises ValueError for what JSON can't say exactly."""
    parts: list[str] = []
    _write(value, parts)
    return "".join(parts)


def fingerprint_text(canonical: str) -> Fingerprint:
    """The key of a canonical text."""
    return Fingerprint(xxhash.xxh3_128_hexdigest(canonical.encode("utf-8")))


def request_canonical(request: Request) -> str:
    """The canonical text of a request: the fields of design section 3, absent ones left out."""
    fields: dict[str, Json] = {
        "schema": SCHEMA,
        "provider": request.provider,
        "prompt": request.prompt,
        "source_format": request.source_format,
    }
    optional: dict[str, Json] = {
        "realm": request.realm or None,
        "model": request.model,
        "aspect_ratio": request.aspect_ratio,
        "resolution": request.resolution,
        "parameters": dict(request.parameters) or None,
        "references": list(request.references) or None,
    }
    fields.update({name: value for name, value in optional.items() if value is not None})
    return canonical_json(fields)


def request_fingerprint(request: Request) -> Fingerprint:
    """The key under which answers to this request are held."""
    return fingerprint_text(request_canonical(request))


def recipe_canonical(recipe: Recipe, sources: Sequence[Digest]) -> str:
    """The canonical text of a recipe applied to sources, in order."""
    steps: list[Json] = []
    for transform in recipe.transforms:
        step: dict[str, Json] = {"name": transform.name, "version": transform.version}
        step |= {"parameters": dict(transform.parameters)} if transform.parameters else {}
        step |= {"files": list(transform.files)} if transform.files else {}
        steps.append(step)
    return canonical_json({"schema": SCHEMA, "sources": list(sources), "transforms": steps})


def recipe_fingerprint(recipe: Recipe, sources: Sequence[Digest]) -> Fingerprint:
    """The key of what a recipe makes from these sources."""
    return fingerprint_text(recipe_canonical(recipe, sources))


def _write(value: Json, parts: list[str]) -> None:
    if value is None or isinstance(value, bool):
        parts.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, str):
        parts.append(_quoted(value))
    elif isinstance(value, int):
        parts.append(_integer(value))
    elif isinstance(value, float):
        parts.append(_number(value))
    elif isinstance(value, list | tuple):
        _write_list(value, parts)
    else:
        _write_table(value, parts)


def _write_list(values: Iterable[Json], parts: list[str]) -> None:
    parts.append("[")
    for index, value in enumerate(values):
        if index:
            parts.append(",")
        _write(value, parts)
    parts.append("]")


def _write_table(table: Mapping[str, Json], parts: list[str]) -> None:
    parts.append("{")
    names = sorted(table, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    for index, name in enumerate(names):
        parts.append("," if index else "")
        parts.append(_quoted(name))
        parts.append(":")
        _write(table[name], parts)
    parts.append("}")


def _quoted(text: str) -> str:
    """A JSON string; json's own escapes are those of RFC 8785 section 3.2.2.2."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("text with a lone surrogate has no canonical form") from error
    return encode_basestring(text)


def _integer(value: int) -> str:
    if abs(value) > MAX_EXACT_INTEGER:
        raise ValueError(f"integers over 2^53 are not exact in JSON: {value}")
    return str(value)


def _number(value: float) -> str:
    """ECMAScript's Number::toString, as RFC 8785 section 3.2.2.3 asks."""
    if not math.isfinite(value):
        raise ValueError(f"no JSON number: {value}")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return sign + _layout(digits, point)


def _layout(digits: str, point: int) -> str:
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    exponent = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return (digits if count == 1 else f"{digits[0]}.{digits[1:]}") + exponent


def plain_json(value: object) -> Json:
    """`value`, read by a JSON or TOML parser, as Json. Raises ValueError for dates and such."""
    if value is None or isinstance(value, bool | int | float | str):
        return cast("Json", value)
    if isinstance(value, list | tuple):
        return [plain_json(item) for item in value]
    if isinstance(value, dict):
        return {str(name): plain_json(item) for name, item in value.items()}
    raise ValueError(f"{type(value).__name__} has no JSON form: {value}")
