"""The words of the OpenAI images API: our request as its fields, its JSON as our answer. Pure.

The API names sizes, not ratios and resolutions; what has no size of the same meaning is a problem
that says so. Which fields a model takes follows its name, since the API has no list that tells.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any

from assetgen.digest import is_digest
from assetgen.model import Digest
from assetgen.providers.base import Answer, RequestError, UncertainError, UnusableAnswerError
from assetgen.providers.replies import items, rate_hints, table, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assetgen.model import Json, Request
    from assetgen.providers.base import ReferenceFile
    from assetgen.providers.replies import Reply

MAX_REFERENCES = 16
MAX_REFERENCE = 50_000_000
SIZES = {"1:1": "1024x1024", "3:2": "1536x1024", "2:3": "1024x1536"}
"""What the ratios are called where no resolution is named."""
PARAMETERS = frozenset(
    ("background", "input_fidelity", "moderation", "output_compression", "quality", "size", "style")
)
"""What OpenAI itself documents; other servers may take more."""
OURS = frozenset(
    (
        "image",
        "image[]",
        "mask",
        "model",
        "n",
        "output_format",
        "partial_images",
        "prompt",
        "response_format",
        "stream",
    )
)
"""What is said elsewhere in a spec, or would change how the answer comes."""
_FORMATS = {"png": "png", "jpeg": "jpeg", "jpg": "jpeg", "webp": "webp"}
_PIXELS = re.compile(r"([1-9][0-9]{0,4})[x×]([1-9][0-9]{0,4})")


def problems(request: Request, *, is_openai: bool) -> tuple[str, ...]:
    """What can't be asked for. `is_openai`: the server is OpenAI's own, whose fields are known."""
    found: list[str] = []
    if size(request) is None and (request.aspect_ratio or request.resolution):
        asked = " ".join(filter(None, (request.aspect_ratio, request.resolution)))
        found.append(f'openai has no size for {asked}: use parameters = {{ size = "1536x1024" }}')
    if request.source_format not in _FORMATS:
        found.append(f"openai makes png, jpeg and webp: source_format {request.source_format}")
    elif is_openai and request.source_format != "png" and not _names_format(request):
        found.append(f"{request.model or 'openai'} makes png only: {request.source_format}")
    found.extend(
        f"openai has no such parameter: {name}"
        for name in sorted(request.parameters)
        if name in OURS or (is_openai and name not in PARAMETERS)
    )
    if len(request.references) > MAX_REFERENCES:
        found.append(f"openai takes at most {MAX_REFERENCES} references: {len(request.references)}")
    found.extend(
        f"openai takes files as references, no URLs: {reference}"
        for reference in request.references
        if not is_digest(reference)
    )
    return tuple(found)


def size(request: Request) -> str | None:
    """The size that a request means, None when it names none or one that the API can't say."""
    given = request.parameters.get("size")
    if isinstance(given, str):
        return given
    ratio, resolution = request.aspect_ratio, request.resolution
    if resolution is None:
        return SIZES.get(ratio or "")
    written = _PIXELS.fullmatch(resolution)
    if written is None:
        return None
    width, height = int(written[1]), int(written[2])
    fits = ratio is None or _is_ratio(ratio, width, height)
    return f"{width}x{height}" if fits else None


def fields(request: Request) -> dict[str, Json]:
    """The fields of a generation or an edit, without the pictures to go by."""
    found: dict[str, Json] = {"model": request.model, "prompt": request.prompt, "n": 1}
    found["size"] = size(request)
    if _names_format(request):
        found["output_format"] = _FORMATS.get(request.source_format)
    else:
        found["response_format"] = "b64_json"
    found.update(request.parameters)
    return {name: value for name, value in found.items() if value is not None}


def files(
    request: Request, references: Mapping[Digest, ReferenceFile]
) -> list[tuple[str, str, bytes, str]]:
    """The pictures to go by as parts of a form. Raises RequestError for missing or large ones."""
    name = "image[]" if len(request.references) > 1 or _names_format(request) else "image"
    found: list[tuple[str, str, bytes, str]] = []
    for number, reference in enumerate(request.references, 1):
        file = references.get(Digest(reference))
        if file is None:
            raise RequestError(f"the bytes of a reference are missing: {reference}", field="image")
        if len(file.data) > MAX_REFERENCE:
            raise RequestError(
                f"a reference is larger than openai's 50 MB: {len(file.data):,} bytes",
                "make the file smaller",
                field="image",
            )
        extension = file.media_type.rpartition("/")[2]
        found.append((name, f"reference-{number}.{extension}", file.data, file.media_type))
    return found


def form(request: Request) -> dict[str, str]:
    """The fields as a multipart form says them."""
    return {name: _plain(value) for name, value in fields(request).items()}


def answer(reply: Reply, now: float) -> Answer:
    """The answer in a successful reply; `now` is Unix time. A data URL counts as data.

    Raises UncertainError for a body that can't be read, UnusableAnswerError for one without a
    picture. No cost is named: the API counts tokens.
    """
    value = reply.json()
    if value is None:
        raise UncertainError("the answer can't be read: it is no JSON", status=reply.status)
    said = table(value)
    first = table(next(iter(items(said.get("data"))), None))
    url, inside = text(first.get("url")), text(first.get("b64_json"))
    if url is not None and inside is None and url.startswith("data:"):
        inside, url = url.partition(",")[2], None
    generation_id = text(reply.headers.get("x-request-id"))
    data = None if inside is None else _decoded(inside)
    if not data and url is None:
        raise UnusableAnswerError(
            "the answer has no picture in it", status=reply.status, generation_id=generation_id
        )
    named = _FORMATS.get(str(said.get("output_format")))
    return Answer(
        media_type=f"image/{named}" if named else None,
        data=data or None,
        url=None if data else url,
        generation_id=generation_id,
        rate=rate_hints(reply, now),
    )


def _decoded(inside: str) -> bytes | None:
    try:
        return base64.b64decode(inside, validate=True)
    except (binascii.Error, ValueError):
        return None


def _names_format(request: Request) -> bool:
    """Whether this is a model that is told its output format, and answers with data unasked."""
    return (request.model or "").startswith(("gpt-image", "chatgpt-image"))


def _is_ratio(ratio: str, width: int, height: int) -> bool:
    across, _, down = ratio.partition(":")
    is_written = across.isdecimal() and down.isdecimal()
    return is_written and int(across) * height == int(down) * width


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
