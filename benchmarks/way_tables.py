"""Records of ways of running a network as tables in Markdown: all of them, and each network's fastest."""

from collections.abc import Iterable, Mapping
from typing import Any

from benchmarks.newest import choose_last
from benchmarks.tabular import Record, Rows, Table

WAY_HEADINGS = (
    "threads",
    "size",
    "network",
    "provider",
    "precision",
    "median ms",
    "p95 ms",
    "by the first",
    "processor ms",
    "by the first, processor time",
    "peak MB",
)
BEST_HEADINGS = (
    "threads",
    "size",
    "network",
    "fastest way",
    "median ms",
    "beside",
    "fastest way",
    "median ms",
    "ratio",
)


def tells_ways(record: Record) -> bool:
    """Say whether a record of latency has more ways than ONNX Runtime on the processor."""
    return "runs" in record and record["settings"]["providers"] != ["cpu"]


def list_ways(records: Iterable[Record], weights: str = "") -> Table:
    """Return how fast weights run in each way, in the newest record of each number of threads."""
    rows: Rows = [
        (
            str(record["settings"]["threads"]),
            size.replace("x", " x "),
            run["network"],
            run["provider"],
            run["precision"],
            f"{run['median_ms']:.1f}",
            f"{run['p95_ms']:.1f}",
            f"{run['ratio']:.2f}",
            f"{run['processor_median_ms']:.1f}",
            f"{run['processor_median_ms'] / runs[0]['processor_median_ms']:.2f}",
            "" if run["peak_mb"] is None else f"{run['peak_mb']:.0f}",
        )
        for record in _choose(records, weights)
        for size, runs in record["runs"].items()
        for run in runs
    ]
    return WAY_HEADINGS, rows


def list_best(records: Iterable[Record], weights: str = "") -> Table:
    """Return the fastest way of the weights beside that of another network, where a record has one."""
    rows: Rows = [
        (
            str(record["settings"]["threads"]),
            size.replace("x", " x "),
            *_find_best(runs, record["first"]["name"]),
            *_find_best(runs, record["second"]["name"]),
            f"{record['best_ratio'][size]:.2f}",
        )
        for record in _choose((one for one in records if "second" in one), weights)
        for size, runs in record["runs"].items()
    ]
    return BEST_HEADINGS, rows


def _choose(records: Iterable[Record], weights: str) -> list[Record]:
    timed = [one for one in records if one["theme"] == "latency" and tells_ways(one)]
    numbers = sorted({one["settings"]["threads"] for one in timed})
    by_threads = ([one for one in timed if one["settings"]["threads"] == number] for number in numbers)
    return [record for found in by_threads for record in choose_last(found, "latency", weights, "first")]


def _find_best(runs: Iterable[Mapping[str, Any]], network: str) -> tuple[str, str, str]:
    best = min((run for run in runs if run["network"] == network), key=lambda run: float(run["median_ms"]))
    return network, f"{best['provider']} {best['precision']}", f"{best['median_ms']:.2f}"
