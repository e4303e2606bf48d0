import shutil
import subprocess
from pathlib import Path

import pytest

from efficientcracknet.core.errors import DataError, SettingsError
from efficientcracknet.evaluation.processor import Processor
from efficientcracknet.evaluation.records import (
    HEAD,
    Origin,
    describe_origin,
    make_record,
    name_record,
    read_commit,
    read_record,
    write_record,
)

ORIGIN = Origin("2025-03-04T05:06:07Z", "1.2.3", "abc", False, Processor("Some CPU 9", 4), {"python": "3.11"})
NEEDS_GIT = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(folder), *identity, *words]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout.strip()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A committed source file."""
    git(tmp_path, "init", "-q")
    path = tmp_path / "code.py"
    path.write_text("a = 1\n", encoding="utf-8")
    git(tmp_path, "add", "code.py")
    git(tmp_path, "commit", "-q", "-m", "First")
    return path


def test_a_record_begins_with_its_head_whatever_its_theme() -> None:
    record = make_record("latency", {"times": [1, 2]}, ORIGIN)

    assert tuple(record) == (*HEAD, "times")
    assert record["processor"] == {"model": "Some CPU 9", "cores": 4}


def test_a_record_is_named_by_theme_subject_hardware_and_day() -> None:
    record = make_record("scores", {}, ORIGIN)

    assert name_record(record, "Bridge/Test 192x256") == "scores-bridge-test-192x256_some-9-4-cores_20250304.json"
    assert name_record(record) == "scores_some-9-4-cores_20250304.json"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    record = make_record("scores", {"umlaut": "Brücke"}, ORIGIN)

    assert read_record(write_record(tmp_path / "new" / "one.json", record)) == record


def test_a_folder_gets_the_record_under_its_usual_name(tmp_path: Path) -> None:
    written = write_record(tmp_path, make_record("scores", {}, ORIGIN), "cfd")

    assert written == tmp_path / "scores-cfd_some-9-4-cores_20250304.json"
    assert written.is_file()


def test_this_process_has_an_origin() -> None:
    origin = describe_origin()

    assert len(origin.date) == len("2025-03-04T05:06:07Z")
    assert origin.version
    assert {"python", "numpy", "onnxruntime"} <= set(origin.machine)


@NEEDS_GIT
def test_a_tracked_file_tells_its_commit_and_whether_the_tree_changed(source: Path) -> None:
    commit = git(source.parent, "rev-parse", "HEAD")
    assert read_commit(source) == (commit, False)

    source.write_text("a = 2\n", encoding="utf-8")
    assert read_commit(source) == (commit, True)


@NEEDS_GIT
def test_a_file_that_git_does_not_track_has_no_commit(source: Path) -> None:
    installed = source.with_name("installed.py")
    installed.write_text("", encoding="utf-8")

    assert read_commit(installed) == (None, None)


def test_without_git_there_is_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert read_commit(Path(__file__)) == (None, None)


def test_a_theme_that_would_not_do_as_a_file_name_is_refused() -> None:
    with pytest.raises(SettingsError, match="`theme` must be lower-case words joined by '-', got 'A b'"):
        make_record("A b", {}, ORIGIN)


def test_a_body_that_repeats_the_head_is_refused() -> None:
    with pytest.raises(SettingsError, match="must not repeat the head, got commit, date"):
        make_record("scores", {"date": 1, "commit": 2}, ORIGIN)


def test_files_that_are_no_records_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    with pytest.raises(DataError, match=r"readable JSON, got .*one\.json"):
        read_record(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="readable JSON"):
        read_record(path)
    path.write_text('{"theme": "scores"}', encoding="utf-8")
    with pytest.raises(DataError, match=r"a record, got .*one\.json without date, version, commit"):
        read_record(path)
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(DataError, match="a record"):
        read_record(path)
