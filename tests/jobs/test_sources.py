import json
import os
from pathlib import Path

import pytest

from efficientcracknet.core.errors import DataError, SettingsError
from efficientcracknet.jobs.sources import find_files


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def touch(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()


def find(*sources: str, out: str = "out") -> list[str]:
    return [file.path.as_posix() for file in find_files(sources, out=Path(out))]


def test_a_folder_gives_its_pictures_and_those_below_in_order() -> None:
    touch("a/2.JPG", "a/10.png", "a/b/3.tif", "a/notes.txt", "a/Thumbs.db")

    assert find("a") == ["a/10.png", "a/2.JPG", "a/b/3.tif"]


def test_hidden_files_and_folders_are_passed_over() -> None:
    touch("a/.1.jpg", "a/._2.jpg", "a/.cache/3.jpg", "a/4.jpg")

    assert find("a") == ["a/4.jpg"]


def test_a_named_file_is_taken_whatever_it_is() -> None:
    touch(".hidden", "notes.txt")

    assert find("notes.txt", ".hidden") == ["notes.txt", ".hidden"]


def test_patterns_are_expanded() -> None:
    touch("a/1.jpg", "a/2.png", "a/b/3.jpg", "a/c/d/4.jpg")

    assert find("a/*.jpg") == ["a/1.jpg"]
    assert find("a/**/*.jpg") == ["a/1.jpg", "a/b/3.jpg", "a/c/d/4.jpg"]
    assert find(str(Path("a/?.png").absolute())) == [Path("a/2.png").absolute().as_posix()]


def test_a_pattern_that_matches_folders_gives_what_is_in_them() -> None:
    touch("a1/1.jpg", "a2/2.jpg", "a2/notes.txt")

    assert find("a*") == ["a1/1.jpg", "a2/2.jpg"]


def test_a_path_that_exists_is_meant_literally() -> None:
    touch("a[1].jpg", "a1.jpg")

    assert find("a[1].jpg") == ["a[1].jpg"]


def test_each_file_comes_once() -> None:
    touch("a/1.jpg", "a/2.jpg")

    assert find("a/2.jpg", "a", "./a/../a/1.jpg") == ["a/2.jpg", "a/1.jpg"]


def test_the_results_of_this_run_and_of_earlier_ones_are_no_pictures() -> None:
    touch("a/1.jpg", "a/out/masks/1.png", "a/out/overlays/1.jpg", "a/old/masks/1.png", "a/old/overlays/b/1.jpg")
    Path("a/old/run.json").write_text(json.dumps({"program": "efficientcracknet"}), encoding="utf-8")

    assert find("a", out="a/out") == ["a/1.jpg"]


def test_results_beside_the_pictures_are_no_pictures() -> None:
    touch("a/1.jpg", "a/masks/1.png", "a/overlays/1.jpg")

    assert find("a", out="a") == ["a/1.jpg"]


@pytest.mark.parametrize("record", ["", "[]", '{"program": "other"}'])
def test_folders_called_masks_are_searched_where_they_are_not_results(record: str) -> None:
    touch("a/masks/1.png")
    Path("a/run.json").write_text(record, encoding="utf-8")

    assert find("a") == ["a/masks/1.png"]


def test_links_to_files_are_followed_and_links_to_folders_are_not() -> None:
    touch("elsewhere/1.jpg", "a/2.jpg")
    try:
        Path("a/loop").symlink_to(Path("a").absolute(), target_is_directory=True)
    except OSError:
        pytest.skip("this system does not let everybody link")
    Path("a/link.jpg").symlink_to(Path("elsewhere/1.jpg").absolute())
    Path("a/broken.jpg").symlink_to("gone.jpg")

    assert find("a") == ["a/2.jpg", "a/broken.jpg", "a/link.jpg"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders here")
def test_a_pipe_that_is_called_like_a_picture_is_passed_over() -> None:
    touch("a/1.jpg")
    os.mkfifo("a/2.jpg")

    assert find("a") == ["a/1.jpg"]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("gone.jpg", "must exist, got 'gone.jpg'"),
        ("gone*.jpg", "must match something, got 'gone"),
        ("", "must exist, got ''"),
    ],
)
def test_a_source_that_names_nothing_is_refused(source: str, told: str) -> None:
    touch("a.jpg")

    with pytest.raises(SettingsError, match=told):
        find("a.jpg", source)


def test_folders_without_a_picture_are_refused_together() -> None:
    touch("a/notes.txt", "b/.1.jpg")

    with pytest.raises(SettingsError, match="at least one picture, got 0 in 'a', 'b'"):
        find("a", "b")


def test_an_empty_folder_among_others_is_no_fault() -> None:
    touch("a/notes.txt", "b/1.jpg")

    assert find("a", "b") == ["b/1.jpg"]


def test_a_folder_that_cannot_be_read_is_told_rather_than_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    touch("a/1.jpg", "a/closed/2.jpg")
    scan = os.scandir

    def refuse(path: str):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(DataError, match=r"must be readable, got: Permission denied for '.*closed'"):
        find("a")


def test_the_place_is_told_from_the_folder_that_was_searched() -> None:
    touch("a/b/1.jpg", "c/2.jpg")
    searched, named = find_files(("a", "c/2.jpg"), out=Path("out"))

    assert searched.place == (Path("a").absolute().as_posix(), "b/1.jpg")
    assert named.place == (Path("c").absolute().as_posix(), "2.jpg")
