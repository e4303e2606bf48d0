"""The page gives what the command gives, byte for byte."""

import csv
import zipfile
from pathlib import Path

import pytest

from efficientcracknet.jobs.measuring import MeasuringOptions
from efficientcracknet.jobs.predict import PredictSettings, predict_pictures
from efficientcracknet.report.document import ReportHead
from efficientcracknet.web.desk.exports import ask_export
from efficientcracknet.web.desk.projects import change_project
from efficientcracknet.web.desk.scale_choice import choose_options
from tests.web.bench import Bench
from tests.web.walls import encode_wall

PHOTOS = {
    "none.png": encode_wall(),
    "wide.bmp": encode_wall(30, kind="BMP", height=61, width=300),
    "deck/Brücke 1.jpg": encode_wall(30, kind="JPEG"),
    "deck/Brücke 1.png": encode_wall(15, 45),
}
POINTS = {"kind": "two_points", "points_px": [[1.25, 2], [1.25, 152]], "distance_mm": 60}
TIMES = {"seconds"}
"""Columns that differ from run to run."""


@pytest.mark.parametrize(
    ("threshold", "scale", "standard"),
    [(None, None, None), (0.405, {"kind": "mm_per_px", "mm_per_px": 0.37}, "aci-224r-dry"), (0.6, POINTS, None)],
)
def test_an_export_holds_the_files_of_predict(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threshold, scale, standard
) -> None:
    photos = tmp_path / "photos"
    for name, content in PHOTOS.items():
        (photos / name).parent.mkdir(parents=True, exist_ok=True)
        (photos / name).write_bytes(content)
    monkeypatch.chdir(photos)
    options = MeasuringOptions(choose_options(scale), standard, ReportHead(structure="Bridge"))
    settings = PredictSettings((".",), tmp_path / "out", bench.network, threshold, threads=1, measuring=options)
    predict_pictures(settings)

    export = open_export(bench, threshold, scale, standard)

    for name in ("cracks.csv", "cracks.geojson"):
        assert export.read(name) == (tmp_path / "out" / name).read_bytes()
    places = [
        path.relative_to(tmp_path / "out").as_posix()
        for path in (tmp_path / "out").rglob("*")
        if path.suffix in {".png", ".jpg"}
    ]
    assert len(places) == 3 * len(PHOTOS)
    assert {place for place in export.namelist() if place.endswith((".png", ".jpg"))} == set(places)
    for place in places:
        assert export.read(place) == (tmp_path / "out" / place).read_bytes(), place
    assert read_rows(export.read("images.csv")) == read_rows((tmp_path / "out" / "images.csv").read_bytes())


def open_export(bench: Bench, threshold, scale, standard) -> zipfile.ZipFile:
    for name, content in PHOTOS.items():
        bench.accept(name, content)
    bench.work()  # measured first without, as somebody would who sets the scale after a look
    chosen = {"threshold": threshold, "scale": scale, "standard": standard}
    head = dict.fromkeys(("element", "inspector", "date", "notes")) | {"structure": "Bridge"}
    change_project(bench.desk, bench.project, settings=chosen | {"head": head})
    export = ask_export(bench.desk, bench.project, pdf=False, dxf=False, originals=False)
    bench.work()
    return zipfile.ZipFile(bench.desk.places.project(bench.project).export(export.id) / "export.zip")


def read_rows(content: bytes) -> list[dict[str, str]]:
    rows = csv.DictReader(content.decode("utf-8").splitlines())
    return [{name: cell for name, cell in row.items() if name not in TIMES} for row in rows]
