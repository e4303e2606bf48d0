"""How much of every pixel lies inside a polygon.

Green's theorem, pixel by pixel: cut the outline at the borders of pixels; each piece adds its rise to all that lies
right of it in its row, and to its own pixel in proportion to what lies right of it there.
"""

import math

import numpy as np
from numpy.typing import NDArray


def cover_polygon(height: int, width: int, corners: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the exact share of every pixel that lies inside a polygon, up to the rounding of float32.

    Parameters
    ----------
    height
        Rows, px, at least 0.
    width
        Columns, px, at least 0.
    corners
        (N, 2) float64, (row, col) in px, the centre of the top left pixel is (0, 0); either way round; may lie outside.
        Where the outline circles twice, shares add up to at most 1.

    Returns
    -------
    NDArray[np.float32]
        (height, width) float32, 0..1.

    Examples
    --------
    >>> cover_polygon(1, 3, np.array([[-0.5, 0], [-0.5, 1], [0.5, 1], [0.5, 0]])).tolist()
    [[0.5, 0.5, 0.0]]
    """
    starts = corners + 0.5
    pieces = [_cut_at_borders(start, stop) for start, stop in zip(starts, np.roll(starts, -1, axis=0), strict=True)]
    first, last = (np.concatenate(ends) for ends in zip(*pieces, strict=True))
    middle = (first + last) / 2
    inside = (middle[:, 0] >= 0) & (middle[:, 0] < height) & (middle[:, 1] < width)
    rise, middle = (last - first)[inside, 0], middle[inside]
    row = np.floor(middle[:, 0]).astype(np.intp)
    column = np.maximum(np.floor(middle[:, 1]), 0)
    left_part = np.maximum(middle[:, 1], 0) - column
    steps = np.zeros((height, max(width, 1) + 1))
    np.add.at(steps, (row, column.astype(np.intp)), rise * (1 - left_part))
    np.add.at(steps, (row, column.astype(np.intp) + 1), rise * left_part)
    shares = np.abs(np.cumsum(steps[:, :width], axis=1)).round(9)  # what is outside sums up to 1e-16, not to 0
    return shares.clip(0, 1).astype(np.float32)


def _cut_at_borders(start: NDArray[np.float64], stop: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Return begins and ends (N, 2) of the pieces of one edge, cut wherever it crosses the border of a pixel."""
    shares = [np.array([0.0, 1.0])]
    for begin, end in zip(start, stop, strict=True):
        borders = np.arange(math.floor(min(begin, end)) + 1, math.ceil(max(begin, end)))
        if borders.size:
            shares.append((borders - begin) / (end - begin))
    share = np.unique(np.concatenate(shares).clip(0, 1))[:, np.newaxis]
    places = start + share * (stop - start)
    return places[:-1], places[1:]
