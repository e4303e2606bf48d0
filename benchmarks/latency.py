"""How long one picture takes beside another network: what `efficientcracknet benchmark` measures, at the usual sizes.

    python -m benchmarks.latency --weights NAME|FILE --against FILE --json results

On ONNX Runtime on the CPU alone, so that records of all dates compare the same thing.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from efficientcracknet.core.size import parse_size
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.jobs.benchmark import BenchmarkSettings, benchmark_weights


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
    parser.add_argument("--sizes", metavar="HxW", nargs="+", default=["192x256", "480x640", "1024x1024", "2048x2048"])
    parser.add_argument("--threads", metavar="N", type=int, default=2)
    parser.add_argument("--rounds", metavar="N", type=int, default=50, help="timed runs of each network at each size")
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    return parser.parse_args(words)


def format_times(record: Mapping[str, Any]) -> str:
    """Return the record's times as lines of text.

    Parameters
    ----------
    record
        Of the theme ``latency``, with a second network.

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
    settings = BenchmarkSettings(
        weights=arguments.weights,
        against=arguments.against,
        sizes=tuple(parse_size(text, argument="sizes") for text in arguments.sizes),
        providers=("cpu",),
        threads=arguments.threads,
        rounds=arguments.rounds,
    )
    latency = benchmark_weights(settings)
    record = make_record("latency", latency.to_body())
    print(format_times(record))
    if arguments.json is not None:
        print(f"Record: {write_record(arguments.json, record, latency.first.name)}")


if __name__ == "__main__":
    main()
