"""Widths across a line: where the heights left and right of it fall below the level of the border."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.measure.polyline import Points
from efficientcracknet.measure.surface import Surface

STEP_PX = 0.5
"""Between two samples of a profile; between them, heights are taken as a straight line."""


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """What lies left and right of every point of a line.

    Attributes
    ----------
    left_px, right_px
        (N,) float64: distance to the border; not-a-number where there is none within reach or in the picture.
    points, normals
        (N, 2) float64 each: where the profiles were taken, and which way left is.
    """

    points: Points
    normals: Points
    left_px: NDArray[np.float64]
    right_px: NDArray[np.float64]

    @property
    def widths_px(self) -> NDArray[np.float64]:
        """(N,) float64: from border to border."""
        return self.left_px + self.right_px

    def find_middle(self) -> Points:
        """Return (N, 2): halfway between both borders; the point itself where one of them is not known."""
        shift = np.nan_to_num((self.left_px - self.right_px) / 2)
        return self.points + self.normals * shift[:, np.newaxis]

    def find_borders(self) -> Points:
        """Return (N, 2, 2): left and right border of each profile, not-a-number where not known."""
        left = self.points + self.normals * self.left_px[:, np.newaxis]
        right = self.points - self.normals * self.right_px[:, np.newaxis]
        return np.stack([left, right], axis=1)


def take_profiles(surface: Surface, points: Points, normals: Points, reach_px: float) -> Profiles:
    """Look left and right of every point of a line.

    Parameters
    ----------
    surface
        With the heights.
    points
        (N, 2) float64, on the crack.
    normals
        (N, 2) float64, unit vectors to the left.
    reach_px
        How far to look.

    Returns
    -------
    Profiles
        One for each point.
    """
    away = np.arange(int(np.ceil(reach_px / STEP_PX)) + 1) * STEP_PX
    offsets = np.concatenate([away, -away])[:, np.newaxis, np.newaxis] * normals
    heights = surface.sample(points + offsets)
    left = find_crossings(heights[: len(away)], surface.level) * STEP_PX
    right = find_crossings(heights[len(away) :], surface.level) * STEP_PX
    return Profiles(points, normals, left, right)


def find_crossings(heights: NDArray[np.float32], level: float) -> NDArray[np.float64]:
    """Return where rows of heights first fall below a level.

    Parameters
    ----------
    heights
        (K, N) float32: one column a profile, beginning on the crack.
    level
        Of the border.

    Returns
    -------
    NDArray[np.float64]
        (N,), in samples from the first, between two by a straight line; not-a-number for a profile that begins below
        the level, never falls below it, or leaves the picture before it does.

    Examples
    --------
    >>> find_crossings(np.array([[1, 0.1], [0.8, 0], [0.3, 0]], np.float32), 0.5).round(3).tolist()
    [1.6, nan]
    """
    below = ~(heights >= level)  # outside the picture too
    last = below.argmax(axis=0)
    column = np.arange(heights.shape[1])
    before, after = heights[last - 1, column].astype(np.float64), heights[last, column].astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossings: NDArray[np.float64] = last - 1 + (before - level) / (before - after)
    crossings[last == 0] = np.nan
    return crossings
