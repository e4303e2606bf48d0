"""A file that takes only part of what is written is no result."""

import subprocess
import sys
from pathlib import Path

import pytest

WRITE_BEYOND_THE_LIMIT = """
import resource, sys
from pathlib import Path
import numpy as np
from efficientcracknet.core.errors import OutputError
from efficientcracknet.runtime import images
noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    getattr(images, sys.argv[1])(Path(sys.argv[2]), noise)
except OutputError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files cannot be limited there")
@pytest.mark.parametrize("write", ["write_png", "write_jpeg"])
def test_a_picture_that_is_written_in_part_is_told_and_leaves_nothing(write: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITE_BEYOND_THE_LIMIT, write, str(tmp_path / "noise")]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)

    assert "noise' must be writable, got: File too large" in result.stdout
    assert list(tmp_path.iterdir()) == []
