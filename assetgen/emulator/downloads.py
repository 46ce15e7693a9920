"""`GET /v2/downloads/{id}/{index}`: the picture behind a signed link. No key is asked for."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from assetgen.emulator import answers, png, responses
from assetgen.emulator.broken import CutOff, Flood, Reset, Stalled
from assetgen.emulator.emulator import another
from assetgen.emulator.links import Link

if TYPE_CHECKING:
    from starlette.requests import Request

    from assetgen.emulator.emulator import Emulator, Picture
    from assetgen.emulator.faults import Fault


async def download(request: Request) -> Response:
    """The bytes of a picture. Raises ApiError when the link is dead, forged or unknown."""
    emulator: Emulator = request.app.state.emulator
    picture = _find(emulator, request)
    seen = request.state.seen
    seen.id = picture.charge.id
    fault = picture.strike()
    if fault is None:
        content = picture.encode(emulator.options.picture_bytes)
        return Response(content, media_type=_media_type(picture))
    seen.fault = fault.name
    return _struck(fault, picture, request)


def _find(emulator: Emulator, request: Request) -> Picture:
    name, index = request.path_params["id"], request.path_params["index"]
    picture = emulator.pictures.get(name)
    if picture is None or index != 0:
        raise answers.not_found("The file")
    expires = request.query_params.get("exp", "")
    link = Link(name, index, int(expires) if expires.isdecimal() else 0)
    is_signed = link.is_signed(request.query_params.get("sig", ""), emulator.options.seed)
    if not is_signed or emulator.clock.now() >= link.expires:
        raise _dead(emulator)
    return picture


def _dead(emulator: Emulator) -> answers.ApiError:
    status = emulator.options.dead_link_status
    return answers.plain(status, "not_found", "This link is not valid or has expired.")


def _media_type(picture: Picture) -> str:
    name = picture.charge.format
    is_wrong = picture.fault is not None and picture.fault.name == "wrong-media-type"
    return f"image/{another(name) if is_wrong else name}"


def _struck(fault: Fault, picture: Picture, request: Request) -> Response:
    """What a fault makes of a download."""
    emulator: Emulator = request.app.state.emulator
    kind = fault.name.removeprefix("download-")
    if kind == "gone":
        raise _dead(emulator)
    if kind == "reset":
        return Reset()
    if kind in {"error", "html"}:
        return responses.html(503 if kind == "error" else 200)
    if kind.startswith("redirect"):
        here = str(request.url) if kind != "redirect" else responses.ELSEWHERE
        return RedirectResponse(fault.url or here, 302)
    media_type = _media_type(picture)
    if kind.startswith("huge"):
        announced = kind == "huge"
        return Flood(fault.bytes or responses.HUGE, media_type, emulator, announced=announced)
    content = _wrong_bytes(kind, picture, emulator.options.picture_bytes)
    if kind == "truncated":
        return CutOff(content, media_type=media_type)
    if kind == "slow":
        return Stalled(content, media_type, (emulator, fault.seconds or responses.LATE))
    return Response(content, media_type="image/png" if kind == "bomb" else media_type)


def _wrong_bytes(kind: str, picture: Picture, at_least: int) -> bytes:
    """The bytes that a fault sends; the true ones when it spoils something else."""
    if kind == "empty":
        return b""
    if kind == "not-image":
        return bytes(responses.html(200).body)
    if kind == "bomb":
        return png.bomb()
    if kind == "noise":
        start = picture.encode(0)[:32]
        return start + hashlib.shake_256(picture.charge.id.encode()).digest(20_000)
    if kind == "other-format":
        return picture.encode(at_least, other_format=True)
    return picture.encode(at_least, shrink=2 if kind == "other-size" else 1)
