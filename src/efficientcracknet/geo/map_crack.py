"""A crack of a map, as a plain value in px of the raster."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from efficientcracknet.core.region import Polygon
from efficientcracknet.core.scale import Scale
from efficientcracknet.geo.assembling import Assembly
from efficientcracknet.measure.crack import make_crack
from efficientcracknet.measure.gaps import join_gaps
from efficientcracknet.measure.polyline import Points
from efficientcracknet.measure.settings import MeasureSettings
from efficientcracknet.measure.system import System
from efficientcracknet.measure.values import Crack

LINE_TOLERANCE_PX = 0.1
"""Lines are thinned out by as many points as can go without moving them by more than this."""


@dataclass(frozen=True, slots=True, eq=False)
class MapCrack:
    """One crack of a raster, however many windows it runs through.

    Attributes
    ----------
    crack
        Its figures, and its branches as lines through few points, at most `LINE_TOLERANCE_PX` from the measured ones;
        lengths are those of the measured lines. (row, col) in px of the raster.
    outline
        The areas that it covers, with their holes, (row, col) in px of the raster.
    """

    crack: Crack
    outline: tuple[Polygon, ...]


def make_map_cracks(assembly: Assembly, scale: Scale | None, rules: MeasureSettings) -> tuple[MapCrack, ...]:
    """Return the cracks of a map.

    Parameters
    ----------
    assembly
        Puts their parts together.
    scale
        Of the raster; None gives no mm.
    rules
        Of measuring: gaps are joined and short cracks left out here, where cracks are whole.

    Returns
    -------
    tuple[MapCrack, ...]
        Longest first.
    """
    cracks = []
    for systems, outline in _list_groups(assembly, rules):
        if sum(system.length_px for system in systems) >= rules.smallest_length_px:
            cracks.append(MapCrack(_thin_out(make_crack(1, systems, scale)), outline))
    cracks.sort(key=lambda one: -one.crack.length_px)
    return tuple(replace(one, crack=replace(one.crack, number=number)) for number, one in enumerate(cracks, start=1))


def thin_line(points: Points) -> Points:
    """Return a line by fewer points.

    Parameters
    ----------
    points
        (N, 2) float64, N at least 2.

    Returns
    -------
    Points
        (M, 2), M from 2 to N, both ends kept.

    Examples
    --------
    >>> thin_line(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]])).tolist()
    [[0.0, 0.0], [2.0, 2.0]]
    """
    line = shapely.simplify(shapely.LineString(points), LINE_TOLERANCE_PX, preserve_topology=False)
    return np.asarray(line.coords, np.float64)


def _list_groups(assembly: Assembly, rules: MeasureSettings) -> Iterator[tuple[Sequence[System], tuple[Polygon, ...]]]:
    """Yield what is one crack: one by one, or all held at a time where gaps are to be joined."""
    if not rules.join_gap_px:
        for system, outline in assembly.list_systems():
            yield [system], outline
        return
    outlines = dict[int, tuple[Polygon, ...]]()
    systems = []
    for system, outline in assembly.list_systems():
        systems.append(system)
        outlines[id(system)] = outline
    for group in join_gaps(systems, rules):
        yield group, tuple(polygon for system in group for polygon in outlines[id(system)])


def _thin_out(crack: Crack) -> Crack:
    branches = tuple(replace(branch, points_px=thin_line(branch.points_px)) for branch in crack.branches)
    return replace(crack, branches=branches)
