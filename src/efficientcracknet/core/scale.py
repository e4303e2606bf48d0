"""From pixels to millimetres, never by guessing: what every scale can do, and the two kinds that there are.

Points are (row, col) in px, the centre of the top left pixel is (0, 0). On the surface they are (down, right) in mm.
"""

from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.pixel_scale import PixelScale
from efficientcracknet.core.plane_scale import PlaneScale

__all__ = ["PixelScale", "PlaneScale", "Scale"]


@runtime_checkable
class Scale(Protocol):
    """Where the pixels of one picture lie on the surface that it shows."""

    def to_plane_mm(self, points_px: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (N, 2) float64, (down, right) on the surface, mm, of points (N, 2), (row, col), px."""
        ...

    def area_mm2(self, points_px: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (N,) float64, mm2 on the surface of the pixel around each point (N, 2), (row, col), px."""
        ...

    def to_dict(self) -> dict[str, Any]:
        """Return the scale ready for JSON."""
        ...
