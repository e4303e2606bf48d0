"""Where the pictures were taken, drawn to scale without any map behind it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from efficientcracknet.draw.scale_bar import ScaleBar, plan_scale_bar
from efficientcracknet.report.document import PictureSummary

WIDTH = 440
HEIGHT = 260
MARGIN = 32
METRES_PER_DEGREE = 111_195.0
"""Of latitude, on a sphere of the Earth's mean radius, 6371 km."""
SMALLEST_EXTENT_M = 10.0
"""Shown at least: closer than that, a receiver cannot tell places apart."""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A picture on the map: its number in the report, and where it lies in the drawing."""

    number: int
    x: float
    y: float
    has_cracks: bool


@dataclass(frozen=True, slots=True)
class PositionMap:
    """Points, north up, and a scale bar for the drawing of `WIDTH` x `HEIGHT`."""

    points: tuple[MapPoint, ...]
    bar: ScaleBar


def plan_map(pictures: Sequence[PictureSummary]) -> PositionMap | None:
    """Return the map of all pictures that know their place.

    Parameters
    ----------
    pictures
        In the order of their numbers, from 1 on.

    Returns
    -------
    PositionMap | None
        None if no picture knows its place.
    """
    placed = [
        (number, picture, picture.latitude_deg, picture.longitude_deg)
        for number, picture in enumerate(pictures, start=1)
        if picture.latitude_deg is not None and picture.longitude_deg is not None
    ]
    if not placed:
        return None
    latitude_deg = math.fsum(place[2] for place in placed) / len(placed)
    east_m = [
        _unwrap(place[3] - placed[0][3]) * METRES_PER_DEGREE * math.cos(math.radians(latitude_deg)) for place in placed
    ]
    north_m = [(place[2] - latitude_deg) * METRES_PER_DEGREE for place in placed]
    zoom = min(
        (WIDTH - 2 * MARGIN) / max(max(east_m) - min(east_m), SMALLEST_EXTENT_M),
        (HEIGHT - 2 * MARGIN) / max(max(north_m) - min(north_m), SMALLEST_EXTENT_M),
    )
    middle_m = (max(east_m) + min(east_m)) / 2, (max(north_m) + min(north_m)) / 2
    points = tuple(
        MapPoint(
            number,
            round(WIDTH / 2 + (east - middle_m[0]) * zoom, 1),
            round(HEIGHT / 2 - (north - middle_m[1]) * zoom, 1),
            bool(picture.rows),
        )
        for (number, picture, _, _), east, north in zip(placed, east_m, north_m, strict=True)
    )
    return PositionMap(points, plan_scale_bar(WIDTH, 1000 / zoom))


def _unwrap(degrees: float) -> float:
    """Return a difference of longitudes the short way round."""
    return (degrees + 180) % 360 - 180
