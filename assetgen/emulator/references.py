"""Reference pictures of a request: https URLs and base64 data URLs, within the API's limits."""

from __future__ import annotations

import binascii
import hashlib
import re
from typing import TYPE_CHECKING, Any

from assetgen.emulator.answers import invalid, missing

if TYPE_CHECKING:
    from assetgen.emulator.catalogue import Model

MOST = 8
"""References of one request, whatever the model allows."""

LARGEST = 10 * 1024 * 1024
"""Bytes of one decoded reference."""

_DATA_URL = re.compile(r"data:image/(png|jpeg|webp);base64,", re.IGNORECASE)
_MAGIC = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff", "webp": b"RIFF"}


def check(images: Any, model: Model, *, strict: bool) -> list[str]:
    """One digest for each reference, in order. Raises ApiError. `strict` insists on roles."""
    if not isinstance(images, list):
        raise invalid("images", "Parameter 'images' must be an array.")
    allowed = min(MOST, model.references)
    if len(images) > allowed:
        raise invalid("images", f"Model '{model.id}' takes at most {allowed} reference images.")
    return [_digest(item, strict=strict) for item in images]


def _digest(item: Any, *, strict: bool) -> str:
    if not isinstance(item, dict):
        raise invalid("images", "Each item of 'images' must be an object.")
    if strict and "role" not in item:
        raise missing("images")
    if item.get("role", "reference_image") != "reference_image":
        raise invalid("images", f"Unsupported role '{item['role']}'.")
    url = item.get("url")
    if url is None:
        raise missing("images")
    if not isinstance(url, str):
        raise invalid("images", "The URL of a reference image must be a string.")
    content = url.encode("utf-8", "surrogatepass")
    if not url.startswith("https://"):
        content = _decoded(url)
    return hashlib.sha256(content).hexdigest()


def _decoded(url: str) -> bytes:
    form = _DATA_URL.match(url)
    if form is None:
        raise invalid(
            "images", "A reference image must be an https URL or a PNG, JPEG or WebP data URL."
        )
    try:
        data = binascii.a2b_base64(url[form.end() :], strict_mode=True)
    except ValueError:
        raise invalid("images", "The data URL of a reference image is not valid base64.") from None
    if len(data) > LARGEST:
        raise invalid("images", "A reference image has more than 10 MiB.")
    if not data.startswith(_MAGIC[form[1].lower()]):
        raise invalid("images", "The data URL of a reference image holds another kind of file.")
    return data
