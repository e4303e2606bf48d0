"""What predict gives beside masks: measures, classes, tables, annotated pictures and the report."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from efficientcracknet.core.errors import OutputError, ScaleError, SettingsError
from efficientcracknet.jobs import picture_job as module
from efficientcracknet.jobs import picture_run
from efficientcracknet.jobs.measuring import MeasuringOptions, list_choices
from efficientcracknet.jobs.predict import PredictSettings, predict_pictures
from efficientcracknet.jobs.regions import RegionOptions
from efficientcracknet.jobs.scales import ScaleOptions
from efficientcracknet.report.document import ReportHead
from efficientcracknet.runtime.images import read_mask, read_size
from tests.awkward import build_awkward_folder
from tests.tiny_networks import write_darkness_logits

HEIGHT, WIDTH = 60, 160
MEASURED = ["cracks.csv", "cracks.geojson", "cracks.json", "cracks.xlsx", "report.html"]
HOSTILE = "=1+1 Brücke 'Süd' & x.png"


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_darkness_logits(tmp_path_factory.mktemp("network") / "darkness.onnx"))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paint_wall(*names: str, rows: tuple[int, ...] = (30,)) -> None:
    """Write white walls with black bars of 6 x 120 px around these rows."""
    pixels = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    for row in rows:
        pixels[row - 3 : row + 3, 20:140] = 0
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(name)


def run(network: str, *sources: str, out: str = "out", region: RegionOptions | None = None, **options):
    measuring = MeasuringOptions(**options)
    settings = PredictSettings(sources, Path(out), network, region=region or RegionOptions(), measuring=measuring)
    return predict_pictures(settings)


def read_cracks(out: str = "out") -> list[dict[str, str]]:
    with (Path(out) / "cracks.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def list_results(out: str = "out") -> list[str]:
    return sorted(path.relative_to(out).as_posix() for path in Path(out).rglob("*") if path.is_file())


def test_a_bar_of_known_size_is_measured_in_mm(network: str) -> None:
    paint_wall("a.png")
    run(network, "a.png", scale=ScaleOptions(mm_per_px=0.5), standard="ltpp-asphalt")
    (crack,) = read_cracks()

    assert float(crack["width_median_mm"]) == pytest.approx(3.0, abs=0.05)
    assert float(crack["length_mm"]) == pytest.approx(60.0, rel=0.02)
    assert float(crack["area_mm2"]) == pytest.approx(6 * 120 * 0.25)
    assert float(crack["orientation_deg"]) == pytest.approx(0, abs=0.5)
    assert crack["severity"] == "low"


def test_a_run_leaves_every_file_and_no_part(network: str) -> None:
    paint_wall("a/1.png", "a/deck/2.png")
    report = run(network, "a")

    assert list_results() == sorted(
        [*MEASURED, "images.csv", "run.json"]
        + [f"{folder}/{name}" for folder in ("annotated", "overlays") for name in ("1.jpg", "deck/2.jpg")]
        + ["masks/1.png", "masks/deck/2.png"]
    )
    assert read_size(Path("out/annotated/deck/2.jpg")) == (225, 600)
    assert report.to_dict()["report"] == "out/report.html"


def test_without_measuring_nothing_of_it_is_left(network: str) -> None:
    paint_wall("a.png")
    run(network, "a.png")
    report = predict_pictures(PredictSettings(("a.png",), Path("out"), network, measuring=None))

    assert list_results() == ["images.csv", "masks/a.png", "overlays/a.jpg", "run.json"]
    assert report.to_dict()["cracks"] is None


def test_files_of_thirty_awkward_pictures_name_every_picture_that_was_done(network: str) -> None:
    build_awkward_folder(Path("awkward"))
    report = run(network, "awkward")
    done = {row.file for row in report.rows if row.error is None and row not in report.maps}
    text = Path("out/report.html").read_text(encoding="utf-8")

    assert {picture["file"] for picture in json.loads(Path("out/cracks.json").read_text("utf-8"))["pictures"]} == done
    assert {row["file"] for row in read_cracks()} <= done
    assert len(list(Path("out/annotated").iterdir())) == len(done)
    assert text.count('<figure class="picture"') == len(done)
    assert f"<li><b>{report.failures[0].file}</b>" in text


def test_names_are_harmless_everywhere(network: str) -> None:
    paint_wall(HOSTILE)
    run(network, HOSTILE)

    assert read_cracks()[0]["file"] == f"'{HOSTILE}"
    assert json.loads(Path("out/cracks.geojson").read_text("utf-8"))["features"][0]["properties"]["file"] == HOSTILE
    assert "=1+1 Brücke &#39;Süd&#39; &amp; x.png" in Path("out/report.html").read_text(encoding="utf-8")


def test_nothing_is_found_outside_the_region(network: str) -> None:
    paint_wall("a.png", rows=(15, 45))
    region = np.zeros((HEIGHT, WIDTH), np.uint8)
    region[:30] = 255
    Image.fromarray(region).save("region.png")
    run(network, "a.png", region=RegionOptions(region=Path("region.png")))

    assert [float(row["widest_row_px"]) < 30 for row in read_cracks()] == [True]
    assert not read_mask(Path("out/masks/a.png"))[30:].any()
    assert json.loads(Path("out/run.json").read_text("utf-8"))["settings"]["region"] == {"region": "region.png"}


def test_a_picture_without_the_scale_that_was_asked_for_fails_and_the_others_are_done(network: str) -> None:
    paint_wall("1.png", "2.png")
    Path("scales.csv").write_text("file,mm_per_px\n2.png,0.5\n", encoding="utf-8")
    report = run(network, "1.png", "2.png", scale=ScaleOptions(scale_csv=Path("scales.csv")))
    done = [row.file for row in report.rows if row.error is None]

    assert "2.png" in done
    assert {row["file"] for row in read_cracks() if row["length_mm"]} == {"2.png"}


def test_the_head_comes_from_options_and_from_the_file_beside_the_pictures(network: str) -> None:
    paint_wall("a/1.png")
    Path("a/report.toml").write_text('structure = "Brücke"\ninspector = "J. Doe"\n', encoding="utf-8")
    run(network, "a", head=ReportHead(inspector="R. Roe"))
    text = Path("out/report.html").read_text(encoding="utf-8")

    assert "<h1>Brücke</h1>" in text
    assert "R. Roe" in text
    assert "J. Doe" not in text


def test_what_cannot_be_is_refused_before_anything_is_written(network: str) -> None:
    paint_wall("a.png")

    with pytest.raises(ScaleError, match="`--standard` must come with a scale, got ltpp-asphalt alone"):
        run(network, "a.png", standard="ltpp-asphalt")
    with pytest.raises(SettingsError, match=r"`standard` must be one of .*got 'none'"):
        run(network, "a.png", standard="none", scale=ScaleOptions(mm_per_px=1))
    with pytest.raises(ScaleError, match="`--mm-per-px` must be a finite number above 0, got -1"):
        run(network, "a.png", scale=ScaleOptions(mm_per_px=-1))
    assert not Path("out").exists()


def test_a_picture_that_cannot_be_annotated_leaves_no_half_result(
    network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhaust(*_: object) -> None:
        raise MemoryError

    paint_wall("a.png")
    run(network, "a.png")
    monkeypatch.setattr(module, "measure_map", exhaust)
    report = run(network, "a.png")

    assert report.rows[0].error == "not enough memory"
    assert list_results() == sorted([*MEASURED, "images.csv", "run.json"])


def test_an_interruption_while_measuring_leaves_no_half_result(network: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    paint_wall("a.png")
    monkeypatch.setattr(module.PhotoPredictor, "__call__", interrupt)

    with pytest.raises(KeyboardInterrupt):
        run(network, "a.png")
    assert list_results() == ["cracks.csv", "images.csv", "run.json"]


def test_a_report_that_cannot_be_written_ends_the_run(network: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OutputError("output: 'report.html' must be writable")

    paint_wall("a.png")
    monkeypatch.setattr(picture_run, "write_html", refuse)

    with pytest.raises(OutputError, match=r"report\.html"):
        run(network, "a.png")
    assert json.loads(Path("out/run.json").read_text("utf-8"))["status"] == "interrupted"


def test_only_choices_are_listed() -> None:
    assert list_choices(ScaleOptions()) == {}
    assert list_choices(ScaleOptions(scale_csv=Path("a") / "b.csv")) == {"scale_csv": "a/b.csv"}
