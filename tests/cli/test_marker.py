"""The command that writes the sheet: where it lies, how to print it, and a refusal that leaves nothing."""

from pathlib import Path

import pytest

from efficientcracknet.cli.app import main


def call(*words: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(["marker", *words])
    return int(leaving.value.code or 0)


def test_the_sheet_is_written_and_the_command_says_how_to_print_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("--out", str(tmp_path / "sheet.pdf")) == 0

    assert (tmp_path / "sheet.pdf").stat().st_size > 1000
    assert "sheet.pdf. Print it on A4 at 100 %; both rulers must then be 100 mm long." in capsys.readouterr().out


def test_what_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--out", str(tmp_path / "sheet.svg")) == 2

    assert "`--out` must end in .pdf" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
