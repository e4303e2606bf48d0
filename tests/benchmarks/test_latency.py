import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from benchmarks.latency import WARM_UP, PairedTimes, main, time_in_turns
from tests.tiny_networks import write_convolution, write_darkness_logits


def make_clock(durations_s: Iterator[float]) -> Iterator[float]:
    """Yield the start and the end of one run after another, each as long as told."""
    now = 100.0
    for duration in durations_s:
        yield now
        now += duration
        yield now


def test_two_runs_take_turns() -> None:
    order: list[str] = []

    time_in_turns(lambda: order.append("A"), lambda: order.append("B"), rounds=2)

    assert "".join(order) == "AB" * (WARM_UP + 2)


def test_times_of_the_warm_up_are_forgotten() -> None:
    ticks = make_clock(number / 1000 for number in count(1))  # runs of 1 ms, 2 ms, 3 ms, ...

    times = time_in_turns(lambda: None, lambda: None, rounds=2, clock=lambda: next(ticks))

    assert times.first_ms == pytest.approx((2 * WARM_UP + 1, 2 * WARM_UP + 3))
    assert times.second_ms == pytest.approx((2 * WARM_UP + 2, 2 * WARM_UP + 4))


def test_ratio_is_taken_round_by_round() -> None:
    # A disturbance hits rounds 2 and 3, but each time both runs alike: the ratio stays 2, that of the medians is 20.
    times = PairedTimes(first_ms=(2, 20, 20, 2, 20), second_ms=(1, 10, 1, 1, 10))

    assert times.summarise() == {
        "first_median_ms": 20,
        "first_p95_ms": 20,
        "second_median_ms": 1,
        "second_p95_ms": 10,
        "ratio_median": 2,
    }


def test_record_says_what_ran_on_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours = write_darkness_logits(tmp_path / "ours.onnx")
    theirs = tmp_path / "theirs.onnx"  # needs no description: nobody looks at what it answers
    write_convolution(theirs, weight=(1, 1, 1))
    target = tmp_path / "record.json"

    sizes = ["--sizes", "16x24", "8x8"]
    main(["--weights", str(ours), "--against", str(theirs), *sizes, "--rounds", "3", "--json", str(target)])

    record = json.loads(target.read_text(encoding="utf-8"))
    assert record["theme"] == "latency"
    assert (record["first"]["name"], record["second"]["name"]) == ("ours", "theirs")
    assert len({record["first"]["sha256"], record["second"]["sha256"]}) == 2
    assert record["settings"]["threads"] == 2
    assert list(record["times"]) == ["16x24", "8x8"]
    assert all(times["first_median_ms"] > 0 for times in record["times"].values())
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("16x24: ours ")
    assert printed[-1] == f"Record: {target}"
