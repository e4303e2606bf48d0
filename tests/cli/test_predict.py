import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from efficientcracknet.cli import predict as module
from efficientcracknet.cli.app import main
from tests.tiny_networks import write_darkness_logits


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_darkness_logits(tmp_path / "net.onnx")
    Image.fromarray(np.zeros((3, 4, 3), np.uint8)).save("good.png")
    Path("bad.png").write_bytes(b"")
    return tmp_path


def call(*words: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(["predict", *words, "--out", "out", "--weights", "net.onnx"])
    return int(leaving.value.code or 0)


def test_a_table_says_what_was_found_and_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("good.png") == 0
    out, err = capsys.readouterr()
    row = next(line for line in out.splitlines() if "good.png" in line)

    assert all(word in row for word in ("4 x 3", "100.00%", "ok"))
    assert "1 of 1 pictures done" in out
    assert Path("out/overlays").as_posix() in out.replace("\\", "/")
    assert err == ""


def test_a_bad_picture_makes_the_status_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("good.png", "bad.png") == 1
    out, err = capsys.readouterr()

    assert "1 of 2 pictures done" in out
    assert "1 failed" in out
    assert err == ""


def test_json_is_one_document_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("good.png", "bad.png", "--json") == 1
    out, err = capsys.readouterr()

    assert [picture["status"] for picture in json.loads(out)["pictures"]] == ["ok", "error"]
    assert err == ""


def test_quiet_tells_failures_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("good.png", "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    assert call("good.png", "bad.png", "--quiet") == 1
    out, err = capsys.readouterr()

    assert out == ""
    assert err.startswith("bad.png: ")
    assert err.count("\n") == 1


def test_measuring_is_told_and_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("good.png", "--mm-per-px", "0.5", "--structure", "Bridge") == 0
    assert Path("out/report.html").as_posix() in capsys.readouterr().out.replace("\\", "/")
    assert "Bridge" in Path("out/report.html").read_text(encoding="utf-8")
    assert call("good.png", "--no-measure") == 0
    assert "report" not in capsys.readouterr().out
    assert not Path("out/report.html").exists()


def test_options_of_measuring_without_measuring_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("good.png", "--no-measure", "--mm-per-px", "0.5") == 2
    assert "`--no-measure` must stand without options of scale and report, got both" in capsys.readouterr().err
    assert not Path("out").exists()


def test_brackets_in_names_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    Path("good.png").rename("[red]x[bold].png")

    assert call("[red]x[bold].png") == 0
    assert "[red]x[bold].png" in capsys.readouterr().out


def test_names_that_a_console_cannot_show_are_spelled_out() -> None:
    Path("good.png").rename("\u6a4b.png")
    code = "import sys; from efficientcracknet.cli.app import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", code, "predict", "\u6a4b.png", "--out", "out", "--weights", "net.onnx"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    result = subprocess.run(command, capture_output=True, env=environment, check=False)

    assert result.returncode == 0, result.stderr
    assert b"\\u6a4b.png" in result.stdout


def test_of_a_long_run_only_failures_are_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "LONGEST_TABLE", 1)

    assert call("good.png", "bad.png") == 1
    out = capsys.readouterr().out
    assert "good.png" not in out
    assert "bad.png" in out


def test_an_interruption_says_what_is_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "predict_pictures", interrupt)

    assert call("good.png") == 130
    assert "Interrupted. What was done is in out" in capsys.readouterr().err
