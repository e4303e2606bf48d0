import csv
import json
import sqlite3
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from efficientcracknet.core.errors import OutputError
from efficientcracknet.geo import geopackage
from efficientcracknet.geo.ground import GroundScale
from efficientcracknet.geo.map_rows import COLUMNS
from efficientcracknet.geo.vectors import MeasuredMap, VectorChoices, VectorFiles, VectorReport, write_vectors
from efficientcracknet.measure.severity import find_standard
from tests.geo.cracks_of_maps import DEGREES, SIZE_PX, UTM, make_crack

CRACKS = (
    make_crack((100.5, 200), (300, 1400.25)),
    make_crack((700, 300), (720, 700), number=2, width_px=None),
)
LTPP = VectorChoices(find_standard("ltpp-asphalt"))


def write(
    folder: Path, ground: GroundScale | None = UTM, choices: VectorChoices = LTPP
) -> tuple[VectorFiles, VectorReport]:
    files = VectorFiles.of(folder, "map")
    return files, write_vectors(MeasuredMap(*SIZE_PX, CRACKS, 0), ground, files, choices)


def read_layer(path: Path, layer: str) -> tuple[dict[str, list[object]], list[shapely.Geometry], str | None]:
    meta, _, shapes, data = pyogrio.raw.read(path, layer=layer)
    return (
        dict(zip(meta["fields"], [one.tolist() for one in data], strict=True)),
        list(shapely.from_wkb(shapes)),
        meta["crs"],
    )


def test_the_geopackage_has_three_layers_with_styles(tmp_path: Path) -> None:
    files, _ = write(tmp_path)

    assert pyogrio.list_layers(files.geopackage).tolist() == [
        ["density", "Polygon"],
        ["outlines", "MultiPolygon"],
        ["centre_lines", "MultiLineString"],
        ["layer_styles", None],
    ]
    with sqlite3.connect(files.geopackage) as database:
        styles = database.execute("SELECT f_table_name, useAsDefault, styleQML FROM layer_styles").fetchall()
    database.close()
    assert [(name, default) for name, default, _ in styles] == [("density", 1), ("outlines", 1), ("centre_lines", 1)]
    assert "moderate" in styles[2][2]


@pytest.mark.parametrize(("ground", "name"), [(UTM, "EPSG:32632"), (DEGREES, "EPSG:4326")])
def test_lines_lie_where_the_raster_has_them(ground: GroundScale, name: str, tmp_path: Path) -> None:
    files, _ = write(tmp_path, ground)
    columns, shapes, crs = read_layer(files.geopackage, "centre_lines")

    assert crs == name
    for shape, one in zip(shapes, CRACKS, strict=True):
        expected = ground.to_map(one.crack.branches[0].points_px)
        assert np.abs(shapely.get_coordinates(shape) - expected).max() == 0
    assert columns["crack"] == [1, 2]
    assert columns["severity"] == ["moderate", "undetermined"]
    assert np.isnan(columns["width_max_mm"][1])
    assert "azimuth_deg" in columns
    assert "orientation_deg" not in columns


def test_outlines_cover_what_the_cracks_do(tmp_path: Path) -> None:
    columns, shapes, _ = read_layer(write(tmp_path)[0].geopackage, "outlines")

    assert [shape.area for shape in shapes] == pytest.approx(
        [shapely.Polygon(one.outline[0][0]).area * 0.002**2 for one in CRACKS], rel=1e-4
    )
    assert columns["area_px"] == [100, 100]


def test_density_is_length_over_area(tmp_path: Path) -> None:
    columns, _, _ = read_layer(write(tmp_path)[0].geopackage, "density")
    lengths, areas = np.array(columns["length_m"]), np.array(columns["area_m2"])

    assert np.array(columns["density_m_per_m2"]) == pytest.approx(lengths / areas)
    assert lengths.sum() == pytest.approx(sum((one.crack.length_mm or 0) for one in CRACKS) / 1000)


def test_the_same_cracks_give_the_same_bytes(tmp_path: Path) -> None:
    (first, _), (second, _) = write(tmp_path / "a"), write(tmp_path / "b")

    for one, other in zip(
        (first.geopackage, first.geojson, first.table), (second.geopackage, second.geojson, second.table), strict=True
    ):
        assert one.read_bytes() == other.read_bytes()


def test_geojson_is_in_degrees_of_wgs_84(tmp_path: Path) -> None:
    files, report = write(tmp_path)
    document = json.loads(files.geojson.read_text(encoding="utf-8"))
    (line,) = document["features"][0]["geometry"]["coordinates"]
    back = UTM.to_wgs84(UTM.to_map(CRACKS[0].crack.branches[0].points_px))

    assert set(document) == {"type", "features"}
    assert np.abs(np.array(line) - back).max() < 1e-9
    assert 8.9 < line[0][0] < 9.1  # longitude first: EPSG:32632 has its origin at 9 degrees east
    assert document["features"][1]["properties"]["width_max_mm"] is None
    assert report == VectorReport((files.geopackage, files.geojson, files.table), None)


def test_the_table_has_a_row_per_crack(tmp_path: Path) -> None:
    rows = list(csv.DictReader(write(tmp_path)[0].table.read_text(encoding="utf-8").splitlines()))

    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["crack"], rows[0]["width_max_mm"], rows[0]["severity"]) == ("1", "8.0000", "moderate")
    assert rows[1]["width_max_mm"] == ""


def test_without_a_ground_places_are_px_and_an_old_geojson_goes(tmp_path: Path) -> None:
    write(tmp_path)
    files, report = write(tmp_path, None)
    columns, shapes, crs = read_layer(files.geopackage, "centre_lines")

    assert not files.geojson.exists()
    assert report.files == (files.geopackage, files.table)
    assert "without a coordinate reference system" in str(report.remark)
    assert shapely.get_coordinates(shapes[0])[0].tolist() == [200.5, -101.0]
    assert str(crs).startswith('LOCAL_CS["Undefined Cartesian')
    assert "azimuth_deg" not in columns


def test_areas_that_were_too_wide_are_told(tmp_path: Path) -> None:
    report = write_vectors(MeasuredMap(*SIZE_PX, CRACKS, 3), UTM, VectorFiles.of(tmp_path, "map"), LTPP)

    assert "too wide to be measured" in str(report.remark)
    assert str(report.remark).endswith(": 3")


def test_a_map_without_cracks_has_empty_layers(tmp_path: Path) -> None:
    files = VectorFiles.of(tmp_path, "empty")
    write_vectors(MeasuredMap(*SIZE_PX, (), 0), UTM, files, VectorChoices())

    for layer in ("density", "outlines", "centre_lines"):
        assert read_layer(files.geopackage, layer)[1] == []
    assert json.loads(files.geojson.read_text(encoding="utf-8"))["features"] == []
    assert len(files.table.read_text(encoding="utf-8").splitlines()) == 1


def test_a_failure_leaves_what_was_there_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, _ = write(tmp_path)
    before = files.geopackage.read_bytes()

    def fail(path: str, *_: object, **__: object) -> None:
        Path(path).write_bytes(b"half")
        raise pyogrio.errors.DataLayerError("Failed to commit transaction")

    monkeypatch.setattr(geopackage.pyogrio.raw, "write", fail)
    with pytest.raises(OutputError, match=r"map\.gpkg' must be writable as a GeoPackage, got: Failed to commit"):
        write(tmp_path)

    assert files.geopackage.read_bytes() == before
    assert sorted(path.name for path in files.geopackage.parent.iterdir()) == ["map.csv", "map.geojson", "map.gpkg"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "vectors").touch()

    with pytest.raises(OutputError, match=r"map\.gpkg' must be writable"):
        write(tmp_path)


def test_the_time_that_others_want_written_is_theirs_again(tmp_path: Path) -> None:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2020-02-02T00:00:00.000Z"})
    try:
        write(tmp_path)
        assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") == "2020-02-02T00:00:00.000Z"
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
