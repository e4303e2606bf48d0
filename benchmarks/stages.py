"""What each step from pixels to a crack map costs, whether several tiles in one run pay, and what a folder takes.

    python -m benchmarks.stages [--weights NAME|FILE] --json results

Steps and tiles: one thread, processor time; reading and writing files is not part of it. Folders, see
`benchmarks.folder_run`: wall time, so nothing else may run meanwhile.
"""

import argparse
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.folder_run import measure_folder
from benchmarks.precision import list_ways
from benchmarks.precision_rule import Way
from efficientcracknet.core.blend import TileBlender
from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.preprocess import to_input
from efficientcracknet.core.tiles import plan_tiles
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.evaluation.timing import time_in_turns
from efficientcracknet.runtime.predictor import apply_sigmoid
from efficientcracknet.runtime.weights import Weights, find_weights

PHOTO = (3000, 4000)
"""Height and width of a photo of 12 megapixels."""

SIDES = (256, 448, 1024)
BATCHES = (1, 2, 4)


def time_stages(weights: Weights, ways: Sequence[Way], rounds: int) -> dict[str, float]:
    """Time the steps that a large photo takes, for one of its tiles each.

    Parameters
    ----------
    weights
        Whose tiles and preprocessing are used.
    ways
        Of running the network; each is a step of its own.
    rounds
        Timed runs.

    Returns
    -------
    dict[str, float]
        Median processor time, ms, by step.
    """
    tiles = plan_tiles(*PHOTO, tile_px=weights.tile_px, overlap_px=weights.overlap_px)
    tile = tiles[len(tiles) // 2]
    photo = np.random.default_rng(0).integers(0, 256, (*PHOTO, 3), dtype=np.uint8)
    pixels = photo[tile.rows, tile.cols]
    batch = to_input(pixels, weights.preprocessing)
    logits = np.random.default_rng(1).standard_normal(batch.shape[2:], dtype=np.float32)
    probability = apply_sigmoid(logits.copy())
    blender = TileBlender(*PHOTO, weights.overlap_px)
    for one in tiles:
        blender.add(one, probability)

    def finish() -> None:
        """Do once for a photo what follows its last tile."""
        CrackMap(np.zeros(PHOTO, np.float32), weights.threshold).mask.sum()

    sessions = [way.open(threads=1) for way in ways]
    steps: dict[str, Callable[[], object]] = {
        "pixels to input": lambda: to_input(pixels, weights.preprocessing),
        **{f"network, {way.name}": _bind(session.run, batch) for way, session in zip(ways, sessions, strict=True)},
        "logits to probability": lambda: apply_sigmoid(logits),
        "blending": lambda: blender.add(tile, probability),
        "map and mask of the photo, by its tiles": finish,
    }
    times = time_in_turns(list(steps.values()), rounds)
    found = {name: one.processor_median_ms for name, one in zip(steps, times, strict=True)}
    found["map and mask of the photo, by its tiles"] /= len(tiles)
    return {name: round(ms, 3) for name, ms in found.items()}


def time_batches(ways: Sequence[Way], rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    """Time several tiles in one run against one.

    Parameters
    ----------
    ways
        Of running the network.
    rounds
        Timed runs.

    Returns
    -------
    dict[str, dict[str, dict[str, float]]]
        By way, side of a tile, and tiles in one run: processor time of a tile by that of a tile alone.
    """
    sessions = [way.open(threads=1) for way in ways]
    found: dict[str, dict[str, dict[str, float]]] = {way.name: {} for way in ways}
    for side in SIDES:
        noise = np.random.default_rng(0).standard_normal((max(BATCHES), 3, side, side), dtype=np.float32)
        acts = [_bind(session.run, noise[:count]) for session in sessions for count in BATCHES]
        times = iter(time_in_turns(acts, rounds))
        for way in ways:
            per_tile = {count: np.asarray(next(times).processor_ms) / count for count in BATCHES}
            ratios = {str(count): statistics.median(per_tile[count] / per_tile[1]) for count in BATCHES}
            found[way.name][str(side)] = {count: round(float(ratio), 4) for count, ratio in ratios.items()}
    return found


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the record where asked to.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stages", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--weights", metavar="NAME|FILE", help="the default ones if left out")
    parser.add_argument("--rounds", metavar="N", type=int, default=10)
    parser.add_argument("--photos", metavar="N", type=int, nargs="*", default=[6, 24], help="in a folder; none: skip")
    parser.add_argument("--folder-rounds", metavar="N", type=int, default=3)
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    arguments = parser.parse_args(words)
    weights = find_weights(arguments.weights)
    ways = list_ways(weights)
    body: dict[str, Any] = {
        "weights": {"name": weights.name, "sha256": weights.sha256, "tile_px": weights.tile_px},
        "settings": {"threads": 1, "rounds": arguments.rounds, "photo": list(PHOTO)},
        "tile_stages_ms": time_stages(weights, ways, arguments.rounds),
        "batches": time_batches(ways, arguments.rounds),
    }
    if arguments.photos:
        named = arguments.weights or weights.name
        body["folder"] = measure_folder(named, arguments.photos, arguments.folder_rounds, PHOTO)
    _tell(body)
    if arguments.json is not None:
        print(f"Record: {write_record(arguments.json, make_record('stages', body), weights.name)}")


def _tell(body: dict[str, Any]) -> None:
    for name, found in body["tile_stages_ms"].items():
        print(f"{name}: {found:.2f} ms a tile")
    for name, sides in body["batches"].items():
        print(f"{name}, time of a tile by tiles in one run: {sides}")
    for run in body.get("folder", {}).get("runs", ()):
        least = f"stages {run['stages_s']:.1f} s on {body['folder']['cores']} cores"
        print(f"{run['photos']} photos: {run['wall_s']:.1f} s, {least}, ratio {run['ratio']:.2f}, {run['peak_mb']} MB")


def _bind(act: Callable[[Any], object], argument: object) -> Callable[[], object]:
    return lambda: act(argument)


if __name__ == "__main__":
    main()
