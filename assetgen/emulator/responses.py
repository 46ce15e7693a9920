"""What each fault of the generation call answers instead of, or in place of parts of, the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from assetgen.emulator import answers
from assetgen.emulator.broken import Closed, CutOff, Flood, Reset
from assetgen.emulator.emulator import another

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetgen.emulator.emulator import Emulator
    from assetgen.emulator.faults import Fault

ELSEWHERE = "http://169.254.169.254/latest/meta-data/"
"""Where redirects lead when a fault names no URL: an address that no client may visit."""

LATE = 330.0
"""Seconds that are longer than any client's patience by default."""

HUGE = 2 << 30

_LINKS = {
    "link-other-host": "https://downloads.example.invalid/picture",
    "link-metadata": ELSEWHERE,
    "link-private": "https://10.0.0.1/picture",
    "link-other-port": "http://127.0.0.1:1/picture",
    "link-file": "file:///etc/hostname",
    "link-scheme": "ftp://127.0.0.1/picture",
}


def html(status: int) -> Response:
    """A page as a gateway writes it, without the API's envelope."""
    page = f"<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
    return HTMLResponse(page, status)


def error(fault: Fault) -> Response:
    """The answer of a fault of stage ERROR."""
    if fault.name == "redirect":
        return RedirectResponse(fault.url or ELSEWHERE, 307)
    if fault.name == "server-error-empty":
        return Response(status_code=500)
    if fault.name in _PAGES:
        return html(_PAGES[fault.name])
    if fault.name == "rate-limit":
        return answers.too_many_a_minute(max(1, round(fault.seconds))).response()
    return _ERRORS[fault.name]().response()


def ended(fault: Fault, document: dict[str, Any] | None = None) -> Response:
    """The answer of a fault of stage BEFORE or AFTER: the connection ends."""
    if fault.name.startswith("reset"):
        return Reset()
    if fault.name.startswith("closed"):
        return Closed()
    return CutOff(JSONResponse(document).body, media_type="application/json")


def altered(fault: Fault, document: dict[str, Any], emulator: Emulator) -> Response:
    """The answer of a fault of stage ANSWER, made from the true one."""
    if fault.name == "html-answer":
        return html(200)
    if fault.name == "huge-answer":
        return Flood(fault.bytes or HUGE, "application/json", emulator)
    if fault.name == "empty-body":
        return Response(media_type="application/json")
    if fault.name == "broken-json":
        body = JSONResponse(document).body
        return Response(body[: len(body) // 2], media_type="application/json")
    if fault.name == "list-answer":
        return JSONResponse([document])
    if fault.name in _LINKS:
        document["data"][0]["url"] = fault.url or _LINKS[fault.name]
    elif fault.name in _CHANGES:
        _CHANGES[fault.name](document)
    return JSONResponse(document)


def _bad_request() -> answers.ApiError:
    return answers.invalid("resolution", "Unsupported resolution '8K' for this model.")


def _missing_path() -> answers.ApiError:
    return answers.not_found("The path")


def _unavailable() -> answers.ApiError:
    return answers.server_error(503)


_ERRORS: dict[str, Callable[[], answers.ApiError]] = {
    "bad-request": _bad_request,
    "unauthorized": answers.bad_key,
    "no-money": answers.no_money,
    "not-found": _missing_path,
    "refused": answers.refused,
    "rate-limit-bare": answers.too_many_at_once,
    "server-error": answers.server_error,
    "unavailable": _unavailable,
}

_PAGES = {
    "forbidden": 403,
    "too-large": 413,
    "server-error-html": 500,
    "bad-gateway": 502,
    "unavailable-html": 503,
    "gateway-timeout": 504,
}


def _add_fields(document: dict[str, Any]) -> None:
    for table in (document, document["data"][0], document["usage"]):
        table["x_future"] = {"anything": [1, None, "text"]}


def _null_size(document: dict[str, Any]) -> None:
    document["data"][0] |= {"width": None, "height": None}


def _no_size(document: dict[str, Any]) -> None:
    del document["data"][0]["width"], document["data"][0]["height"]


def _wrong_size(document: dict[str, Any]) -> None:
    document["data"][0]["width"] += 1
    document["data"][0]["height"] *= 2


def _wrong_media_type(document: dict[str, Any]) -> None:
    name = document["data"][0]["mime_type"].removeprefix("image/")
    document["data"][0]["mime_type"] = f"image/{another(name)}"


def _no_id(document: dict[str, Any]) -> None:
    del document["id"]


def _no_usage(document: dict[str, Any]) -> None:
    del document["usage"]


def _no_data(document: dict[str, Any]) -> None:
    del document["data"]


def _no_url(document: dict[str, Any]) -> None:
    del document["data"][0]["url"]


def _empty_data(document: dict[str, Any]) -> None:
    document["data"] = []


def _pending(document: dict[str, Any]) -> None:
    document |= {"status": "pending", "data": []}


_CHANGES: dict[str, Callable[[dict[str, Any]], None]] = {
    "extra-fields": _add_fields,
    "null-size": _null_size,
    "no-size": _no_size,
    "wrong-size": _wrong_size,
    "wrong-media-type": _wrong_media_type,
    "no-id": _no_id,
    "no-usage": _no_usage,
    "no-data": _no_data,
    "no-url": _no_url,
    "empty-data": _empty_data,
    "pending": _pending,
}
