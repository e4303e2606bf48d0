import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.serve_writes import WriteWatch

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="folders that are open are found by /proc")

ACTS = """
import os, pathlib, shutil, sqlite3, subprocess, sys, tempfile
root, other = map(pathlib.Path, sys.argv[1:])
(root / "kept").mkdir(parents=True)
(root / "kept" / "inside.txt").write_text("read and written freely")
shutil.rmtree(root / "kept")
sqlite3.connect(root / "desk.sqlite").close()
list(other.iterdir()), (other / "read.txt").read_text()
(root / ".." / "other" / "traversed.txt").write_text("outside")
os.mkdir(other / "folder")
(root / "link").symlink_to(other)
(root / "link" / "linked.txt").write_text("outside too")
child = "import sys; open(sys.argv[1], 'a').close()"
subprocess.run([sys.executable, "-c", child, str(other / "child.txt")], check=True)
"""


def test_what_is_written_outside_is_named_by_place_and_nothing_else_is(tmp_path: Path) -> None:
    root, other, notes = tmp_path / "root", tmp_path / "other", tmp_path / "notes"
    for folder in (root, other, notes):
        folder.mkdir()
    (other / "read.txt").write_text("only read")
    watch = WriteWatch(notes, root)

    subprocess.run(
        [sys.executable, "-c", ACTS, str(root), str(other)], env=os.environ | watch.environment, check=True, timeout=60
    )

    names = ["child.txt", "linked.txt", "traversed.txt"]
    assert watch.list_outside() == [*(f"open {other / name}" for name in names), f"os.mkdir {other / 'folder'}"]
