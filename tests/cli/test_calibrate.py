import json
from pathlib import Path

import pytest

from efficientcracknet.cli.app import main
from tests.half_known_cracks import write_pair
from tests.tiny_networks import write_darkness_logits


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    write_darkness_logits(tmp_path / "net.onnx")
    for seed in range(2):
        write_pair(tmp_path / "roads", seed)
        write_pair(tmp_path / "walls", seed, cracked=False)


def call(*words: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(["calibrate", "net.onnx", "--out", "out.onnx", "--dev", "roads=roads", "--dev", "walls=walls", *words])
    return int(leaving.value.code or 0)


def test_the_table_shows_each_set_before_and_after(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--json", "record.json") == 0
    out = capsys.readouterr().out

    assert "roads (2)" in out
    assert "walls (2)" in out
    assert "Threshold: 0." in out
    assert "best mean of pooled F1 over dev pictures of roads (2)." in out
    record = json.loads(Path("record.json").read_text(encoding="utf-8"))
    assert (record["theme"], record["settings"]["size"], record["place"]) == (
        "calibration",
        "native",
        "folded into the convolution map",
    )


def test_quiet_prints_nothing_and_writes_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--quiet", "--size", "30x40") == 0

    assert capsys.readouterr() == ("", "")
    assert Path("out.onnx").is_file()
    assert Path("out.toml").is_file()


def test_a_set_that_is_not_there_is_refused_with_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--only", "road=list.txt") == 2
    assert "`--only` must name a set of --dev, got 'road'" in capsys.readouterr().err
