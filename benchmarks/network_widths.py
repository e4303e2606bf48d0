"""How wide cracks look to the network: drawn with known width on pictures without cracks, found, measured.

    python -m benchmarks.network_widths --grounds FOLDER --json results/

The pictures are repeated until the crack fits; use some that the network was not trained on. The crack is blurred and
darkens the ground by half to four fifths. Labels that are broader or thinner than cracks show here as an error of the
median width.
"""

import argparse
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.drawn_cracks import WIDEST_PX, DrawnCrack, degrade, draw_crack
from efficientcracknet.core.errors import DataError
from efficientcracknet.core.synthetic import paint
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.measure.values import Crack, CrackReport
from efficientcracknet.prediction import load
from efficientcracknet.runtime.images import looks_like_picture, read_photo

FAMILIES = "bar", "arc", "wandering line"
BANDS_PX = 3.0, 4.0, 6.0, 10.0, 20.0
"""Borders of the bands of width that errors are told for."""

BLUR_PX = 0.7
DARKNESS = 0.5, 0.8
ON_CRACK = 0.7
"""Share of a found crack's middle line that must lie on the drawn one."""

LENGTH_SHARE = 0.3
"""Share of the drawn length that a found crack must reach."""


def paint_crack(drawn: DrawnCrack, ground: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    """Paint a drawn crack on a ground that is repeated as often as it takes.

    Parameters
    ----------
    drawn
        The crack.
    ground
        (h, w, 3) uint8.
    random
        Decides how dark the crack is.

    Returns
    -------
    NDArray[np.uint8]
        (H, W, 3), of the size of the drawing.
    """
    height, width = drawn.coverage.shape
    times = -(-height // ground.shape[0]), -(-width // ground.shape[1]), 1
    repeated = np.tile(ground, times)[:height, :width]
    return paint(repeated, degrade(drawn.coverage, BLUR_PX, 0.0, random), random.uniform(*DARKNESS))


def find_drawn(report: CrackReport, drawn: DrawnCrack) -> Crack | None:
    """Return the longest crack that lies on the drawn one, None if there is none long enough.

    Parameters
    ----------
    report
        Of the painted picture.
    drawn
        The truth.

    Returns
    -------
    Crack | None
        With a width.
    """
    for crack in report.cracks:
        middle = np.concatenate([branch.points_px for branch in crack.branches])
        rows, columns = middle.round().astype(np.intp).clip(0, np.array(drawn.coverage.shape) - 1).T
        share = float((drawn.coverage[rows, columns] > 0.5).mean())
        if share >= ON_CRACK and crack.length_px >= LENGTH_SHARE * drawn.length_px and crack.width_median_px:
            return crack
    return None


def find_grounds(folder: Path, kinds: tuple[str, ...]) -> list[Path]:
    """Return the pictures to draw on.

    Parameters
    ----------
    folder
        That holds them.
    kinds
        Words that their names may begin with; none: all pictures.

    Returns
    -------
    list[Path]
        Sorted.

    Raises
    ------
    DataError
        If there are none.
    """
    pictures = sorted(path for path in folder.iterdir() if looks_like_picture(path))
    grounds = [path for path in pictures if path.name.startswith(kinds or "")]
    if not grounds:
        raise DataError(
            f"network_widths: `grounds` must hold pictures of the kinds {', '.join(kinds) or 'any'}, got "
            f"{len(pictures)} others in {folder}. Name another folder, or other kinds."
        )
    return grounds


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Draw, find and measure what the command line asks for.

    Parameters
    ----------
    arguments
        As `parse_arguments` gives them.

    Returns
    -------
    dict[str, Any]
        A record of the theme ``network-widths``.
    """
    grounds = find_grounds(arguments.grounds, tuple(arguments.kinds))
    predictor, random = load(arguments.weights, threads=arguments.threads), np.random.default_rng(arguments.seed)
    widths_px, errors_px = [], []
    for number in range(arguments.count):
        drawn = draw_crack(FAMILIES[number % len(FAMILIES)], random, BANDS_PX[0])
        ground = read_photo(grounds[random.integers(len(grounds))]).pixels
        crack = find_drawn(predictor(paint_crack(drawn, ground, random)).measure(), drawn)
        if crack is not None and crack.width_median_px is not None:
            widths_px.append(drawn.mean_width_px)
            errors_px.append(crack.width_median_px - drawn.mean_width_px)
    body = {
        "weights": {"name": predictor.weights.name, "sha256": predictor.weights.sha256},
        "settings": {
            "grounds": [path.stem for path in grounds],
            "seed": arguments.seed,
            "widths_px": [BANDS_PX[0], WIDEST_PX],
            "blur_px": BLUR_PX,
            "darkness": list(DARKNESS),
            "threshold": predictor.threshold,
        },
        "drawn": arguments.count,
        "found": len(errors_px),
        "errors_px": summarise(np.array(widths_px), np.array(errors_px)),
    }
    return make_record("network-widths", body)


def summarise(widths_px: NDArray[np.float64], errors_px: NDArray[np.float64]) -> dict[str, dict[str, float | int]]:
    """Return the spread of errors of the median width.

    Parameters
    ----------
    widths_px
        (N,), drawn.
    errors_px
        (N,), measured less drawn.

    Returns
    -------
    dict[str, dict[str, float | int]]
        For all, and for every band of width that holds any: how many, 5th, 50th and 95th percentile.
    """
    spread = {}
    for low, high in ((BANDS_PX[0], BANDS_PX[-1]), *pairwise(BANDS_PX)):
        chosen = errors_px[(widths_px >= low) & (widths_px <= high)]
        if chosen.size:
            p5, p50, p95 = (round(float(one), 4) for one in np.percentile(chosen, (5, 50, 95)))
            spread[f"{low:g} to {high:g} px"] = {"n": int(chosen.size), "p5": p5, "p50": p50, "p95": p95}
    return spread


def parse_arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.

    Returns
    -------
    argparse.Namespace
        `grounds`, `kinds`, `weights`, `count`, `seed`, `threads`, `json`.
    """
    text = (__doc__ or "").split("\n", maxsplit=1)[0]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.network_widths", description=text)
    parser.add_argument("--grounds", metavar="FOLDER", type=Path, required=True, help="pictures without cracks")
    parser.add_argument("--kinds", metavar="WORD", nargs="*", default=[], help="that names of pictures may begin with")
    parser.add_argument("--weights", metavar="NAME|FILE", help="the default one if left out")
    parser.add_argument("--count", metavar="N", type=int, default=300, help="cracks to draw")
    parser.add_argument("--seed", metavar="N", type=int, default=0)
    parser.add_argument("--threads", metavar="N", type=int)
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
    print(f"found {record['found']} of {record['drawn']}")
    for band, spread in record["errors_px"].items():
        print(f"{band}: {spread['p50']} ({spread['p5']}..{spread['p95']}), n = {spread['n']}")
    if arguments.json is not None:
        print(f"Record: {write_record(arguments.json, record, record['weights']['name'])}")


if __name__ == "__main__":
    main()
