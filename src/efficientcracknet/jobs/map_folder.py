"""The folder that a map is worked on in: kept when a run is killed, so that another can go on, and gone in the end."""

import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from efficientcracknet.core.errors import OutputError
from efficientcracknet.runtime.files import explain_output, write_json

WORK = ".work"
FINISHED = "finished.json"


class MapFolder:
    """Where a map is worked on.

    Parameters
    ----------
    out
        Folder of the results.
    name
        Of the map's results, with forward slashes.

    Attributes
    ----------
    path
        ``.work/NAME``.
    """

    def __init__(self, out: Path, name: str) -> None:
        self.path = out / WORK / name.replace("%", "%25").replace("/", "%2F")

    def begin(self, *, resume: bool) -> None:
        """Make the folder, empty unless an earlier run is to be gone on with; an `OutputError` says why it cannot."""
        try:
            if not resume:
                self.remove()
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(explain_output(self.path, error)) from error

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        if self.path.is_dir():
            shutil.rmtree(self.path)

    def finish(self, facts: Mapping[str, Any], row: Mapping[str, Any]) -> None:
        """Keep of all work only that it is finished, for a run over several maps that may still be killed.

        Parameters
        ----------
        facts
            All that the results depend on, ready for JSON.
        row
            What the table says of the map.
        """
        write_json(self.path / FINISHED, {"facts": dict(facts), "row": dict(row)})
        for path in self.path.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != FINISHED:
                path.unlink()

    def find_finished(self, facts: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the row of a map that was finished with the same facts, None if it was not."""
        try:
            document = json.loads((self.path / FINISHED).read_text(encoding="utf-8"))
            row = dict(document["row"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return row if document["facts"] == json.loads(json.dumps(facts)) else None


def remove_work(out: Path) -> None:
    """Remove what is left of the work on maps that are finished; work that can be gone on with stays.

    Parameters
    ----------
    out
        Folder of the results.
    """
    for mark in (out / WORK).glob(f"*/{FINISHED}"):
        shutil.rmtree(mark.parent, ignore_errors=True)
    with suppress(OSError):  # it is not there, or not empty
        (out / WORK).rmdir()
