"""Pictures in memory: how many are fetched at once, and for how long each takes up room."""

from __future__ import annotations

import pytest

from assetgen.spending.fetching import Keeper
from assetgen.spending.recovery import recover
from tests.spending.fakes import FakeProvider, Killed, World, measure


def test_a_picture_takes_up_room_until_it_is_kept_and_none_between_two_tries(world: World) -> None:
    run = world.begin(limit=6)
    with pytest.raises(Killed):
        run.buy()
    run.die()
    world.begin(recovers=False)
    seen: list[str] = []

    class Room:
        def __enter__(self) -> None:
            seen.append("in")

        def __exit__(self, *_: object) -> None:
            seen.append(f"out, {len(world.pictures.results)} kept")

    keeper = Keeper(
        world.journal,
        world.pictures,
        measure,
        lambda: False,
        lambda _: seen.append("pause"),
        room=Room(),
    )
    world.server.downloads = ["cut"]
    provider = FakeProvider(world.server, world.effects)
    recover(keeper, "run-9", world.is_alive, lambda _: provider)
    assert seen == ["in", "out, 0 kept", "pause", "in", "out, 1 kept"]
