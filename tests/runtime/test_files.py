import errno
import os
from pathlib import Path

import pytest

from efficientcracknet.core.errors import OutputError
from efficientcracknet.runtime.files import remove_file, replace_file, write_json


def test_a_file_appears_whole_in_folders_that_were_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    with replace_file(path) as part:
        part.write_text("new", encoding="utf-8")
        assert part.parent == path.parent
        assert not path.exists()

    assert path.read_text(encoding="utf-8") == "new"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, ValueError])
def test_after_a_failure_the_old_file_is_as_it_was(tmp_path: Path, failure: type[BaseException]) -> None:
    path = tmp_path / "c.txt"
    path.write_text("old", encoding="utf-8")

    def write_half() -> None:
        with replace_file(path) as part:
            part.write_text("ne", encoding="utf-8")
            raise failure

    with pytest.raises(failure):
        write_half()
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_told_with_the_path(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"

    def run_full() -> None:
        with replace_file(path):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OutputError, match=r"'.*c\.txt' must be writable, got: No space left on device\. Free space"):
        run_full()


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file", encoding="utf-8")

    with pytest.raises(OutputError, match=r"c\.json' must be writable, got: "):
        write_json(tmp_path / "a" / "c.json", {})


def test_an_output_error_passes_as_it_is(tmp_path: Path) -> None:
    def refuse() -> None:
        with replace_file(tmp_path / "c.txt"):
            raise OutputError("told already")

    with pytest.raises(OutputError, match=r"^told already$"):
        refuse()


def test_json_is_text_that_ends_with_a_line(tmp_path: Path) -> None:
    write_json(tmp_path / "c.json", {"name": "Brücke", "n": 1})

    assert (tmp_path / "c.json").read_bytes().replace(b"\r", b"") == b'{\n  "name": "Br\\u00fccke",\n  "n": 1\n}\n'


def test_removing_what_is_not_there_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("a file", encoding="utf-8")
    remove_file(file / "below")
    remove_file(file)
    remove_file(file)

    assert not file.exists()


def test_what_cannot_be_removed_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="must be writable, got: "):
        remove_file(tmp_path)
