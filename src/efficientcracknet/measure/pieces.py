"""The connected pieces of a mask, one window each: nothing is ever computed on the whole picture but their labels."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from efficientcracknet.measure.settings import MeasureSettings

_ALL_EIGHT = np.ones((3, 3), bool)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Pixels that hang together by sides or corners.

    Attributes
    ----------
    inside
        (h + 2, w + 2) bool: the piece in its box, with a rim of one pixel around it.
    corner
        (row, col) of the first pixel of `inside` in the picture; -1 where the rim lies outside.
    """

    inside: NDArray[np.bool_]
    corner: tuple[int, int]

    @property
    def box_px(self) -> tuple[int, int, int, int]:
        """(top, left, height, width)."""
        height, width = self.inside.shape
        return self.corner[0] + 1, self.corner[1] + 1, height - 2, width - 2

    def find_pixels(self) -> NDArray[np.intp]:
        """Return (N, 2): (row, col) of its pixels in the picture."""
        return np.argwhere(self.inside) + self.corner

    def fill_holes(self, smallest_px: int) -> NDArray[np.bool_]:
        """Return `inside` with holes of fewer than `smallest_px` pixels filled."""
        labels, count = ndimage.label(~self.inside)
        if count == 1:
            return self.inside
        sizes = np.bincount(labels.ravel())
        small = sizes < smallest_px
        small[[0, labels[0, 0]]] = False  # the piece itself, and what lies around it
        filled: NDArray[np.bool_] = self.inside | small[labels]
        return filled


def find_pieces(mask: NDArray[np.bool_], settings: MeasureSettings) -> Iterator[Piece]:
    """Yield the pieces of a mask that are large enough.

    Parameters
    ----------
    mask
        (H, W) bool.
    settings
        Says how large.

    Yields
    ------
    Piece
        From top to bottom by their first pixels; none if nothing is marked.
    """
    labels, count = ndimage.label(mask, _ALL_EIGHT)
    for number, box in enumerate(ndimage.find_objects(labels) if count else (), start=1):
        inside = np.pad(labels[box] == number, 1)
        if np.count_nonzero(inside) >= settings.smallest_area_px:
            yield Piece(inside, (box[0].start - 1, box[1].start - 1))
