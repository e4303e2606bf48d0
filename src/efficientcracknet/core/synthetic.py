"""Cracks drawn with known width, length and direction: the oracle of tests and benchmarks.

A crack is a line of constant width with ends cut square and bends mitred: the outer corner that a bend adds is the
mirror image of the inner one that it takes away. Therefore the drawn area is width times length, at any angle and
sub-pixel offset; each pixel gets the exact share of its square that lies inside, up to the rounding of float32. The sum
over a crack inside the picture agrees with its area to a relative 1e-6.

Points are (row, col) in px; the centre of the top left pixel is (0, 0), its square reaches from -0.5 to 0.5.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.coverage import cover_polygon
from efficientcracknet.core.errors import SettingsError

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class CrackDrawing:
    """One crack: a width and the points that its middle runs through.

    Attributes
    ----------
    width_px
        Across the crack, px, finite and above 0.
    points
        (row, col) in px, two or more, finite, neighbours apart; may lie outside the picture.

    Raises
    ------
    SettingsError
        If the width or a point is impossible, or a bend is too tight: the mitre at either end of a segment takes
        ``width / 2 * tan(turn / 2)`` of its inner edge, and together they must leave something of it.

    Examples
    --------
    >>> crack = CrackDrawing(width_px=2, points=((0, 0), (3, 4)))
    >>> crack.length_px, crack.area_px2
    (5.0, 10.0)
    """

    width_px: float
    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        if not (math.isfinite(self.width_px) and self.width_px > 0):
            raise SettingsError(
                f"CrackDrawing: `width_px` must be finite and above 0, got {self.width_px}. Name a width in px."
            )
        if len(self.points) < 2 or not np.isfinite(self.points).all() or min(_segment_lengths(self.points)) == 0:
            raise SettingsError(
                f"CrackDrawing: `points` must be two or more finite (row, col) with distance between neighbours, "
                f"got {self.points}. Leave out points that repeat."
            )
        _require_wide_bends(self)

    @property
    def length_px(self) -> float:
        """Length along the middle, px."""
        return math.fsum(_segment_lengths(self.points))

    @property
    def area_px2(self) -> float:
        """Area of the whole crack, in pixels: width times length, where it does not run over itself."""
        return self.width_px * self.length_px


def straight_crack(centre: Point, *, length_px: float, width_px: float, direction_deg: float) -> CrackDrawing:
    """Return a straight crack; one that is impossible is refused with a `SettingsError`.

    Parameters
    ----------
    centre
        (row, col) of its middle, px.
    length_px
        From end to end, px, above 0.
    width_px
        Across, px, above 0.
    direction_deg
        0 lies along a row; grows counter-clockwise as one looks at the picture, so that 90 stands upright.

    Returns
    -------
    CrackDrawing
        Of two points.

    Examples
    --------
    >>> straight_crack((5, 5), length_px=4, width_px=1, direction_deg=0).points
    ((5.0, 3.0), (5.0, 7.0))
    """
    angle = math.radians(direction_deg)
    rows, columns = -math.sin(angle) * length_px / 2, math.cos(angle) * length_px / 2
    row, column = centre
    return CrackDrawing(width_px, ((row - rows, column - columns), (row + rows, column + columns)))


def draw_coverage(height: int, width: int, cracks: Sequence[CrackDrawing]) -> NDArray[np.float32]:
    """Return which share of every pixel is crack.

    Parameters
    ----------
    height
        Rows, px, at least 0.
    width
        Columns, px, at least 0.
    cracks
        Drawn one by one; where they cross, the larger share counts. None: no crack anywhere.

    Returns
    -------
    NDArray[np.float32]
        (height, width) float32, 0..1. The sum of a crack that lies inside the picture is its area.

    Raises
    ------
    SettingsError
        If a size is below 0.

    Examples
    --------
    >>> draw_coverage(3, 2, [CrackDrawing(1.5, ((1, -9), (1, 9)))]).tolist()
    [[0.25, 0.25], [1.0, 1.0], [0.25, 0.25]]
    """
    if height < 0 or width < 0:
        raise SettingsError(
            f"draw_coverage: `height` and `width` must be at least 0 px, got {height} x {width}. Name a size."
        )
    coverage = np.zeros((height, width), np.float32)
    for crack in cracks:
        np.maximum(coverage, cover_polygon(height, width, _outline(crack)), out=coverage)
    return coverage


def paint(background: NDArray[np.uint8], coverage: NDArray[np.float32], darkness: float) -> NDArray[np.uint8]:
    """Return a picture with the covered pixels darkened.

    Parameters
    ----------
    background
        (H, W, 3) uint8.
    coverage
        (H, W) float32, 0..1.
    darkness
        0 leaves everything as it is, 1 makes fully covered pixels black.

    Returns
    -------
    NDArray[np.uint8]
        (H, W, 3), ``background * (1 - darkness * coverage)``, rounded.

    Raises
    ------
    SettingsError
        If the sizes differ, or `darkness` leaves 0..1.
    """
    if background.shape != (*coverage.shape, 3):
        raise SettingsError(
            f"paint: `background` must have the shape {(*coverage.shape, 3)} of the coverage and three colours, "
            f"got {background.shape}. Draw the coverage at the size of the picture."
        )
    if not 0 <= darkness <= 1:
        raise SettingsError(f"paint: `darkness` must be from 0 to 1, got {darkness}. Use 1 for black cracks.")
    light = 1 - np.float32(darkness) * coverage
    return np.rint(background * light[..., np.newaxis]).astype(np.uint8)


def _segment_lengths(points: Sequence[Point]) -> list[float]:
    return [math.dist(start, stop) for start, stop in pairwise(points)]


def _turns(points: Sequence[Point]) -> NDArray[np.float64]:
    """Return by how much the line turns at every inner point, radians, -pi..pi."""
    steps = np.diff(np.asarray(points, np.float64), axis=0)
    directions = np.arctan2(steps[:, 0], steps[:, 1])
    turns: NDArray[np.float64] = (np.diff(directions) + np.pi) % (2 * np.pi) - np.pi
    return turns


def _require_wide_bends(crack: CrackDrawing) -> None:
    mitres_px = np.concatenate([[0], crack.width_px / 2 * np.tan(np.abs(_turns(crack.points)) / 2), [0]])
    needed_px = mitres_px[:-1] + mitres_px[1:]
    for index, length_px in enumerate(_segment_lengths(crack.points)):
        if needed_px[index] >= length_px:
            raise SettingsError(
                f"CrackDrawing: `points` must bend less tightly for a width of {crack.width_px} px, got "
                f"{length_px:.3g} px from point {index} to {index + 1}, mitres of {needed_px[index]:.3g} px. "
                "Move the points apart or draw it thinner."
            )


def _outline(crack: CrackDrawing) -> NDArray[np.float64]:
    """Return the corners (N, 2) of the crack as (row, col): along one side, back along the other."""
    points = np.asarray(crack.points, np.float64)
    steps = np.diff(points, axis=0)
    along = steps / np.linalg.norm(steps, axis=1, keepdims=True)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    before, after = np.vstack([across[:1], across]), np.vstack([across, across[-1:]])
    mitre = (before + after) / (1 + np.sum(before * after, axis=1, keepdims=True))
    side = crack.width_px / 2 * mitre
    return np.vstack([points + side, (points - side)[::-1]])
