from collections.abc import Iterator
from itertools import count

import pytest

from efficientcracknet.evaluation.timing import WARM_UP, Times, summarise_pair, time_in_turns


def make_clock(durations_s: Iterator[float]) -> Iterator[float]:
    """Yield the start and the end of one run after another, each as long as told."""
    now = 100.0
    for duration in durations_s:
        yield now
        now += duration
        yield now


def test_all_take_turns() -> None:
    order: list[str] = []

    time_in_turns([lambda: order.append("A"), lambda: order.append("B"), lambda: order.append("C")], rounds=2)

    assert "".join(order) == "ABC" * (WARM_UP + 2)


def test_times_of_the_warm_up_are_forgotten() -> None:
    wall = make_clock(number / 1000 for number in count(1))  # runs of 1 ms, 2 ms, 3 ms, ...
    processor = make_clock(number / 500 for number in count(1))  # two threads at work

    first, second = time_in_turns([lambda: None] * 2, 2, lambda: next(wall), lambda: next(processor))

    assert first.wall_ms == pytest.approx((2 * WARM_UP + 1, 2 * WARM_UP + 3))
    assert second.wall_ms == pytest.approx((2 * WARM_UP + 2, 2 * WARM_UP + 4))
    assert second.processor_ms == pytest.approx((4 * WARM_UP + 4, 4 * WARM_UP + 8))


def test_ratio_is_taken_round_by_round() -> None:
    # A disturbance hits rounds 2 and 3, but each time both runs alike: the ratio stays 2, that of the medians is 20.
    first, second = Times((2, 20, 20, 2, 20), ()), Times((1, 10, 1, 1, 10), ())

    assert summarise_pair(first, second) == {
        "first_median_ms": 20,
        "first_p95_ms": 20,
        "second_median_ms": 1,
        "second_p95_ms": 10,
        "ratio_median": 2,
    }


def test_medians_and_percentiles_are_those_of_all_rounds() -> None:
    times = Times(tuple(range(1, 101)), (4.0, 2.0, 9.0))

    assert (times.median_ms, times.processor_median_ms) == (50.5, 4.0)
    assert times.p95_ms == pytest.approx(95.05)  # 95 % of the way from the 1st to the 100th
