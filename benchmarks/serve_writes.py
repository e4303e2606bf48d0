"""Where a server and its worker write: a hook in each of their interpreters names what lies outside their folder.

Python reports every file that it opens, and every file or folder that it makes, moves, links or removes, to audit
hooks (PEP 578). What a library opens by itself, without Python, is not seen; here that is SQLite's own journals beside
its database.
"""

import os
from pathlib import Path

HOOK = r"""
import os, sys

ROOT, LOG = os.environ["SERVE_WRITES_ROOT"], os.open(os.environ["SERVE_WRITES_LOG"], os.O_WRONLY | os.O_APPEND)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
NAMED = {  # by event: which of its arguments are (place, folder)
    "os.mkdir": [(0, 2)], "os.remove": [(0, 1)], "os.rmdir": [(0, 1)], "os.truncate": [(0, None)],
    "os.rename": [(0, 2), (1, 3)], "os.link": [(1, 3)], "os.symlink": [(1, 2)], "sqlite3.connect": [(0, None)],
}


def find(place, folder):
    base = os.readlink(f"/proc/self/fd/{folder}") if isinstance(folder, int) and folder >= 0 else os.getcwd()
    path = os.path.join(base, os.fsdecode(place))
    return os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))


def hook(event, given):
    if event == "open":
        places = [(given[0], None)] if isinstance(given[2], int) and given[2] & WRITING else []
    else:
        places = [(given[at], None if folder is None else given[folder]) for at, folder in NAMED.get(event, ())]
    for place, folder in places:
        if isinstance(place, int):
            continue  # a file that is open already
        path = find(place, folder)
        if path != os.devnull and path != ROOT and not path.startswith(ROOT + os.sep):
            os.write(LOG, f"{event} {path}\n".encode("utf-8", "backslashreplace"))


sys.addaudithook(hook)
"""


class WriteWatch:
    """Has Python processes write down what they write outside a folder.

    Parameters
    ----------
    folder
        Empty, not below `root`: for the hook and its notes.
    root
        In which everything may be written.
    """

    def __init__(self, folder: Path, root: Path) -> None:
        self._log = folder / "writes.log"
        self._log.touch()
        (folder / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
        path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
        self.environment = {
            "PYTHONPATH": path,
            "PYTHONDONTWRITEBYTECODE": "1",
            "SERVE_WRITES_ROOT": str(root.resolve()),
            "SERVE_WRITES_LOG": str(self._log),
        }
        """Variables for the processes to be watched, and those that they start."""

    def list_outside(self) -> list[str]:
        """Return what was written outside so far, each act once: event and place."""
        return sorted(set(self._log.read_text(encoding="utf-8", errors="replace").splitlines()))
