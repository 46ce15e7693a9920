"""The application: routes, the guard at the door, and errors in the API's envelope."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route

from assetgen.emulator import answers
from assetgen.emulator.downloads import download
from assetgen.emulator.generations import generate
from assetgen.emulator.listings import list_costs, list_models, show_balance, show_model
from assetgen.emulator.options import is_loopback

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assetgen.emulator.emulator import Emulator

_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(:\d{1,5})?")


def build_app(emulator: Emulator) -> Starlette:
    """The whole API on top of one emulator."""
    app = Starlette(
        routes=[
            Route("/v2/images/generations", generate, methods=["POST"]),
            Route("/v2/models", list_models),
            Route("/v2/models/{model}", show_model),
            Route("/v2/billing/balance", show_balance),
            Route("/v2/billing/costs", list_costs),
            Route("/v2/downloads/{id}/{index:int}", download),
        ],
        middleware=[Middleware(Door, emulator=emulator)],
        exception_handlers={answers.ApiError: _api_error, HTTPException: _http_error},
    )
    app.state.emulator = emulator
    return app


class Door:
    """Lets in only what was meant for this machine, and notes who came.

    A page in a browser can send a request to a loopback address; it can't forge Host or Origin.
    """

    def __init__(self, app: ASGIApp, emulator: Emulator) -> None:
        self._app = app
        self._emulator = emulator

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = self._emulator.arrive(scope["method"], scope["path"])
        scope.setdefault("state", {})["seen"] = seen

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
            await send(message)

        inside = self._app if _is_local(Headers(scope=scope)) else _strangers().response()
        try:
            await inside(scope, receive, noting)
        finally:
            self._emulator.finish(seen)


def _is_local(headers: Headers) -> bool:
    host = _HOST.fullmatch(headers.get("host", ""))
    origin = headers.get("origin")
    if host is None or not is_loopback(host[1]):
        return False
    return origin is None or is_loopback(urlsplit(origin).hostname or "")


def _strangers() -> answers.ApiError:
    return answers.plain(403, "invalid_request", "Only this machine may use the emulator.")


async def _api_error(_request: Request, error: Exception) -> Response:
    return cast("answers.ApiError", error).response()


async def _http_error(_request: Request, error: Exception) -> Response:
    status = cast("HTTPException", error).status_code
    if status == 404:
        return answers.not_found("The path").response()
    return answers.plain(status, "invalid_request", "This can't be done here.").response()
