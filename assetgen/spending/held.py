"""What is held for (request, take): the first table of buying, as one pure function.

Takes the attempts of a request and says how one take of it stands. Looks at nothing itself: who is
alive is passed in. Called by `buyer` before each send and by the plan to say what it may cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from assetgen.planning.values import Standing
from assetgen.spending.records import DOUBTFUL, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from assetgen.model import Fingerprint
    from assetgen.spending.records import Attempt


@dataclass(frozen=True, slots=True)
class Held:
    """A standing and the attempt that it rests on.

    `doubtful` are the attempts that may have been paid for without a picture, since the last one
    that brought one; empty unless the standing is UNCERTAIN or LOST.
    """

    standing: Standing
    attempt: Attempt | None = None
    doubtful: tuple[Attempt, ...] = ()

    @property
    def may_have_cost(self) -> Decimal | None:
        """USD that the doubtful attempts may have cost; None when a price is unknown."""
        owed = [attempt.owed for attempt in self.doubtful]
        known = [amount for amount in owed if amount is not None]
        return sum(known, Decimal(0)) if len(known) == len(owed) else None

    def times(self, *, but: str = "") -> int:
        """In how many runs it went wrong, the run `but` left out."""
        return len({attempt.run for attempt in self.doubtful} - {but})


_STANDINGS = {
    State.REFUSED: Standing.REFUSED,
    State.UNUSABLE: Standing.UNUSABLE,
    State.UNCERTAIN: Standing.UNCERTAIN,
    State.SENT: Standing.UNCERTAIN,
    State.LOST: Standing.LOST,
}


def find_held(
    attempts: Sequence[Attempt],
    number: int,
    is_alive: Callable[[str], bool],
    *,
    has_result: bool = False,
) -> Held:
    """How take `number` stands, by all attempts of its request in the order they were made.

    `is_alive` tells whether a run is alive; an open attempt without a live owner is nobody's. Of
    several things that are over, the last one counts; a refusal is one for every take.
    """
    own = [attempt for attempt in attempts if attempt.purchase.number == number]
    if has_result:
        return Held(Standing.RESULT)
    for attempt in own:
        if attempt.is_open and attempt.owner is not None and is_alive(attempt.owner):
            return Held(Standing.BUSY, attempt)
    for attempt in reversed(own):
        if attempt.state is State.ANSWERED:
            return Held(Standing.ANSWERED, attempt)
    return _by_the_last(attempts, own)


def find_all_held(
    attempts: Mapping[Fingerprint, Sequence[Attempt]],
    wanted: Iterable[tuple[Fingerprint, int]],
    is_alive: Callable[[str], bool],
) -> dict[tuple[Fingerprint, int], Held]:
    """How every wanted (request, take) without a result stands, where anything is known of it.

    Each run is asked for once.
    """
    alive: dict[str, bool] = {}

    def remembered(run: str) -> bool:
        if run not in alive:
            alive[run] = is_alive(run)
        return alive[run]

    found = {
        (request, number): find_held(attempts[request], number, remembered)
        for request, number in wanted
        if request in attempts
    }
    return {key: held for key, held in found.items() if held.standing is not Standing.NOTHING}


def is_bought_again(
    held: Held, known: AbstractSet[int], run: str, *, asked: bool, by_itself: bool
) -> bool:
    """Whether `run` may send what is uncertain or lost once more.

    Only in a later run: `known` are the doubtful attempts from before this run began. Without
    being `asked`, it is done `by_itself` at most once.
    """
    if any(_is_doubtful(attempt) and attempt.id not in known for attempt in held.doubtful):
        return False
    return asked or (by_itself and held.times(but=run) <= 1)


def _by_the_last(attempts: Sequence[Attempt], own: Sequence[Attempt]) -> Held:
    over = [a for a in own if a.state in _STANDINGS or a.state is State.STORED]
    last = over[-1] if over else None
    refused = _refusal(attempts)
    if refused is not None and (last is None or refused.id >= last.id):
        return Held(Standing.REFUSED, refused)
    if last is None or last.state in {State.STORED, State.REFUSED}:
        return Held(Standing.NOTHING)
    standing = _STANDINGS[last.state]
    doubtful = () if standing is Standing.UNUSABLE else _doubtful(own)
    return Held(standing, last, doubtful)


def _refusal(attempts: Sequence[Attempt]) -> Attempt | None:
    """The last refusal of the request, unless moderation let it pass later."""
    for attempt in reversed(attempts):
        if attempt.state is State.REFUSED:
            return attempt
        if attempt.state in {State.STORED, State.ANSWERED}:
            return None
    return None


def _doubtful(own: Sequence[Attempt]) -> tuple[Attempt, ...]:
    """From the first doubtful attempt after the last picture: it and all that may have cost."""
    found: list[Attempt] = []
    for attempt in own:
        if attempt.state is State.STORED:
            found.clear()
        elif _is_doubtful(attempt) or (found and attempt.state is State.FAULT):
            found.append(attempt)
    return tuple(found)


def _is_doubtful(attempt: Attempt) -> bool:
    return attempt.state in DOUBTFUL or attempt.state is State.SENT
