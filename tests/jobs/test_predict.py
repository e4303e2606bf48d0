import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from efficientcracknet import __version__
from efficientcracknet.core.errors import OutputError, SettingsError, WeightsError
from efficientcracknet.jobs import predict as module
from efficientcracknet.jobs.measuring import MeasuringOptions
from efficientcracknet.jobs.predict import PredictSettings, predict_pictures
from efficientcracknet.jobs.rows import COLUMNS
from efficientcracknet.runtime.images import read_mask, read_size
from tests.awkward import build_awkward_folder
from tests.tiny_networks import write_darkness_logits

CRACK_ROW = 5


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_darkness_logits(tmp_path_factory.mktemp("network") / "darkness.onnx"))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paint_wall(*names: str, width: int = 20) -> None:
    """Write white walls of 12 rows with one black row."""
    pixels = np.full((12, width, 3), 255, np.uint8)
    pixels[CRACK_ROW] = 0
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(name)


def run(network: str, *sources: str, out: str = "out", **settings):
    """Predict without measuring, which test_predict_measures.py is about."""
    return predict_pictures(PredictSettings(sources, Path(out), network, **{"measuring": None, **settings}))


def list_results(out: str = "out") -> list[str]:
    return sorted(path.relative_to(out).as_posix() for path in Path(out).rglob("*") if path.is_file())


def read_table(out: str = "out") -> list[dict[str, str]]:
    with (Path(out) / "images.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_folder_gives_masks_overlays_table_and_record_in_place(network: str) -> None:
    paint_wall("a/1.png", "a/deck/2.png")
    report = run(network, "a")

    assert list_results() == [
        "images.csv",
        "masks/1.png",
        "masks/deck/2.png",
        "overlays/1.jpg",
        "overlays/deck/2.jpg",
        "run.json",
    ]
    assert [row.mask for row in report.rows] == ["masks/1.png", "masks/deck/2.png"]
    assert np.flatnonzero(read_mask(Path("out/masks/1.png")).all(axis=1)).tolist() == [CRACK_ROW]
    assert read_size(Path("out/overlays/deck/2.jpg")) == (12, 20)


def test_the_table_says_what_the_report_says(network: str) -> None:
    paint_wall("1.png", "2.png")
    report = run(network, "1.png", "2.png")
    table = read_table()

    assert tuple(table[0]) == COLUMNS
    assert [row["file"] for row in table] == [row.file for row in report.rows] == ["1.png", "2.png"]
    assert {(row["width_px"], row["height_px"], row["crack_share"], row["status"]) for row in table} == {
        ("20", "12", "0.083333", "ok")
    }


def test_the_table_counts_the_cracks_where_they_are_measured(network: str) -> None:
    paint_wall("1.png")
    run(network, "1.png", out="left out")
    run(network, "1.png", out="measured", measuring=MeasuringOptions())

    assert [row["cracks"] for row in read_table("left out")] == [""]
    assert [row["cracks"] for row in read_table("measured")] == ["1"]


def test_the_record_says_how_it_came_about(network: str) -> None:
    paint_wall("1.png")
    run(network, "1.png", threshold=0.75, threads=1)
    record = json.loads(Path("out/run.json").read_text(encoding="utf-8"))

    assert (record["version"], record["status"]) == (__version__, "finished")
    assert record["weights"]["name"] == "darkness"
    assert len(record["weights"]["sha256"]) == 64
    assert record["weights"]["terms"] == "not stated"
    assert record["settings"] == {
        "sources": ["1.png"],
        "out": "out",
        "weights": network,
        "threshold": 0.75,
        "threads": 1,
        "region": {},
        "measuring": None,
        "maps": {},
        "engine": {},
    }
    assert record["engine"]["provider"] == "cpu"
    assert record["machine"]["cpu_count"] >= 1
    assert record["counts"] == {"pictures": 1, "ok": 1, "error": 0}


def test_two_files_of_one_stem_both_get_results(network: str) -> None:
    paint_wall("a/x.png", "a/x.bmp", "b/x.png")

    assert [row.mask for row in run(network, "a", "b").rows] == [
        "masks/a/x_bmp.png",
        "masks/a/x_png.png",
        "masks/b/x.png",
    ]


def test_a_second_run_does_not_take_results_for_pictures(network: str) -> None:
    paint_wall("a/1.png")
    for _ in range(2):
        assert [row.file for row in run(network, "a", out="a").rows] == ["a/1.png"]


def test_a_bad_picture_gets_a_row_and_the_others_are_done(network: str) -> None:
    paint_wall("1.png", "3.png")
    Path("2.png").write_bytes(b"")
    Path("notes.txt").write_text("no picture", encoding="utf-8")
    report = run(network, "1.png", "2.png", "notes.txt", "3.png")

    assert [row.status for row in report.rows] == ["ok", "error", "error", "ok"]
    assert [row.file for row in report.failures] == ["2.png", "notes.txt"]
    assert "0 bytes" in read_table()[1]["error"]
    assert list_results()[1:-1] == ["masks/1.png", "masks/3.png", "overlays/1.jpg", "overlays/3.jpg"]


def test_a_picture_that_went_bad_loses_its_earlier_results(network: str) -> None:
    paint_wall("1.png")
    run(network, "1.png")
    Path("1.png").write_bytes(b"")
    run(network, "1.png")

    assert list_results() == ["images.csv", "run.json"]


def test_a_picture_too_large_for_the_memory_gets_a_row(network: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhaust(*_: object, **__: object) -> None:
        raise MemoryError

    paint_wall("1.png")
    monkeypatch.setattr(module.PhotoPredictor, "__call__", exhaust)

    assert run(network, "1.png").rows[0].error == "not enough memory"


def test_what_cannot_be_written_ends_the_run_with_the_rows_so_far(network: str) -> None:
    paint_wall("1.png", "2/2.png", "3.png")
    Path("out/masks").mkdir(parents=True)
    Path("out/run.json").write_text('{"program": "efficientcracknet"}', encoding="utf-8")
    Path("out/masks/2").write_text("in the way", encoding="utf-8")

    with pytest.raises(OutputError, match=r"masks.2.2\.png' must be writable"):
        predict_pictures(PredictSettings((".",), Path("out"), network))
    assert [row["file"] for row in read_table()] == ["1.png", "3.png"]
    assert json.loads(Path("out/run.json").read_text(encoding="utf-8"))["status"] == "interrupted"


def test_an_interruption_leaves_whole_results_and_their_rows(network: str) -> None:
    paint_wall("1.png", "2.png", "3.png")

    def interrupt(done: int, total: int) -> None:
        assert total == 3
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        predict_pictures(PredictSettings(("1.png", "2.png", "3.png"), Path("out"), network, measuring=None), interrupt)
    assert [row["file"] for row in read_table()] == ["1.png", "2.png"]
    assert list_results()[1:-1] == ["masks/1.png", "masks/2.png", "overlays/1.jpg", "overlays/2.jpg"]


def test_progress_begins_at_nothing_and_ends_at_all(network: str) -> None:
    paint_wall("1.png", "2.png")
    seen: list[tuple[int, int]] = []
    predict_pictures(
        PredictSettings(("1.png", "2.png"), Path("out"), network), lambda done, total: seen.append((done, total))
    )

    assert seen == [(0, 2), (1, 2), (2, 2)]


def test_faults_of_the_request_are_told_before_anything_is_written(network: str) -> None:
    paint_wall("1.png")

    with pytest.raises(SettingsError, match=r"must exist, got 'gone\.png'"):
        run(network, "1.png", "gone.png")
    with pytest.raises(SettingsError, match="`threshold` must be from 0 to 1, got 2"):
        run(network, "1.png", threshold=2)
    with pytest.raises(WeightsError, match="must name an ONNX file"):
        run("gone.onnx", "1.png")
    assert not Path("out").exists()


def test_the_report_is_ready_for_json(network: str) -> None:
    paint_wall("1.png")
    Path("2.png").write_bytes(b"")
    document = json.loads(json.dumps(run(network, "1.png", "2.png").to_dict()))

    assert document["counts"] == {"pictures": 2, "ok": 1, "error": 1}
    assert document["pictures"][0]["crack_share"] == pytest.approx(1 / 12)
    assert document["pictures"][1]["status"] == "error"
    assert document["table"] == "out/images.csv"


def test_a_folder_of_thirty_awkward_files_gives_thirty_rows_and_the_right_masks(network: str) -> None:
    expected = {file.name: file for file in build_awkward_folder(Path("awkward"))}
    report = run(network, "awkward", measuring=MeasuringOptions())
    (drawn,) = report.maps  # no photo: it keeps its place
    photos = [row for row in report.rows if row is not drawn]
    masks = [row.mask for row in photos if row.mask]

    assert len(read_table()) == len(report.rows) == 30
    assert (drawn.file, drawn.mask) == ("awkward/map.tif", "masks/map.tif")
    assert len({mask.casefold() for mask in masks}) == len(masks) == len(list(Path("out/overlays").iterdir()))
    for row in photos:
        file = expected[Path(row.file).name]
        assert (row.status, row.height_px, row.width_px) == (file.outcome, file.height, file.width), row
        assert file.reason in (row.error or "")
        if file.pixels is not None:
            grey = file.pixels.mean(axis=2)
            clear = np.abs(grey - 127.5) > 40  # where a lossy file cannot cross the threshold
            mask = read_mask(Path("out", str(row.mask)))
            assert (mask == (grey < 127.5))[clear].all(), row
