"""Where the labels of an annotated picture go: not over each other, and not over a crack if there is room."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Box = tuple[int, int, int, int]
"""left, top, right, bottom; px, the latter two not included."""

DISTANCES = (1.0, 2.0, 3.5, 5.5)
"""Of a label from its anchor, in heights of the label."""
DIRECTIONS = 12


class LabelPlanner:
    """Finds a place for one label after the other.

    Parameters
    ----------
    lines
        (H, W) bool, True where a crack is drawn.
    taken
        Boxes that hold something already.
    """

    def __init__(self, lines: NDArray[np.bool_], taken: Sequence[Box] = ()) -> None:
        self._lines = lines
        self._taken = list(taken)

    def place(self, anchor: tuple[float, float], width_px: int, height_px: int) -> Box | None:
        """Return the best box for a label, and keep it free from now on.

        Parameters
        ----------
        anchor
            (row, col) that the label belongs to, px.
        width_px
            Of the label.
        height_px
            Of the label.

        Returns
        -------
        Box | None
            Inside the picture; None if it would cover another label wherever it went.
        """
        boxes = self._list_boxes(anchor, width_px, height_px)
        free = [box for box in boxes if not any(boxes_meet(box, other) for other in self._taken)]
        if not free:
            return None
        best = min(free, key=self._count_covered)  # the nearest of equals, for the list begins near the anchor
        self._taken.append(best)
        return best

    def _list_boxes(self, anchor: tuple[float, float], width_px: int, height_px: int) -> Iterator[Box]:
        rows, columns = self._lines.shape
        for distance in DISTANCES:
            for step in range(DIRECTIONS):
                angle = 2 * math.pi * (step + 0.5) / DIRECTIONS
                middle = anchor[1] + math.cos(angle) * (distance * height_px + width_px / 2)
                centre = anchor[0] - math.sin(angle) * (distance + 0.5) * height_px
                left, top = round(middle - width_px / 2), round(centre - height_px / 2)
                if left >= 0 and top >= 0 and left + width_px <= columns and top + height_px <= rows:
                    yield left, top, left + width_px, top + height_px

    def _count_covered(self, box: Box) -> int:
        left, top, right, bottom = box
        return int(np.count_nonzero(self._lines[top:bottom, left:right]))


def boxes_meet(one: Box, other: Box) -> bool:
    """Return whether two boxes share a pixel.

    Parameters
    ----------
    one
        Not empty.
    other
        Not empty.

    Returns
    -------
    bool
        False if they only touch.

    Examples
    --------
    >>> boxes_meet((0, 0, 2, 2), (1, 1, 3, 3)), boxes_meet((0, 0, 2, 2), (2, 0, 4, 2))
    (True, False)
    """
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
