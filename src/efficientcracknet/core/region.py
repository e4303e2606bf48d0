"""Parts of a picture: polygons, and a crack map in which nothing is found outside them.

Points are (row, col) in px, the centre of the top left pixel is (0, 0). A pixel lies inside where its centre does.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.errors import DataError, SettingsError

Ring = NDArray[np.float64]
"""(N, 2) float64, (row, col), px; the last point is joined to the first."""

Polygon = tuple[Ring, ...]
"""One outline, and the holes in it."""


def fill_polygons(height: int, width: int, polygons: Sequence[Polygon]) -> NDArray[np.bool_]:
    """Return which pixels lie inside at least one polygon.

    Parameters
    ----------
    height
        Rows, px, at least 0.
    width
        Columns, px, at least 0.
    polygons
        May reach out of the picture; none: no pixel lies inside.

    Returns
    -------
    NDArray[np.bool_]
        (height, width) bool.

    Examples
    --------
    >>> square = (np.array([[0, 1], [0, 3], [2, 3], [2, 1]], np.float64),)
    >>> fill_polygons(3, 4, [square]).astype(int).tolist()
    [[0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 0, 0]]
    """
    inside = np.zeros((height, width), np.bool_)
    for polygon in polygons:
        inside |= _fill_rings(height, width, polygon)
    return inside


def keep_inside(crack_map: CrackMap, inside: NDArray[np.bool_]) -> CrackMap:
    """Return the crack map with probability 0 outside.

    Parameters
    ----------
    crack_map
        Of the whole picture.
    inside
        (H, W) bool, True where cracks may be found.

    Returns
    -------
    CrackMap
        `crack_map` itself where nothing lies outside.

    Raises
    ------
    DataError
        If the sizes differ.
    SettingsError
        If the threshold is 0, above which even a probability of 0 counts as crack.
    """
    if inside.shape != crack_map.probability.shape:
        raise DataError(
            f"keep_inside: `inside` must have the picture's size of {crack_map.probability.shape} (height, width), "
            f"got {inside.shape}. Draw the region on this picture."
        )
    if inside.all():
        return crack_map
    if crack_map.threshold == 0:
        raise SettingsError(
            "keep_inside: `threshold` must be above 0 where a region leaves something out, got "
            f"{crack_map.threshold}. Use 0.5 when in doubt."
        )
    probability = np.where(inside, crack_map.probability, np.float32(0))
    probability.flags.writeable = False
    return CrackMap(probability, crack_map.threshold)


def _fill_rings(height: int, width: int, rings: Polygon) -> NDArray[np.bool_]:
    """Return which pixels lie inside an odd number of rings: from left to right, each edge turns in into out."""
    turns = np.zeros((height, width + 1), np.bool_)
    for ring in rings:
        for start, stop in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            _mark_edge(turns, start, stop)
    return np.logical_xor.accumulate(turns[:, :width], axis=1)


def _mark_edge(turns: NDArray[np.bool_], start: NDArray[np.float64], stop: NDArray[np.float64]) -> None:
    if start[0] > stop[0]:  # so that two polygons that share an edge round it alike
        start, stop = stop, start
    height, columns = turns.shape
    rows = np.arange(max(math.ceil(start[0]), 0), min(math.ceil(stop[0]), height))
    if not rows.size:
        return
    crossings = start[1] + (rows - start[0]) / (stop[0] - start[0]) * (stop[1] - start[1])
    first = np.ceil(crossings).clip(0, columns - 1).astype(np.intp)
    turns[rows, first] ^= True
