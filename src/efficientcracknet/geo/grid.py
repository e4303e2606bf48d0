"""The grid that cracks are looked for on: the raster's own, or one of another resolution in the same place."""

import math
from dataclasses import dataclass
from typing import Any

from efficientcracknet.core.errors import ScaleError, SettingsError
from efficientcracknet.geo.ground import GroundScale

FINEST = 0.25
"""A grid may have pixels down to this share of the raster's; finer ones hold nothing that the raster does."""

Transform = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): x = a * column + b * row + c, y = d * column + e * row + f; whole numbers: corners of pixels."""


@dataclass(frozen=True, slots=True)
class WorkingGrid:
    """Size and place of a grid.

    Attributes
    ----------
    height, width
        px.
    transform
        To the CRS.
    crs_wkt
        None: it lies nowhere on the ground.
    """

    height: int
    width: int
    transform: Transform
    crs_wkt: str | None

    def find_ground(self) -> GroundScale | None:
        """Return where the grid lies on the ground; None without a CRS."""
        if self.crs_wkt is None:
            return None
        return GroundScale.of(self.crs_wkt, self.transform, (self.height, self.width))

    def resample(self, gsd_mm: float) -> "WorkingGrid":
        """Return a grid in the same place with square pixels of another size.

        Parameters
        ----------
        gsd_mm
            Side of a pixel on the ground, mm.

        Returns
        -------
        WorkingGrid
            Of the same top left corner. Its lower and right rim may lie up to half a pixel off the raster's, so that
            it has whole pixels.

        Raises
        ------
        SettingsError
            If the size is no positive number, or so fine that nothing is gained.
        ScaleError
            If the grid lies nowhere on the ground.
        """
        if not (math.isfinite(gsd_mm) and gsd_mm > 0):
            raise SettingsError(f"map: `--gsd` must be mm above 0, got {gsd_mm:g}. For example 2 for 2 mm a pixel.")
        ground = self.find_ground()
        if ground is None:
            raise ScaleError(
                f"map: `--gsd` must come with a raster that has a CRS, got {gsd_mm:g} mm for one without. "
                "Give it one, gdal_edit.py -a_srs EPSG:NUMBER FILE, or leave `--gsd` out."
            )
        down, across = (gsd_mm / own_mm for own_mm in ground.pixel_mm)
        if min(down, across) < FINEST:
            own_mm = max(ground.pixel_mm)
            raise SettingsError(
                f"map: `--gsd` must be at least {FINEST * own_mm:.3g} mm, a quarter of the raster's {own_mm:.3g} mm a "
                f"pixel, got {gsd_mm:g}. What the raster does not hold cannot be read from it."
            )
        a, b, c, d, e, f = self.transform
        height, width = max(1, round(self.height / down)), max(1, round(self.width / across))
        return WorkingGrid(height, width, (a * across, b * down, c, d * across, e * down, f), self.crs_wkt)

    def to_dict(self) -> dict[str, Any]:
        """Return the grid ready for JSON."""
        return {
            "height_px": self.height,
            "width_px": self.width,
            "transform": list(self.transform),
            "crs": self.crs_wkt,
        }
