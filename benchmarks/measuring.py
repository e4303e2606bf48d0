"""How well cracks of known width, length and direction are measured, and how long it takes.

    python -m benchmarks.measuring --json results/

Cracks are drawn at random (`benchmarks.drawn_cracks`), blurred, covered with noise, and measured twice: as a crack map,
and as the plain mask that is left of it at a threshold of a half. Widths are judged where the crack is at least 3 px
wide all along; directions where one prevails.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from benchmarks.drawn_cracks import FAMILIES, NARROWEST_PX, WIDEST_PX, DrawnCrack, degrade, draw_crack
from benchmarks.measuring_times import time_counts, time_large_picture
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.measure.crack import make_crack
from efficientcracknet.measure.measuring import DEFAULT_SETTINGS
from efficientcracknet.measure.pieces import find_pieces
from efficientcracknet.measure.surface import Surface
from efficientcracknet.measure.system import System, measure_piece
from efficientcracknet.measure.values import RESOLUTION_PX

Kind = Literal["map", "mask"]
KINDS: tuple[Kind, ...] = ("map", "mask")

NOISE = 0.05
"""Standard deviation of the noise on a map of 0..1."""

BLUR_PX = 1.2
"""Largest standard deviation of the blur where the crack is at least 3 px wide."""

THIN_BLUR_PX = 0.5
"""The same where it is thinner: more would let it vanish."""

CLEAR_DIRECTION = 0.3
"""Length of the mean doubled direction from which on a crack has one."""


@dataclass(frozen=True, slots=True)
class Errors:
    """What was measured less what was drawn, of one crack.

    Attributes
    ----------
    profiles_px
        Of the width at every place; empty for a thin crack, as are `medians_px`.
    medians_px
        Of the crack's median width.
    lengths
        Of the length, as a share of the true one.
    directions_deg
        Of the orientation, -90..90; empty where none prevails.
    """

    profiles_px: tuple[float, ...]
    medians_px: tuple[float, ...]
    lengths: tuple[float, ...]
    directions_deg: tuple[float, ...]


def measure_drawn(drawn: DrawnCrack, surface: Surface) -> Errors:
    """Measure a drawn crack and compare.

    Parameters
    ----------
    drawn
        With the truth.
    surface
        What is left of it.

    Returns
    -------
    Errors
        The length counts as missed by all of it where nothing is found.
    """
    rules = DEFAULT_SETTINGS
    systems = [measure_piece(piece, surface, None, rules) for piece in find_pieces(surface.mask, rules)]
    if not systems:
        return Errors((), (), (-1.0,), ())
    crack = make_crack(1, systems, None)
    directions = []
    if abs(drawn.direction) >= CLEAR_DIRECTION and crack.orientation_deg is not None:
        true_deg = np.degrees(np.angle(drawn.direction)) / 2
        directions.append(float((crack.orientation_deg - true_deg + 90) % 180 - 90))
    profiles = _compare_profiles(drawn, systems)
    medians = [] if crack.width_median_px is None else [crack.width_median_px - drawn.mean_width_px]
    if min(drawn.widths_px) < RESOLUTION_PX:
        profiles, medians = [], []
    return Errors(tuple(profiles), tuple(medians), (crack.length_px / drawn.length_px - 1,), tuple(directions))


def collect_errors(family: str, count: int, seed: int) -> dict[Kind, list[Errors]]:
    """Draw cracks of one family, and measure each as a map and as a mask.

    Parameters
    ----------
    family
        One of `FAMILIES`.
    count
        Cracks to draw.
    seed
        Of all that is random, together with the family.

    Returns
    -------
    dict[Kind, list[Errors]]
        One entry for each crack.
    """
    random = np.random.default_rng([seed, list(FAMILIES).index(family)])
    errors: dict[Kind, list[Errors]] = {kind: [] for kind in KINDS}
    for _ in range(count):
        drawn = draw_crack(family, random)
        largest_px = BLUR_PX if min(drawn.widths_px) >= RESOLUTION_PX else THIN_BLUR_PX
        heights = degrade(drawn.coverage, random.uniform(0, largest_px), NOISE, random)
        mask = heights >= 0.5
        errors["map"].append(measure_drawn(drawn, Surface(mask, heights, 0.5)))
        errors["mask"].append(measure_drawn(drawn, Surface.of_mask(mask, DEFAULT_SETTINGS.mask_smoothing_px)))
    return errors


def summarise(errors: Sequence[Errors]) -> dict[str, Any]:
    """Return the spread of errors.

    Parameters
    ----------
    errors
        Of all cracks of one kind.

    Returns
    -------
    dict[str, Any]
        The number of cracks; for each figure its 5th, 50th and 95th percentile, and how many values that is of.
    """
    spread = {name: [value for one in errors for value in getattr(one, name)] for name in Errors.__slots__}
    return {"cracks": len(errors)} | {
        name: {"n": len(values), **dict(zip(("p5", "p50", "p95"), _find_percentiles(values), strict=True))}
        for name, values in spread.items()
    }


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Draw, measure and time what the command line asks for.

    Parameters
    ----------
    arguments
        As `parse_arguments` gives them.

    Returns
    -------
    dict[str, Any]
        A record of the theme ``measuring``.
    """
    by_family = {family: collect_errors(family, arguments.count, arguments.seed) for family in FAMILIES}
    accuracy = {
        kind: {family: summarise(found[kind]) for family, found in by_family.items()}
        | {"all": summarise([one for found in by_family.values() for one in found[kind]])}
        for kind in KINDS
    }
    body = {
        "settings": asdict(DEFAULT_SETTINGS),
        "drawing": {
            "cracks_per_family": arguments.count,
            "seed": arguments.seed,
            "widths_px": [NARROWEST_PX, WIDEST_PX],
            "blur_px": [0, BLUR_PX],
            "blur_of_thin_px": [0, THIN_BLUR_PX],
            "noise": NOISE,
        },
        "accuracy": accuracy,
        "times": {
            "large_picture": time_large_picture(arguments.weights, arguments.seed),
            "counts": time_counts(arguments.counts),
        },
    }
    return make_record("measuring", body)


def parse_arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line.

    Parameters
    ----------
    words
        What follows the program's name; None: what this process was called with.

    Returns
    -------
    argparse.Namespace
        `count`, `counts`, `seed`, `weights`, `json`.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measuring", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", metavar="N", type=int, default=100, help="cracks of each family")
    parser.add_argument(
        "--counts", metavar="N", type=int, nargs="*", default=[1000, 3000, 10000], help="cracks to time"
    )
    parser.add_argument("--seed", metavar="N", type=int, default=0)
    parser.add_argument("--weights", metavar="NAME|FILE", help="time a prediction with these too")
    parser.add_argument("--json", metavar="PATH", type=Path, help="record to write; a folder gets the usual name")
    return parser.parse_args(words)


def format_accuracy(record: Mapping[str, Any]) -> str:
    """Return the record's errors as lines of text.

    Parameters
    ----------
    record
        As `measure` gives it.

    Returns
    -------
    str
        One line for each kind and family.
    """
    return "\n".join(
        f"{kind} {family}: " + ", ".join(f"{name} {_format(found[name])}" for name in Errors.__slots__)
        for kind, families in record["accuracy"].items()
        for family, found in families.items()
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
    print(format_accuracy(record))
    print(record["times"])
    if arguments.json is not None:
        print(f"Record: {write_record(arguments.json, record)}")


def _compare_profiles(drawn: DrawnCrack, systems: Sequence[System]) -> list[float]:
    courses = [branch.course for system in systems for branch in system.branches]
    errors = [course.widths_px - drawn.find_width(course.middles) for course in courses]
    return [float(error) for error in np.concatenate(errors)]


def _find_percentiles(values: Sequence[float]) -> list[float | None]:
    if not values:
        return [None, None, None]
    return [round(float(one), 4) for one in np.percentile(values, (5, 50, 95))]


def _format(figure: Mapping[str, Any]) -> str:
    return f"{figure['p50']} ({figure['p5']}..{figure['p95']})"


if __name__ == "__main__":
    main()
