import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from efficientcracknet.cli import measure as module
from efficientcracknet.cli.app import main


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    mask = np.zeros((60, 160), np.uint8)
    mask[27:33, 20:140] = 255
    Image.fromarray(mask).save("good.png")
    Path("bad.png").write_bytes(b"")
    return tmp_path


def call(*words: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(["measure", *words, "--out", "out"])
    return int(leaving.value.code or 0)


def test_it_says_where_the_report_lies(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("good.png", "--mm-per-px", "0.5") == 0
    out, err = capsys.readouterr()

    assert "1 of 1 masks done" in out
    assert Path("out/report.html").as_posix() in out.replace("\\", "/")
    assert err == ""


def test_every_scale_that_needs_no_photo_is_taken() -> None:
    two_points = ("--two-points", "0,0,0,100", "--distance-mm", "50")
    corners = ("--corners", "0,0", "0,100", "50,100", "50,0")
    camera = ("--distance-m", "2", "--focal-mm", "20", "--pixel-pitch-um", "5")
    widths = []
    for words in (two_points, (*corners, "--rectangle-mm", "50x25"), camera):
        assert call("good.png", *words) == 0
        report = json.loads(Path("out/cracks.json").read_text(encoding="utf-8"))
        widths.append(report["pictures"][0]["cracks"][0]["width_median_mm"])

    assert widths == pytest.approx([3.0, 3.0, 3.0], abs=0.1)


def test_head_standard_and_region_reach_the_report() -> None:
    head = ("--structure", "Bridge", "--element", "Pier", "--inspector", "J. Doe", "--date", "today")
    assert call("good.png", "--mm-per-px", "0.5", "--standard", "ltpp-asphalt", "--exclude", "good.png", *head) == 0
    text = Path("out/report.html").read_text(encoding="utf-8")

    assert all(word in text for word in ("Bridge", "Pier", "J. Doe", "today", "LTPP"))
    assert "exclude: good.png" in text
    assert json.loads(Path("out/cracks.json").read_text(encoding="utf-8"))["pictures"][0]["cracks"] == []


def test_a_bad_mask_makes_the_status_one_and_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("good.png", "bad.png", "--quiet") == 1
    out, err = capsys.readouterr()

    assert out == ""
    assert err.startswith("bad.png: ")


def test_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("good.png", "bad.png", "--json") == 1
    out, _ = capsys.readouterr()

    assert [row["status"] for row in json.loads(out)["pictures"]] == ["ok", "error"]


def test_contradictions_are_refused_with_status_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("good.png", "--standard", "ltpp-asphalt") == 2
    assert call("good.png", "--mm-per-px", "1", "--two-points", "0,0,0,9") == 2
    err = capsys.readouterr().err

    assert "`--standard` must come with a scale" in err
    assert "must be given at most" in err
    assert not Path("out").exists()


def test_an_interruption_says_what_is_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "measure_masks", interrupt)

    assert call("good.png") == 130
    assert "Interrupted. Rows of what was done are in out" in capsys.readouterr().err
