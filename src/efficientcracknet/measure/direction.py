"""Directions of lines: their mean, their histogram, and the pattern that they form.

Directions are degrees in [0, 180), 0 along a row, counter-clockwise as seen: 179 and 1 are neighbours. Their mean is
taken over doubled angles, weighted by length, so that it is 0 for these two, not 90.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.measure.polyline import Points
from efficientcracknet.measure.values import HISTOGRAM_BINS, Pattern

SMALLEST_RESULTANT = 0.1
"""Below this share of the length, doubled directions cancel out: none prevails."""

FEWEST_CELLS = 3
"""Cells that a network encloses at least."""

NETWORK_SHARE = 0.5
"""Share of the length that belongs to cracks with cells, at least, where the pattern is a network."""

_LABELS: tuple[Pattern, Pattern, Pattern] = ("longitudinal", "transverse", "diagonal")


def find_steps(points: Points) -> NDArray[np.complex128]:
    """Return (N - 1,) complex128: the pieces of a line as right + up * i, px."""
    down, right = np.diff(points, axis=0).T
    steps: NDArray[np.complex128] = right - 1j * down
    return steps


def find_orientation(lines: Iterable[Points]) -> float | None:
    """Return the mean direction of lines.

    Parameters
    ----------
    lines
        (N, 2) float64 each, (row, col).

    Returns
    -------
    float | None
        Degrees in [0, 180); None if no direction prevails, as in a circle.

    Examples
    --------
    >>> find_orientation([np.array([[1.0, 0], [0, 10]]), np.array([[0.0, 0], [1, 10]])])
    0.0
    >>> find_orientation([np.array([[0.0, 0], [0, 10]]), np.array([[0.0, 0], [10, 0]])]) is None
    True
    """
    steps = np.concatenate([np.empty(0, np.complex128), *map(find_steps, lines)])
    lengths = np.abs(steps)
    resultant = complex((steps**2 / np.where(lengths > 0, lengths, 1)).sum())
    if abs(resultant) <= SMALLEST_RESULTANT * lengths.sum():
        return None
    return round(float(np.degrees(np.angle(resultant))) / 2 % 180, 6) % 180  # not 179.999999999 for 0


def count_directions(lines: Iterable[Points]) -> NDArray[np.float64]:
    """Return the length of lines in each bin of directions.

    Parameters
    ----------
    lines
        (N, 2) float64 each, (row, col), px.

    Returns
    -------
    NDArray[np.float64]
        (`HISTOGRAM_BINS`,), px; the first bin begins at 0 degrees. All 0 without lines.

    Examples
    --------
    >>> count_directions([np.array([[0.0, 0], [0, 10]])]).tolist()[:2]
    [10.0, 0.0]
    """
    steps = np.concatenate([np.empty(0, np.complex128), *map(find_steps, lines)])
    bins = (np.degrees(np.angle(steps)) % 180 / (180 / HISTOGRAM_BINS)).astype(np.intp) % HISTOGRAM_BINS
    return np.bincount(bins, weights=np.abs(steps), minlength=HISTOGRAM_BINS).astype(np.float64)


def name_pattern(histogram: NDArray[np.float64], cells: int, network_px: float) -> Pattern:
    """Name what the cracks of a picture form.

    Parameters
    ----------
    histogram
        (`HISTOGRAM_BINS`,) as `count_directions` gives it.
    cells
        That the cracks enclose.
    network_px
        Length of the cracks that enclose any, px.

    Returns
    -------
    Pattern
        ``network`` if there are `FEWEST_CELLS` and `NETWORK_SHARE` of the length goes around cells; else what most of
        the length is: ``longitudinal`` within 30 degrees of upright, ``transverse`` within 30 degrees of the rows,
        ``diagonal`` between; ``none`` without cracks.

    Examples
    --------
    >>> name_pattern(count_directions([np.array([[0.0, 0], [9, 1]])]), cells=0, network_px=0)
    'longitudinal'
    """
    total = float(histogram.sum())
    if total == 0:
        return "none"
    if cells >= FEWEST_CELLS and network_px >= NETWORK_SHARE * total:
        return "network"
    third = HISTOGRAM_BINS // 3
    upright = float(histogram[third : 2 * third].sum())
    flat = float(histogram[: third // 2].sum() + histogram[-third // 2 :].sum())
    lengths = (upright, flat, total - upright - flat)
    return _LABELS[lengths.index(max(lengths))]
