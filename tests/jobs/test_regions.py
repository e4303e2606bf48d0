"""Regions from files: for all pictures or for each its own; outside them nothing is found."""

import json
from pathlib import Path

import numpy as np
import pytest

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.errors import DataError
from efficientcracknet.jobs.polygons import read_polygons
from efficientcracknet.jobs.regions import RegionOptions, parse_region_options
from efficientcracknet.runtime.images import write_png

EVERYWHERE = CrackMap(np.ones((3, 4), np.float32), 0.5)
RIGHT = {"type": "Polygon", "coordinates": [[[2, -1], [9, -1], [9, 9], [2, 9], [2, -1]]]}  # columns from 2 on
TOP = {"type": "Polygon", "coordinates": [[[-1, -1], [9, -1], [9, 1], [-1, 1], [-1, -1]]]}  # row 0


def write(path, document):
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def limit(path="wall.jpg", covered=(), **options):
    mask = parse_region_options(RegionOptions(**options)).limit(Path(path), EVERYWHERE, covered).mask
    return ["".join(".#"[int(pixel)] for pixel in row) for row in mask]


def test_without_options_the_whole_picture_is_looked_at():
    assert limit() == ["####", "####", "####"]
    assert parse_region_options(RegionOptions()).limit(Path("a"), EVERYWHERE) is EVERYWHERE


def test_x_is_the_column_and_y_the_row(tmp_path):
    assert limit(region=write(tmp_path / "a.geojson", RIGHT)) == ["..##", "..##", "..##"]
    assert limit(exclude=write(tmp_path / "b.geojson", RIGHT)) == ["##..", "##..", "##.."]


def test_an_exclusion_is_cut_out_of_the_region(tmp_path):
    region, exclude = write(tmp_path / "a.geojson", RIGHT), write(tmp_path / "b.json", TOP)

    assert limit(region=region, exclude=exclude) == ["....", "..##", "..##"]


def test_what_a_sheet_covers_is_left_out_besides(tmp_path):
    sheet = (np.array([[0.5, 0.5], [0.5, 2.5], [1.5, 2.5], [1.5, 0.5]]),)

    assert limit(covered=(sheet,)) == ["####", "#..#", "####"]


@pytest.mark.parametrize(
    "document",
    [
        {"type": "Feature", "properties": {}, "geometry": RIGHT},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": None, "geometry": RIGHT}]},
        {"type": "MultiPolygon", "coordinates": [RIGHT["coordinates"]]},
        {"type": "GeometryCollection", "geometries": [RIGHT]},
    ],
)
def test_polygons_are_found_in_all_they_are_wrapped_in(tmp_path, document):
    assert limit(region=write(tmp_path / "a.geojson", document)) == ["..##"] * 3


def test_a_mask_picture_marks_the_region(tmp_path):
    write_png(tmp_path / "mask.png", np.array([[255, 0, 0, 0], [255, 255, 0, 0], [0, 0, 0, 0]], np.uint8))

    assert limit(region=tmp_path / "mask.png") == ["#...", "##..", "...."]


def test_in_a_folder_each_picture_has_its_own(tmp_path):
    write(tmp_path / "wall.geojson", RIGHT)
    write_png(tmp_path / "slab.png", np.eye(3, 4, dtype=np.uint8) * 255)
    (tmp_path / "notes.txt").write_text("", encoding="utf-8")

    assert limit("north/wall.jpg", region=tmp_path) == ["..##"] * 3
    assert limit("slab.jpg", region=tmp_path) == ["#...", ".#..", "..#."]
    assert limit("other.jpg", region=tmp_path) == ["####"] * 3


def test_two_files_for_one_picture_are_refused(tmp_path):
    write(tmp_path / "wall.geojson", RIGHT)
    write(tmp_path / "wall.json", TOP)

    with pytest.raises(DataError, match=r"one file a picture, got 'wall\.geojson' and 'wall\.json' in"):
        parse_region_options(RegionOptions(exclude=tmp_path))


def test_a_folder_without_regions_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"`--region` must hold STEM\.geojson or STEM\.png .* got 0 such files"):
        parse_region_options(RegionOptions(region=tmp_path))


def test_a_mask_of_another_size_is_refused(tmp_path):
    write_png(tmp_path / "mask.png", np.zeros((4, 3), np.uint8))

    with pytest.raises(DataError, match=r"picture's size of 3 x 4 \(height x width\), got 4 x 3"):
        limit(region=tmp_path / "mask.png")


def test_a_region_beside_the_picture_is_refused(tmp_path):
    far = {"type": "Polygon", "coordinates": [[[50, 50], [60, 50], [60, 60]]]}

    with pytest.raises(DataError, match=r"at least one pixel of 'wall\.jpg', got 0 of 3 x 4"):
        limit(region=write(tmp_path / "far.geojson", far))
    assert limit(exclude=tmp_path / "far.geojson") == ["####"] * 3


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}, "Polygons and MultiPolygons, got 'LineString'"),
        ([1], r"Polygons and MultiPolygons, got \[1\]"),
        ({"type": "Feature", "geometry": None}, "Polygons and MultiPolygons, got None"),
        ({"type": "FeatureCollection", "features": []}, "at least one polygon, got none"),
        ({"type": "FeatureCollection"}, "`features` in .* must be a list, got None"),
        ({"type": "Polygon", "coordinates": []}, r"must be a list of rings, got \[\]"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}, "three or more different .* got"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, "a"]]]}, "three or more different .* got"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, float("nan")]]]}, "three or more different"),
        ({"type": "Polygon", "coordinates": [5]}, r"three or more different \[column, row\], got 5"),
        ({"type": "Polygon", "coordinates": [[[5, -9], [7, -9], [7, -2]]]}, "got rows up to -2, columns up to 7"),
    ],
)
def test_what_holds_no_polygon_is_refused(tmp_path, document, said):
    with pytest.raises(DataError, match=said):
        read_polygons(write(tmp_path / "a.geojson", document))


def test_a_file_that_is_no_json_is_refused(tmp_path):
    (tmp_path / "a.geojson").write_text("{", encoding="utf-8")

    for name in ("a.geojson", "none.geojson"):
        with pytest.raises(DataError, match=rf"'.*{name}' must be a readable GeoJSON file, got: "):
            read_polygons(tmp_path / name)
