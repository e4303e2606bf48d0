"""What other numbers than fp32 cost in accuracy and win in time, in each way that a network can be run here.

    python -m benchmarks.precision --data-root DATA [--weights NAME|FILE] [--split dev|test] --json results

A precision ships where its masks are nearly those of fp32 and it is faster: see `precision_rule`.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.precision_rule import LEAST_AGREEMENT, MOST_LOSS, MOST_TIME, Way, compose
from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.scores import Confusion, count_confusion
from efficientcracknet.core.size import parse_size
from efficientcracknet.evaluation.latency import time_sessions
from efficientcracknet.evaluation.pairs import Pair, hash_split, pair_split_tree, read_split_list, select_pairs
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.evaluation.samples import read_sample
from efficientcracknet.runtime.predictor import Predictor
from efficientcracknet.runtime.session import list_providers
from efficientcracknet.runtime.weights import Weights, find_weights, locate_int8

SETS = ("deepcrack", "crack500")
AGREEING = 50
"""Pictures of each set, evenly spread, on which masks are compared with those of fp32 in ONNX Runtime."""


def list_ways(weights: Weights) -> list[Way]:
    """Return every way that there is here, fp32 in ONNX Runtime first.

    Parameters
    ----------
    weights
        What is to be run; int8 is left out where there is no such file.

    Returns
    -------
    list[Way]
        At least one.
    """
    has_int8 = locate_int8(weights.path).is_file()
    return [
        Way(f"{provider.name} {precision}", weights.path, provider.name, precision, precision)
        for provider in list_providers()
        for precision in provider.precisions
        if provider.name != "tensorrt" and (has_int8 or precision != "int8")
    ]


def list_pairs(data_root: Path, split: str) -> dict[str, tuple[Pair, ...]]:
    """Return the pictures of each set that are scored.

    Parameters
    ----------
    data_root
        Folder of the sets, with lists of what is held apart in ``dev``.
    split
        ``dev`` or ``test``.

    Returns
    -------
    dict[str, tuple[Pair, ...]]
        For each of `SETS`.
    """
    if split == "test":
        return {name: pair_split_tree(data_root / name, "test") for name in SETS}
    return {
        name: select_pairs(
            pair_split_tree(data_root / name, "train"), read_split_list(data_root / "dev" / f"{name}.txt")
        )
        for name in SETS
    }


def score_ways(ways: Sequence[Way], weights: Weights, pairs: Sequence[Pair]) -> dict[str, dict[str, Any]]:
    """Score every way on the same pictures.

    Parameters
    ----------
    ways
        The first gives the masks that the others are compared with.
    weights
        What they run.
    pairs
        Pictures and masks, taken at their own size.

    Returns
    -------
    dict[str, dict[str, Any]]
        By name: pooled F1, and the counts of `AGREEING` masks with the first way's.
    """
    predictors = {way.name: Predictor(weights, way.open(threads=1)) for way in ways}
    scores = {way.name: Confusion() for way in ways}
    agreement = {way.name: Confusion() for way in ways}
    step = max(1, len(pairs) // AGREEING)
    for number, pair in enumerate(pairs):
        sample = read_sample(pair, None)
        maps: dict[str, CrackMap] = {name: one.predict(sample.pixels) for name, one in predictors.items()}
        first = maps[ways[0].name].mask
        for name, found in maps.items():
            scores[name] += count_confusion(found.mask, sample.truth)
            if number % step == 0 and number // step < AGREEING:
                agreement[name] += count_confusion(found.mask, first)
    return {name: {"f1": scores[name].f1, "agreement": agreement[name]} for name in predictors}


def time_ways(ways: Sequence[Way], sizes: Sequence[tuple[int, int]], rounds: int) -> dict[str, dict[str, Any]]:
    """Time every way in turns, on one thread and by processor time, which other programs disturb least.

    Parameters
    ----------
    ways
        All that is compared.
    sizes
        (height, width), px.
    rounds
        At each size.

    Returns
    -------
    dict[str, dict[str, Any]]
        By name, and for each ``HxW``: median processor time, ms, and its ratio to that of the first way.
    """
    sessions = [way.open(threads=1) for way in ways]
    found: dict[str, dict[str, Any]] = {way.name: {} for way in ways}
    for height, width in sizes:
        times = time_sessions(sessions, (1, 3, height, width), rounds)
        on_processor = [replace(one, wall_ms=one.processor_ms) for one in times]
        for way, one in zip(ways, on_processor, strict=True):
            ratio = round(one.compare(on_processor[0]), 4)
            found[way.name][f"{height}x{width}"] = {"processor_median_ms": round(one.median_ms, 3), "ratio": ratio}
    return found


def measure(ways: Sequence[Way], weights: Weights, arguments: argparse.Namespace) -> dict[str, Any]:
    """Score and time every way.

    Parameters
    ----------
    ways
        What to run, fp32 in ONNX Runtime first.
    weights
        What they run.
    arguments
        `data_root`, `split`, `sizes`, `rounds`.

    Returns
    -------
    dict[str, Any]
        Body of a record of the theme ``precision``.
    """
    pairs = list_pairs(arguments.data_root, arguments.split)
    scores = {name: score_ways(ways, weights, found) for name, found in pairs.items()}
    sizes = [parse_size(text, argument="sizes") for text in arguments.sizes]
    return {
        "weights": {"name": weights.name, "sha256": weights.sha256},
        "sets": {
            f"{name}/{arguments.split}": {"n": len(found), "split_sha256": hash_split(found)}
            for name, found in pairs.items()
        },
        "settings": {
            "size": "native",
            "threshold": weights.threshold,
            "agreeing": AGREEING,
            "rounds": arguments.rounds,
            "threads": 1,
            "rule": {"most_loss": MOST_LOSS, "least_agreement": dict(LEAST_AGREEMENT), "most_time": MOST_TIME},
        },
        "rows": compose(ways, scores, time_ways(ways, sizes, arguments.rounds)),
    }


def make_parser(program: str, line: str) -> argparse.ArgumentParser:
    """Return a parser of what this program and `benchmarks.quantise` are both told.

    Parameters
    ----------
    program
        Its name.
    line
        What it does.

    Returns
    -------
    argparse.ArgumentParser
        Ready for more.
    """
    parser = argparse.ArgumentParser(prog=program, description=line)
    parser.add_argument("--data-root", metavar="DIR", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--weights", metavar="NAME|FILE", help="the default ones if left out")
    parser.add_argument("--split", choices=("dev", "test"), default="dev", help="pictures that are scored")
    parser.add_argument("--sizes", metavar="HxW", nargs="+", default=["192x256", "480x640"])
    parser.add_argument("--rounds", metavar="N", type=int, default=30)
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    return parser


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the record where asked to.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.
    """
    arguments = make_parser("python -m benchmarks.precision", (__doc__ or "").split("\n")[0]).parse_args(words)
    weights = find_weights(arguments.weights)
    body = measure(list_ways(weights), weights, arguments)
    for row in body["rows"]:
        print(f"{row['name']}: {'meets the rule' if row['meets_rule'] else 'does not meet the rule'}: {row['why']}")
    if arguments.json is not None:
        print(f"Record: {write_record(arguments.json, make_record('precision', body), weights.name)}")


if __name__ == "__main__":
    main()
