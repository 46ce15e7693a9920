from __future__ import annotations

import pytest

from assetgen.providers.base import RateHints
from assetgen.spending.pace import Pace, Slot


def sent(pace: Pace, now: float, number: int) -> list[Slot]:
    """Send so many at one moment."""
    slots = []
    for _ in range(number):
        assert pace.wait(now) == 0
        slots.append(pace.start(now))
    return slots


def test_no_more_are_in_flight_than_allowed() -> None:
    pace = Pace(2)
    first, _ = sent(pace, 0, 2)
    assert pace.wait(0) is None
    pace.finish(first, 1)
    assert pace.wait(1) == 0


def test_no_more_are_sent_in_a_minute_than_allowed() -> None:
    pace = Pace(9, per_minute=2)
    for slot in sent(pace, 10, 2):
        pace.finish(slot, 11)
    assert pace.wait(11) == pytest.approx(59.5)
    assert pace.wait(70.5) == 0


def test_a_burst_of_429_halves_the_concurrency_once() -> None:
    pace = Pace(8)
    for slot in sent(pace, 0, 8):
        pace.limit(slot, 1, retry_after=5)
    assert (pace.capacity, pace.wait(1)) == (4, 5)


def test_after_a_429_one_goes_ahead_alone_and_the_others_follow_when_it_succeeds() -> None:
    pace = Pace(8)
    for slot in sent(pace, 0, 8):
        pace.limit(slot, 0, retry_after=5)
    (probe,) = sent(pace, 5, 1)
    assert pace.wait(5) is None
    pace.finish(probe, 6)
    sent(pace, 6, 4)
    assert pace.wait(6) is None


def test_an_earlier_request_that_succeeds_after_a_429_proves_nothing() -> None:
    pace = Pace(4)
    early, limited = sent(pace, 0, 2)
    pace.limit(limited, 1, retry_after=1)
    pace.finish(early, 2)
    sent(pace, 2, 1)
    assert pace.wait(2) is None


def test_a_429_for_the_probe_halves_again() -> None:
    pace = Pace(8)
    pace.limit(sent(pace, 0, 1)[0], 0, retry_after=5)
    pace.limit(sent(pace, 5, 1)[0], 5, retry_after=5)
    assert (pace.capacity, pace.wait(5)) == (2, 5)


def test_one_more_is_allowed_after_each_quiet_minute() -> None:
    pace = Pace(4)
    pace.limit(sent(pace, 0, 1)[0], 0, retry_after=1)
    capacities = []
    for now in (59, 60, 120, 600):
        pace.wait(now)
        capacities.append(pace.capacity)
    assert capacities == [2, 3, 4, 4]


def test_without_a_time_a_429_waits_longer_each_time() -> None:
    pace, now, delays = Pace(4), 0.0, []
    for _ in range(8):
        pace.limit(sent(pace, now, 1)[0], now)
        delay = pace.wait(now)
        assert delay is not None
        delays.append(delay)
        now += delay
    assert delays == [1, 2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize(
    ("rate", "delay"),
    [
        (RateHints(20, 0, 30.0), 30),
        (RateHints(20, 5, 30.0), 1),
        (RateHints(20, 0, 1e9), 3600),
    ],
)
def test_a_429_without_a_time_waits_for_the_end_of_a_window_that_is_used_up(
    rate: RateHints, delay: float
) -> None:
    pace = Pace(4)
    pace.limit(sent(pace, 0, 1)[0], 0, rate=rate)
    assert pace.wait(0) == delay


def test_what_a_provider_says_is_left_is_not_passed() -> None:
    pace = Pace(9)
    first = sent(pace, 0, 3)[0]
    pace.finish(first, 1, RateHints(20, 3, 40.0))
    sent(pace, 1, 1)  # two of the three may be those that were sent after it
    assert pace.wait(1) == 40
    assert pace.wait(41) == 0


def test_a_slot_in_which_nothing_was_sent_counts_as_nothing() -> None:
    pace = Pace(1, per_minute=1)
    pace.start(0)
    pace.cancel()
    assert pace.wait(0) == 0
