"""Which pixels a crack of the list has: those to be taken away when it is deleted."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from efficientcracknet.web.desk.area import Area

MARGIN_PX = 5
"""So much around a crack goes with it, or its rim would come back at a lower threshold."""

_ALL_EIGHT = np.ones((3, 3), bool)


def find_crack_area(mask: NDArray[np.bool_], crack: Mapping[str, Any]) -> Area:
    """Return the pixels of a crack, with a margin that takes nothing from others.

    Parameters
    ----------
    mask
        (H, W) bool, that the crack was measured in.
    crack
        As ``report.json`` has it: its ``box_px``, and ``points_px`` of its branches.

    Returns
    -------
    Area
        Of all connected pieces that its lines run through.
    """
    top, left, height, width = crack["box_px"]
    rows = slice(max(top - MARGIN_PX, 0), min(top + height + MARGIN_PX, mask.shape[0]))
    cols = slice(max(left - MARGIN_PX, 0), min(left + width + MARGIN_PX, mask.shape[1]))
    labels, _ = ndimage.label(mask[rows, cols], _ALL_EIGHT)
    own = _list_labels(labels, [branch["points_px"] for branch in crack["branches"]], (rows.start, cols.start))
    inside = np.isin(labels, own)
    others = (labels > 0) & ~inside
    around: NDArray[np.bool_] = ndimage.binary_dilation(inside, _ALL_EIGHT, MARGIN_PX)
    return Area(rows.start, cols.start, around & ~others)


def _list_labels(
    labels: NDArray[Any], lines: Sequence[Sequence[Sequence[float]]], corner: tuple[int, int]
) -> list[int]:
    """Return the numbers of the pieces that lines run through."""
    found = set()
    for row, col in (point for line in lines for point in line):
        place = math.floor(row - corner[0] + 0.5), math.floor(col - corner[1] + 0.5)
        if 0 <= place[0] < labels.shape[0] and 0 <= place[1] < labels.shape[1]:
            found.add(int(labels[place]))
    return sorted(found - {0})
