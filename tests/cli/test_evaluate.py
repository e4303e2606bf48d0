import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from efficientcracknet.cli.app import main
from tests.fake_datasets import CRACK, draw
from tests.tiny_networks import write_darkness_logits


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A set of one picture, all of whose crack is found, and nothing else."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    write_darkness_logits(tmp_path / "net.onnx")
    Path("photos").mkdir()
    Path("masks").mkdir()
    truth = draw(CRACK)
    Image.fromarray(np.where(truth[..., None], np.uint8(0), np.full(3, 255, np.uint8))).save("photos/one.png")
    Image.fromarray(truth).save("masks/one.png")
    return tmp_path


def call(*words: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(["evaluate", "--images", "photos", "--weights", "net.onnx", *words])
    return int(leaving.value.code or 0)


def test_the_table_states_rules_averaging_and_intervals(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--masks", "masks") == 0
    out = capsys.readouterr().out

    assert "photos: 1 pictures, size native, threshold 0.5 (fixed)" in out
    row = next(line for line in out.splitlines() if "F1, pooled" in line)
    assert row.split() == ["F1,", "pooled", "1.0000", "1.000-1.000", "0.0000"]
    assert "F1, mean of pictures, ODS" in out
    assert "bootstrap over pictures" in out


def test_no_value_is_cut_short_on_eighty_columns(capsys: pytest.CaptureFixture[str]) -> None:
    call("--masks", "masks", "--baselines")

    assert "…" not in capsys.readouterr().out


def test_pictures_without_masks_get_the_figures_of_crackless_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--baselines") == 0
    out = capsys.readouterr().out

    assert "1 without crack, 0 of them found empty" in out.replace("\n", " ").replace("  ", " ")
    assert "crackless: mean false area" in out
    assert "F1" not in out
    assert "…" not in out


def test_the_record_holds_what_the_table_shows(capsys: pytest.CaptureFixture[str]) -> None:
    call("--masks", "masks", "--size", "3x4", "--json", "record.json", "--per-picture", "--name", "my bridge")
    record = json.loads(Path("record.json").read_text(encoding="utf-8"))

    assert (record["theme"], record["data"]["name"], record["protocol"]["size"]) == ("scores", "my bridge", "3x4")
    assert [one["key"] for one in record["pictures"]] == ["one"]
    shown = f"{record['network']['figures']['miou_pooled']['value']:.4f}"
    out = capsys.readouterr().out
    assert shown in next(line for line in out.splitlines() if "mIoU, pooled" in line)
    assert "Record: record.json" in out


def test_a_folder_gets_the_record_under_its_usual_name(capsys: pytest.CaptureFixture[str]) -> None:
    Path("results").mkdir()
    call("--masks", "masks", "--json", "results", "--name", "my bridge", "--size", "3x4")

    (written,) = Path("results").iterdir()
    assert written.name.startswith("scores-net-my-bridge-3x4_")
    assert written.name in capsys.readouterr().out.replace("\n", "")


def test_quiet_prints_nothing_and_writes_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    call("--masks", "masks", "--quiet", "--json", "record.json", "--worst", "1", "--sheet", "worst.jpg")

    assert capsys.readouterr() == ("", "")
    assert Path("record.json").is_file()
    assert Path("worst.jpg").is_file()


def test_a_size_that_is_none_is_refused_with_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--masks", "masks", "--size", "big") == 2
    assert "`size` must be HEIGHTxWIDTH in px, got 'big'" in capsys.readouterr().err


def test_a_file_of_weights_without_description_is_refused_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    Path("net.toml").unlink()

    assert call("--masks", "masks") == 2
    assert 'output = "logits"' in capsys.readouterr().err
