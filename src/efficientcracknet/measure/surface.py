"""Where the cracks of a picture are, and the heights that their borders are found on to a fraction of a pixel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, map_coordinates
from scipy.spatial import KDTree

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.measure.polyline import Points

_SIDES = ((0, 1), (1, 0), (0, -1), (-1, 0))


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A mask, and heights over it whose contour at a level is the cracks' border.

    Attributes
    ----------
    mask
        (H, W) bool.
    heights
        (H, W) float32.
    level
        Of the border.
    is_certain
        Whether the mask is all that is known: its pixels are then crack with probability 1, whatever their heights.
    """

    mask: NDArray[np.bool_]
    heights: NDArray[np.float32]
    level: float
    is_certain: bool = False

    @classmethod
    def of_map(cls, crack_map: CrackMap) -> "Surface":
        """Return the surface of a crack map: its probability, cut at its threshold."""
        return cls(crack_map.mask, crack_map.probability, crack_map.threshold)

    @classmethod
    def of_mask(cls, mask: NDArray[np.bool_], smoothing_px: float) -> "Surface":
        """Return the surface of a plain mask: blurred by a Gaussian of `smoothing_px`, cut at a half."""
        heights = gaussian_filter(mask.astype(np.float32), smoothing_px, mode="nearest", truncate=3.0)
        return cls(mask, heights, 0.5, is_certain=True)

    @property
    def size_px(self) -> tuple[int, int]:
        """(height, width) of the picture."""
        height, width = self.mask.shape
        return height, width

    def sample(self, points: Points) -> NDArray[np.float32]:
        """Return bilinear heights at points (..., 2), not-a-number outside the picture's outermost pixel centres."""
        places = np.moveaxis(points, -1, 0)
        found: NDArray[np.float32] = map_coordinates(
            self.heights, places, order=1, mode="constant", cval=np.nan, output=np.float32
        )
        return found


class Outline:
    """The border of one crack: a point wherever it crosses the line between the centres of two pixels.

    The border of the picture is none of the crack's: there it may go on.

    Parameters
    ----------
    surface
        Of the whole picture.
    inside
        (h, w) bool, the crack, with nothing on its outermost rows and columns.
    corner
        (row, col) of the window's first pixel in the picture; one less than the crack's box.
    """

    def __init__(self, surface: Surface, inside: NDArray[np.bool_], corner: tuple[int, int]) -> None:
        pixels = np.argwhere(inside)
        self.points_px = np.concatenate([_cross(surface, inside, pixels, corner, step) for step in _SIDES])
        self._tree = KDTree(self.points_px)

    def inscribe(self, points: Points) -> NDArray[np.float64]:
        """Return (N,) float64: radii of the circles around points (N, 2) that touch the border, px."""
        return np.asarray(self._tree.query(points)[0], np.float64)

    def lay_line(self, point: Points) -> Points:
        """Return (2, 2): a line of 1 px through a point (2,), towards the farthest place of the border."""
        away = self.points_px[np.linalg.norm(self.points_px - point, axis=1).argmax()] - point
        size = float(np.linalg.norm(away))
        half = away / size / 2 if size > 0 else np.array([0.0, 0.5])
        return np.stack([point - half, point + half])


def _cross(
    surface: Surface,
    inside: NDArray[np.bool_],
    pixels: NDArray[np.intp],
    corner: tuple[int, int],
    step: tuple[int, int],
) -> Points:
    """Return where the border crosses between pixels of the crack and their neighbours on one side."""
    own = pixels[~inside[pixels[:, 0] + step[0], pixels[:, 1] + step[1]]] + corner
    other = own + step
    seen = ((other >= 0) & (other < surface.size_px)).all(axis=1)
    own, other = own[seen], other[seen]
    here, there = surface.heights[tuple(own.T)], surface.heights[tuple(other.T)]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.nan_to_num((here - surface.level) / (here - there), nan=0.5).clip(0, 1)
    crossings: Points = own + share[:, np.newaxis] * np.asarray(step, np.float64)
    return crossings
