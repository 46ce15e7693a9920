"""What is asked for: the body of a generation call, checked in a fixed order.

Fields, model, ratio, resolution, format, references: the first mistake is the answer, as the API
does it. Nothing is fetched: an https reference is taken at its word. Unknown fields are ignored.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assetgen.emulator import catalogue, references
from assetgen.emulator.answers import invalid, missing, plain

if TYPE_CHECKING:
    from assetgen.emulator.catalogue import Model
    from assetgen.emulator.options import Options

LONGEST_PROMPT = 4096
FORMATS = ("png", "jpeg", "webp")
_JSON_TYPE = re.compile(r"application/json\s*(;|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Order:
    """A request that the API would carry out; defaults are filled in.

    `digest` names the whole request, `prompt_digest` its prompt only: `sha256:` and 64 digits.
    """

    model: Model
    prompt: str
    ratio: str
    resolution: str
    format: str
    digest: str
    prompt_digest: str


def read_order(body: bytes, media_type: str, options: Options) -> Order:
    """The order in a request body. Raises ApiError with the answer of the API."""
    fields = _parsed(body, media_type)
    name = _required(fields, "model")
    prompt = _required(fields, "prompt")
    if not 1 <= len(prompt) <= LONGEST_PROMPT:
        raise invalid("prompt", f"Prompt must have 1 to {LONGEST_PROMPT} characters.")
    model = catalogue.find_model(name)
    if model is None or model.makes_videos:
        raise invalid("model", f"Unsupported model '{name}'.")
    ratio = _choice(fields, "aspect_ratio", model.ratios, model)
    resolution = _choice(fields, "resolution", model.resolutions, model)
    given_format = fields.get("output_format", "jpeg")
    if given_format not in FORMATS:
        raise invalid("output_format", f"Unsupported output format '{given_format}'.")
    images = references.check(fields.get("images", []), model, strict=options.strict_roles)
    said = [model.id, prompt, ratio, resolution, given_format, *images]
    return Order(
        model, prompt, ratio, resolution, given_format, _digest(json.dumps(said)), _digest(prompt)
    )


def _parsed(body: bytes, media_type: str) -> dict[str, Any]:
    if not _JSON_TYPE.match(media_type):
        raise plain(400, "invalid_parameter", "The content type must be application/json.")
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise plain(400, "invalid_parameter", "The body is not valid JSON.") from None
    if not isinstance(fields, dict):
        raise plain(400, "invalid_parameter", "The body must be a JSON object.")
    return fields


def _required(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        raise missing(name)
    if not isinstance(value, str):
        raise invalid(name, f"Parameter '{name}' must be a string.")
    return value


def _choice(fields: dict[str, Any], name: str, allowed: tuple[str, ...], model: Model) -> str:
    """The value of a field that the model lists; the first of the list when it is absent."""
    value = fields.get(name, allowed[0])
    if value not in allowed:
        words = name.replace("_", " ")
        raise invalid(name, f"Unsupported {words} '{value}' for model '{model.id}'.")
    return str(value)


def _digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
