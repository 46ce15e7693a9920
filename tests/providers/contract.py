"""What every provider has to keep, as one suite: subclass it and say which provider, which request.

Only free providers are asked to generate twice: their pictures depend on the request alone.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from assetgen.model import Request
from assetgen.transforms.picture import probe

if TYPE_CHECKING:
    from assetgen.providers.base import Answer, Provider


class ProviderContract:
    """Subclass with a name that starts with `Test`, and the two methods overridden."""

    def provider(self) -> Provider:
        raise NotImplementedError

    def request(self) -> Request:
        return Request(self.provider().name, "A lone knight on a cliff at dawn")

    def test_it_has_the_name_of_its_requests(self) -> None:
        assert self.provider().name == self.request().provider

    def test_it_finds_no_problem_in_a_request_that_it_can_do(self) -> None:
        assert self.provider().problems(self.request()) == ()

    def test_a_price_is_exact_or_unknown(self) -> None:
        price = self.provider().price(self.request())
        assert price is None or (isinstance(price, Decimal) and price >= 0)

    def test_a_free_provider_costs_nothing(self) -> None:
        provider = self.provider()
        assert not provider.is_free or provider.price(self.request()) == 0

    def test_the_picture_is_in_the_answer_or_behind_its_link(self) -> None:
        answer = self.provider().send(self.request(), {})
        assert (answer.data is None) == (answer.url is not None)

    def test_the_answer_is_the_picture_that_it_declares(self) -> None:
        answer, data = self.picture(self.request())
        found = probe(data)
        assert answer.media_type in (None, found.media_type)
        assert answer.width in (None, found.width)
        assert answer.height in (None, found.height)

    def test_the_answer_costs_what_was_said(self) -> None:
        provider = self.provider()
        price, cost = provider.price(self.request()), provider.send(self.request(), {}).cost
        assert cost is None or price is None or cost == price

    def test_a_free_answer_depends_on_the_request_alone(self) -> None:
        if not self.provider().is_free:
            pytest.skip("what costs money is never the same twice")
        request = self.request()
        first = self.picture(request)
        assert self.picture(request) == first
        assert self.picture(replace(request, prompt=request.prompt + " again")) != first

    def picture(self, request: Request) -> tuple[Answer, bytes]:
        provider = self.provider()
        answer = provider.send(request, {})
        return answer, provider.download(answer.url or "") if answer.data is None else answer.data
