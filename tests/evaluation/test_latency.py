from collections.abc import Sequence
from pathlib import Path

from efficientcracknet.evaluation.latency import Latency, Network, Row
from efficientcracknet.evaluation.timing import Times
from efficientcracknet.runtime.choice import Choice

OURS, THEIRS = (Network(name, Path(f"{name}.onnx"), sign * 64) for name, sign in (("ours", "a"), ("theirs", "b")))


def make_row(network: Network, precision: str, wall_ms: Sequence[float], size: str = "8x8") -> Row:
    times = Times(tuple(wall_ms), tuple(2 * one for one in wall_ms))
    return Row(size, network.name, Choice("openvino", precision, "drawn"), times, 1000 / times.median_ms, 1.0, 100.0)


def make_latency(second: Network | None = THEIRS) -> Latency:
    rows = [make_row(OURS, "fp32", (4, 8)), make_row(OURS, "bf16", (2, 4)), make_row(OURS, "fp32", (40, 80), "80x8")]
    if second is not None:
        rows += [make_row(second, "fp32", (4, 4)), make_row(second, "fp32", (10, 10), "80x8")]
    return Latency(OURS, second, tuple(rows), {"batch": 1}, (("theirs, openvino, int8", "no such file"),))


def test_each_network_is_compared_at_its_best() -> None:
    # 8x8: bf16 of ours (2, 4) by (4, 4): ratios 1/2 and 1. 80x8: (40, 80) by (10, 10): ratios 4 and 8.
    assert make_latency().compare_best() == {"8x8": 0.75, "80x8": 6.0}
    assert make_latency(second=None).compare_best() == {}


def test_the_record_compares_the_first_ways_and_lists_all() -> None:
    body = make_latency().to_body()

    assert body["times"]["8x8"]["ratio_median"] == 1.5  # (4, 8) by (4, 4)
    assert [run["precision"] for run in body["runs"]["8x8"]] == ["fp32", "bf16", "fp32"]
    assert body["runs"]["8x8"][1]["processor_median_ms"] == 6.0
    assert body["left_out"] == ["theirs, openvino, int8"]  # the reason would name a path of this machine


def test_a_network_alone_has_nothing_to_be_compared_with() -> None:
    assert {"second", "times", "best_ratio"}.isdisjoint(make_latency(second=None).to_body())
