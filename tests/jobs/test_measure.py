import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.jobs.measure import CRACK_GREY, GROUND_GREY, MeasureRunSettings, draw_mask, measure_masks
from efficientcracknet.jobs.measuring import MeasuringOptions
from efficientcracknet.jobs.regions import RegionOptions
from efficientcracknet.jobs.scales import ScaleOptions


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_mask(name: str, marked: int = 255) -> None:
    """Write a mask of 60 x 160 px with one bar of 120 x 6 px."""
    mask = np.zeros((60, 160), np.uint8)
    mask[27:33, 20:140] = marked
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(mask).save(name)


def run(*sources: str, mm_per_px: float | None = None, region: Path | None = None):
    options = MeasuringOptions(scale=ScaleOptions(mm_per_px=mm_per_px))
    return measure_masks(MeasureRunSettings(sources, Path("out"), RegionOptions(region=region), options))


def read_cracks() -> list[dict[str, str]]:
    with Path("out/cracks.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_masks_of_zeros_and_ones_measure_like_those_of_255() -> None:
    write_mask("m/255.png")
    write_mask("m/one.png", marked=1)
    report = run("m", mm_per_px=0.5)
    first, second = read_cracks()

    assert not report.failures
    assert float(first["width_median_mm"]) == pytest.approx(3.0, abs=0.1)
    assert {**first, "file": ""} == {**second, "file": ""}


def test_a_run_leaves_tables_report_and_annotated_masks() -> None:
    write_mask("m/deck/1.png")
    run("m")

    assert sorted(path.relative_to("out").as_posix() for path in Path("out").rglob("*") if path.is_file()) == [
        "annotated/deck/1.jpg",
        "cracks.csv",
        "cracks.geojson",
        "cracks.json",
        "cracks.xlsx",
        "images.csv",
        "report.html",
        "run.json",
    ]
    assert json.loads(Path("out/run.json").read_text("utf-8"))["status"] == "finished"


def test_a_bad_mask_gets_a_row_and_the_others_are_done() -> None:
    write_mask("1.png")
    Path("2.png").write_bytes(b"")
    document = run("1.png", "2.png").to_dict()

    assert document["counts"] == {"pictures": 2, "ok": 1, "error": 1}
    assert [row["status"] for row in document["pictures"]] == ["ok", "error"]
    assert "0 bytes" in document["pictures"][1]["error"]
    assert document["pictures"][0]["crack_share"] == pytest.approx(6 * 120 / (60 * 160))


def test_nothing_is_found_outside_the_region() -> None:
    write_mask("1.png")
    region = np.zeros((60, 160), np.uint8)
    region[:, :80] = 255
    Image.fromarray(region).save("region.png")
    run("1.png", region=Path("region.png"))
    (crack,) = read_cracks()

    assert (crack["box_left_px"], crack["box_width_px"]) == ("20", "60")


def test_empty_and_full_masks_are_answered() -> None:
    Image.fromarray(np.zeros((20, 30), np.uint8)).save("empty.png")
    Image.fromarray(np.full((20, 30), 255, np.uint8)).save("full.png")
    report = run("empty.png", "full.png")

    assert not report.failures
    assert read_cracks() == []
    assert "Is the mask inverted?" in Path("out/report.html").read_text(encoding="utf-8")


def test_a_source_that_names_nothing_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"must exist, got 'gone\.png'"):
        run("gone.png")
    assert not Path("out").exists()


def test_results_of_predict_are_not_overwritten() -> None:
    write_mask("1.png")
    Path("out").mkdir()
    Path("out/run.json").write_text('{"program": "efficientcracknet", "command": "predict"}', encoding="utf-8")

    with pytest.raises(SettingsError, match=r"one of an earlier measure, got 'out', where run\.json came from predict"):
        run("1.png")
    assert [path.name for path in Path("out").iterdir()] == ["run.json"]


def test_a_mask_is_drawn_dark_on_grey() -> None:
    picture = draw_mask(np.array([[True, False]]))

    assert picture.tolist() == [[[CRACK_GREY] * 3, [GROUND_GREY] * 3]]
