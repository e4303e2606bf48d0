"""What each trial's network takes beside a peer: untrained, since time does not depend on what was learned.

    python -m benchmarks.trial_times --against FILE --json results/trials [--only NAME ...]

Each network is exported and timed in turns with the peer, on one thread and by processor time, so that other work on
the machine does not count.
"""

import argparse
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.trials import ROOT, Trial, read_queue, resolve_recipe
from efficientcracknet.core.size import parse_size
from efficientcracknet.evaluation.latency import time_sessions
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.evaluation.timing import Times
from efficientcracknet.runtime.session import open_session
from efficientcracknet.training.onnx import export_onnx

TIMED_SIZES = ("192x256", "480x640", "1024x1024")
SIZES_OF_PRESET = {"paper": TIMED_SIZES[:2]}
"""Where not all sizes can be had: the attention of the paper's layout would take 17 GB at 1024 x 1024."""

ROUNDS = 15
THREADS = 1


def time_trial(trial: Trial, recipe: Path, against: Path, sizes: Sequence[str] = TIMED_SIZES) -> dict[str, Any]:
    """Export one trial's network and time it in turns with the peer.

    Parameters
    ----------
    trial
        The idea.
    recipe
        TOML file of the bench's recipe.
    against
        ONNX file to time beside.
    sizes
        ``HxW`` of the pictures.

    Returns
    -------
    dict[str, Any]
        For each size the median processor time of both, ms, and the median over rounds of first / second.
    """
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / f"{trial.name}.onnx"
        export_onnx(trial.build(resolve_recipe(trial, 0, recipe)), path)
        sessions = open_session(path, THREADS), open_session(against, THREADS)
        return {
            size: _compare(*time_sessions(sessions, (1, 3, *parse_size(size, argument="size")), ROUNDS))
            for size in sizes
        }


def changes_network(trial: Trial) -> bool:
    """Return whether a trial's network has a time of its own: that of the base, and every other one.

    Parameters
    ----------
    trial
        The idea; longer trainings repeat a network of the short ones.

    Returns
    -------
    bool
        False where only the training is another.
    """
    if trial.group == "long":
        return False
    return trial.name == "base" or bool(trial.rival or trial.network or "preset" in trial.recipe)


def _compare(first: Times, second: Times) -> dict[str, float]:
    ratio = np.median(np.asarray(first.processor_ms) / np.asarray(second.processor_ms))
    figures = {
        "first_processor_ms": first.processor_median_ms,
        "second_processor_ms": second.processor_median_ms,
        "ratio_median": float(ratio),
    }
    return {name: round(figure, 4) for name, figure in figures.items()}


def main(words: Sequence[str] | None = None) -> None:
    """Time every trial of the queue that changes the network.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.
    """
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.trial_times", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--against", type=Path, required=True, help="ONNX file to time beside")
    parser.add_argument("--queue", type=Path, default=ROOT / "benchmarks" / "trials.toml")
    parser.add_argument("--recipe", type=Path, default=ROOT / "recipes" / "bench.toml")
    parser.add_argument("--only", nargs="+", help="names of trials; all if left out")
    parser.add_argument("--json", type=Path, help="record to write; a folder gets the usual name")
    arguments = parser.parse_args(words)
    peer = {"name": arguments.against.stem, "sha256": sha256(arguments.against.read_bytes()).hexdigest()}
    times: dict[str, Any] = {}
    for trial in read_queue(arguments.queue):
        if not changes_network(trial) or (arguments.only and trial.name not in arguments.only):
            continue
        sizes = SIZES_OF_PRESET.get(trial.recipe.get("preset", ""), TIMED_SIZES)
        times[trial.name] = time_trial(trial, arguments.recipe, arguments.against, sizes)
        ratios = ", ".join(f"{size} {found['ratio_median']:.2f}" for size, found in times[trial.name].items())
        print(f"{trial.name}: {ratios}", flush=True)
        if arguments.json is not None:  # after each, so that what was timed is not lost
            body = {"second": peer, "settings": {"threads": THREADS, "rounds": ROUNDS, "batch": 1}, "times": times}
            write_record(arguments.json, make_record("trial-times", body))


if __name__ == "__main__":
    main()
