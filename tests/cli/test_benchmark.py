import json
from pathlib import Path

import pytest

from efficientcracknet.cli.app import main
from efficientcracknet.evaluation.records import read_record
from tests.tiny_networks import write_convolution, write_darkness_logits


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    write_darkness_logits(tmp_path / "ours.onnx")
    write_convolution(tmp_path / "theirs.onnx", weight=(1, 1, 1))


def call(*words: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(["benchmark", "--weights", "ours.onnx", "--size", "16x24", "--rounds", "2", *words])
    return int(leaving.value.code or 0)


def test_two_networks_are_tabulated_recorded_and_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--against", "theirs.onnx", "--size", "8x8", "--json", "r.json", "--plot", "p.svg") == 0
    out = capsys.readouterr().out
    record = read_record(Path("r.json"))

    rows = [line.split() for line in out.splitlines() if "fp32  " in line]
    assert [row[:3] for row in rows] == [["A", "cpu", "fp32"], ["B", "cpu", "fp32"]] * 2
    assert rows[0][7] == "1.00"  # times the first, of the first
    assert "A: ours" in out
    assert "16x24: each at its best, the weights take" in out
    assert record["theme"] == "latency"
    assert record["settings"]["threads"] == 2
    assert list(record["runs"]) == ["16x24", "8x8"]
    assert "theirs, cpu fp32" in Path("p.svg").read_text(encoding="utf-8")


def test_quiet_prints_nothing_and_writes_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--quiet", "--json", "r.json") == 0

    assert capsys.readouterr() == ("", "")
    assert "second" not in json.loads(Path("r.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--provider", "gpu"), "`provider` must be known, got 'gpu'"),
        (("--precision", "bf16", "--provider", "cpu"), "got bf16. What there is: cpu computes in fp32"),
        (("--size", "big"), "`size` must be HEIGHTxWIDTH in px, got 'big'"),
    ],
)
def test_what_cannot_be_timed_is_refused(words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(*words) == 2
    assert told in capsys.readouterr().err
