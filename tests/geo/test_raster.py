"""Reading by windows: the pixels of the file, what is judged, and refusals that help."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

from efficientcracknet.core.errors import ImageError, SettingsError
from efficientcracknet.core.tiles import Tile
from efficientcracknet.geo import raster as module
from efficientcracknet.geo.raster import MapReader, ReadingChoices, open_map
from efficientcracknet.geo.valid import MARGIN_PX
from efficientcracknet.runtime.headers import RasterHeader, read_header
from tests.geo.drawn_rasters import PLACE, UTM, write_map, write_raster

PICTURE = np.random.default_rng(3).integers(1, 256, (60, 80, 3), np.uint8)
WHOLE = Tile(0, 0, 60, 80)


@contextmanager
def opened(path: Path, **choices: Any) -> Iterator[MapReader]:
    header = read_header(path)
    assert header is not None
    with open_map(path, header, ReadingChoices(**choices)) as reader:
        yield reader


def read(path: Path, tile: Tile = WHOLE, **choices: Any) -> tuple[np.ndarray | None, np.ndarray]:
    with opened(path, **choices) as reader:
        seen = reader.read(tile)
    return seen.pixels, seen.judged


@pytest.mark.parametrize("layout", [{}, {"tiled": True, "blockxsize": 16, "blockysize": 32}, {"BIGTIFF": "YES"}])
def test_bytes_are_read_as_they_are_in_any_layout(tmp_path: Path, layout: dict[str, Any]) -> None:
    path = write_map(tmp_path / "a.tif", PICTURE, **layout)
    pixels, judged = read(path, Tile(7, 30, 40, 50))

    np.testing.assert_array_equal(pixels, PICTURE[7:47, 30:80])
    assert judged.all()


@pytest.mark.parametrize(("driver", "name"), [("PNG", "a.png"), ("GTiff", "a.tif")])
def test_plain_pictures_are_read_too(tmp_path: Path, driver: str, name: str) -> None:
    with opened(write_raster(tmp_path / name, PICTURE, driver=driver)) as reader:
        np.testing.assert_array_equal(reader.read(WHOLE).pixels, PICTURE)
        assert reader.grid.crs_wkt is None


def test_the_grid_is_that_of_the_file(tmp_path: Path) -> None:
    with opened(write_map(tmp_path / "a.tif", PICTURE)) as reader:
        assert (reader.grid.height, reader.grid.width, reader.grid.transform) == (60, 80, tuple(PLACE)[:6])
        assert rasterio.CRS.from_wkt(reader.grid.crs_wkt).to_epsg() == 32632


def test_bands_are_those_that_say_their_colour_or_are_asked_for(tmp_path: Path) -> None:
    bands = np.dstack([PICTURE[..., ::-1], PICTURE[..., 0]])
    path = write_map(tmp_path / "a.tif", bands, colours=["blue", "green", "red", "undefined"], photometric="MINISBLACK")

    np.testing.assert_array_equal(read(path)[0], PICTURE)
    np.testing.assert_array_equal(read(path, bands=(4,))[0], PICTURE[..., [0, 0, 0]])
    with pytest.raises(SettingsError, match="bands 1 to 4, got 5, 1, 2"):
        read(path, bands=(5, 1, 2))


def test_one_band_is_grey_and_a_palette_has_its_colours(tmp_path: Path) -> None:
    grey = write_map(tmp_path / "a.tif", PICTURE[..., 0])
    indices = write_map(tmp_path / "b.tif", PICTURE[..., 0], photometric="PALETTE")
    with rasterio.open(indices, "r+") as dataset:
        dataset.write_colormap(1, {value: (value, 255 - value, 7, 255) for value in range(256)})

    np.testing.assert_array_equal(read(grey)[0], PICTURE[..., [0, 0, 0]])
    seen = read(indices)[0]
    assert seen is not None
    np.testing.assert_array_equal(seen[..., 0], PICTURE[..., 0])
    np.testing.assert_array_equal(seen[..., 1], 255 - PICTURE[..., 0])


def test_sixteen_bits_are_stretched_alike_in_every_window(tmp_path: Path) -> None:
    deep = PICTURE.astype(np.uint16) * 16
    path = write_map(tmp_path / "a.tif", deep)
    whole, part = read(path)[0], read(path, Tile(0, 0, 10, 10))[0]
    low, high = np.percentile(deep[..., 0], (2, 98))

    assert whole is not None
    np.testing.assert_array_equal(whole[:10, :10], part)
    np.testing.assert_allclose(whole[..., 0], ((deep[..., 0] - low) / (high - low) * 255).clip(0, 255), atol=0.51)
    with opened(path) as reader:
        assert reader.list_facts()["stretch"]["low"][0] == low


def make_holes(tmp_path: Path, kind: str) -> tuple[Path, np.ndarray]:
    """Write a map whose left 30 columns show nothing, by a nodata value, alpha, a mask or not-a-number."""
    shown = np.ones((60, 80), np.bool_)
    shown[:, :30] = False
    holed = np.where(shown[..., np.newaxis], PICTURE, 0).astype(np.uint8)
    path = tmp_path / "a.tif"
    if kind == "nodata":
        write_map(path, holed, nodata=0)
    elif kind == "alpha":
        write_map(path, np.dstack([holed, shown * np.uint8(255)]), colours=["red", "green", "blue", "alpha"])
    elif kind == "mask":
        with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
            write_map(path, holed)
            with rasterio.open(path, "r+") as dataset:
                dataset.write_mask(shown)
    else:
        write_map(path, np.where(shown, PICTURE[..., 0], np.nan).astype(np.float32))
    return path, shown


@pytest.mark.parametrize("kind", ["nodata", "alpha", "mask", "nan"])
def test_holes_are_filled_and_not_judged_nor_is_their_rim(tmp_path: Path, kind: str) -> None:
    path, shown = make_holes(tmp_path, kind)
    pixels, judged = read(path)

    assert pixels is not None
    assert not judged[:, : 30 + MARGIN_PX].any()
    assert judged[:, 30 + MARGIN_PX :].all()
    if kind != "nan":
        np.testing.assert_array_equal(pixels[shown], PICTURE[shown])
        assert pixels.min() > 0


@pytest.mark.parametrize("kind", ["nodata", "alpha", "mask", "nan"])
def test_what_is_judged_does_not_depend_on_the_window(tmp_path: Path, kind: str) -> None:
    path, _ = make_holes(tmp_path, kind)

    assert not read(path, Tile(20, 30, 16, MARGIN_PX))[1].any()
    assert read(path, Tile(20, 30 + MARGIN_PX, 16, 16))[1].all()
    pixels, judged = read(path, Tile(0, 0, 60, 20))
    assert pixels is None
    assert not judged.any()


@pytest.mark.parametrize("kind", ["nodata", "alpha", "mask"])
def test_holes_are_kept_on_a_coarser_grid(tmp_path: Path, kind: str) -> None:
    path, _ = make_holes(tmp_path, kind)
    with opened(path, gsd_mm=20) as reader:
        seen = reader.read(Tile(0, 0, reader.grid.height, reader.grid.width))

    assert (reader.grid.height, reader.grid.width) == (30, 40)
    assert not seen.judged[:, : 15 + MARGIN_PX].any()
    assert seen.judged[:-1, 15 + MARGIN_PX : -1].all()


def test_pixels_of_a_coarser_grid_are_means_and_do_not_depend_on_the_window(tmp_path: Path) -> None:
    path = write_map(tmp_path / "a.tif", PICTURE)
    with opened(path, gsd_mm=20) as reader:
        whole = reader.read(Tile(0, 0, 30, 40)).pixels
        part = reader.read(Tile(11, 13, 9, 17)).pixels

    assert whole is not None
    np.testing.assert_array_equal(whole[11:20, 13:30], part)
    np.testing.assert_allclose(whole, PICTURE.reshape(30, 2, 40, 2, 3).mean((1, 3)), atol=0.6)


def test_a_coarser_grid_is_read_from_the_overview_that_fits(tmp_path: Path) -> None:
    path = write_map(tmp_path / "a.tif", np.full((64, 64), 10, np.uint8))
    with rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([2, 4])
    with rasterio.open(
        path, "r+", overview_level=0
    ) as overview:  # written to apart, so that it tells itself from the map
        overview.write(np.full((1, 32, 32), 99, np.uint8))

    def first(gsd_mm: float) -> int:
        with opened(path, gsd_mm=gsd_mm) as reader:
            pixels = reader.read(Tile(0, 0, 8, 8)).pixels
        assert pixels is not None
        return int(pixels[0, 0, 0])

    assert [first(gsd_mm) for gsd_mm in (15, 20, 30)] == [10, 99, 99]


def test_a_finer_grid_is_interpolated(tmp_path: Path) -> None:
    ramp = np.tile(np.arange(40, dtype=np.uint8) * 4, (40, 1))
    with opened(write_map(tmp_path / "a.tif", ramp), gsd_mm=5) as reader:
        pixels = reader.read(Tile(20, 20, 1, 8)).pixels

    assert pixels is not None
    assert pixels[0, :, 0].tolist() == [
        39,
        41,
        43,
        45,
        47,
        49,
        51,
        53,
    ]  # a pixel is 4, half of one 2, centres a quarter off


def test_a_damaged_block_is_told_with_its_place(tmp_path: Path) -> None:
    path = write_map(tmp_path / "a.tif", PICTURE, compress="deflate", tiled=True, blockxsize=16, blockysize=16)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    path.write_bytes(content)

    with pytest.raises(
        ImageError, match=r"undamaged raster, got '.*a\.tif' near row 0, column 0 of its 4,800 px \(.+\)"
    ):
        read(path)


def test_a_file_that_is_cut_off_is_told(tmp_path: Path) -> None:
    path = write_map(tmp_path / "a.tif", PICTURE)
    path.write_bytes(path.read_bytes()[:-5000])

    with pytest.raises(ImageError, match=r"undamaged raster, got '.*a\.tif'"):
        read(path)


def test_a_nodata_value_that_no_pixel_can_have_is_refused_with_the_cure(tmp_path: Path) -> None:
    path = write_map(tmp_path / "a.tif", PICTURE, nodata=255)
    content = path.read_bytes()
    assert content.count(b"255\0") == 1
    path.write_bytes(content.replace(b"255\0", b"-99\0"))

    with pytest.raises(ImageError, match=r"one that uint8 can hold, got -99 in .* gdal_edit.py -a_nodata 0 'a.tif'"):
        read(path)


def test_control_points_without_a_transform_are_refused(tmp_path: Path) -> None:
    points = [
        rasterio.control.GroundControlPoint(row, col, 10.0 + col, 50.0 - row) for row, col in [(0, 0), (0, 9), (9, 0)]
    ]
    path = write_raster(tmp_path / "a.tif", PICTURE, gcps=points, crs=UTM)

    with pytest.raises(
        ImageError, match=r"must have a transform, got 3 control points in .* gdalwarp -r bilinear 'a.tif'"
    ):
        read(path)


def test_complex_values_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="must have real values, got complex64"):
        read(write_map(tmp_path / "a.tif", PICTURE[..., 0].astype(np.complex64)))


@pytest.mark.parametrize("word", ["progressive", "interlaced"])
def test_pictures_told_in_passes_are_refused_with_the_command_that_converts_them(tmp_path: Path, word: str) -> None:
    path = write_raster(tmp_path / "a.png", PICTURE, driver="PNG")
    with (
        pytest.raises(ImageError, match=rf"of 4,800 px, which is {word}\. Convert it: vips copy 'a.png' 'a.tif\["),
        open_map(path, RasterHeader("PNG", 60, 80, in_passes=word), ReadingChoices()),
    ):
        pass


def test_rows_too_long_to_keep_are_refused_with_the_command_that_retiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGEST_CACHE_BYTES", 1000)
    path = write_map(tmp_path / "a.tif", PICTURE, blockysize=1)

    with pytest.raises(ImageError, match=r"more than 1,000 bytes, got 4,7\d\d in .* gdal_translate -co TILED=YES"):
        read(path, tile_px=16)


def test_a_raster_in_squares_needs_no_cache_of_its_own(tmp_path: Path) -> None:
    striped = write_map(tmp_path / "a.tif", PICTURE, blockysize=1)
    squared = write_map(tmp_path / "b.tif", PICTURE, tiled=True, blockxsize=16, blockysize=16)

    with rasterio.open(striped) as one, rasterio.open(squared) as other:
        assert module.count_cache_bytes(one, 16) == int(1.1 * 18 * 80 * 3)
        assert module.count_cache_bytes(other, 16) == 0
