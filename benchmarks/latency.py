"""How long one picture takes: two ONNX files run in turns, by ONNX Runtime on the CPU.

    python -m benchmarks.latency --weights NAME|FILE --against FILE --json results/latency_HARDWARE_YYYYMMDD.json

On a machine that does other things too, the time of one file alone says little. Here the two run A B A B, so that a
disturbance hits both, and the median of the paired ratios holds where the times themselves do not.
"""

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from efficientcracknet.core.size import parse_size
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.runtime.session import Session, open_session
from efficientcracknet.runtime.weights import find_weights

WARM_UP = 3
"""Rounds that are run and forgotten: memory is being laid out."""


@dataclass(frozen=True, slots=True)
class PairedTimes:
    """Times of two networks that ran in turns, ms; entry i of both belongs to round i."""

    first_ms: tuple[float, ...]
    second_ms: tuple[float, ...]

    def summarise(self) -> dict[str, float]:
        """Return what is kept of them.

        Returns
        -------
        dict[str, float]
            Median and 95th percentile of each, ms; the median over rounds of first / second.

        Examples
        --------
        >>> PairedTimes((2.0, 3.0, 4.0), (1.0, 1.0, 4.0)).summarise()["ratio_median"]
        2.0
        """
        first, second = np.asarray(self.first_ms), np.asarray(self.second_ms)
        figures = {
            "first_median_ms": np.median(first),
            "first_p95_ms": np.percentile(first, 95),
            "second_median_ms": np.median(second),
            "second_p95_ms": np.percentile(second, 95),
            "ratio_median": np.median(first / second),
        }
        return {name: round(float(figure), 4) for name, figure in figures.items()}


def time_in_turns(
    first: Callable[[], object],
    second: Callable[[], object],
    rounds: int,
    clock: Callable[[], float] = time.perf_counter,
) -> PairedTimes:
    """Run two things in turns and time each run.

    Parameters
    ----------
    first
        Run first in every round.
    second
        Run second in every round.
    rounds
        Rounds that count, at least 1; those of `WARM_UP` come before.
    clock
        Seconds since some moment.

    Returns
    -------
    PairedTimes
        One entry for each round that counts.
    """
    times_ms = [(_time_ms(first, clock), _time_ms(second, clock)) for _ in range(WARM_UP + rounds)]
    first_ms, second_ms = zip(*times_ms[WARM_UP:], strict=True)
    return PairedTimes(first_ms, second_ms)


def time_sizes(
    first: Session, second: Session, sizes: list[tuple[int, int]], rounds: int
) -> dict[str, dict[str, float]]:
    """Time two networks on one picture of noise at each size.

    Parameters
    ----------
    first
        The network in question.
    second
        The one that it is compared with.
    sizes
        (height, width) of the pictures, px.
    rounds
        Rounds at each size.

    Returns
    -------
    dict[str, dict[str, float]]
        For each ``HxW``, what `PairedTimes.summarise` gives.
    """
    noise = np.random.default_rng(0)
    found = {}
    for height, width in sizes:
        batch = noise.standard_normal((1, 3, height, width), dtype=np.float32)
        times = time_in_turns(lambda: first.run(batch), lambda: second.run(batch), rounds)  # noqa: B023  (called at once)
        found[f"{height}x{width}"] = times.summarise()
    return found


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Time what the command line asks for.

    Parameters
    ----------
    arguments
        As `parse_arguments` gives them.

    Returns
    -------
    dict[str, Any]
        A record of the theme ``latency``.
    """
    weights = find_weights(arguments.weights)
    first, second = (open_session(path, arguments.threads) for path in (weights.path, arguments.against))
    sizes = [parse_size(text, argument="sizes") for text in arguments.sizes]
    body = {
        "first": {"name": weights.name, "sha256": weights.sha256},
        "second": {"name": arguments.against.stem, "sha256": sha256(arguments.against.read_bytes()).hexdigest()},
        "settings": {
            "engine": "ONNX Runtime on the CPU",
            "batch": 1,
            "threads": arguments.threads,
            "rounds": arguments.rounds,
            "warm_up": WARM_UP,
            "order": "first, second, first, second, ...",
        },
        "times": time_sizes(first, second, sizes, arguments.rounds),
    }
    return make_record("latency", body)


def parse_arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.

    Returns
    -------
    argparse.Namespace
        `weights`, `against`, `sizes`, `threads`, `rounds`, `json`.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.latency", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--weights", metavar="NAME|FILE", help="the network in question; the default one if left out")
    parser.add_argument("--against", metavar="FILE", type=Path, required=True, help="ONNX file to compare with")
    parser.add_argument("--sizes", metavar="HxW", nargs="+", default=["192x256", "480x640", "1024x1024"])
    parser.add_argument("--threads", metavar="N", type=int, default=2)
    parser.add_argument("--rounds", metavar="N", type=int, default=50, help="timed runs of each network at each size")
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    return parser.parse_args(words)


def format_times(record: Mapping[str, Any]) -> str:
    """Return the record's times as lines of text.

    Parameters
    ----------
    record
        As `measure` gives it.

    Returns
    -------
    str
        One line for each size.
    """
    first, second = record["first"]["name"], record["second"]["name"]
    return "\n".join(
        f"{size}: {first} {found['first_median_ms']:.2f} ms, {second} {found['second_median_ms']:.2f} ms, "
        f"ratio {found['ratio_median']:.2f}"
        for size, found in record["times"].items()
    )


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the record where asked to.

    Parameters
    ----------
    words
        As `parse_arguments` takes them.
    """
    arguments = parse_arguments(words)
    record = measure(arguments)
    print(format_times(record))
    if arguments.json is not None:
        written = write_record(arguments.json, record, record["first"]["name"])
        print(f"Record: {written}")


def _time_ms(act: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    act()
    return (clock() - start) * 1000


if __name__ == "__main__":
    main()
