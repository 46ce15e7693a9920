"""The first step of every sync: what dead runs left behind, for every moment of their death."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assetgen.errors import UsageError
from assetgen.spending.errors import UncertainOutcomeError
from assetgen.spending.fetching import Keeper
from assetgen.spending.limits import Limits
from assetgen.spending.recovery import Recovered, recover
from tests.spending.fakes import FakeProvider, Killed, World, measure

if TYPE_CHECKING:
    from decimal import Decimal

    from assetgen.providers.base import Provider


def killed_after(world: World, effects: int, outcome: str = "ok") -> None:
    world.server.script = [outcome]
    run = world.begin(limit=effects)
    with pytest.raises(Killed):
        run.buy()
    run.die()


def counts(recovered: Recovered) -> dict[str, int]:
    names = ("stored", "uncertain", "lost", "unusable", "left")
    found = {name: len(getattr(recovered, name)) for name in names}
    return {name: number for name, number in found.items() if number}


@pytest.mark.parametrize(
    ("effects", "outcome", "found", "states"),
    [
        (0, "ok", {}, []),
        (1, "ok", {"uncertain": 1}, ["uncertain"]),
        (4, "ok", {"uncertain": 1}, ["uncertain"]),
        (5, "ok", {"stored": 1}, ["stored"]),
        (6, "ok", {"stored": 1}, ["stored"]),
        (9, "ok", {"stored": 1}, ["stored"]),
        (10, "ok", {}, ["stored"]),
        (5, "inline", {"uncertain": 1}, ["uncertain"]),
        (6, "inline", {"stored": 1}, ["stored"]),
        (5, "not a picture", {"unusable": 1}, ["unusable"]),
    ],
)
def test_what_a_run_left_that_died_after_so_many_effects(
    world: World, effects: int, outcome: str, found: dict[str, int], states: list[str]
) -> None:
    killed_after(world, effects, outcome)
    assert counts(world.begin().recovered) == found
    assert world.states() == states
    assert counts(world.begin().recovered) == {}


def test_recovery_buys_nothing_and_is_done_under_a_limit_of_nothing(world: World) -> None:
    killed_after(world, 6)
    sent = len(world.server.sent)
    nothing: Decimal = world.server.bill * 0
    run = world.begin(limits=Limits(max_cost=nothing))
    assert run.buy().take.number == 1
    assert len(world.server.sent) == sent


def test_a_dead_link_makes_it_lost_and_it_is_known_to_this_run(world: World) -> None:
    killed_after(world, 6)
    world.server.downloads = ["cut", "dead"]
    recovered = world.begin().recovered
    assert counts(recovered) == {"lost": 1}
    assert recovered.known == {1}


def test_a_server_that_is_down_leaves_it_for_later(world: World) -> None:
    killed_after(world, 6)
    world.server.downloads = ["cut"] * 99
    assert counts(world.begin().recovered) == {"left": 1}
    assert world.states() == ["answered"]
    world.server.downloads = []
    assert counts(world.begin().recovered) == {"stored": 1}


def test_what_a_live_run_is_at_work_on_is_left_alone(world: World) -> None:
    run = world.begin(limit=6)
    with pytest.raises(Killed):
        run.buy()
    assert counts(world.begin().recovered) == {}
    assert world.states() == ["answered"]


def recovered_with(world: World, provider: Provider | None, *, offline: bool = False) -> Recovered:
    def found(name: str) -> Provider:
        if provider is None:
            raise UsageError(f"no such provider: {name}")
        return provider

    keeper = Keeper(world.journal, world.pictures, measure, lambda: False, world.clock.pause)
    return recover(keeper, "run-9", world.is_alive, found, offline=offline)


def test_without_the_provider_that_was_paid_it_is_left(world: World) -> None:
    killed_after(world, 6)
    world.begin(recovers=False)
    assert counts(recovered_with(world, None)) == {"left": 1}


def test_offline_nothing_is_fetched(world: World) -> None:
    killed_after(world, 6)
    world.begin(recovers=False)
    provider = FakeProvider(world.server, world.effects)
    assert counts(recovered_with(world, provider, offline=True)) == {"left": 1}


def test_a_link_is_only_followed_in_the_realm_in_which_it_was_given(world: World) -> None:
    killed_after(world, 6)
    world.begin(recovers=False)

    class Pretend(FakeProvider):
        realm = "local"

    provider = Pretend(world.server, world.effects)
    assert counts(recovered_with(world, provider)) == {"left": 1}


def test_of_what_became_uncertain_later_nothing_is_known(world: World) -> None:
    run = world.begin()
    world.server.script = ["cut off"]
    with pytest.raises(UncertainOutcomeError):
        run.buy()
    assert run.recovered.known == frozenset()
    assert world.begin().recovered.known == {1}
