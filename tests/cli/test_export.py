"""The command that writes weights for other programs: what it says, and a refusal that leaves nothing."""

from pathlib import Path

import pytest

from efficientcracknet.cli.app import main


def call(*words: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(["export", *words])
    return int(leaving.value.code or 0)


def test_the_file_is_written_and_the_terms_of_the_weights_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("--target", "deepness", "--out", str(tmp_path / "new" / "crack.onnx")) == 0

    assert (tmp_path / "new" / "crack.onnx").stat().st_size > 100_000
    printed = capsys.readouterr().out
    assert "crack.onnx from efficientcracknet-" in printed
    assert "Terms: " in printed


def test_an_unknown_target_is_told_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--target", "deepnes", "--out", str(tmp_path / "crack.onnx")) == 2

    assert "`target` must be known, got 'deepnes'. Choose from: deepness, " in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
