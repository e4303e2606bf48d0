"""From pixels to millimetres, never by guessing."""

import math
from dataclasses import dataclass

from efficientcracknet.core.errors import ScaleError


@dataclass(frozen=True, slots=True)
class PixelScale:
    """How large a pixel is on the surface.

    Attributes
    ----------
    mm_per_px
        Side of a pixel, mm, finite and above 0.

    Raises
    ------
    ScaleError
        If `mm_per_px` is not a finite number above 0.

    Examples
    --------
    >>> scale = PixelScale(mm_per_px=0.5)
    >>> scale.length_mm(10), scale.area_mm2(10)
    (5.0, 2.5)
    """

    mm_per_px: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mm_per_px) and self.mm_per_px > 0):
            raise ScaleError(
                f"PixelScale: `mm_per_px` must be finite and above 0, got {self.mm_per_px}. "
                "Measure how many mm on the surface one pixel shows."
            )

    def length_mm(self, length_px: float) -> float:
        """Return a length of `length_px` pixel sides in mm."""
        return length_px * self.mm_per_px

    def area_mm2(self, area_px: float) -> float:
        """Return an area of `area_px` pixels in mm2: the square of the scale counts."""
        return area_px * self.mm_per_px**2
