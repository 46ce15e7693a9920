"""One run's hold on money: journal, neighbours, recovery, and a buyer once somebody agreed.

Opened by `commands.session` beside the cache; nothing is made on disk before it is needed, so a
project that buys nothing has no journal. `reconcile` asks it how requests stand, and to buy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assetgen.planning.values import Prior, Standing
from assetgen.spending import outcomes
from assetgen.spending.buyer import Buyer
from assetgen.spending.fetching import Keeper
from assetgen.spending.gates import Gates
from assetgen.spending.held import find_held, is_bought_again
from assetgen.spending.journal import Journal, utc_now
from assetgen.spending.limiter import pausing
from assetgen.spending.orders import Again, Desk
from assetgen.spending.records import DOUBTFUL, OPEN, State
from assetgen.spending.recovery import DELAYS, Recovered, recover
from assetgen.spending.runs import Run, Runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from assetgen.model import Address, Digest, Fingerprint, ProviderSettings, Request
    from assetgen.providers.base import Provider, ReferenceFile
    from assetgen.spending.held import Held
    from assetgen.spending.limits import Limits
    from assetgen.spending.ports import Measure, Pictures
    from assetgen.spending.records import Attempt


@dataclass(frozen=True, slots=True)
class Terms:
    """On what a run may buy: limits, what may be sent again, how fast, and what files there are."""

    limits: Limits
    settings: Mapping[str, ProviderSettings]
    again: Again
    references: Callable[[Request], Mapping[Digest, ReferenceFile]]


class Account:
    """The money side of one run on one cache. `folder` is the cache's layout folder.

    `project` names the folder that a month's budget is of. Closed at the end of the run.
    """

    def __init__(self, folder: Path, project: str, pictures: Pictures, measure: Measure) -> None:
        self._path = folder / "journal.db"
        self._runs = Runs(folder / "runs")
        self._project = project
        self._pictures = pictures
        self._measure = measure
        self._journal: Journal | None = None
        self._run: Run | None = None
        self._known: frozenset[int] | None = None

    @property
    def has_journal(self) -> bool:
        """Whether anything was ever sent from this cache."""
        return self._journal is not None or self._path.exists()

    @property
    def journal(self) -> Journal:
        """The journal, made when missing. Raises CacheError."""
        if self._journal is None:
            self._journal = Journal(self._path)
        return self._journal

    def recover(
        self,
        provider: Callable[[str], Provider],
        should_stop: Callable[[], bool],
        *,
        offline: bool,
    ) -> Recovered:
        """Put in order what dead runs left; what is uncertain from now on belongs to this run."""
        if not self.has_journal:
            self._known = frozenset()
            return Recovered()
        keeper = self._keeper(should_stop)
        keeper = replace(keeper, delays=DELAYS)
        found = recover(keeper, self._begun().id, self._runs.is_alive, provider, offline=offline)
        self._known = found.known
        return found

    def priors(
        self, requests: Mapping[Fingerprint, AbstractSet[Address]], again: Again
    ) -> dict[Fingerprint, Prior]:
        """How each of these requests stands, where anything was sent for it; take 1."""
        if not requests or not self.has_journal:
            return {}
        again = self._with_known(again)
        found = {}
        for fingerprint, attempts in self.journal.attempts_of(requests).items():
            held = find_held(attempts, 1, self._runs.is_alive)
            if held.standing not in {Standing.NOTHING, Standing.RESULT}:
                asked = bool(again.uncertain & requests[fingerprint])
                found[fingerprint] = self._prior(held, again, asked=asked)
        return found

    def buyer(
        self, terms: Terms, provider: Callable[[str], Provider], should_stop: Callable[[], bool]
    ) -> Buyer:
        """Who buys in this run, on these terms."""
        desk = Desk(
            run=self._begun().id,
            project=self._project,
            journal=self.journal,
            keeper=self._keeper(should_stop),
            gates=Gates(terms.settings, should_stop),
            limits=terms.limits,
            provider=provider,
            is_alive=self._runs.is_alive,
            references=terms.references,
            again=self._with_known(terms.again),
        )
        return Buyer(desk)

    def spent_this_run(self) -> Decimal:
        """USD that this run's answers cost, by their own word or else by the price."""
        attempts = () if self._run is None else self.journal.of_run(self._run.id)
        return _owed(attempt for attempt in attempts if attempt.is_billed)

    def spent_this_month(self, *, pretend: bool = False) -> Decimal:
        """USD that count for this project in this UTC month, real money or pretend."""
        if not self.has_journal:
            return Decimal(0)
        since = utc_now().strftime("%Y-%m-01")
        return _owed(self.journal.history(self._project, pretend=pretend, since=since))

    def close(self) -> None:
        """End the run and give the journal back. A second call does nothing."""
        if self._run is not None:
            self._run.close()
            self._run = None
        if self._journal is not None:
            self._journal.close_file()
            self._journal = None

    def _prior(self, held: Held, again: Again, *, asked: bool) -> Prior:
        run = self._run.id if self._run is not None else ""
        if held.standing in {Standing.ANSWERED, Standing.BUSY}:
            may_send = True
        elif held.standing is Standing.REFUSED:
            may_send = again.refused and held.attempt is not None and held.attempt.run != run
        elif held.standing is Standing.UNUSABLE:
            may_send = False
        else:
            may_send = is_bought_again(
                held, again.known, run, asked=asked, by_itself=again.by_itself
            )
        problem = None if may_send else outcomes.error_of(held)
        return Prior(held.standing, problem, held.may_have_cost)

    def _with_known(self, again: Again) -> Again:
        """What is uncertain from before this run; without a run, all that is uncertain now."""
        known = self._known
        if known is None:
            known = frozenset(
                attempt.id
                for attempt in self.journal.in_states(OPEN | DOUBTFUL)
                if attempt.state is not State.ANSWERED
            )
        return replace(again, known=known)

    def _begun(self) -> Run:
        if self._run is None:
            self._runs.sweep()
            self._run = self._runs.begin(utc_now())
        return self._run

    def _keeper(self, should_stop: Callable[[], bool]) -> Keeper:
        return Keeper(
            self.journal, self._pictures, self._measure, should_stop, pausing(should_stop)
        )


def _owed(attempts: Iterable[Attempt]) -> Decimal:
    return sum((one.owed for one in attempts if one.owed is not None), Decimal(0))
