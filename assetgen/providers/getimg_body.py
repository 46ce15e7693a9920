"""The words of getimg's API: our request as its JSON, its JSON as our answer. Pure.

Fields, limits and shapes are those of API v2. What the API documents no field for can't be asked
for; nothing is re-encoded, shortened or left out in silence.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from assetgen.digest import is_digest
from assetgen.model import Digest
from assetgen.providers.base import Answer, RequestError, UncertainError, UnusableAnswerError
from assetgen.providers.getimg_models import ROLE
from assetgen.providers.replies import amount, items, pixels, rate_hints, table, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetgen.model import Request
    from assetgen.providers.base import ReferenceFile
    from assetgen.providers.replies import Reply

MIB = 1024 * 1024
MAX_PROMPT = 4096
MAX_REFERENCES = 8
MAX_REFERENCE = 10 * MIB
MAX_BODY = 25 * MIB
FORMATS = {"png": "png", "jpeg": "jpeg", "jpg": "jpeg", "webp": "webp"}
REFERENCE_TYPES = ("image/png", "image/jpeg", "image/webp")


def problems(request: Request) -> tuple[str, ...]:
    """What the API can't do of a request, whatever the model."""
    found: list[str] = []
    if request.model is None:
        found.append("getimg needs a model")
    if not 0 < len(request.prompt) <= MAX_PROMPT:
        length = len(request.prompt)
        found.append(f"getimg takes prompts of 1 to {MAX_PROMPT:,} characters: {length:,}")
    if request.source_format not in FORMATS:
        found.append(f"getimg makes png, jpeg and webp: source_format {request.source_format}")
    found.extend(f"getimg has no such parameter: {name}" for name in sorted(request.parameters))
    if len(request.references) > MAX_REFERENCES:
        count = len(request.references)
        found.append(f"getimg takes at most {MAX_REFERENCES} references: {count}")
    found.extend(
        f"getimg takes files and https URLs as references: {reference}"
        for reference in request.references
        if not (is_digest(reference) or reference.startswith("https://"))
    )
    return tuple(found)


def advice(request: Request) -> tuple[str, ...]:
    """What had better be said in the spec, since the default is the server's and may change."""
    open_fields = [
        name for name in ("aspect_ratio", "resolution") if getattr(request, name) is None
    ]
    if not open_fields:
        return ()
    return (f"getimg chooses where nothing is said, and may choose anew: {', '.join(open_fields)}",)


def encoded(request: Request, references: Mapping[Digest, ReferenceFile]) -> bytes:
    """The body of a request. Raises RequestError for what is over the documented limits."""
    wrong = problems(request)
    if wrong:
        raise RequestError(wrong[0])
    fields: dict[str, Any] = {
        "model": request.model,
        "prompt": request.prompt,
        "aspect_ratio": request.aspect_ratio,
        "resolution": request.resolution,
        "output_format": FORMATS[request.source_format],
        "images": [_image(reference, references) for reference in request.references] or None,
    }
    sent = {name: value for name, value in fields.items() if value is not None}
    body = json.dumps(sent, ensure_ascii=False, separators=(",", ":")).encode()
    if len(body) > MAX_BODY:
        sizes = ", ".join(f"{_mib(len(one.data))}" for one in references.values())
        raise RequestError(
            f"the request is larger than getimg's 25 MiB: {_mib(len(body))}",
            f"references of {sizes} grow by a third on the way; use fewer or smaller ones",
            field="images",
        )
    return body


def answer(reply: Reply, now: float) -> Answer:
    """The answer in a successful reply; `now` is Unix time.

    Raises UncertainError for a body that can't be read, UnusableAnswerError for one without a link.
    """
    value = reply.json()
    if value is None:
        raise UncertainError("getimg's answer can't be read: it is no JSON", status=reply.status)
    said = table(value)
    generation_id = text(said.get("id"))
    cost = amount(table(said.get("usage")).get("total_cost"))
    pictures = [one for one in map(table, items(said.get("data"))) if text(one.get("url"))]
    if not pictures:
        raise UnusableAnswerError(
            "getimg answered without a picture",
            status=reply.status,
            generation_id=generation_id,
            cost=cost,
        )
    picture = pictures[0]
    return Answer(
        media_type=text(picture.get("mime_type")),
        url=text(picture.get("url")),
        expires=text(picture.get("deletes_at")),
        generation_id=generation_id,
        cost=cost,
        width=pixels(picture.get("width")),
        height=pixels(picture.get("height")),
        rate=rate_hints(reply, now),
    )


def _image(reference: str, references: Mapping[Digest, ReferenceFile]) -> dict[str, str]:
    if not is_digest(reference):
        return {"url": reference, "role": ROLE}
    file = references.get(Digest(reference))
    if file is None:
        raise RequestError(f"the bytes of a reference are missing: {reference}", field="images")
    if file.media_type not in REFERENCE_TYPES:
        raise RequestError(
            f"getimg takes PNG, JPEG and WebP as references: {file.media_type}", field="images"
        )
    if len(file.data) > MAX_REFERENCE:
        raise RequestError(
            f"a reference is larger than getimg's 10 MiB: {_mib(len(file.data))}",
            "make the file smaller, or give an https URL",
            field="images",
        )
    data = base64.b64encode(file.data).decode()
    return {"url": f"data:{file.media_type};base64,{data}", "role": ROLE}


def _mib(size: int) -> str:
    return f"{size / MIB:.1f} MiB"
