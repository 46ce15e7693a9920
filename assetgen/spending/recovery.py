"""What dead runs left behind, put in order before anything is sent: the first step of every sync.

Answers that were paid for and not stored are fetched for nothing; what was sent without an answer
is marked uncertain. Buys nothing. Called by `reconcile`, also under `--max-cost 0`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assetgen.errors import UnusableError, UsageError
from assetgen.spending.errors import LostPictureError, NotFetchedError
from assetgen.spending.records import DIED, DOUBTFUL, OPEN, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from assetgen.providers.base import Provider
    from assetgen.spending.fetching import Keeper
    from assetgen.spending.records import Attempt

DELAYS = (1.0, 2.0)
"""Seconds between the tries of one download; whoever needs the picture tries longer."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What became of the attempts of dead runs, of all projects.

    `left` have an answer that can't be fetched now. `known` are the ids of all that is uncertain
    or lost as this run begins: these, and no later ones, it may buy again.
    """

    stored: tuple[Attempt, ...] = ()
    uncertain: tuple[Attempt, ...] = ()
    lost: tuple[Attempt, ...] = ()
    unusable: tuple[Attempt, ...] = ()
    left: tuple[Attempt, ...] = ()
    known: frozenset[int] = frozenset()


def recover(
    keeper: Keeper,
    run: str,
    is_alive: Callable[[str], bool],
    provider: Callable[[str], Provider],
    *,
    offline: bool = False,
) -> Recovered:
    """Settle every open attempt without a live owner. Raises CacheError.

    `offline` downloads nothing: what lies in the cache already is still brought to its end.
    """
    journal = keeper.journal
    ended: dict[State, list[Attempt]] = {state: [] for state in State}
    for attempt in journal.in_states(OPEN):
        if attempt.owner is not None and is_alive(attempt.owner):
            continue
        if attempt.state is State.SENT:
            journal.close(attempt, State.UNCERTAIN, DIED)
            ended[State.UNCERTAIN].append(attempt)
            continue
        adopted = journal.adopt(attempt, run)
        if adopted is not None:
            seller = None if offline else _found(provider, attempt.purchase.provider)
            ended[_fetched(keeper, adopted, seller)].append(attempt)
    known = frozenset(attempt.id for attempt in journal.in_states(DOUBTFUL))
    return Recovered(
        stored=tuple(ended[State.STORED]),
        uncertain=tuple(ended[State.UNCERTAIN]),
        lost=tuple(ended[State.LOST]),
        unusable=tuple(ended[State.UNUSABLE]),
        left=tuple(ended[State.ANSWERED]),
        known=known,
    )


def _fetched(keeper: Keeper, attempt: Attempt, provider: Provider | None) -> State:
    done = False
    try:
        keeper.collect(attempt, provider)
        done = True
    except LostPictureError:
        return State.LOST
    except UnusableError:
        return State.UNUSABLE
    except NotFetchedError:
        return State.ANSWERED
    finally:
        if not done:
            keeper.journal.release(attempt)
    return State.STORED


def _found(provider: Callable[[str], Provider], name: str) -> Provider | None:
    """The provider of that name; None when this project or machine has none such."""
    try:
        return provider(name)
    except UsageError:
        return None
