"""Everything that has to be true before a sync may spend: recovery, consent, limits.

Between the plan and the spending room: what is paid in a plan, who agreed to it, and the one
function that workers buy with. Called by `reconcile`.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from assetgen.digest import digest_bytes, request_fingerprint
from assetgen.errors import TreeError, UsageError
from assetgen.model import ProviderSettings, Request
from assetgen.planning.values import Action, Standing
from assetgen.providers.base import Biller, Listing, ProviderError, ReferenceFile
from assetgen.spending.account import Terms
from assetgen.spending.consent import Consent, Estimate, check_month, seek_consent
from assetgen.spending.errors import SkippedError
from assetgen.spending.gates import CONCURRENCY
from assetgen.spending.limits import Limits
from assetgen.spending.orders import Again
from assetgen.spending.records import PRETEND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from assetgen.model import Address, Digest, Fingerprint, Spec
    from assetgen.planning.values import AssetPlan, Plan
    from assetgen.providers.base import Provider
    from assetgen.spending.account import Account
    from assetgen.spending.fetching import Bought
    from assetgen.spending.orders import Order


MOST_SENDERS = 64
_PLAIN = ProviderSettings()


@dataclass(frozen=True, slots=True)
class Purse:
    """What a command line says about money: who agrees, what may be sent again, `--offline`.

    `rebuy` names assets whose lost pictures may be bought a second time.
    """

    consent: Consent = field(default_factory=Consent)
    again: Again = field(default_factory=Again)
    rebuy: frozenset[Address] = frozenset()
    offline: bool = False


@dataclass(frozen=True, slots=True)
class Shop:
    """Where a run may buy: its providers, its account, and the project that files lie in."""

    provider: Callable[[str], Provider]
    account: Account
    folder: Path


def agree(
    shop: Shop, spec: Spec, plan: Plan, purse: Purse, should_stop: Callable[[], bool]
) -> Callable[[Order], Bought]:
    """The function that buys what a plan needs, within everything that was agreed to.

    With nothing to pay for it is never called. Raises ConsentError when nobody agreed.
    """
    paid = paid_assets(plan, shop.provider)
    if purse.offline:
        return _offline
    if not paid:
        return _unplanned
    bill = _month_bill(shop, spec, paid)
    consent, month = purse.consent, spec.project.per_month
    months = (shop.account.spent_this_month(pretend=pretend) for pretend in (False, True))
    has_history = bill is not None or any(months)
    check_month(consent, month, is_ci=_is_ci(), has_history=has_history)
    granted = seek_consent(estimate(paid), _trusting(consent, spec, paid))
    limits = Limits(
        per_run=spec.project.per_run,
        per_month=month,
        max_cost=consent.max_cost,
        granted=granted.limit,
        month_bill=bill,
    )
    files = {d: path for asset in spec.assets for d, path in asset.reference_files.items()}
    terms = Terms(limits, spec.providers, purse.again, lambda r: _read(shop.folder, files, r))
    return shop.account.buyer(terms, shop.provider, should_stop).buy


def _trusting(consent: Consent, spec: Spec, paid: Iterable[AssetPlan]) -> Consent:
    """Consent by `confirm_above` only at prices that no spec named: a stranger may have written it.

    A person who is asked, `--yes` and `--max-cost` agree all the same.
    """
    requests = (asset.asset.source for asset in paid)
    named = any(
        request.model in spec.providers.get(request.provider, _PLAIN).prices
        for request in requests
        if isinstance(request, Request)
    )
    return replace(consent, confirm_above=None) if named else consent


def paid_assets(plan: Plan, provider: Callable[[str], Provider]) -> list[AssetPlan]:
    """The assets of a plan for which something is sent to a provider that is not free."""
    return [
        asset
        for asset in plan.assets
        if asset.action is Action.GENERATE
        and isinstance(asset.asset.source, Request)
        and not provider(asset.asset.source.provider).is_free
    ]


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a person wants to know before saying yes.

    `listed` names providers with the UTC day of their price list; `per_minute` is the slowest pace
    that the spec asks for; `month` is USD spent in this UTC month of `per_month`.
    """

    listed: Mapping[str, date] = field(default_factory=dict)
    per_minute: int | None = None
    month: Decimal = Decimal(0)
    per_month: Decimal | None = None


def prospect(shop: Shop, spec: Spec, plan: Plan) -> Prospect | None:
    """What is ahead of a plan that costs something; None for one that does not."""
    paid = paid_assets(plan, shop.provider)
    names = {a.asset.source.provider for a in paid if isinstance(a.asset.source, Request)}
    if not names:
        return None
    sellers = {name: shop.provider(name) for name in sorted(names)}
    dates = {n: s.listed for n, s in sellers.items() if isinstance(s, Listing)}
    paces = (spec.providers.get(name, _PLAIN).requests_per_minute for name in names)
    pretend = any(seller.realm == PRETEND for seller in sellers.values())
    return Prospect(
        listed={name: when.date() for name, when in dates.items() if when is not None},
        per_minute=min((pace for pace in paces if pace is not None), default=None),
        month=shop.account.spent_this_month(pretend=pretend),
        per_month=spec.project.per_month,
    )


def senders(spec: Spec, paid: Iterable[AssetPlan]) -> int:
    """How many workers it takes to keep the providers busy while others fetch and render."""
    names = {a.asset.source.provider for a in paid if isinstance(a.asset.source, Request)}
    at_once = sum(spec.providers.get(n, _PLAIN).concurrency or CONCURRENCY for n in names)
    return min(2 * at_once, MOST_SENDERS)


def estimate(paid: Iterable[AssetPlan]) -> Estimate:
    """What these assets would cost: each request once, an answer that is only fetched nothing."""
    prices: dict[Fingerprint, Decimal | None] = {}
    for asset in paid:
        prior = asset.source.prior
        if isinstance(asset.asset.source, Request) and (
            prior is None or prior.standing is not Standing.ANSWERED
        ):
            prices.setdefault(request_fingerprint(asset.asset.source), asset.cost)
    known = [price for price in prices.values() if price is not None]
    return Estimate(len(prices), sum(known, Decimal(0)), len(prices) - len(known))


def _month_bill(shop: Shop, spec: Spec, paid: Iterable[AssetPlan]) -> Decimal | None:
    """What the providers themselves billed this UTC month, where a monthly budget needs it."""
    if spec.project.per_month is None:
        return None
    now = datetime.now(UTC)
    start = datetime(now.year, now.month, 1, tzinfo=UTC)
    names = {a.asset.source.provider for a in paid if isinstance(a.asset.source, Request)}
    bills: list[Decimal] = []
    for name in sorted(names):
        provider = shop.provider(name)
        if isinstance(provider, Biller):
            with suppress(ProviderError):
                bills.append(provider.costs(start, now + timedelta(seconds=1)).total)
    return sum(bills, Decimal(0)) if bills else None


def _read(
    folder: Path, files: Mapping[Digest, str], request: Request
) -> dict[Digest, ReferenceFile]:
    """The files that a request names, whole and as they were when the spec was read."""
    found = {}
    for digest, path in files.items():
        if digest not in request.references:
            continue
        try:
            data = (folder / path).read_bytes()
        except OSError as error:
            raise TreeError(f"can't read the reference: {path}: {error.strerror}") from error
        if digest_bytes(data) != digest:
            raise TreeError(f"the reference changed during the run: {path}", "run it again")
        found[digest] = ReferenceFile(digest, data, _media_type(data))
    return found


def _media_type(data: bytes) -> str:
    from assetgen.transforms.picture import media_type

    return media_type(data)


def _offline(order: Order) -> Bought:
    raise SkippedError(f"{order.address}: not bought: --offline")


def _unplanned(order: Order) -> Bought:
    raise UsageError(f"{order.address}: the plan did not say that this would be bought")


def _is_ci() -> bool:
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}
