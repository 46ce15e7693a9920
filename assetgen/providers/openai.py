"""The provider `openai`: any server with the OpenAI images API, OpenAI's own or one nearby.

Environment: OPENAI_BASE_URL and OPENAI_API_KEY (or _FILE, _COMMAND); a server of one's own may need
no key. The API names no prices: they are what the spec's table says.
"""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

from assetgen.providers import openai_body
from assetgen.providers.addresses import base_url, origin_of
from assetgen.providers.base import DownloadError, NotSentError, RequestError
from assetgen.providers.keys import Key
from assetgen.providers.replies import Dialect, failure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from assetgen.model import Digest, Request
    from assetgen.providers.base import Answer, ReferenceFile
    from assetgen.providers.context import ProviderContext
    from assetgen.providers.http import Body, HttpClient
    from assetgen.providers.keys import Secret

BASE_URL = "https://api.openai.com/v1"
_HINTS = {
    "key": "OPENAI_API_KEY",
    "money": "the account's credit and limits are in OpenAI's dashboard",
    "refused": "change the prompt or the references",
    "redirect": "OPENAI_BASE_URL",
    "limit": "[provider.openai] requests_per_minute and concurrency",
    "model": "models of the images API",
    "404": "OPENAI_BASE_URL ends before /images/generations",
    "size": 'parameters = { size = "1024x1024" }',
}


class OpenAIProvider:
    """Pictures of a server with the OpenAI images API. Safe to use from many threads."""

    name = "openai"
    realm = "openai"
    is_free = False

    def __init__(self, context: ProviderContext) -> None:
        self._context = context
        self._key = Key("OPENAI_API_KEY", context.environment, context.settings)
        named = context.environment.get("OPENAI_BASE_URL") or context.settings.get("base_url")
        self._base_url = base_url(
            str(named or BASE_URL), "OPENAI_BASE_URL", has_key=self._key.is_named
        )
        self._lock = threading.Lock()
        self._http: HttpClient | None = None

    def __repr__(self) -> str:
        return f"OpenAIProvider({self._base_url})"

    def problems(self, request: Request) -> tuple[str, ...]:
        """What the API has no words for."""
        return openai_body.problems(request, is_openai=self._is_openai)

    def warnings(self, request: Request) -> tuple[str, ...]:
        """Fields that the server fills in as it likes."""
        if request.model is None and self._is_openai:
            return ("openai chooses the model where none is named, and may choose anew",)
        return ()

    def price(self, request: Request) -> Decimal | None:
        """What the spec's table says; that a server elsewhere is free is not believed."""
        price = self._context.provider_settings.prices.get(request.model or "")
        return price if price or origin_of(self._base_url).is_loopback else None

    def send(self, request: Request, references: Mapping[Digest, ReferenceFile]) -> Answer:
        """Ask for one picture, by edit if there are references. Raises ProviderError."""
        wrong = self.problems(request)
        if wrong:
            raise RequestError(wrong[0])
        if self._context.offline:
            raise NotSentError("offline: nothing is sent to openai")
        needs_key = self._is_openai or self._key.is_named
        key = self._key.read() if needs_key else None
        path, body = _asked(request, references)
        reply = self._client().ask("POST", path, key, body)
        now = self._context.clock().timestamp()
        if not reply.is_success:
            raise failure(reply, _dialect(key), now)
        return openai_body.answer(reply, now)

    def download(self, url: str) -> bytes:
        """The picture behind a link, fetched without the key."""
        if self._context.offline:
            raise DownloadError("offline: nothing is fetched")
        return self._client().fetch(url)

    def close(self) -> None:
        """End all connections; nothing can be sent after that."""
        if self._http is not None:
            self._http.close()

    @property
    def _is_openai(self) -> bool:
        return origin_of(self._base_url).host == "api.openai.com"

    def _client(self) -> HttpClient:
        from assetgen.providers.http import READ_TIMEOUT, HttpClient, Server

        with self._lock:
            if self._http is None:
                timeout = self._context.provider_settings.timeout or READ_TIMEOUT
                server = Server("openai", self._base_url, timeout, self._context.environment)
                self._http = HttpClient(server)
            return self._http


def _asked(request: Request, references: Mapping[Digest, ReferenceFile]) -> tuple[str, Body]:
    from assetgen.providers.http import FormBody, JsonBody

    if request.references:
        files = openai_body.files(request, references)
        return "/images/edits", FormBody(openai_body.form(request), files)
    body = json.dumps(openai_body.fields(request), ensure_ascii=False).encode()
    return "/images/generations", JsonBody(body)


def _dialect(key: Secret | None) -> Dialect:
    return Dialect(
        "openai",
        _HINTS,
        refused_codes=frozenset({"content_policy_violation", "moderation_blocked"}),
        money_codes=frozenset({"insufficient_quota", "billing_hard_limit_reached"}),
        hide=str if key is None else key.hide_in,
    )
