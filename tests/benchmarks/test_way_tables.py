from typing import Any

from benchmarks.markdown import TABLES, tabulate_latency

WEIGHTS = {"name": "tiny", "sha256": "0" * 64}
OTHER = {"name": "theirs", "sha256": "1" * 64}


def make_record(threads: int, date: str = "2026-01-01", **body: Any) -> dict[str, Any]:
    settings = {"threads": threads, "providers": ["all"]}
    return {"theme": "latency", "date": date, "first": WEIGHTS, "settings": settings, **body}


def make_run(precision: str, median_ms: float, peak_mb: float | None = 90.4, network: str = "tiny") -> dict[str, Any]:
    named = {"network": network, "provider": "openvino", "precision": precision, "reason": "as asked for"}
    times = {"median_ms": median_ms, "p95_ms": 9.96, "processor_median_ms": 2 * median_ms, "ratio": median_ms / 7}
    return {**named, **times, "peak_mb": peak_mb}


def test_each_way_of_running_has_a_row_of_the_newest_record() -> None:
    runs = {"8x16": [make_run("bf16", 7), make_run("fp32", 8, peak_mb=None)]}
    old = make_record(1, "2025-12-31", runs={"8x16": [make_run("int8", 1)]})
    new = make_record(1, runs=runs)

    rows = TABLES["ways"]([new, old], "").splitlines()[2:]

    assert rows == [
        "| 1 | 8 x 16 | tiny | openvino | bf16 | 7.0 | 10.0 | 1.00 | 14.0 | 1.00 | 90 |",
        "| 1 | 8 x 16 | tiny | openvino | fp32 | 8.0 | 10.0 | 1.14 | 16.0 | 1.14 |  |",
    ]
    assert tabulate_latency([new]) == ""  # nothing stands beside it


def test_other_numbers_of_threads_are_other_records() -> None:
    records = [
        make_record(2, runs={"8x16": [make_run("fp32", 4)]}),
        make_record(1, runs={"8x16": [make_run("fp32", 7)]}),
    ]

    assert [line[:5] for line in TABLES["ways"](records, "tiny").splitlines()[2:]] == ["| 1 |", "| 2 |"]


def test_the_fastest_ways_stand_side_by_side() -> None:
    runs = [make_run("fp32", 8), make_run("bf16", 6), make_run("fp32", 5, network="theirs")]
    record = make_record(2, second=OTHER, runs={"8x16": runs}, best_ratio={"8x16": 1.196})

    (line,) = TABLES["best-ways"]([record, make_record(1, runs={"8x16": runs})], "").splitlines()[2:]

    assert line == "| 2 | 8 x 16 | tiny | openvino bf16 | 6.00 | theirs | openvino fp32 | 5.00 | 1.20 |"


def test_what_ran_in_onnx_runtime_alone_is_no_table_of_ways() -> None:
    record = make_record(2, runs={"8x16": [make_run("fp32", 4)]}) | {"settings": {"threads": 2, "providers": ["cpu"]}}

    assert TABLES["ways"]([record], "") == ""


def test_records_of_before_providers_have_no_ways() -> None:
    record = make_record(2, second=OTHER, times={})

    assert TABLES["ways"]([record], "") == TABLES["best-ways"]([record], "") == ""
