"""How much crack there is where: its length in the cells of a grid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.geo.layout import Layout
from efficientcracknet.geo.map_crack import MapCrack
from efficientcracknet.measure.polyline import Points, find_length

MOST_CELLS = 100_000
"""That a grid has where its cells are not chosen, empty ones counted."""

SMALLEST_CELL_M = 1.0
SMALLEST_CELL_PX = 256.0

STEPS = 50
"""Lines are cut into steps of a cell's side over this; each counts for the cell that its middle lies in."""


@dataclass(frozen=True, slots=True, eq=False)
class DensityGrid:
    """Cells that have cracks. Letters: N cells.

    Attributes
    ----------
    cell
        Side of a whole cell, m, or px of a raster that lies nowhere on the ground.
    lengths
        (N,): of the cracks in each, in the same unit.
    areas
        (N,): of what the raster shows of each, in the square of the unit.
    cracks
        (N,): how many cracks run through each.
    corners
        (N, 5, 2): around each whole cell, closed, (x, y) on the map.
    """

    cell: float
    lengths: NDArray[np.float64]
    areas: NDArray[np.float64]
    cracks: NDArray[np.int64]
    corners: NDArray[np.float64]


def count_density(
    cracks: Sequence[MapCrack], layout: Layout, size_px: tuple[int, int], cell: float | None
) -> DensityGrid:
    """Return how much crack there is where.

    Parameters
    ----------
    cracks
        Of the raster.
    layout
        How it is laid out.
    size_px
        (height, width) of the raster.
    cell
        Side of a cell in the unit of the layout; None: at least 1 m or 256 px, and no more than `MOST_CELLS`.

    Returns
    -------
    DensityGrid
        Only cells with cracks; its lengths add up to those of all cracks.

    Raises
    ------
    SettingsError
        If the side is no positive number.
    """
    footprint = layout.to_flat(_find_corners(size_px))
    side = choose_cell(footprint, layout.unit) if cell is None else cell
    if not (np.isfinite(side) and side > 0):
        raise SettingsError(f"density: `cell` must be finite and above 0, got {cell} {layout.unit}. For example 1.")
    sums, runs = dict[tuple[int, int], float](), dict[tuple[int, int], int]()
    for one in cracks:
        for place, length in _share_out(one, layout, side):
            sums[place] = sums.get(place, 0.0) + length
            runs[place] = runs.get(place, 0) + 1
    places = sorted(sums)
    first = np.array(places, np.float64).reshape(-1, 2) * side
    corners = first[:, np.newaxis] + side * np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], np.float64)
    shown = shapely.intersection(shapely.polygons(corners), shapely.Polygon(footprint)) if places else np.empty(0)
    return DensityGrid(
        cell=side,
        lengths=np.array([sums[place] for place in places]),
        areas=shapely.area(shown),
        cracks=np.array([runs[place] for place in places], np.int64),
        corners=layout.from_flat(corners.reshape(-1, 2)).reshape(-1, 5, 2),
    )


def choose_cell(footprint: Points, unit: str) -> float:
    """Return the side of the cells of a raster.

    Parameters
    ----------
    footprint
        (4, 2), its corners, m or px.
    unit
        ``m`` or ``px``.

    Returns
    -------
    float
        1, 2, 5, 10, 20, ... m, or 256, 512, 1024, ... px.

    Examples
    --------
    >>> choose_cell(np.array([[0.0, 0], [900, 0], [900, 400], [0, 400]]), "m")
    2.0
    """
    extent = float(np.prod(footprint.max(axis=0) - footprint.min(axis=0)))
    side, factors = (SMALLEST_CELL_PX, (2.0,)) if unit == "px" else (SMALLEST_CELL_M, (2.0, 2.5, 2.0))
    number = 0
    while extent / side**2 > MOST_CELLS:
        side *= factors[number % len(factors)]
        number += 1
    return side


def _find_corners(size_px: tuple[int, int]) -> Points:
    bottom, right = size_px[0] - 0.5, size_px[1] - 0.5
    return np.array([[-0.5, -0.5], [-0.5, right], [bottom, right], [bottom, -0.5]])


def _share_out(one: MapCrack, layout: Layout, side: float) -> Iterable[tuple[tuple[int, int], float]]:
    """Yield a cell and the length of a crack in it; thinned lines are made as long as the measured ones."""
    lines = [_subdivide(layout.to_flat(branch.points_px), side / STEPS) for branch in one.crack.branches]
    whole = one.crack.length_px if layout.ground is None or one.crack.length_mm is None else one.crack.length_mm / 1000
    factor = whole / sum(map(find_length, lines))
    middles = np.concatenate([(line[1:] + line[:-1]) / 2 for line in lines])
    lengths = np.concatenate([np.linalg.norm(np.diff(line, axis=0), axis=1) for line in lines])
    places, inverse = np.unique(np.floor(middles / side).astype(np.int64), axis=0, return_inverse=True)
    sums = np.bincount(inverse.ravel(), lengths * factor)
    for place, length in zip(places.tolist(), sums.tolist(), strict=True):
        yield (place[0], place[1]), length


def _subdivide(line: Points, step: float) -> Points:
    return np.asarray(shapely.segmentize(shapely.LineString(line), step).coords, np.float64)
