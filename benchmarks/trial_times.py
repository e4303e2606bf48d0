"""What each trial's network takes beside a peer: untrained, since time does not depend on what was learned.

    python -m benchmarks.trial_times --against FILE --json results/trials [--only NAME ...]

Each network is exported and timed in turns with the peer, two threads, on a machine that trains nothing meanwhile.
"""

import argparse
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.trials import ROOT, Trial, read_queue, resolve_recipe
from efficientcracknet.core.size import parse_size
from efficientcracknet.evaluation.latency import time_sizes
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.runtime.session import open_session
from efficientcracknet.training.onnx import export_onnx

TIMED_SIZES = ("192x256", "480x640", "1024x1024")
ROUNDS = 20
THREADS = 2


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
        For each size, what `efficientcracknet.evaluation.timing.summarise_pair` gives.
    """
    resolved = resolve_recipe(trial, 0, recipe)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / f"{trial.name}.onnx"
        export_onnx(trial.build(resolved), path)
        first, second = open_session(path, THREADS), open_session(against, THREADS)
        return time_sizes(first, second, [parse_size(size, argument="size") for size in sizes], rounds=ROUNDS)


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
    times = {}
    for trial in read_queue(arguments.queue):
        if arguments.only and trial.name not in arguments.only:
            continue
        times[trial.name] = time_trial(trial, arguments.recipe, arguments.against)
        ratios = ", ".join(f"{size} {found['ratio_median']:.2f}" for size, found in times[trial.name].items())
        print(f"{trial.name}: {ratios}", flush=True)
    if arguments.json is not None:
        peer = {"name": arguments.against.stem, "sha256": sha256(arguments.against.read_bytes()).hexdigest()}
        body = {"second": peer, "settings": {"threads": THREADS, "rounds": ROUNDS, "batch": 1}, "times": times}
        print(f"Record: {write_record(arguments.json, make_record('trial-times', body))}")


if __name__ == "__main__":
    main()
