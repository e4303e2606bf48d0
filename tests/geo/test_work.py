"""Bytes on disk: what is written by windows is read by windows, and a full disk is told."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from efficientcracknet.core.errors import OutputError
from efficientcracknet.geo.work import WorkRaster, count_pixels, to_bytes


def test_windows_are_read_as_they_were_written_and_all_else_is_0(tmp_path: Path) -> None:
    window = np.arange(1, 13, dtype=np.uint8).reshape(3, 4)
    with WorkRaster(tmp_path / "w", 10, 9) as work:
        work.write(2, 5, window)
        work.sync()

        np.testing.assert_array_equal(work.read(2, 5, 3, 4), window)
        np.testing.assert_array_equal(work.read(1, 4, 2, 3), [[0, 0, 0], [0, 1, 2]])
        assert work.read(0, 0, 10, 9).sum() == window.sum()


def test_a_file_of_the_right_size_is_gone_on_with_and_another_begun_anew(tmp_path: Path) -> None:
    with WorkRaster(tmp_path / "w", 2, 2) as work:
        work.write(0, 0, np.full((2, 2), 9, np.uint8))
    with WorkRaster(tmp_path / "w", 2, 2) as work:
        assert work.read(0, 0, 2, 2).tolist() == [[9, 9], [9, 9]]
    with WorkRaster(tmp_path / "w", 2, 3) as work:
        assert not work.read(0, 0, 2, 3).any()


def test_a_byte_is_never_0_where_something_was_judged() -> None:
    probability = np.array([[0, 0.001, 0.499, 0.5, 0.9999, 1]], np.float32)
    judged = np.ones((1, 6), np.bool_)

    assert to_bytes(probability, judged).tolist() == [[1, 1, 127, 128, 255, 255]]
    assert not to_bytes(probability, ~judged).any()


def test_crack_pixels_are_counted_among_those_judged(tmp_path: Path) -> None:
    with WorkRaster(tmp_path / "w", 2, 4) as work:
        work.write(0, 0, np.array([[0, 1, 127, 128], [255, 0, 0, 0]], np.uint8))

        assert count_pixels(work, 0.5) == (2, 4)
        assert count_pixels(work, 0.0) == (4, 4)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"gone.w' must be writable, got: No such file"):
        WorkRaster(tmp_path / "gone" / "w", 2, 2)


WRITE_BEYOND_THE_LIMIT = """
import resource, sys
from pathlib import Path
import numpy as np
from efficientcracknet.core.errors import OutputError
from efficientcracknet.geo.work import WorkRaster
with WorkRaster(Path(sys.argv[1]), 100, 100) as work:
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
    work.write(0, 0, np.ones((40, 100), np.uint8))
    try:
        work.write(40, 0, np.ones((40, 100), np.uint8))
    except OutputError as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files cannot be limited there")
def test_a_window_that_is_written_in_part_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITE_BEYOND_THE_LIMIT, str(tmp_path / "w")]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)

    assert "w' must be writable, got: File too large" in result.stdout
