"""The working grid: the raster's own, or another in the same place."""

import numpy as np
import pytest
import rasterio

from efficientcracknet.core.errors import ScaleError, SettingsError
from efficientcracknet.geo.grid import WorkingGrid
from tests.geo.drawn_rasters import UTM

CRS = rasterio.CRS.from_string(UTM).to_wkt()
NORTH_UP = WorkingGrid(300, 400, (0.01, 0.0, 500_000.0, 0.0, -0.01, 5_500_000.0), CRS)
TURNED = WorkingGrid(300, 400, (0.006, 0.008, 500_000.0, 0.008, -0.006, 5_500_000.0), CRS)


def to_map(grid: WorkingGrid, row: float, column: float) -> tuple[float, float]:
    """Return (x, y) of a corner of a pixel, by the definition of the transform."""
    a, b, c, d, e, f = grid.transform
    return a * column + b * row + c, d * column + e * row + f


@pytest.mark.parametrize("grid", [NORTH_UP, TURNED])
def test_a_coarser_grid_has_the_same_corners(grid: WorkingGrid) -> None:
    coarse = grid.resample(40)

    assert abs(coarse.height - 75) <= 1
    assert abs(coarse.width - 100) <= 1
    assert to_map(coarse, 0, 0) == to_map(grid, 0, 0)
    distance_m = np.subtract(to_map(coarse, coarse.height, coarse.width), to_map(grid, 300, 400))
    assert np.hypot(*distance_m) <= 0.04


def test_pixels_of_another_grid_are_square_on_the_ground() -> None:
    flat = WorkingGrid(300, 400, (0.01, 0.0, 500_000.0, 0.0, -0.02, 5_500_000.0), CRS).resample(20)
    ground = flat.find_ground()

    assert ground is not None
    assert ground.pixel_mm == pytest.approx((20, 20), rel=1e-3)
    assert flat.width == pytest.approx(200, abs=1)
    assert flat.height == pytest.approx(300, abs=1)


def test_a_grid_without_a_crs_cannot_be_asked_for_mm() -> None:
    with pytest.raises(ScaleError, match=r"must come with a raster that has a CRS, got 2 mm for one without"):
        WorkingGrid(3, 4, (1, 0, 0, 0, 1, 0), None).resample(2)


@pytest.mark.parametrize("gsd_mm", [0, -1, float("nan"), float("inf")])
def test_a_resolution_that_is_none_is_refused(gsd_mm: float) -> None:
    with pytest.raises(SettingsError, match=rf"`--gsd` must be mm above 0, got {gsd_mm:g}"):
        NORTH_UP.resample(gsd_mm)


def test_a_grid_much_finer_than_the_raster_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"at least 2\.5 mm, a quarter of the raster's 10 mm a pixel, got 2\. "):
        NORTH_UP.resample(2)
    assert NORTH_UP.resample(5).width == pytest.approx(800, abs=1)


def test_the_grid_is_told_for_the_record() -> None:
    assert NORTH_UP.to_dict() == {"height_px": 300, "width_px": 400, "transform": list(NORTH_UP.transform), "crs": CRS}
