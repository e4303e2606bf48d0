"""Probability and mask as Cloud Optimized GeoTIFFs: valid, in place, the same bytes each time, whole or not at all."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rio_cogeo.cogeo import cog_validate

from efficientcracknet.core.errors import OutputError
from efficientcracknet.geo.cog import RasterFiles, write_rasters
from efficientcracknet.geo.grid import WorkingGrid
from efficientcracknet.geo.work import WorkRaster
from tests.geo.drawn_rasters import UTM, open_raster

ROTATED = (0.0094, 0.0034, 500_000.25, 0.0034, -0.0094, 5_500_000.75)
LEVELS = np.tile(np.arange(256, dtype=np.uint8), (600, 3))
TAGS = {"TIFFTAG_SOFTWARE": "efficientcracknet", "source": "a <b> & 'c'.tif"}


def write(folder: Path, grid: WorkingGrid, threshold: float = 0.5) -> RasterFiles:
    (folder / "work").mkdir()
    files = RasterFiles.of(folder, "deck/a & b")
    with WorkRaster(folder / "work" / "probability.raw", grid.height, grid.width) as work:
        work.write(0, 0, LEVELS[: grid.height, : grid.width])
        write_rasters(work, grid, threshold, TAGS, files)
    return files


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> RasterFiles:
    crs = rasterio.CRS.from_string(UTM).to_wkt()
    return write(tmp_path_factory.mktemp("cog"), WorkingGrid(*LEVELS.shape, ROTATED, crs))


def test_both_are_valid_and_have_overviews(files: RasterFiles) -> None:
    for path in (files.probability, files.mask):
        valid, errors, notes = cog_validate(path, strict=True)

        assert (valid, errors, notes) == (True, [], [])
        with rasterio.open(path) as dataset:
            assert dataset.overviews(1) == [2]


def test_both_lie_where_the_grid_does(files: RasterFiles) -> None:
    for path in (files.probability, files.mask):
        with rasterio.open(path) as dataset:
            assert dataset.crs.to_epsg() == 32632
            np.testing.assert_allclose(tuple(dataset.transform)[:6], ROTATED, atol=1e-9)


def test_the_probability_is_bytes_with_their_scale_and_0_for_what_was_not_judged(files: RasterFiles) -> None:
    with rasterio.open(files.probability) as dataset:
        np.testing.assert_array_equal(dataset.read(1), LEVELS)
        assert dataset.nodata == 0
        assert dataset.scales == pytest.approx((1 / 255,))
        assert dataset.tags()["source"] == "a <b> & 'c'.tif"


def test_the_mask_is_1_from_the_threshold_on(files: RasterFiles) -> None:
    with rasterio.open(files.mask) as dataset:
        expected = np.where(LEVELS == 0, 255, LEVELS >= 128)
        np.testing.assert_array_equal(dataset.read(1), expected)
        assert dataset.nodata == 255


@pytest.mark.parametrize(("threshold", "smallest"), [(0.0, 1), (0.004, 2), (1.0, 255)])
def test_the_mask_follows_the_threshold_to_either_end(tmp_path: Path, threshold: float, smallest: int) -> None:
    files = write(tmp_path, WorkingGrid(4, 256, (1, 0, 0, 0, 1, 0), None), threshold)

    with open_raster(files.mask) as dataset:
        np.testing.assert_array_equal(dataset.read(1)[0, 1:], np.arange(1, 256) >= smallest)
        assert dataset.crs is None


def test_the_same_work_gives_the_same_bytes_and_leaves_nothing(files: RasterFiles, tmp_path: Path) -> None:
    crs = rasterio.CRS.from_string(UTM).to_wkt()
    again = write(tmp_path, WorkingGrid(*LEVELS.shape, ROTATED, crs))

    assert again.probability.read_bytes() == files.probability.read_bytes()
    assert again.mask.read_bytes() == files.mask.read_bytes()
    left = sorted(path.name for path in (tmp_path / "work").iterdir())
    assert left == ["mask.vrt", "probability.raw", "probability.vrt"]


WRITE_BEYOND_THE_LIMIT = """
import resource, sys
from pathlib import Path
import numpy as np
from efficientcracknet.core.errors import OutputError
from efficientcracknet.geo.cog import RasterFiles, write_rasters
from efficientcracknet.geo.grid import WorkingGrid
from efficientcracknet.geo.work import WorkRaster
folder = Path(sys.argv[1])
(folder / "work").mkdir()
with WorkRaster(folder / "work" / "probability.raw", 600, 600) as work:
    work.write(0, 0, np.random.default_rng(0).integers(1, 256, (600, 600), np.uint8))
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
    try:
        write_rasters(work, WorkingGrid(600, 600, (1, 0, 0, 0, 1, 0), None), 0.5, {}, RasterFiles.of(folder, "a"))
    except OutputError as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files cannot be limited there")
@pytest.mark.parametrize("limit", [2_000, 200_000, 400_000])
def test_a_raster_that_is_written_in_part_is_told_and_leaves_nothing(tmp_path: Path, limit: int) -> None:
    command = [sys.executable, "-c", WRITE_BEYOND_THE_LIMIT, str(tmp_path), str(limit)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)

    assert "a.tif' must be writable, got: " in result.stdout
    assert [path.name for path in tmp_path.rglob("*.tif")] == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "probability").write_text("in the way", encoding="utf-8")

    with pytest.raises(OutputError, match=r"a & b\.tif' must be writable, got: "):
        write(tmp_path, WorkingGrid(4, 4, (1, 0, 0, 0, 1, 0), None))
