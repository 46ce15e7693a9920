"""The provider `getimg`: getimg.ai's API v2, where a request is answered with a signed link.

The API has no idempotency key and gives no picture twice: whoever calls `send` keeps the answer
before anything else. Environment: GETIMG_API_KEY (or _FILE, _COMMAND) and GETIMG_AI_BASE_URL.
Nothing here needs a network until a list, a balance or a picture is asked for.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from assetgen.providers import getimg_bill, getimg_body, getimg_models
from assetgen.providers.addresses import base_url, origin_of
from assetgen.providers.base import (
    DownloadError,
    NotSentError,
    UncertainError,
    UnusableAnswerError,
)
from assetgen.providers.keys import Key, Secret
from assetgen.providers.model_list import ListFile, ModelList
from assetgen.providers.replies import Dialect, failure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from assetgen.model import Digest, Request
    from assetgen.providers.base import Answer, ReferenceFile
    from assetgen.providers.context import ProviderContext
    from assetgen.providers.getimg_bill import Bill
    from assetgen.providers.getimg_models import Model, Models
    from assetgen.providers.http import HttpClient
    from assetgen.providers.http_guard import Network
    from assetgen.providers.replies import Reply

BASE_URL = "https://api.getimg.ai"
_HINTS = {
    "key": "GETIMG_API_KEY; keys are made at getimg.ai/app/developer/api-keys",
    "money": "top up the account at getimg.ai",
    "refused": "change the prompt or the references",
    "redirect": "GETIMG_AI_BASE_URL",
    "limit": "[provider.getimg] requests_per_minute and concurrency",
    "model": "the models of your key are in getimg's dashboard",
    "images": "references: PNG, JPEG or WebP of at most 10 MiB",
    "output_format": 'source_format: "png", "jpeg" or "webp"',
    "413": "fewer or smaller references",
}


class GetimgProvider:
    """Pictures of getimg.ai. Safe to use from many threads."""

    name = "getimg"
    is_free = False

    def __init__(self, context: ProviderContext, network: Network | None = None) -> None:
        named = context.environment.get("GETIMG_AI_BASE_URL") or context.settings.get("base_url")
        self._base_url = base_url(str(named or BASE_URL), "GETIMG_AI_BASE_URL")
        self._context = context
        self._network = network
        self._key = Key("GETIMG_API_KEY", context.environment, context.settings)
        file = ListFile.of(context.cache_folder, self.name, self._base_url)
        self._list = ModelList(file, self._fetch_list, context.clock)
        self._parsed: tuple[Any, Models] | None = None
        self._lock = threading.Lock()
        self._http: HttpClient | None = None

    def __repr__(self) -> str:
        return f"GetimgProvider({self._base_url})"

    @property
    def realm(self) -> str:
        """`local` for an emulator on this machine, whose pictures are no real ones."""
        return "local" if origin_of(self._base_url).is_loopback else ""

    @property
    def listed(self) -> datetime | None:
        """When the list that prices and abilities come from was fetched; None without one."""
        listing = self._list.now()
        return None if listing is None else listing.fetched

    def problems(self, request: Request) -> tuple[str, ...]:
        """What the API can't do, and what the model can't by a list younger than a day."""
        found = getimg_body.problems(request)
        return found + (self._limits(request) if self._is_fresh else ())

    def warnings(self, request: Request) -> tuple[str, ...]:
        """A model that isn't listed, what it couldn't do by an old list, fields left open."""
        found = getimg_body.advice(request)
        if self._models and request.model is not None and self._model(request) is None:
            found += (f"getimg's list for this key does not name the model {request.model}",)
        return found + (() if self._is_fresh else self._limits(request))

    def price(self, request: Request) -> Decimal | None:
        """By getimg's list; by the spec's table only where the list names none."""
        model = self._model(request)
        listed = None if model is None else getimg_models.price(model, request)
        if listed is not None:
            return listed
        # A table that says "free" is a stranger's word; getimg bills all the same.
        return self._context.provider_settings.prices.get(request.model or "") or None

    def send(self, request: Request, references: Mapping[Digest, ReferenceFile]) -> Answer:
        """Buy one picture. Raises ProviderError; the answer has a link, never the bytes."""
        body = getimg_body.encoded(request, references)
        key = self._key.read()
        reply = self._ask("POST", "/v2/images/generations", key, body)
        now = self._context.clock().timestamp()
        return getimg_body.answer(reply, now)

    def download(self, url: str) -> bytes:
        """The picture behind a link, fetched without the key."""
        if self._context.offline:
            raise DownloadError("offline: nothing is fetched")
        return self._client().fetch(url)

    def models(self) -> Models:
        """All image models of the key, asked now. Raises ProviderError."""
        found = getimg_models.parse_models(self._get("/v2/models?type=image"))
        if found is None:
            raise UnusableAnswerError("getimg's model list is in no known form")
        return found

    def model(self, name: str) -> Model:
        """One model, asked now. Raises ProviderError; RequestError when there is none."""
        found = getimg_models.parse_model(self._get(f"/v2/models/{quote(name, safe='')}"))
        if found is None:
            raise UnusableAnswerError(f"getimg's answer on a model is in no known form: {name}")
        return found

    def balance(self) -> Decimal:
        """USD left on the account. Raises ProviderError."""
        return getimg_bill.balance(self._get("/v2/billing/balance"))

    def costs(self, start: datetime, end: datetime) -> Bill:
        """What getimg has billed, by UTC day, both ends included; at most 180 days.

        Both need a time zone. Raises ValueError for such a span, ProviderError.
        """
        getimg_bill.check_span(start, end)
        query = urlencode({"start": start.isoformat(), "end": end.isoformat()})
        return getimg_bill.bill(self._get(f"/v2/billing/costs?{query}"))

    def close(self) -> None:
        """End all connections; nothing can be sent after that."""
        if self._http is not None:
            self._http.close()

    @property
    def _is_fresh(self) -> bool:
        listing = self._list.now()
        return listing is not None and listing.is_fresh(self._context.clock())

    @property
    def _models(self) -> Models:
        listing = self._list.now()
        if listing is None:
            return {}
        if self._parsed is None or self._parsed[0] is not listing:
            self._parsed = (listing, getimg_models.parse_models(listing.models) or {})
        return self._parsed[1]

    def _model(self, request: Request) -> Model | None:
        return self._models.get(request.model or "")

    def _limits(self, request: Request) -> tuple[str, ...]:
        model = self._model(request)
        return () if model is None else getimg_models.limits(model, request)

    def _fetch_list(self) -> Any:
        if self._context.offline or not self._key.is_named:
            return None
        found = self._get("/v2/models?type=image")
        return found if isinstance(found, list) else None

    def _get(self, path: str) -> Any:
        reply = self._ask("GET", path, self._key.read(), None)
        value = reply.json()
        if value is None:
            raise UncertainError(f"getimg's answer is no JSON: {path.partition('?')[0]}")
        return value

    def _ask(self, method: str, path: str, key: Secret, content: bytes | None) -> Reply:
        """A reply that is a success. Raises ProviderError for every other."""
        if self._context.offline:
            raise NotSentError("offline: nothing is sent to getimg")
        from assetgen.providers.http import JsonBody

        body = None if content is None else JsonBody(content)
        reply = self._client().ask(method, path, key, body)
        if not reply.is_success:
            dialect = Dialect("getimg", _HINTS, refused_statuses=frozenset({422}), hide=key.hide_in)
            raise failure(reply, dialect, self._context.clock().timestamp())
        return reply

    def _client(self) -> HttpClient:
        from assetgen.providers.http import READ_TIMEOUT, HttpClient, Server

        with self._lock:
            if self._http is None:
                timeout = self._context.provider_settings.timeout or READ_TIMEOUT
                server = Server("getimg", self._base_url, timeout, self._context.environment)
                if self._network is not None:
                    server = replace(server, network=self._network)
                self._http = HttpClient(server)
            return self._http
