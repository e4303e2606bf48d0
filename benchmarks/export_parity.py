"""How well exported networks agree with ONNX Runtime in float32, each in its own runtime.

    python -m benchmarks.export_parity FOLDER FOLDER --calibrate FOLDER --make-environment --json results/

What runs is the example that the guide to exporting shows, word for word, in the environment that has the runtime.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.export_examples import ROADS, run_example
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.export.calibration import choose_evenly, cut_middle
from efficientcracknet.export.targets import ExportOptions
from efficientcracknet.jobs.export import ExportSettings, export_weights
from efficientcracknet.runtime.images import looks_like_picture, read_photo
from efficientcracknet.runtime.predictor import Predictor
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import find_weights

Pixels = NDArray[np.uint8]
Probability = NDArray[np.float32]


def compare(ours: Sequence[Probability], theirs: Sequence[Probability], threshold: float) -> dict[str, float | int]:
    """Return how far two runtimes agree.

    Parameters
    ----------
    ours
        (H, W), 0..1, for each picture; at least one.
    theirs
        The same.
    threshold
        From which on a pixel is crack.

    Returns
    -------
    dict[str, float | int]
        Pictures, pixels that either calls crack, their pooled IoU (1 where there are none) and that of the worst
        picture; 99.9th percentile and largest difference of probability.
    """
    masks = [(first >= threshold, second >= threshold) for first, second in zip(ours, theirs, strict=True)]
    counts = [(int((first & second).sum()), int((first | second).sum())) for first, second in masks]
    shared, union = (sum(count) for count in zip(*counts, strict=True))
    difference = np.concatenate([np.abs(a - b).ravel() for a, b in zip(ours, theirs, strict=True)])
    return {
        "pictures": len(ours),
        "crack_pixels": union,
        "crack_iou": round(shared / union, 5) if union else 1.0,
        "crack_iou_worst": round(min(both / either if either else 1.0 for both, either in counts), 5),
        "difference_p999": float(f"{np.percentile(difference, 99.9):.3g}"),
        "difference_max": float(f"{difference.max():.3g}"),
    }


def measure_target(target: str, name: str | None, pictures: Sequence[Pixels], options: ExportOptions) -> dict[str, Any]:
    """Export a target, run it, and compare.

    Parameters
    ----------
    target
        A name of `ROADS`.
    name
        Of the weights; None: the default of the catalogue.
    pictures
        (H, W, 3) each.
    options
        Those that some target takes; each gets those that it knows.

    Returns
    -------
    dict[str, Any]
        As `compare` gives it, with what ran and how large it is.
    """
    road, weights = ROADS[target], find_weights(name)
    known = ExportOptions(
        calibrate=options.calibrate if target == "onnx-int8" else None,
        make_environment=options.make_environment and road.apart,
    )
    seen = [cut_middle(pixels, road.tile_px) for pixels in pictures] if road.tile_px else pictures
    whole = replace(weights, tile_px=max(max(pixels.shape) for pixels in seen), overlap_px=0)
    predictor = Predictor(whole, open_session(weights.path, 1, provider="cpu", precision="fp32"))
    ours = [predictor.predict(pixels).probability for pixels in seen]
    with TemporaryDirectory() as place:
        folder = Path(place)
        export_weights(ExportSettings(target, folder, name, known))
        size = sum(path.stat().st_size for path in folder.iterdir())
        theirs, version = run_example(target, folder, seen)
    return {
        "runtime": f"{road.package} {version}",
        "size": f"{road.tile_px}x{road.tile_px}" if road.tile_px else "native",
        "bytes": size,
        "least_iou": road.least_iou,
        **compare(ours, theirs, weights.threshold),
    }


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Export, run and compare what the command line asks for.

    Parameters
    ----------
    arguments
        As `parse_arguments` gives them.

    Returns
    -------
    dict[str, Any]
        A record of the theme ``export-parity``.
    """
    weights = find_weights(arguments.weights)
    share = -(-arguments.count // len(arguments.folders))
    paths = [
        path
        for folder in arguments.folders
        for path in choose_evenly(sorted(filter(looks_like_picture, folder.iterdir())), share)
    ]
    pictures = [read_photo(path).pixels for path in paths]
    options = ExportOptions(calibrate=arguments.calibrate, make_environment=arguments.make_environment)
    targets = {}
    for target in arguments.targets:
        targets[target] = measure_target(target, arguments.weights, pictures, options)
        print(format_target(target, targets[target]), flush=True)
    body = {
        "weights": {"name": weights.name, "sha256": weights.sha256},
        "settings": {"folders": [label(folder) for folder in arguments.folders], "threshold": weights.threshold},
        "calibrated_on": arguments.calibrate and label(arguments.calibrate),
        "targets": targets,
    }
    return make_record("export-parity", body)


def label(folder: Path) -> str:
    """Return the last parts of a path: enough to know a data set by, too little to know a machine by."""
    return "/".join(folder.parts[-3:])


def format_target(target: str, found: Mapping[str, Any]) -> str:
    """Return a target's figures as a line of text.

    Parameters
    ----------
    target
        Its name.
    found
        From `measure_target`.

    Returns
    -------
    str
        One line.
    """
    verdict = "as it must" if found["crack_iou"] >= found["least_iou"] else f"LESS THAN {found['least_iou']}"
    return (
        f"{target} in {found['runtime']}: crack IoU {found['crack_iou']:.4f} ({verdict}) on {found['pictures']} "
        f"pictures, difference at most {found['difference_p999']:g} on 99.9 %, {found['difference_max']:g} on all"
    )


def parse_arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.

    Returns
    -------
    argparse.Namespace
        `folders`, `count`, `calibrate`, `targets`, `weights`, `make_environment`, `json`.
    """
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.export_parity", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("folders", metavar="FOLDER", type=Path, nargs="+", help="pictures to compare on")
    parser.add_argument("--count", metavar="N", type=int, default=50, help="so many of them in all, evenly spaced")
    parser.add_argument("--calibrate", metavar="FOLDER", type=Path, required=True, help="pictures for onnx-int8")
    parser.add_argument("--targets", metavar="NAME", nargs="+", choices=list(ROADS), default=list(ROADS))
    parser.add_argument("--weights", metavar="NAME", help="the default one if left out")
    parser.add_argument("--make-environment", action="store_true", help="fetch converters that are missing")
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> None:
    """Measure, print, and write the record where asked to.

    Parameters
    ----------
    words
        As `parse_arguments` takes them.
    """
    arguments = parse_arguments(words)
    record = measure(arguments)
    if arguments.json is not None:
        print(f"Record: {write_record(arguments.json, record, record['weights']['name'])}")


if __name__ == "__main__":
    main()
