"""The outlines of cracks within a core, as lines that go on in the next one.

An outline is found cell by cell, a cell being the square between four pixel centres, so that two cores that share a row
of pixels find the same crossing on every step of it, and the step's number joins their arcs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from skimage.measure import find_contours

from efficientcracknet.core.tiles import Tile
from efficientcracknet.geo.fragments import NO_KEY
from efficientcracknet.measure.polyline import Points


@dataclass(frozen=True, slots=True, eq=False)
class Arc:
    """A stretch of an outline; higher values lie on its right hand as (row, col) are drawn.

    Attributes
    ----------
    points
        (N, 2) float64, px of the raster; the last repeats the first where it is closed.
    inner
        (row, col) of a pixel of the crack next to it, px of the raster.
    keys
        Numbers of the steps that it begins and ends on; `NO_KEY` twice where it is closed.
    """

    points: Points
    inner: tuple[int, int]
    keys: tuple[int, int]


def find_arcs(heights: NDArray[np.uint8], seen: Tile, core: Tile, size_px: tuple[int, int], level: float) -> list[Arc]:
    """Return the outlines within a core.

    Parameters
    ----------
    heights
        (H, W) uint8, of what is seen around the core.
    seen
        Where that lies.
    core
        Where the core lies.
    size_px
        (height, width) of the raster; beyond its rim nothing is crack.
    level
        Of the outlines, between two whole numbers.

    Returns
    -------
    list[Arc]
        Pixels of the crack that touch by a corner are in one outline.
    """
    height, width = size_px
    top, left = core.top - (core.top == 0), core.left - (core.left == 0)
    bottom, right = core.top + core.height + 1, core.left + core.width + 1  # one beyond: cells need their last pixels
    cells = np.zeros((bottom - top, right - left), np.uint8)
    inside = heights[
        max(top, 0) - seen.top : min(bottom, height) - seen.top,
        max(left, 0) - seen.left : min(right, width) - seen.left,
    ]
    cells[max(-top, 0) :, max(-left, 0) :][: inside.shape[0], : inside.shape[1]] = inside
    lines = find_contours(cells, level, fully_connected="high")  # type: ignore[no-untyped-call]
    return [_to_arc(line, cells, (top, left), width, level) for line in lines]


def _to_arc(line: Points, cells: NDArray[np.uint8], corner: tuple[int, int], width: int, level: float) -> Arc:
    closed = bool((line[0] == line[-1]).all())
    low, high = np.floor(line[0]).astype(np.int64), np.ceil(line[0]).astype(np.int64)
    row, column = low if cells[tuple(low)] > level else high
    keys = (NO_KEY, NO_KEY) if closed else (_number(line[0], corner, width), _number(line[-1], corner, width))
    return Arc(line + corner, (int(row) + corner[0], int(column) + corner[1]), keys)


def _number(point: Points, corner: tuple[int, int], width: int) -> int:
    """Return the number of the step between two pixels that a crossing lies on, the same from either core."""
    row, column = (np.floor(point).astype(np.int64) + corner + 1).tolist()
    along_row = bool(point[0] == np.floor(point[0]))
    return int(2 * (row * (width + 2) + column) + along_row)
