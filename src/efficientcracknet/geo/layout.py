"""Two ways to lay a raster out flat: in metres on the ground, or in px where it lies nowhere."""

from dataclasses import dataclass

import numpy as np

from efficientcracknet.geo.ground import GroundScale
from efficientcracknet.measure.polyline import Points


@dataclass(frozen=True, slots=True)
class Layout:
    """Where points of a raster are drawn.

    Without a ground, x is the column and y the row counted upwards from the raster's upper rim, so below 0, as GIS
    programs lay out a raster without coordinates: its upper left corner is (0, 0), the centre of its first pixel
    (0.5, -0.5).

    Attributes
    ----------
    ground
        Where the raster lies, or None.
    """

    ground: GroundScale | None

    @property
    def unit(self) -> str:
        """Of `to_flat`: ``m`` or ``px``."""
        return "px" if self.ground is None else "m"

    def to_map(self, points_px: Points) -> Points:
        """Return (N, 2): (x, y) as they are written to files, of points (N, 2), (row, col), px."""
        return _turn_up(points_px + 0.5) if self.ground is None else self.ground.to_map(points_px)

    def to_flat(self, points_px: Points) -> Points:
        """Return (N, 2): (x, y) in `unit`, of points (N, 2), (row, col), px."""
        if self.ground is None:
            return self.to_map(points_px)
        return _turn_up(self.ground.to_plane_mm(points_px) / 1000) + self._find_origin()

    def from_flat(self, flat: Points) -> Points:
        """Return (N, 2): (x, y) as they are written to files, of points (N, 2) as `to_flat` gives them."""
        return flat if self.ground is None else self.ground.to_map_from_plane(flat - self._find_origin())

    def _find_origin(self) -> Points:
        """Return (2,): where the middle of the raster lies, so that cells begin at round numbers of the map."""
        if self.ground is None or self.ground.plane_wkt is not None:
            return np.zeros(2)
        origin: Points = self.ground.to_map(self.ground.middle_px)[0] * self.ground.unit_m
        return origin


def _turn_up(points: Points) -> Points:
    """Return (right, up) of points (down, right)."""
    return np.stack([points[:, 1], -points[:, 0]], axis=1)
