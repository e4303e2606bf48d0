"""A map from file to rasters and vectors: in place, resumed to the same bytes, and nothing half-written."""

import os
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import rasterio

from efficientcracknet.core.errors import ImageError, OutputError, ScaleError, SettingsError
from efficientcracknet.jobs import map_run
from efficientcracknet.jobs.map_report import FINDING, MEASURING, WRITING
from efficientcracknet.jobs.predict_map import MapSettings, predict_map
from tests.geo.drawn_rasters import PLACE, UTM, draw_wall, write_map, write_raster, write_tiled_network

HEIGHT, WIDTH, CRACK_ROW = 100, 150, 47


class Killed(BaseException):
    """Stands for a process that ends here."""


def prepare(folder: Path) -> MapSettings:
    network = write_tiled_network(folder / "net.onnx")
    source = write_map(folder / "deck.tif", draw_wall(HEIGHT, WIDTH, crack_row=CRACK_ROW))
    return MapSettings(source, folder / "out", str(network), threads=1)


@pytest.fixture
def settings(tmp_path: Path) -> MapSettings:
    return prepare(tmp_path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The results of a map that was left alone."""
    settings = prepare(tmp_path_factory.mktemp("whole"))
    predict_map(settings)
    return hash_files(settings.out)


def hash_files(out: Path) -> dict[str, str]:
    files = sorted(path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def kill_at(stage: str, call: int) -> Any:
    calls = iter(range(call + 1))

    def watch(now: str, done: int, total: int) -> None:
        if now == stage and next(calls) == call:
            raise Killed

    return watch


def test_rasters_and_vectors_lie_where_the_map_does(settings: MapSettings) -> None:
    report = predict_map(settings)
    out = settings.out

    rasters = [report.probability, report.mask]
    styles = [raster.replace(".tif", ".qml") for raster in rasters]
    assert sorted(hash_files(out)) == sorted([*rasters, *styles, *report.vectors])
    assert (report.height_px, report.width_px, report.cracks) == (HEIGHT, WIDTH, 1)
    assert report.crack_share == pytest.approx(4 / HEIGHT)
    with rasterio.open(out / report.mask) as mask, rasterio.open(out / report.probability) as probability:
        for dataset in (mask, probability):
            assert (dataset.crs, dataset.transform) == (rasterio.CRS.from_string(UTM), PLACE)
        expected = np.zeros((HEIGHT, WIDTH), np.uint8)
        expected[CRACK_ROW : CRACK_ROW + 4] = 1
        np.testing.assert_array_equal(mask.read(1), expected)
    lines = pyogrio.read_info(out / report.vectors[0], layer="centre_lines")
    assert lines["total_bounds"] == pytest.approx(
        (500_000, 5_500_000 - 0.01 * 49, 500_000 + 0.01 * WIDTH, 5_500_000 - 0.01 * 49), abs=0.02
    )


@pytest.mark.parametrize(
    ("stage", "call"),
    [(FINDING, 0), (FINDING, 9), (FINDING, 17), (WRITING, 0), (WRITING, 1), (MEASURING, 0), (MEASURING, 1)],
)
def test_a_map_killed_anywhere_and_resumed_gives_the_same_bytes(
    settings: MapSettings, whole: dict[str, str], stage: str, call: int
) -> None:
    with pytest.raises(Killed):
        predict_map(settings, kill_at(stage, call))
    assert [name for name in hash_files(settings.out) if not name.startswith(".work")] == []

    predict_map(replace(settings, resume=True))

    assert hash_files(settings.out) == whole


def test_without_resume_a_map_begins_anew(settings: MapSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Killed):
        predict_map(settings, kill_at(FINDING, 9))
    seen = []
    predict_map(settings, lambda stage, done, total: seen.append((stage, done)))

    assert seen[0] == (FINDING, 0)


def test_another_map_or_setting_is_not_gone_on_with(settings: MapSettings) -> None:
    with pytest.raises(Killed):
        predict_map(settings, kill_at(FINDING, 9))
    os.utime(settings.source, ns=(1, 1))

    with pytest.raises(SettingsError, match=r"got another source \(source: .*'modified_ns': 1\} now\)"):
        predict_map(replace(settings, resume=True))
    assert (settings.out / ".work" / "deck" / "state.json").exists()


def test_another_threshold_needs_no_new_probabilities(settings: MapSettings) -> None:
    with pytest.raises(Killed):
        predict_map(settings, kill_at(MEASURING, 0))
    seen = []
    predict_map(replace(settings, resume=True, threshold=0.7), lambda *now: seen.append(now))

    assert [now for now in seen if now[0] == FINDING] == [(FINDING, HEIGHT * WIDTH, HEIGHT * WIDTH)]


def test_a_damaged_map_leaves_no_results_of_an_earlier_run_nor_work(settings: MapSettings) -> None:
    predict_map(settings)
    content = settings.source.read_bytes()
    settings.source.write_bytes(content[: len(content) - 9000])

    with pytest.raises(ImageError, match=r"undamaged raster, got '.*deck\.tif'"):
        predict_map(settings)
    assert hash_files(settings.out) == {}


def test_a_full_disk_is_told_and_leaves_nothing_but_work(
    settings: MapSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OutputError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(map_run, "write_vectors", fail)
        with pytest.raises(OutputError, match="no space left"):
            predict_map(settings)
    assert {name.split("/")[0] for name in hash_files(settings.out)} == {".work"}
    assert predict_map(replace(settings, resume=True)).cracks == 1


def test_an_output_folder_that_cannot_be_written_is_told(settings: MapSettings, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way", encoding="utf-8")

    with pytest.raises(OutputError, match=r"\.work.deck' must be writable, got: Not a directory"):
        predict_map(settings)


def test_without_measuring_there_are_no_vectors(settings: MapSettings) -> None:
    report = predict_map(replace(settings, measure=False))

    assert (report.cracks, report.vectors) == (None, ())
    assert [name for name in sorted(hash_files(settings.out)) if name.endswith(".tif")] == [
        report.mask,
        report.probability,
    ]
    assert not (settings.out / "vectors").exists()


def test_a_coarser_grid_moves_nothing(settings: MapSettings) -> None:
    report = predict_map(replace(settings, gsd_mm=20))

    assert (report.height_px, report.width_px) == (HEIGHT // 2, WIDTH // 2)
    with rasterio.open(settings.out / report.mask) as mask:
        assert tuple(mask.transform)[:6] == pytest.approx((0.02, 0, 500_000, 0, -0.02, 5_500_000), abs=1e-4)
        assert np.flatnonzero(mask.read(1).any(axis=1)).tolist() == [CRACK_ROW // 2 + one for one in range(3)]


def test_no_crack_runs_along_holes(settings: MapSettings) -> None:
    wall = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    wall[rows + columns < 90] = 0
    write_map(settings.source, wall, nodata=0)
    report = predict_map(settings)

    assert (report.crack_share, report.cracks) == (0, 0)
    with rasterio.open(settings.out / report.probability) as dataset:
        assert not dataset.read(1)[rows + columns < 90].any()


def test_without_a_crs_places_are_pixels_and_classes_need_a_scale(settings: MapSettings) -> None:
    write_raster(settings.source, draw_wall(HEIGHT, WIDTH, crack_row=CRACK_ROW))
    report = predict_map(settings)

    assert report.cracks == 1
    assert report.remark is not None
    assert [Path(name).suffix for name in report.vectors] == [".gpkg", ".csv"]
    with pytest.raises(ScaleError, match=r"`--standard` must come with a scale, got ltpp-asphalt for '.*deck\.tif'"):
        predict_map(replace(settings, standard="ltpp-asphalt"))
    assert predict_map(replace(settings, standard="ltpp-asphalt", mm_per_px=10)).cracks == 1


def test_what_is_no_raster_is_refused(settings: MapSettings, tmp_path: Path) -> None:
    (tmp_path / "notes.tif").write_text("no raster", encoding="utf-8")

    with pytest.raises(ImageError, match=r"must be a TIFF, JPEG or PNG, got '.*notes\.tif'"):
        predict_map(replace(settings, source=tmp_path / "notes.tif"))


def test_progress_goes_through_the_stages(settings: MapSettings) -> None:
    seen: list[str] = []
    predict_map(settings, lambda stage, done, total: seen.append(stage))

    assert re.sub(r"(\w)\1*", r"\1", "".join(stage[0] for stage in seen)) == "fwm"
