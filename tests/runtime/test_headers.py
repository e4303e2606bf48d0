"""Headers: whether a raster is a map, and how large, before anything is decoded."""

import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from efficientcracknet.runtime.headers import RasterHeader, count_pixels, read_header
from tests.awkward import write_lying_png


def write_tiff(path: Path, *, big: bool = False, **tags: object) -> Path:
    places = TiffImagePlugin.ImageFileDirectory_v2()
    for name, value in tags.items():
        places.tagtype[int(name[1:])] = 2 if isinstance(value, str) else 12
        places[int(name[1:])] = value
    Image.new("L", (8, 4)).save(path, "TIFF", tiffinfo=places, big_tiff=big)
    return path


@pytest.mark.parametrize("big", [False, True])
def test_a_geotiff_is_a_map_by_its_tags(tmp_path: Path, big: bool) -> None:
    plain = write_tiff(tmp_path / "plain.tif", big=big)
    placed = write_tiff(tmp_path / "placed.tif", big=big, _33550=(0.1, 0.1, 0.0))

    assert read_header(plain) == RasterHeader("TIFF", 4, 8)
    assert read_header(placed) == RasterHeader("TIFF", 4, 8, is_map=True)


@pytest.mark.parametrize("name", ["a.tfw", "a.TFW", "a.tifw"])
def test_a_tiff_with_a_world_file_is_a_map(tmp_path: Path, name: str) -> None:
    path = write_tiff(tmp_path / "a.tif")
    (tmp_path / name).write_text("1\n0\n0\n-1\n0\n0\n", encoding="utf-8")

    assert read_header(path) == RasterHeader("TIFF", 4, 8, is_map=True)


def test_nodata_is_told_as_it_is_written(tmp_path: Path) -> None:
    header = read_header(write_tiff(tmp_path / "a.tif", _42113="-9999 "))

    assert header is not None
    assert header.nodata == "-9999"


def test_bands_that_no_viewer_knows_are_no_hindrance(tmp_path: Path) -> None:
    rasterio = pytest.importorskip("rasterio")
    path = tmp_path / "five.tif"
    place = rasterio.Affine(0.1, 0, 0, 0, -0.1, 0)
    with rasterio.open(
        path, "w", driver="GTiff", count=5, height=4, width=8, dtype="float64", crs="EPSG:3857", transform=place
    ) as dataset:
        dataset.write(np.zeros((5, 4, 8)))

    header = read_header(path)

    assert header is not None
    assert (header.is_map, header.height_px, header.width_px, header.pixels) == (True, 4, 8, 32)


def test_pictures_told_in_passes_are_known(tmp_path: Path) -> None:
    grey = Image.new("L", (8, 4))
    grey.save(tmp_path / "a.jpg")
    grey.save(tmp_path / "b.jpg", progressive=True)
    write_lying_png(tmp_path / "c.png", 50_000, 60_000)
    interlaced = bytearray((tmp_path / "c.png").read_bytes())
    interlaced[28] = 1  # the last byte of the header's chunk, before its checksum
    interlaced[29:33] = zlib.crc32(interlaced[12:29]).to_bytes(4, "big")
    (tmp_path / "d.png").write_bytes(interlaced)

    assert read_header(tmp_path / "a.jpg") == RasterHeader("JPEG", 4, 8)
    assert read_header(tmp_path / "b.jpg") == RasterHeader("JPEG", 4, 8, in_passes="progressive")
    assert read_header(tmp_path / "c.png") == RasterHeader("PNG", 50_000, 60_000)
    assert read_header(tmp_path / "d.png") == RasterHeader("PNG", 50_000, 60_000, in_passes="interlaced")


@pytest.mark.parametrize(
    "content", [b"", b"II*\0", b"II*\0\x08\0\0\0", b"II+\0\x08\0\0\0", b"MM\0*\xff\xff\xff\xff", b"text"]
)
def test_what_is_damaged_or_no_picture_has_no_header(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.tif").write_bytes(content)

    assert read_header(tmp_path / "a.tif") is None
    assert read_header(tmp_path / "gone.tif") is None
    Image.new("L", (4, 4)).save(tmp_path / "b.bmp")
    assert read_header(tmp_path / "b.bmp") is None


def test_pixels_of_every_kind_are_counted_before_any_is_decoded(tmp_path: Path) -> None:
    grey = Image.new("L", (8, 4))
    for name in ("a.jpg", "b.bmp", "c.webp"):
        grey.save(tmp_path / name)
    write_lying_png(tmp_path / "d.png", 50_000, 60_000)

    assert [count_pixels(tmp_path / name) for name in ("a.jpg", "b.bmp", "c.webp")] == [32, 32, 32]
    assert count_pixels(tmp_path / "d.png") == 3_000_000_000


def test_a_map_has_no_count_and_what_is_no_picture_has_none_to_count(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("text", encoding="utf-8")

    assert count_pixels(write_tiff(tmp_path / "map.tif", _34735=(1, 1, 0, 0))) is None
    assert count_pixels(tmp_path / "a.jpg") == 0
    assert count_pixels(tmp_path / "gone.jpg") == 0
