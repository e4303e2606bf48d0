"""Histograms as plans of bars and sectors; the template draws them as SVG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from efficientcracknet.report.document import PictureSummary

MOST_BARS = 14
ROSE_RADIUS = 100.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a histogram.

    Attributes
    ----------
    start, end
        Of the values in it.
    count
        How many there are.
    share
        Of the highest bar, 0..1.
    """

    start: float
    end: float
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Sector:
    """One sector of a rose of directions.

    Attributes
    ----------
    path
        As SVG writes it, around (0, 0), y downwards, the longest of `ROSE_RADIUS`.
    text
        What it says.
    """

    path: str
    text: str


def plan_bars(values: Sequence[float]) -> tuple[Bar, ...]:
    """Return bars of a round width from 0 on.

    Parameters
    ----------
    values
        At least 0.

    Returns
    -------
    tuple[Bar, ...]
        At most `MOST_BARS`; empty without values.

    Examples
    --------
    >>> [(bar.start, bar.end) for bar in plan_bars([30, 125, 140]) if bar.count]
    [(20.0, 40.0), (120.0, 140.0), (140.0, 160.0)]
    """
    if not values:
        return ()
    step = _find_step(max(values))
    places = [math.floor(value / step * (1 + 1e-12)) for value in values]
    counts = [places.count(place) for place in range(max(places) + 1)]
    return tuple(
        Bar(round(place * step, 6), round((place + 1) * step, 6), count, count / max(counts))
        for place, count in enumerate(counts)
    )


def _find_step(largest: float) -> float:
    """Return the smallest of 1, 2, 5 times a power of ten that needs few enough bars."""
    exponent = math.floor(math.log10(max(largest, 1e-9) / MOST_BARS))
    steps = (mantissa * 10.0**power for power in (exponent, exponent + 1) for mantissa in (1, 2, 5))
    return next(step for step in steps if math.floor(largest / step * (1 + 1e-12)) < MOST_BARS)


def add_up_directions(pictures: Sequence[PictureSummary]) -> tuple[float, ...]:
    """Return the length of all cracks by direction.

    Parameters
    ----------
    pictures
        Any number.

    Returns
    -------
    tuple[float, ...]
        In mm where every picture with cracks has a scale, else in px; empty without pictures.
    """
    with_cracks = [picture for picture in pictures if picture.length_px > 0]
    in_mm = all(picture.length_mm is not None for picture in with_cracks)
    weights = [(picture.length_mm or 0) / picture.length_px if in_mm else 1.0 for picture in with_cracks]
    columns = zip(*(picture.orientation_histogram for picture in with_cracks), strict=True)
    return tuple(math.fsum(a * b for a, b in zip(column, weights, strict=True)) for column in columns)


def plan_rose(lengths: Sequence[float]) -> tuple[Sector, ...]:
    """Return the upper half of a rose of directions, as seen in the picture.

    Parameters
    ----------
    lengths
        By direction, bins of equal width from 0 (along a row, to the right) counter-clockwise to 180 degrees.

    Returns
    -------
    tuple[Sector, ...]
        One per bin, the radius in proportion to the length; empty without any length.
    """
    longest, total = max(lengths, default=0.0), math.fsum(lengths)
    if longest <= 0:
        return ()
    step_deg = 180 / len(lengths)
    return tuple(
        Sector(
            _draw_sector(ROSE_RADIUS * length / longest, number * step_deg, (number + 1) * step_deg),
            f"{number * step_deg:.0f}\N{EN DASH}{(number + 1) * step_deg:.0f}\N{DEGREE SIGN}: {length / total:.0%}",
        )
        for number, length in enumerate(lengths)
    )


def _draw_sector(radius: float, start_deg: float, end_deg: float) -> str:
    (x1, y1), (x2, y2) = (
        (radius * math.cos(math.radians(angle)), -radius * math.sin(math.radians(angle)))
        for angle in (start_deg, end_deg)
    )
    return f"M0 0L{x1:.2f} {y1:.2f}A{radius:.2f} {radius:.2f} 0 0 0 {x2:.2f} {y2:.2f}Z"
