"""Where a raster lies on the ground, and how long a pixel is there.

Points of the raster are (row, col) in px, the centre of the top left pixel is (0, 0). On the map they are (x, y) in the
units of its CRS. Metres come from the CRS itself where it has a linear unit and does not stretch the ground; else, in
degrees or in Web Mercator, from a transverse Mercator projection about the middle of the raster.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self

import numpy as np
import pyproj
from numpy.typing import NDArray
from pyproj.crs.coordinate_operation import TransverseMercatorConversion
from pyproj.exceptions import CRSError, ProjError

from efficientcracknet.core.errors import ScaleError

LARGEST_STRETCH = 0.002
"""By which share lengths on the map may differ from those on the ground: those of UTM do by 0.001 at most."""

WGS84 = "OGC:CRS84"
"""Longitude, latitude, in degrees."""

Transform = tuple[float, float, float, float, float, float]
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GroundScale:
    """Where the pixels of a raster lie; a `Scale`. Made by `of`.

    Attributes
    ----------
    crs_wkt
        Of the map.
    transform
        (a, b, c, d, e, f): x = a * column + b * row + c, y = d * column + e * row + f; whole numbers are corners of
        pixels.
    size_px
        (height, width).
    plane_wkt
        Of the projection that metres are taken from; None: the map's own.
    unit_m
        Length of a unit of the map, where metres are taken from it.
    """

    crs_wkt: str
    transform: Transform
    size_px: tuple[int, int]
    plane_wkt: str | None = field(repr=False)
    unit_m: float

    @classmethod
    def of(cls, crs_wkt: str, transform: tuple[float, ...], size_px: tuple[int, int]) -> Self:
        """Return the ground of a raster.

        Parameters
        ----------
        crs_wkt
            Its CRS, as WKT or anything else that PROJ reads; the vertical part of a compound one is left out.
        transform
            As rasterio's ``dataset.transform[:6]``; rotated is fine.
        size_px
            (height, width).

        Returns
        -------
        Self
            With metres.

        Raises
        ------
        ScaleError
            If the CRS cannot be read, has no metres, or the transform is flat.

        Examples
        --------
        >>> ground = GroundScale.of("EPSG:32632", (0.005, 0.0, 500_000.0, 0.0, -0.005, 5_000_000.0), (400, 600))
        >>> ground.to_map(np.array([[0.0, 0.0]])).tolist()
        [[500000.0025, 4999999.9975]]
        >>> [round(side_mm, 6) for side_mm in ground.pixel_mm]
        [5.0, 5.0]
        """
        a, b, c, d, e, f = (float(number) for number in transform[:6])
        if not (np.isfinite([a, b, c, d, e, f]).all() and a * e - b * d != 0):
            raise ScaleError(
                f"GroundScale: `transform` must be finite and span an area, got {tuple(transform[:6])}. "
                "Georeference the raster anew."
            )
        crs = _read_crs(crs_wkt)
        ground = cls(crs.to_wkt(), (a, b, c, d, e, f), size_px, None, _find_unit(crs))
        if crs.is_geographic or _stretches(crs, ground):
            return cls(ground.crs_wkt, ground.transform, size_px, _make_plane(crs, ground), 1.0)
        return ground

    @property
    def name(self) -> str:
        """The CRS as people call it, such as ``EPSG:32632``."""
        crs = _read_crs(self.crs_wkt)
        authority = crs.to_authority()
        return ":".join(authority) if authority else str(crs.name)

    @property
    def north(self) -> str:
        """Which north directions are told from."""
        return "grid north of the CRS" if self.plane_wkt is None else "true north in the middle of the raster"

    @property
    def middle_px(self) -> Points:
        """(1, 2): the middle of the raster."""
        return (np.array([self.size_px], np.float64) - 1) / 2

    @property
    def pixel_mm(self) -> tuple[float, float]:
        """(height, width) of a pixel in the middle of the raster, mm."""
        middle, below, beside = self.to_plane_mm(self.middle_px + np.array([[0, 0], [1, 0], [0, 1]]))
        return float(np.linalg.norm(below - middle)), float(np.linalg.norm(beside - middle))

    def to_map(self, points_px: Points) -> Points:
        """Return (N, 2): (x, y) in the CRS of points (N, 2), (row, col), px."""
        row, column = np.asarray(points_px, np.float64).T + 0.5
        a, b, c, d, e, f = self.transform
        return np.stack([a * column + b * row + c, d * column + e * row + f], axis=1)

    def to_plane_mm(self, points_px: Points) -> Points:
        """Return (N, 2): (down, right) on the ground, mm, from the middle of the raster; down is south.

        Parameters
        ----------
        points_px
            (N, 2), (row, col), px; a `ScaleError` refuses points that the projection does not reach.

        Returns
        -------
        NDArray[np.float64]
            (N, 2); empty if there are no points.
        """
        if self.plane_wkt is None:
            a, b, _, d, e, _ = self.transform
            down, right = (np.asarray(points_px, np.float64) - self.middle_px).T
            east, north = (a * right + b * down) * self.unit_m, (d * right + e * down) * self.unit_m
        else:
            east, north = _move(self.to_map(points_px), self.crs_wkt, self.plane_wkt).T
        return np.stack([-north, east], axis=1) * 1000

    def to_map_from_plane(self, plane_m: Points) -> Points:
        """Return (N, 2): (x, y) in the CRS of points (N, 2), (east, north) of the raster's middle, m."""
        if self.plane_wkt is None:
            return plane_m / self.unit_m + self.to_map(self.middle_px)
        return _move(plane_m, self.plane_wkt, self.crs_wkt)

    def to_wgs84(self, map_points: Points) -> Points:
        """Return (N, 2): longitude and latitude in WGS 84, degrees, of points (N, 2), (x, y) in the CRS."""
        return _move(map_points, self.crs_wkt, WGS84)

    def area_mm2(self, points_px: Points) -> NDArray[np.float64]:
        """Return (N,): mm2 of the pixel around each point; between the corners of their box as a twisted plane.

        Parameters
        ----------
        points_px
            (N, 2), (row, col), px; a `ScaleError` refuses points that the projection does not reach.

        Returns
        -------
        NDArray[np.float64]
            (N,); empty if there are no points.
        """
        if len(points_px) == 0:
            return np.empty(0)
        first, last = points_px.min(axis=0), points_px.max(axis=0)
        corners = np.array([first, [first[0], last[1]], [last[0], first[1]], last])
        top_left, top_right, bottom_left, bottom_right = self._find_areas(corners)
        down, right = ((points_px - first) / np.maximum(last - first, 1)).T
        top = top_left + (top_right - top_left) * right
        areas: NDArray[np.float64] = top + (bottom_left + (bottom_right - bottom_left) * right - top) * down
        return areas

    def to_dict(self) -> dict[str, Any]:
        """Return the scale ready for JSON."""
        pixel_mm = [round(side_mm, 6) for side_mm in self.pixel_mm]
        metres = "the CRS" if self.plane_wkt is None else "a transverse Mercator projection about the middle"
        return {
            "kind": "ground",
            "crs": self.name,
            "transform": list(self.transform),
            "pixel_mm": pixel_mm,
            "metres_from": metres,
        }

    def _find_areas(self, points_px: Points) -> NDArray[np.float64]:
        half = np.array([[-0.5, -0.5], [-0.5, 0.5], [0.5, 0.5], [0.5, -0.5]])
        around = self.to_plane_mm((points_px[:, np.newaxis] + half).reshape(-1, 2)).reshape(-1, 4, 2)
        first, second = around[:, 2] - around[:, 0], around[:, 3] - around[:, 1]
        areas: NDArray[np.float64] = np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]) / 2
        return areas


@cache
def _read_crs(text: str) -> pyproj.CRS:
    try:
        crs = pyproj.CRS.from_user_input(text)
    except CRSError as error:
        raise ScaleError(
            f"GroundScale: `crs_wkt` must be a CRS that PROJ reads, got {text!r:.80}: {error}. Assign one: gdal_edit "
            "-a_srs EPSG:NUMBER FILE."
        ) from error
    if crs.is_bound and crs.source_crs is not None:
        crs = crs.source_crs
    return crs.sub_crs_list[0] if crs.is_compound else crs


def _find_unit(crs: pyproj.CRS) -> float:
    """Return the length of a unit of a map, m; 1 where it has degrees."""
    axes = crs.axis_info[:2]
    named = {axis.unit_name for axis in axes} - {"unknown", ""}
    if crs.is_geocentric or crs.is_vertical or len(axes) < 2 or not named:
        raise ScaleError(
            f"GroundScale: `crs_wkt` must be a map in degrees or in a unit of length, got {crs.type_name} "
            f"{crs.name!r}. Assign another: gdal_edit -a_srs EPSG:NUMBER FILE."
        )
    return 1.0 if crs.is_geographic else float(axes[0].unit_conversion_factor)


def _stretches(crs: pyproj.CRS, ground: GroundScale) -> bool:
    """Return whether lengths on the map are not those on the ground, in the middle of the raster."""
    geodetic, globe = crs.geodetic_crs, crs.get_geod()
    if geodetic is None or globe is None:  # a local grid: nothing is known but its own lengths
        return False
    step_m = 10.0
    around = np.array([[0.0, 0.0], [step_m, 0.0], [0.0, step_m]]) / ground.unit_m + ground.to_map(ground.middle_px)
    longitudes, latitudes = _move(around, ground.crs_wkt, geodetic.to_wkt()).T
    _, _, found_m = globe.inv(longitudes[[0, 0]], latitudes[[0, 0]], longitudes[1:], latitudes[1:])
    return bool((np.abs(np.asarray(found_m) / step_m - 1) > LARGEST_STRETCH).any())


def _make_plane(crs: pyproj.CRS, ground: GroundScale) -> str:
    """Return the WKT of a projection about the middle of the raster, on the same datum."""
    geodetic = crs.geodetic_crs
    if geodetic is None:
        raise ScaleError(
            f"GroundScale: `crs_wkt` must name its datum, got {crs.name!r}. Assign another: gdal_edit -a_srs "
            "EPSG:NUMBER FILE."
        )
    longitude, latitude = _move(ground.to_map(ground.middle_px), ground.crs_wkt, geodetic.to_wkt())[0].tolist()
    if not (abs(latitude) <= 90 and abs(longitude) <= 360):
        raise ScaleError(
            f"GroundScale: the middle of the raster must lie on the earth, got longitude {longitude:g}, latitude "
            f"{latitude:g}. Check its CRS and its transform."
        )
    conversion = TransverseMercatorConversion(latitude, longitude)
    return str(pyproj.crs.ProjectedCRS(conversion, geodetic_crs=geodetic).to_wkt())


def _move(points: Points, source: str, target: str) -> Points:
    try:
        x, y = _find_transformer(source, target).transform(points[:, 0], points[:, 1], errcheck=True)
    except ProjError as error:
        raise ScaleError(
            f"GroundScale: places must lie where their CRS holds, got x {points[0, 0]:g}, y {points[0, 1]:g}: {error}. "
            "Check the CRS and the transform of the raster."
        ) from error
    return np.stack([np.asarray(x, np.float64), np.asarray(y, np.float64)], axis=1)


@cache
def _find_transformer(source: str, target: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)
