from pathlib import Path

import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.jobs.report_head import find_head
from efficientcracknet.report.document import ReportHead


def write_head(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "report.toml").write_text(text, encoding="utf-8")
    return folder


def test_options_go_before_the_file_and_both_before_nothing(tmp_path: Path) -> None:
    folder = write_head(tmp_path / "a", 'structure = "Brücke"\nelement = "Pier"\ndate = 2026-03-04\n')

    assert find_head([folder], ReportHead(element="Deck")) == ReportHead("Brücke", "Deck", None, "2026-03-04")
    assert find_head([tmp_path], ReportHead()) == ReportHead()


def test_the_first_folder_with_a_file_counts(tmp_path: Path) -> None:
    first, second = (write_head(tmp_path / name, f'structure = "{name}"') for name in ("a", "b"))

    assert find_head([tmp_path, second, first], ReportHead()).structure == "b"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("structur = 'x'", r"report\.toml' must be one of structure, .*got 'structur'"),
        ("element = 3", r"`element` in .*report\.toml' must be a text, got 3"),
        ("element = ", r"report\.toml' must be a readable TOML file, got: "),
    ],
)
def test_a_file_that_says_something_else_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        find_head([write_head(tmp_path / "a", text)], ReportHead())
