"""Photos and maps in one run: rows of both, each on its own road."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from efficientcracknet.core.errors import OutputError, ScaleError
from efficientcracknet.jobs import map_run
from efficientcracknet.jobs.map_options import MapOptions
from efficientcracknet.jobs.measuring import MeasuringOptions
from efficientcracknet.jobs.predict import PredictReport, PredictSettings, predict_pictures
from efficientcracknet.jobs.regions import RegionOptions
from tests.geo.drawn_rasters import draw_wall, write_map, write_raster, write_tiled_network

WALL = draw_wall(40, 60, crack_row=20)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_tiled_network(Path("net.onnx"))
    Path("in").mkdir()


def run(*sources: str, **settings: Any) -> PredictReport:
    return predict_pictures(PredictSettings(sources or ("in",), Path("out"), "net.onnx", threads=1, **settings))


def list_results() -> list[str]:
    return sorted(path.relative_to("out").as_posix() for path in Path("out").rglob("*") if path.is_file())


def test_photos_and_maps_get_rows_in_one_table() -> None:
    Image.fromarray(WALL).save("in/a.png")
    write_map(Path("in/a.tif"), WALL)
    report = run()
    with Path("out/images.csv").open(encoding="utf-8", newline="") as file:
        photo, drawn = csv.DictReader(file)

    assert (photo["mask"], photo["overlay"], photo["probability"]) == ("masks/a_png.png", "overlays/a_png.jpg", "")
    assert (drawn["mask"], drawn["overlay"], drawn["probability"]) == ("masks/a_tif.tif", "", "probability/a_tif.tif")
    assert drawn["vectors"] == "vectors/a_tif.gpkg"
    assert [row.cracks for row in report.rows] == [1, 1]
    assert Path("out/report.html").exists()
    assert not Path("out/.work").exists()


def test_the_record_tells_how_maps_were_read() -> None:
    write_map(Path("in/a.tif"), WALL.astype(np.uint16) * 16)
    run(maps=MapOptions(gsd_mm=20, bands=(3, 2, 1)))
    record = json.loads(Path("out/run.json").read_text(encoding="utf-8"))

    assert record["settings"]["maps"] == {"gsd_mm": 20, "bands": [3, 2, 1]}
    assert record["maps"]["in/a.tif"]["bands"] == [3, 2, 1]
    assert record["maps"]["in/a.tif"]["grid"]["height_px"] == 20
    assert record["maps"]["in/a.tif"]["stretch"]["percentiles"] == [2, 98]


def test_of_maps_alone_there_is_no_report_on_photos() -> None:
    write_map(Path("in/a.tif"), WALL)
    report = run()

    assert list_results() == [
        "images.csv",
        "masks/a.qml",
        "masks/a.tif",
        "probability/a.qml",
        "probability/a.tif",
        "run.json",
        "vectors/a.csv",
        "vectors/a.geojson",
        "vectors/a.gpkg",
    ]
    assert (report.to_dict()["report"], report.to_dict()["cracks"]) == (None, None)


def test_a_second_run_takes_no_result_for_a_map() -> None:
    write_map(Path("in/a.tif"), WALL)
    for _ in range(2):
        assert [row.file for row in predict_pictures(PredictSettings(("in",), Path("in"), "net.onnx")).rows] == [
            "in/a.tif"
        ]


def test_a_damaged_map_gets_a_row_and_the_others_are_done() -> None:
    content = write_map(Path("in/a.tif"), WALL).read_bytes()
    Path("in/a.tif").write_bytes(content[:-3000])
    write_map(Path("in/b.tif"), WALL)
    report = run()

    assert [row.status for row in report.rows] == ["error", "ok"]
    assert "must be an undamaged raster, got 'in/a.tif'" in str(report.rows[0].error)


def test_a_map_with_a_region_gets_a_row_that_says_how_to_cut_it() -> None:
    write_map(Path("in/a.tif"), WALL)
    Image.fromarray(np.full((40, 60), 255, np.uint8)).save("region.png")
    report = run(region=RegionOptions(region=Path("region.png")))

    assert "`--region` and `--exclude` must stand for photos alone, got one for 'in/a.tif'" in str(report.rows[0].error)
    assert "gdalwarp -cutline" in str(report.rows[0].error)


def test_a_standard_needs_no_other_scale_than_that_of_a_map() -> None:
    Image.fromarray(WALL).save("in/a.png")
    asked = MeasuringOptions(standard="ltpp-asphalt")
    with pytest.raises(ScaleError, match="`--standard` must come with a scale, got ltpp-asphalt alone"):
        run(measuring=asked)
    write_map(Path("in/b.tif"), WALL)

    assert [row.status for row in run(measuring=asked).rows] == ["ok", "ok"]
    with Path("out/vectors/b.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["severity"]


def test_maps_that_were_finished_are_not_done_again_when_a_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    write_map(Path("in/a.tif"), WALL)
    write_map(Path("in/b.tif"), WALL)
    done: list[str] = []
    stream = map_run.stream_probability

    def note(*arguments: Any) -> Any:
        done.append(arguments[2].path.parent.name)
        if done == ["a", "b"]:
            raise OutputError("no space left")
        return stream(*arguments)

    monkeypatch.setattr(map_run, "stream_probability", note)
    with pytest.raises(OutputError, match="no space left"):
        run()
    report = run(maps=MapOptions(resume=True))

    assert done == ["a", "b", "b"]
    assert [(row.status, row.cracks) for row in report.rows] == [("ok", 1), ("ok", 1)]
    assert not Path("out/.work").exists()


def test_a_large_plain_picture_is_read_by_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("efficientcracknet.jobs.picture_job.find_map", lambda path: find_map(path, largest_px=100))
    from efficientcracknet.jobs.roads import find_map

    write_raster(Path("in/a.jpg"), WALL, driver="JPEG")
    Image.fromarray(WALL).save("in/b.jpg", progressive=True)
    done, refused = run().rows

    assert done.mask == "masks/a.tif"
    assert "readable by windows, got 'in/b.jpg' of 2,400 px, which is progressive" in str(refused.error)


PREDICT_AND_LIST = """
import sys
from pathlib import Path
from efficientcracknet.jobs.predict import PredictSettings, predict_pictures
assert predict_pictures(PredictSettings(("in",), Path("out"), "net.onnx", threads=1)).rows[0].error is None
print(*sorted({"rasterio", "pyogrio", "shapely", "pyproj", "torch"} & set(sys.modules)))
"""


def test_photos_load_nothing_that_reads_maps() -> None:
    Image.fromarray(WALL).save("in/a.png")
    result = subprocess.run([sys.executable, "-c", PREDICT_AND_LIST], capture_output=True, text=True, check=False)

    assert (result.stdout, result.stderr) == ("\n", "")
