"""The course of one branch: its middle line to a fraction of a pixel, and its widths.

Near a free end the skeleton bends into a corner, near a junction the crack is as wide as its branches together. So a
branch is trusted only from `END_ZONE` (in radii of the inscribed circle, plus `END_PX`) on; its ends are found later.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.measure.polyline import Points, find_normals, measure_along, resample, smooth
from efficientcracknet.measure.profile import Profiles, take_profiles
from efficientcracknet.measure.surface import Outline, Surface

END_ZONE = 1.5
END_PX = 1.0
"""Left out at either end of a branch: `END_ZONE` radii plus `END_PX`."""

REACH = 1.6
REACH_PX = 2.0
"""How far a profile looks: `REACH` radii plus `REACH_PX`."""

DISAGREEMENT = 0.2
DISAGREEMENT_PX = 1.0
"""A profile and the inscribed circle disagree if their widths differ by more than both: this share, this many px."""

FEWEST_POINTS = 3
"""A branch with fewer trusted points has a way but no widths."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """The part of a branch that is trusted.

    Attributes
    ----------
    points
        (N, 2) float64, about 1 px apart; the smoothed skeleton from node to node where `is_short`.
    widths_px
        (M,) float64, of those profiles that the inscribed circle agrees with.
    middles
        (M, 2) float64, where these were taken.
    borders
        (M, 2, 2) float64, their ends left and right.
    taken
        How many profiles were taken.
    radius_px
        Median of the inscribed circles along it.
    is_short
        Whether nothing could be trusted.
    """

    points: Points
    widths_px: NDArray[np.float64]
    middles: Points
    borders: Points
    taken: int
    radius_px: float
    is_short: bool


def follow(skeleton_px: Points, surface: Surface, outline: Outline, smoothing_px: float, *, closed: bool) -> Course:
    """Follow one line of a skeleton.

    Parameters
    ----------
    skeleton_px
        (N, 2) float64, its pixels from node to node.
    surface
        With the heights.
    outline
        Of the crack.
    smoothing_px
        Standard deviation of the Gaussian along the line.
    closed
        Whether it is a ring without a node.

    Returns
    -------
    Course
        Its middle and its widths.
    """
    line = resample(smooth(skeleton_px, smoothing_px, closed=closed), 1.0)
    line = line if len(line) > 1 else outline.lay_line(line[0])
    radii = outline.inscribe(line)
    trusted = slice(None) if closed else _trust(line, radii)
    points, radius_px = line[trusted], float(np.median(radii))
    if len(points) < FEWEST_POINTS:
        return Course(line, np.empty(0), np.empty((0, 2)), np.empty((0, 2, 2)), 0, radius_px, is_short=True)
    reach_px = REACH * float(radii[trusted].max()) + REACH_PX
    sigma = smoothing_px + radius_px / 2
    for _ in range(2):  # the second time from the middle that the first has found
        normals = find_normals(smooth(points, sigma, closed=closed), closed=closed)
        profiles = take_profiles(surface, points, normals, reach_px)
        points = smooth(profiles.find_middle(), smoothing_px, closed=closed)
    agreed = _agree(profiles, outline)
    return Course(
        points,
        profiles.widths_px[agreed],
        profiles.find_middle()[agreed],
        profiles.find_borders()[agreed],
        len(agreed),
        radius_px,
        is_short=False,
    )


def _trust(line: Points, radii: NDArray[np.float64]) -> slice:
    along = measure_along(line)
    zone = END_ZONE * radii + END_PX
    good = np.flatnonzero((along >= zone) & (along[-1] - along >= zone))
    return slice(good[0], good[-1] + 1) if good.size else slice(0, 0)


def _agree(profiles: Profiles, outline: Outline) -> NDArray[np.bool_]:
    widths = profiles.widths_px
    difference = np.abs(widths - 2 * outline.inscribe(profiles.find_middle()))
    near = difference <= np.maximum(DISAGREEMENT_PX, DISAGREEMENT * widths)  # never for not-a-number
    return near & (widths > 0)
