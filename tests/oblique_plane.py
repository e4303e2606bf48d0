"""A plane seen by a pinhole camera from any side, drawn without resampling: lines stay lines, so polygons are exact."""

import math
from dataclasses import dataclass

import numpy as np

from efficientcracknet.core.coverage import cover_polygon
from efficientcracknet.core.homography import move_points
from efficientcracknet.core.sheet import MARKER_MM, PLACES_MM, list_paper_mm
from efficientcracknet.runtime.marker import draw_marker

SURFACE, PAPER, BLACK = 170, 245, 15
"""Greys."""


@dataclass(frozen=True)
class View:
    """Where a camera looks at a plane from.

    Turned by `tilt_deg` about the rows' direction, by `pan_deg` about the columns' and by `roll_deg` about the line of
    sight; the point `centre_mm` of the plane lies in the middle of the picture, `distance_mm` away.
    """

    tilt_deg: float = 0
    pan_deg: float = 0
    roll_deg: float = 0
    centre_mm: tuple[float, float] = (150, 150)
    distance_mm: float = 900
    focal_px: float = 1800
    size_px: tuple[int, int] = (900, 1200)

    @property
    def homography(self):
        """(3, 3): (down, right, 1) on the plane, mm, to (row, col, 1) times the depth."""
        turn = _turn(0, 2, self.tilt_deg) @ _turn(1, 2, self.pan_deg) @ _turn(0, 1, self.roll_deg)
        row, column = ((side - 1) / 2 for side in self.size_px)
        lens = np.array([[self.focal_px, 0, row], [0, self.focal_px, column], [0, 0, 1]])
        origin = [0, 0, self.distance_mm] - turn[:, :2] @ self.centre_mm
        return lens @ np.column_stack([turn[:, 0], turn[:, 1], origin])

    def see(self, points_mm):
        """Return (N, 2), (row, col) px, of points (N, 2), (down, right) mm."""
        return move_points(self.homography, np.asarray(points_mm, np.float64))

    def cover(self, corners_mm):
        """Return (H, W) float32: the share of each pixel that shows the polygon."""
        return cover_polygon(*self.size_px, self.see(corners_mm))


def list_bar_mm(start_mm, direction_deg, length_mm, width_mm):
    """Return the four corners of a straight crack on the plane, (down, right) mm."""
    angle = math.radians(direction_deg)
    along, across = np.array([-math.sin(angle), math.cos(angle)]), np.array([math.cos(angle), math.sin(angle)])
    start, side = np.asarray(start_mm, np.float64), across * width_mm / 2
    stop = start + along * length_mm
    return np.array([start - side, stop - side, stop + side, start + side])


def paint_surface(view, bars_mm, with_sheet=True):
    """Return (H, W, 3) uint8: a grey surface, the sheet at the plane's origin, and black cracks."""
    picture = np.full(view.size_px, SURFACE, np.float64)
    if with_sheet:
        _blend(picture, view.cover(list_paper_mm()), PAPER)
        for number, place in PLACES_MM.items():
            _paint_marker(picture, view, number, place)
    for bar in bars_mm:
        _blend(picture, view.cover(bar), 0)
    return np.repeat(np.rint(picture).astype(np.uint8)[..., np.newaxis], 3, axis=2)


def _paint_marker(picture, view, number, place):
    module = MARKER_MM / 8
    top, left = place
    _blend(picture, view.cover(_square(top, left, MARKER_MM)), BLACK)
    for row, column in np.argwhere(~draw_marker(number)):
        _blend(picture, view.cover(_square(top + row * module, left + column * module, module)), PAPER)


def _square(top, left, side):
    return np.array([[top, left], [top, left + side], [top + side, left + side], [top + side, left]])


def _blend(picture, coverage, grey):
    picture += coverage * (grey - picture)


def _turn(first, second, angle_deg):
    matrix = np.eye(3)
    matrix[first, first] = matrix[second, second] = math.cos(math.radians(angle_deg))
    matrix[first, second] = -math.sin(math.radians(angle_deg))
    matrix[second, first] = math.sin(math.radians(angle_deg))
    return matrix
