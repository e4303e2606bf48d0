"""Styles of rasters: what is no crack is not painted, and QGIS finds them by their names."""

from pathlib import Path
from xml.etree import ElementTree

from efficientcracknet.geo.cog import CRACK, NO_CRACK, RasterFiles
from efficientcracknet.geo.raster_styles import list_style_files, write_raster_styles


def read(path: Path) -> ElementTree.Element:
    return ElementTree.fromstring(path.read_text(encoding="utf-8"))


def test_each_style_lies_beside_its_raster_under_the_same_name(tmp_path: Path) -> None:
    files = RasterFiles.of(tmp_path, "deck")
    write_raster_styles(files)
    assert list_style_files(files) == (tmp_path / "probability" / "deck.qml", tmp_path / "masks" / "deck.qml")
    assert all(path.exists() for path in list_style_files(files))


def test_in_the_mask_only_crack_is_painted(tmp_path: Path) -> None:
    files = RasterFiles.of(tmp_path, "deck")
    write_raster_styles(files)
    entries = read(list_style_files(files)[1]).findall(".//paletteEntry")
    assert {int(entry.get("value", "")): int(entry.get("alpha", "")) for entry in entries} == {NO_CRACK: 0, CRACK: 255}


def test_probabilities_become_denser_as_they_rise(tmp_path: Path) -> None:
    files = RasterFiles.of(tmp_path, "deck")
    write_raster_styles(files)
    items = read(list_style_files(files)[0]).findall(".//item")
    steps = [(float(item.get("value", "")), int(item.get("alpha", ""))) for item in items]
    assert steps == sorted(steps)
    assert steps[0][1] == 0
