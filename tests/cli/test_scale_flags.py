"""Flags of scale and region from the command line to the table: one bar of known size, told in every way."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from efficientcracknet.cli.app import main
from efficientcracknet.runtime.images import write_png
from tests.oblique_plane import View, list_bar_mm, paint_surface
from tests.tiny_networks import write_darkness_logits

LEFT_HALF = {"type": "Polygon", "coordinates": [[[-1, -1], [159.5, -1], [159.5, 99], [-1, 99]]]}


def call(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as leaving:
        main([*map(str, words), "--quiet"])
    return int(leaving.value.code or 0)


def read_cracks(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((folder / "cracks.csv").read_text(encoding="utf-8-sig").splitlines()))


@pytest.fixture
def bar(tmp_path: Path) -> Path:
    """Return a mask of a bar, 200 px long and 6 px wide."""
    mask = np.zeros((60, 320), np.uint8)
    mask[27:33, 60:260] = 255
    write_png(tmp_path / "bar.png", mask)
    (tmp_path / "scales.csv").write_text("file,mm_per_px\nbar.png,0.5\n", encoding="utf-8")
    return tmp_path / "bar.png"


@pytest.mark.parametrize(
    "words",
    [
        "--mm-per-px 0.5",
        "--scale-csv {folder}/scales.csv",
        "--two-points 0,0,30,40 --distance-mm 25",
        "--corners 10,10 10,110 50,110 50,10 --rectangle-mm 50x20",
        "--distance-m 5 --focal-mm 50 --pixel-pitch-um 5",
    ],
)
def test_each_way_to_tell_half_a_millimetre_per_pixel_gives_the_bar_its_size(bar: Path, words: str) -> None:
    out = bar.parent / "out"
    told = [word.format(folder=bar.parent) for word in words.split(" ")]

    assert call("measure", bar, "--out", out, *told) == 0
    (crack,) = read_cracks(out)
    assert float(crack["length_mm"]) == pytest.approx(100, rel=0.01)
    assert float(crack["width_median_mm"]) == pytest.approx(3, rel=0.01)
    assert float(crack["area_mm2"]) == pytest.approx(300)


def test_without_a_scale_nothing_is_stated_in_millimetres(bar: Path) -> None:
    assert call("measure", bar, "--out", bar.parent / "out") == 0

    (crack,) = read_cracks(bar.parent / "out")
    assert [name for name in crack if "mm" in name and crack[name] != ""] == []


def test_outside_the_region_nothing_is_found(bar: Path) -> None:
    (bar.parent / "left.geojson").write_text(json.dumps(LEFT_HALF), encoding="utf-8")

    assert call("measure", bar, "--out", bar.parent / "out", "--region", bar.parent / "left.geojson") == 0
    (crack,) = read_cracks(bar.parent / "out")
    assert float(crack["length_px"]) == pytest.approx(100, rel=0.02)  # columns 60..159


def test_a_photo_with_the_sheet_is_measured_and_one_without_is_told(tmp_path: Path) -> None:
    view, cracks = View(pan_deg=30), [list_bar_mm((250, 260), 10, 180, 4)]
    write_png(tmp_path / "photos" / "sheet.png", paint_surface(view, cracks))
    write_png(tmp_path / "photos" / "none.png", paint_surface(view, cracks, with_sheet=False))
    weights = write_darkness_logits(tmp_path / "net.onnx")

    words = ("predict", tmp_path / "photos", "--weights", weights, "--out", tmp_path / "out", "--marker")
    assert call(*words) == 1
    (crack,) = read_cracks(tmp_path / "out")
    assert crack["file"].endswith("sheet.png")
    assert float(crack["length_mm"]) == pytest.approx(180, rel=0.03)


def test_a_scale_that_contradicts_itself_ends_the_run(bar: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("measure", bar, "--out", bar.parent / "out", "--mm-per-px", "1", "--distance-m", "2") == 2

    assert "must be given at most, got --mm-per-px, --distance-m" in capsys.readouterr().err
    assert not (bar.parent / "out").exists()
