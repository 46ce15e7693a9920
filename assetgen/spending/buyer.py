"""Buys one picture: the one place from which anything is sent that can cost money.

Called by workers, one order each, from many threads and processes at once. Decides nothing of its
own: `held` says how (request, take) stands, `outcomes` what came of a send, `journal` whether the
money is there. Every step leaves the journal in a state from which the next run goes on.

    1. a result that is held    2. a neighbour at work: wait    3. an answer: fetch it
    4. may it be sent           5. a turn to send               6. the row `sent`
    7. send                     8. the row `answered`           9. fetch, keep, close the row
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from assetgen.errors import AssetgenError
from assetgen.planning.values import Standing
from assetgen.providers.base import (
    AccountError,
    Answer,
    NotSentError,
    ProviderError,
    RateLimitedError,
    ServerFaultError,
    UnusableAnswerError,
)
from assetgen.spending import outcomes
from assetgen.spending.errors import SkippedError
from assetgen.spending.fetching import Bought, Way
from assetgen.spending.held import find_held, is_bought_again
from assetgen.spending.orders import Deal, Tries, purchase_of
from assetgen.spending.records import DIED, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assetgen.model import Digest
    from assetgen.providers.base import Provider, ReferenceFile
    from assetgen.spending.gates import Gate
    from assetgen.spending.held import Held
    from assetgen.spending.limiter import Turn
    from assetgen.spending.orders import Desk, Order
    from assetgen.spending.records import Attempt, Purchase

POLL = 0.2
"""Seconds between two looks at a neighbour who is buying the same."""


class Buyer:
    """Buys what is ordered, at most once each. Usable from many threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def buy(self, order: Order) -> Bought:
        """The picture of an order: held, recovered or bought now.

        Raises InterruptedError when everything was stopped before it was sent, one of the room's
        errors when it can't or may not be had, UnusableError, and CacheError.
        """
        desk = self._desk
        provider = desk.provider(order.request.provider)
        purchase = purchase_of(order, desk.project, provider.realm)
        tries = Tries()
        while True:
            # The journal first: whoever closes an attempt has stored its result before.
            attempts = desk.journal.attempts_of([purchase.fingerprint])
            own = attempts.get(purchase.fingerprint, ())
            bought = desk.keeper.held(purchase)
            if bought is not None:
                return bought
            held = find_held(own, purchase.number, desk.is_alive)
            bought = self._step(held, own, Deal(order, purchase, provider, tries))
            if bought is not None:
                return bought

    def _step(self, held: Held, attempts: Sequence[Attempt], deal: Deal) -> Bought | None:
        """One step towards the picture; None: look again."""
        if held.standing is Standing.BUSY:
            self._wait(deal)
            return None
        if held.standing is Standing.ANSWERED and held.attempt is not None:
            return self._recover(held.attempt, deal)
        remade = self._remade(attempts, deal.purchase)
        if remade is not None:
            return remade
        self._check(held, deal.order)
        return self._send(attempts, deal)

    def _wait(self, deal: Deal) -> None:
        desk = self._desk
        if desk.keeper.should_stop():
            raise InterruptedError
        if deal.tries.waits_until is None:
            patience = desk.gates.of(deal.purchase.provider).patience
            deal.tries.waits_until = desk.clock() + patience
        elif desk.clock() > deal.tries.waits_until:
            raise SkippedError(
                "skipped: another process is buying it", "run assetgen sync again when it is done"
            )
        desk.keeper.pause(POLL)

    def _recover(self, attempt: Attempt, deal: Deal) -> Bought | None:
        adopted = self._desk.journal.adopt(attempt, self._desk.run)
        if adopted is None:
            return None
        with self._owned(adopted):
            return self._desk.keeper.collect(adopted, deal.provider)

    def _remade(self, attempts: Sequence[Attempt], purchase: Purchase) -> Bought | None:
        for attempt in reversed(attempts):
            if attempt.purchase.number == purchase.number and attempt.state is State.STORED:
                return self._desk.keeper.remade(attempt, purchase)
        return None

    def _check(self, held: Held, order: Order) -> None:
        """Raise unless this may be sent, as it stands."""
        desk, attempt = self._desk, held.attempt
        if attempt is None:
            return
        if attempt.state is State.SENT:
            attempt = desk.journal.close(attempt, State.UNCERTAIN, DIED)
            held = replace(held, attempt=attempt)
        if held.standing is Standing.REFUSED:
            may_send = desk.again.refused and attempt.run != desk.run
        elif held.standing is Standing.UNUSABLE:
            may_send = False
        else:
            is_named = order.address in desk.again.uncertain
            known, by_itself = desk.again.known, desk.again.by_itself
            may_send = is_bought_again(held, known, desk.run, asked=is_named, by_itself=by_itself)
        if not may_send:
            raise outcomes.error_of(held)

    def _send(self, basis: Sequence[Attempt], deal: Deal) -> Bought | None:
        desk, gate = self._desk, self._desk.gates.of(deal.purchase.provider)
        gate.check()
        references = desk.references(deal.order.request)
        with gate.turn(deal.order.position) as turn:
            attempt = desk.journal.reserve(deal.purchase, desk.run, desk.limits, basis)
            if attempt is None:
                return None
            with self._owned(attempt):
                outcome = _sent(deal, references, turn)
                # Before the turn ends: no more may be in doubt than may be in flight, and
                # whoever is next has to see what came of this one.
                if isinstance(outcome, Answer):
                    attempt = self._note(attempt, outcome)
                else:
                    delay = _delay(outcome, deal.tries)
                    self._settle(attempt, outcome)
                    _count(outcome, delay, gate, deal.purchase)
        if isinstance(outcome, Answer):
            with self._owned(attempt):
                return self._keep(attempt, outcome, gate, deal.provider)
        if delay is None:
            raise outcomes.error_after(outcome, deal.purchase.price)
        if delay > 0:
            desk.keeper.pause(delay)
        return None

    def _note(self, attempt: Attempt, answer: Answer) -> Attempt:
        """Keep bytes that came inside an answer, then write the answer down."""
        data = answer.data
        blobs = self._desk.keeper.pictures.blobs
        digest = None if data is None else blobs.put(data, durable=True)
        return self._desk.journal.answer(attempt, answer, digest)

    def _keep(self, attempt: Attempt, answer: Answer, gate: Gate, provider: Provider) -> Bought:
        try:
            kept = self._desk.keeper.collect(attempt, provider, answer.data)
        except AssetgenError:
            gate.count(is_usable=False)
            raise
        gate.count(is_usable=True)
        warnings = outcomes.size_warnings(answer, kept)
        return Bought(kept.take, kept.data, Way.GENERATED, warnings)

    def _settle(self, attempt: Attempt, error: ProviderError) -> None:
        """Write down how a send ended."""
        journal = self._desk.journal
        if isinstance(error, UnusableAnswerError) and error.cost is not None:
            named = Answer(generation_id=error.generation_id, cost=error.cost)
            attempt = journal.answer(attempt, named)
        journal.close(attempt, outcomes.state_after(error), error.message)

    @contextmanager
    def _owned(self, attempt: Attempt) -> Iterator[None]:
        """Whatever ends the block, nobody waits for an attempt that is not worked on any more."""
        done = False
        try:
            yield
            done = True
        finally:
            if not done:
                self._desk.journal.release(attempt)


def _sent(
    deal: Deal, references: Mapping[Digest, ReferenceFile], turn: Turn
) -> Answer | ProviderError:
    try:
        answer = deal.provider.send(deal.order.request, references)
    except RateLimitedError as error:
        turn.limited(error.retry_after, error.rate)
        return error
    except ProviderError as error:
        turn.sent()
        return error
    turn.sent(answer.rate)
    return answer


def _delay(error: ProviderError, tries: Tries) -> float | None:
    """Seconds until it is sent once more; None when it is not. After a 429 the gate waits."""
    if isinstance(error, RateLimitedError):
        return 0.0
    if isinstance(error, NotSentError):
        tries.unsent += 1
        return None if tries.unsent >= outcomes.SENDS_UNSENT else 2.0 ** (tries.unsent - 1)
    if isinstance(error, ServerFaultError):
        tries.faults += 1
        return None if tries.faults >= outcomes.SENDS_AT_FAULT else 2.0**tries.faults
    return None


def _count(error: ProviderError, delay: float | None, gate: Gate, purchase: Purchase) -> None:
    """Count what came of a send, and close the gate where nobody should send any more."""
    if isinstance(error, RateLimitedError):
        _give_up_on_long_waits(error, gate)
    elif delay is None:
        gate.count(is_usable=False)
        if isinstance(error, AccountError):
            gate.close(outcomes.error_after(error, purchase.price))


def _give_up_on_long_waits(error: RateLimitedError, gate: Gate) -> None:
    seconds = error.retry_after
    if seconds is not None and seconds > outcomes.LONGEST_WAIT:
        sentence = f"not sent: {gate.name} asks to wait for {seconds:.0f} s"
        gate.close(SkippedError(sentence, "run assetgen sync again later"))
