"""The folder of work: begun, gone on with, finished, and away in the end."""

from pathlib import Path

import pytest

from efficientcracknet.core.errors import OutputError
from efficientcracknet.jobs.map_folder import MapFolder, remove_work

ROW = {"cracks": 3}


def begin(out: Path, name: str = "deck/a", *, resume: bool = False) -> MapFolder:
    folder = MapFolder(out, name)
    folder.begin(resume=resume)
    return folder


def test_names_in_folders_do_not_lie_within_each_other(tmp_path: Path) -> None:
    names = ["deck", "deck/a", "deck%2Fa"]
    folders = {begin(tmp_path, name).path for name in names}

    assert {path.parent for path in folders} == {tmp_path / ".work"}
    assert len(folders) == len(names)


def test_work_is_gone_on_with_only_where_that_is_asked_for(tmp_path: Path) -> None:
    (begin(tmp_path).path / "state.json").touch()

    assert (begin(tmp_path, resume=True).path / "state.json").exists()
    assert not (begin(tmp_path).path / "state.json").exists()


def test_of_finished_work_only_the_row_is_kept(tmp_path: Path) -> None:
    folder = begin(tmp_path)
    (folder.path / "probability.raw").write_bytes(b"x")
    (folder.path / "vectors").mkdir()
    folder.finish({"threshold": 0.5}, ROW)

    assert [path.name for path in folder.path.iterdir()] == ["finished.json"]
    assert folder.find_finished({"threshold": 0.5}) == ROW
    assert folder.find_finished({"threshold": 0.6}) is None
    assert begin(tmp_path, "other").find_finished({}) is None


def test_finished_work_goes_and_other_work_stays(tmp_path: Path) -> None:
    begin(tmp_path, "a").finish({}, ROW)
    begin(tmp_path, "b")
    remove_work(tmp_path)
    assert [path.name for path in (tmp_path / ".work").iterdir()] == ["b"]
    begin(tmp_path, "b").remove()
    remove_work(tmp_path)
    assert list(tmp_path.iterdir()) == []
    remove_work(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / ".work").write_text("in the way", encoding="utf-8")

    with pytest.raises(OutputError, match=r"\.work.a' must be writable, got: "):
        begin(tmp_path, "a")
