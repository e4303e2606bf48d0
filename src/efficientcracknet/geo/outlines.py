"""Rings around areas as polygons with holes, through few points."""

from collections.abc import Sequence

import numpy as np
import shapely

from efficientcracknet.core.region import Polygon
from efficientcracknet.measure.polyline import Points

OUTLINE_TOLERANCE_PX = 0.25
"""Outlines are thinned out by as many points as can go without moving them by more than this."""


def make_polygons(rings: Sequence[Points]) -> tuple[Polygon, ...]:
    """Return what one area covers.

    Parameters
    ----------
    rings
        (N, 2) float64 each, closed: the outer one and those around its holes, in any order.

    Returns
    -------
    tuple[Polygon, ...]
        One, or several where an area that hangs together by a hair falls apart; none without rings.
    """
    if not rings:
        return ()
    shells = [shapely.Polygon(ring) for ring in rings if len(ring) >= 4]
    outer = max(range(len(shells)), key=lambda number: shells[number].area)
    holes = [ring.exterior for number, ring in enumerate(shells) if number != outer]
    area = shapely.simplify(shapely.Polygon(shells[outer].exterior, holes), OUTLINE_TOLERANCE_PX)
    valid = area if area.is_valid else shapely.make_valid(area, method="structure")
    return tuple(_to_polygon(part) for part in shapely.get_parts(valid) if part.geom_type == "Polygon")


def _to_polygon(area: shapely.Polygon) -> Polygon:
    return tuple(np.asarray(ring.coords, np.float64) for ring in (area.exterior, *area.interiors))
