import csv
import json
from pathlib import Path

import pytest

from efficientcracknet.core.errors import OutputError, SettingsError
from efficientcracknet.jobs.outputs import RowTable, list_result_folders, record_run
from efficientcracknet.jobs.rows import COLUMNS, PictureRow


def read_record(out: Path) -> dict:
    return json.loads((out / "run.json").read_text(encoding="utf-8"))


def read_files(out: Path) -> list[str]:
    with (out / "images.csv").open(encoding="utf-8", newline="") as file:
        return [row["file"] for row in csv.DictReader(file)]


def test_a_run_that_ends_well_is_finished_and_counted(tmp_path: Path) -> None:
    with record_run(tmp_path / "new", {"version": "1"}) as table:
        table.append(PictureRow("a.jpg", 0.1))
        table.append(PictureRow("b.jpg", 0.1, error="none"))
    record = read_record(tmp_path / "new")

    assert (record["program"], record["version"], record["status"]) == ("efficientcracknet", "1", "finished")
    assert record["counts"] == {"pictures": 2, "ok": 1, "error": 1}
    assert record["seconds"] >= 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["images.csv", "run.json"]


def test_while_it_runs_every_row_is_on_disk(tmp_path: Path) -> None:
    with record_run(tmp_path, {}) as table:
        table.append(PictureRow("a.jpg", 0.1))
        text = (tmp_path / ".images.csv.part").read_text(encoding="utf-8")

        assert read_record(tmp_path)["status"] == "running"
        assert [line.split(",")[0] for line in text.splitlines()] == ["file", "a.jpg"]
        assert not (tmp_path / "images.csv").exists()


@pytest.mark.parametrize("failure", [KeyboardInterrupt, OutputError, ZeroDivisionError])
def test_an_interrupted_run_keeps_the_rows_so_far(tmp_path: Path, failure: type[BaseException]) -> None:
    def interrupt() -> None:
        with record_run(tmp_path, {}) as table:
            table.append(PictureRow("a.jpg", 0.1))
            raise failure

    with pytest.raises(failure):
        interrupt()
    assert read_files(tmp_path) == ["a.jpg"]
    assert read_record(tmp_path)["status"] == "interrupted"
    assert read_record(tmp_path)["counts"]["pictures"] == 1
    assert not (tmp_path / ".images.csv.part").exists()


def test_a_run_without_pictures_has_a_table_of_columns(tmp_path: Path) -> None:
    with record_run(tmp_path, {}):
        pass

    assert (tmp_path / "images.csv").read_text(encoding="utf-8").split() == [",".join(COLUMNS)]


def test_names_with_commas_quotes_and_undecodable_bytes_survive(tmp_path: Path) -> None:
    names = ['Pfeiler "2", Süd.jpg', "bad\udcff.jpg"]
    with record_run(tmp_path, {}) as table:
        for name in names:
            table.append(PictureRow(name, 0.1))

    assert read_files(tmp_path) == [names[0], "bad\\udcff.jpg"]


def test_a_full_disk_leaves_whole_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class FullDisk:
        """A file that takes ten bytes more and no others."""

        def __init__(self, file) -> None:
            self.file = file

        def write(self, line: bytes) -> int:
            return self.file.write(line[:10])

        def __getattr__(self, name: str):
            return getattr(self.file, name)

    def fill() -> None:
        with record_run(tmp_path, {}) as table:
            table.append(PictureRow("a.jpg", 0.1))
            monkeypatch.setattr(table, "_file", FullDisk(table._file))
            table.append(PictureRow("b.jpg", 0.1))

    with pytest.raises(OutputError, match=r"images\.csv' must be writable, got: No space left on device"):
        fill()
    assert (tmp_path / "images.csv").read_bytes().endswith(b"\r\n")
    assert read_files(tmp_path) == ["a.jpg"]


def test_a_folder_of_an_earlier_run_is_used_again(tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        with record_run(tmp_path, {}) as table:
            table.append(PictureRow(name, 0.1))

    assert read_files(tmp_path) == ["b.jpg"]


@pytest.mark.parametrize("name", ["masks", "overlays", "images.csv", "run.json"])
def test_what_came_from_elsewhere_is_not_overwritten(tmp_path: Path, name: str) -> None:
    foreign = tmp_path / name / "truth.png" if name in {"masks", "overlays"} else tmp_path / name
    foreign.parent.mkdir(exist_ok=True)
    foreign.write_text("{}", encoding="utf-8")

    with pytest.raises(SettingsError, match=f"where {name} came from elsewhere"), record_run(tmp_path, {}):
        pass
    assert foreign.read_text(encoding="utf-8") == "{}"


def test_other_files_in_the_folder_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").touch()
    with record_run(tmp_path, {}):
        pass

    assert read_record(tmp_path)["status"] == "finished"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with (
        pytest.raises(OutputError, match=r"run\.json' must be writable, got: "),
        record_run(tmp_path / "file" / "out", {}),
    ):
        pass


def test_a_table_that_cannot_be_begun_is_told(tmp_path: Path) -> None:
    (tmp_path / ".images.csv.part").mkdir()

    with pytest.raises(OutputError, match=r"images\.csv' must be writable, got: "):
        RowTable(tmp_path)


def test_results_are_known_by_their_record(tmp_path: Path) -> None:
    assert list_result_folders(tmp_path, tmp_path / "out") == ()
    assert list_result_folders(tmp_path, tmp_path / "a" / "..") == (
        "masks",
        "overlays",
        "annotated",
        "probability",
        "vectors",
    )
    with record_run(tmp_path, {}):
        pass
    assert list_result_folders(tmp_path, tmp_path / "out") == (
        "masks",
        "overlays",
        "annotated",
        "probability",
        "vectors",
    )
