"""The per-minute and the concurrency limit, and their headers."""

from __future__ import annotations

import asyncio

from assetgen.emulator.emulator import Emulator
from assetgen.emulator.options import Options
from tests.emulator.support import GENERATIONS, HandClock, inside, order


def test_every_answer_tells_how_many_requests_are_left_and_until_when() -> None:
    emulator = Emulator(Options(rpm=20), HandClock())
    headers = order(emulator).headers
    shown = {name: value for name, value in headers.items() if name.startswith("x-ratelimit")}
    assert shown == {
        "x-ratelimit-limit": "20",
        "x-ratelimit-remaining": "19",
        "x-ratelimit-reset": "1790000060",
    }


def test_a_mistake_does_not_use_up_the_minute_but_has_the_headers() -> None:
    emulator = Emulator(Options(rpm=20), HandClock())
    assert order(emulator, model="no-such").headers["x-ratelimit-remaining"] == "20"


def test_the_request_after_the_last_of_a_minute_is_told_how_long_to_wait() -> None:
    clock = HandClock()
    emulator = Emulator(Options(rpm=1), clock)
    order(emulator)
    clock.moment += 18.5
    answer = order(emulator)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "42")
    assert answer.json()["error"]["code"] == "rate_limit"
    clock.moment += 41.5
    assert order(emulator).status_code == 200


def test_one_too_many_at_once_gets_the_documented_body_and_no_waiting_time() -> None:
    clock = HandClock()
    emulator = Emulator(Options(concurrency=2, latency=1.5), clock)

    async def three() -> tuple[list[int], object, bool]:
        clock.gate = asyncio.Event()
        fields = {"model": "gpt-image-2", "prompt": "a fox"}
        async with inside(emulator) as client:
            first = [asyncio.create_task(client.post(GENERATIONS, json=fields)) for _ in range(2)]
            while len(clock.slept) < 2:
                await asyncio.sleep(0)
            third = await client.post(GENERATIONS, json=fields)
            clock.gate.set()
            done = [(await task).status_code for task in first]
        return done, third.json(), "retry-after" in third.headers

    message = "Too many concurrent requests. Please wait for current requests to finish."
    assert asyncio.run(three()) == (
        [200, 200],
        {"error": {"message": message, "code": "rate_limit"}},
        False,
    )
    assert (clock.slept, emulator.limits.most_under_way) == ([1.5, 1.5], 2)
