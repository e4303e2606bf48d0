"""One row per crack of a map, flat, as tables and layers show it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from efficientcracknet.geo.ground import GroundScale
from efficientcracknet.geo.map_crack import MapCrack
from efficientcracknet.measure.direction import find_orientation
from efficientcracknet.measure.polyline import Points
from efficientcracknet.measure.severity import Standard, classify
from efficientcracknet.measure.values import Crack


@dataclass(frozen=True, slots=True)
class MapRow:
    """What is known of one crack of a map but its course; the fields are the columns, in this order.

    Attributes
    ----------
    crack
        Number within the map, 1 is the longest.
    severity
        Class by the standard that was asked for; None without a standard or without a scale.
    azimuth_deg
        Mean direction, degrees clockwise from north, [0, 180): 0 runs north and south, 90 east and west. None where no
        direction prevails, or where the raster lies nowhere on the ground.
    orientation_deg
        Mean direction in the raster, degrees counter-clockwise from its rows, [0, 180).
    widest_x, widest_y
        Where the largest width lies, in the CRS; None without one.
    """

    crack: int
    length_m: float | None
    width_median_mm: float | None
    width_mean_mm: float | None
    width_p95_mm: float | None
    width_max_mm: float | None
    area_m2: float | None
    severity: str | None
    azimuth_deg: float | None
    width_quality: str
    width_is_upper_bound: bool
    length_px: float
    width_median_px: float | None
    width_mean_px: float | None
    width_p95_px: float | None
    width_max_px: float | None
    area_px: int
    orientation_deg: float | None
    span_m: float | None
    span_px: float
    tortuosity: float
    widest_x: float | None
    widest_y: float | None
    widest_row_px: float | None
    widest_column_px: float | None
    box_top_px: int
    box_left_px: int
    box_height_px: int
    box_width_px: int
    branches: int
    confidence: float

    def to_dict(self) -> dict[str, Any]:
        """Return the row ready for JSON; keys are the columns, None where there is nothing to say."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(field.name for field in fields(MapRow))

_SAME = tuple(name for name in COLUMNS if name in Crack.__slots__ and name != "branches")


def list_map_rows(
    cracks: Sequence[MapCrack], ground: GroundScale | None, standard: Standard | None
) -> tuple[MapRow, ...]:
    """Return the rows of a map.

    Parameters
    ----------
    cracks
        Of the map.
    ground
        Where the map lies, if anywhere.
    standard
        That the classes come from, if any.

    Returns
    -------
    tuple[MapRow, ...]
        In the order of the cracks.
    """
    return tuple(_make_row(one.crack, ground, standard) for one in cracks)


def find_azimuth(lines: Sequence[Points], ground: GroundScale) -> float | None:
    """Return the mean direction of lines on the ground.

    Parameters
    ----------
    lines
        (N, 2) float64 each, (row, col), px.
    ground
        Where these lie.

    Returns
    -------
    float | None
        Degrees clockwise from north, [0, 180); None if no direction prevails.
    """
    orientation_deg = find_orientation([ground.to_plane_mm(line) for line in lines])
    return None if orientation_deg is None else (90 - orientation_deg) % 180


def _make_row(crack: Crack, ground: GroundScale | None, standard: Standard | None) -> MapRow:
    top_px, left_px, height_px, width_px = crack.box_px
    row_px, column_px = crack.widest_at_px or (None, None)
    x, y = None, None
    if ground is not None and crack.widest_at_px is not None:
        x, y = ground.to_map(np.array([crack.widest_at_px]))[0].tolist()
    return MapRow(
        **{name: getattr(crack, name) for name in _SAME},
        crack=crack.number,
        length_m=_shift(crack.length_mm, 1e3),
        area_m2=_shift(crack.area_mm2, 1e6),
        span_m=_shift(crack.span_mm, 1e3),
        severity=None if standard is None or crack.length_mm is None else classify(crack, standard).name,
        azimuth_deg=None if ground is None else find_azimuth([one.points_px for one in crack.branches], ground),
        width_is_upper_bound=crack.width_is_upper_bound,
        widest_x=x,
        widest_y=y,
        widest_row_px=row_px,
        widest_column_px=column_px,
        box_top_px=top_px,
        box_left_px=left_px,
        box_height_px=height_px,
        box_width_px=width_px,
        branches=len(crack.branches),
    )


def _shift(number: float | None, unit: float) -> float | None:
    return None if number is None else number / unit
