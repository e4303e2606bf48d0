"""The printed sheet: where its markers lie on the paper.

Four square markers in the corners of A4. Points are (down, right) in mm from the top left corner of the paper.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

PAPER_MM: Final = (297.0, 210.0)
"""Height and width of A4."""

MARKER_MM: Final = 56.0
"""Outer side of a marker, its black border included: eight modules of 7 mm."""

EDGE_MM: Final = 10.0
"""Around the paper: its edge and the shadow of it look like cracks."""

PLACES_MM: Final = {0: (15.0, 15.0), 1: (15.0, 139.0), 2: (226.0, 139.0), 3: (226.0, 15.0)}
"""Top left corner of each marker by its number."""


def list_corners_mm(number: int) -> NDArray[np.float64]:
    """Return the corners of a marker on the sheet.

    Parameters
    ----------
    number
        0..3.

    Returns
    -------
    NDArray[np.float64]
        (4, 2): top left, top right, bottom right, bottom left; (down, right), mm.

    Examples
    --------
    >>> list_corners_mm(0).tolist()
    [[15.0, 15.0], [15.0, 71.0], [71.0, 71.0], [71.0, 15.0]]
    """
    return _outline(*PLACES_MM[number], MARKER_MM, MARKER_MM)


def list_paper_mm(edge_mm: float = 0.0) -> NDArray[np.float64]:
    """Return the corners of the paper, or of what lies around it.

    Parameters
    ----------
    edge_mm
        How far outside of the paper, mm.

    Returns
    -------
    NDArray[np.float64]
        (4, 2), in the order of `list_corners_mm`; (down, right), mm.

    Examples
    --------
    >>> list_paper_mm(edge_mm=10).tolist()
    [[-10.0, -10.0], [-10.0, 220.0], [307.0, 220.0], [307.0, -10.0]]
    """
    height_mm, width_mm = PAPER_MM
    return _outline(-edge_mm, -edge_mm, height_mm + 2 * edge_mm, width_mm + 2 * edge_mm)


def _outline(top: float, left: float, height: float, width: float) -> NDArray[np.float64]:
    return np.array([[top, left], [top, left + width], [top + height, left + width], [top + height, left]])
