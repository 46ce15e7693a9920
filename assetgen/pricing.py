"""What a plan costs and what providers say of it: only requests that would be sent are looked at.

Called by `reconcile` once a plan is narrowed to what the command is about.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assetgen.errors import Problem, SpecError, UsageError
from assetgen.model import Request
from assetgen.planning.values import Action, Standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetgen.planning.values import AssetPlan, Plan
    from assetgen.providers.base import Provider

    _Problems = dict[tuple[str, str, str | None], list[AssetPlan]]
    """Assets by the name before their @, what is wrong with them, and its hint."""


def priced(plan: Plan, provider: Callable[[str], Provider]) -> Plan:
    """The plan with prices and with what providers warn of.

    Raises SpecError: what a provider can't do is a problem at the asset's place.
    """
    problems: _Problems = defaultdict(list)
    assets = tuple(_with_price(provider, asset, problems) for asset in plan.assets)
    if problems:
        raise SpecError([_problem(*key, group) for key, group in problems.items()])
    sources = [a.asset.source for a in assets if a.action is Action.GENERATE]
    said = dict.fromkeys(
        warning
        for request in sources
        if isinstance(request, Request)
        for warning in provider(request.provider).warnings(request)
    )
    return replace(plan, assets=assets, notices=(*plan.notices, *said))


def _with_price(
    provider: Callable[[str], Provider],
    plan: AssetPlan,
    problems: _Problems,
) -> AssetPlan:
    source = plan.asset.source
    if plan.action is not Action.GENERATE or not isinstance(source, Request):
        return replace(plan, cost=Decimal(0))
    name = plan.address.partition("@")[0]
    try:
        seller = provider(source.provider)
    except UsageError as error:
        problems[name, error.message, error.hint].append(plan)
        return plan
    for sentence in seller.problems(source):
        problems[name, sentence, None].append(plan)
    prior = plan.source.prior
    is_paid = prior is not None and prior.standing is Standing.ANSWERED
    return replace(plan, cost=Decimal(0) if is_paid else seller.price(source))


def _problem(name: str, sentence: str, hint: str | None, group: list[AssetPlan]) -> Problem:
    more = f" ({len(group)} assets, first {group[0].address})" if len(group) > 1 else ""
    return Problem(group[0].asset.place, f"asset.{name}: {sentence}{more}", hint)
