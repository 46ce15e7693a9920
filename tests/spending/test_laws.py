"""Laws of buying: whatever a provider does, whenever a process dies, money is accounted for."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetgen.errors import AssetgenError
from assetgen.spending.ledger import sum_costs
from tests.spending.fakes import OUTCOMES, PRICE, Killed, World

PROMPTS = ["a knight", "an owl", "a tree"]
DOWNLOADS = ["ok", "cut", "dead", "too big"]


def run_once(world: World, limit: int | None) -> None:
    """One run over all prompts, killed after so many effects."""
    try:
        run = world.begin(limit=limit)
        for prompt in PROMPTS:
            try:
                run.buy(prompt)
            except AssetgenError:
                continue
    except Killed:
        pass
    world.alive.clear()


@given(
    script=st.lists(st.sampled_from(OUTCOMES), max_size=12),
    downloads=st.lists(st.sampled_from(DOWNLOADS), max_size=6),
    limits=st.lists(st.integers(0, 40), max_size=4),
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_answered_is_bought_twice_and_the_ledger_is_the_bill(
    script: list[str], downloads: list[str], limits: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        world.server.script, world.server.downloads = list(script), list(downloads)
        for limit in limits:
            run_once(world, limit)
        run_once(world, None)
        run_once(world, None)
        attempts = world.attempts()
        world.journal.close_file()

    costs = sum_costs(attempts)
    assert costs.total <= world.server.bill <= costs.total + costs.uncertain

    for request in {attempt.purchase.fingerprint for attempt in attempts}:
        states = [a.state.value for a in attempts if a.purchase.fingerprint == request]
        count = Counter(states)
        # An answer that became a picture ends it; one that was no picture, too.
        assert count["stored"] + count["unusable"] + count["refused"] <= 1
        assert not {"stored", "unusable", "refused"} & set(states[:-1])
        # By itself at most once more, and nothing is left open by a run that went to its end.
        assert count["uncertain"] + count["lost"] <= 2
        assert count["sent"] == 0

    stored = [a for a in attempts if a.state.value == "stored"]
    assert len(stored) == len(world.pictures.results)
    assert all(a.digest in world.pictures.kept for a in stored)


@given(limit=st.integers(0, 30), second=st.integers(0, 30))
@settings(max_examples=30, deadline=None)
def test_with_a_provider_that_works_everything_arrives_and_only_what_was_in_flight_is_uncertain(
    limit: int, second: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        for effects in (limit, second, None, None):
            run_once(world, effects)
        attempts = world.attempts()
        world.journal.close_file()
    uncertain = [a for a in attempts if a.state.value == "uncertain"]
    assert len(uncertain) <= 2
    twice = {p for p, n in Counter(a.purchase.fingerprint for a in uncertain).items() if n > 1}
    assert len(world.pictures.results) == len(PROMPTS) - len(twice)
    costs = sum_costs(attempts)
    assert costs.uncertain == PRICE * len(uncertain)
    assert costs.total == PRICE * len(world.pictures.results)
