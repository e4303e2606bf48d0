"""Which pictures are maps, and what is said where the extra is missing."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from efficientcracknet.core.errors import MissingExtraError
from efficientcracknet.jobs import roads as module
from efficientcracknet.jobs.roads import find_map, names_maps
from tests.awkward import write_lying_png
from tests.geo.drawn_rasters import write_map


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None if name == "pyproj" else object())


def test_a_geotiff_is_a_map_however_small(tmp_path: Path) -> None:
    header = find_map(write_map(tmp_path / "a.tif", np.zeros((4, 8), np.uint8)))

    assert header is not None
    assert (header.kind, header.height_px, header.width_px) == ("TIFF", 4, 8)


def test_a_plain_picture_is_a_map_above_so_many_pixels(tmp_path: Path) -> None:
    Image.new("L", (8, 4)).save(tmp_path / "a.png")

    assert find_map(tmp_path / "a.png", largest_px=32) is None
    assert find_map(tmp_path / "a.png", largest_px=31) is not None


def test_what_is_no_raster_is_left_to_whoever_reads_photos(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_text("no picture", encoding="utf-8")

    assert find_map(tmp_path / "a.tif") is None
    assert find_map(tmp_path / "gone.tif") is None


@pytest.mark.usefixtures("without_extra")
def test_without_the_extra_a_map_is_refused_with_what_to_install(tmp_path: Path) -> None:
    path = write_map(tmp_path / "a.tif", np.zeros((4, 8), np.uint8))

    with pytest.raises(MissingExtraError, match=r"reading '.*a\.tif', a GeoTIFF, needs .*'efficientcracknet\[geo\]'"):
        find_map(path)


@pytest.mark.usefixtures("without_extra")
def test_without_the_extra_a_large_picture_is_read_whole_as_far_as_that_goes(tmp_path: Path) -> None:
    write_lying_png(tmp_path / "large.png", 20_000, 9_000)
    write_lying_png(tmp_path / "huge.png", 60_000, 60_000)

    assert find_map(tmp_path / "large.png") is None
    with pytest.raises(MissingExtraError, match=r"huge\.png' of 3,600,000,000 px by windows needs .*\[geo\]"):
        find_map(tmp_path / "huge.png")


def test_a_map_among_the_sources_is_found(tmp_path: Path) -> None:
    Image.new("L", (8, 4)).save(tmp_path / "a.png")
    assert not names_maps([str(tmp_path)], tmp_path / "out")
    write_map(tmp_path / "b.tif", np.zeros((4, 8), np.uint8))
    assert names_maps([str(tmp_path)], tmp_path / "out")
