"""The folder of a run: masks, overlays, a table that grows picture by picture, and a record of how they came about.

``run.json`` says ``running`` until the end, then ``finished``, or ``interrupted`` after Ctrl-C or a fault; in both of
the latter cases ``images.csv`` has a row for every picture that was done. A process that is killed leaves ``running``
and its rows in ``.images.csv.part``; a disk without any room may leave ``running`` too.
"""

import csv
import errno
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from time import perf_counter
from typing import Any

from efficientcracknet.core.errors import OutputError, SettingsError
from efficientcracknet.jobs.rows import COLUMNS, PictureRow
from efficientcracknet.runtime.files import explain_output, write_json

PROGRAM = "efficientcracknet"
MASKS, OVERLAYS, TABLE, RECORD = "masks", "overlays", "images.csv", "run.json"


class RowTable:
    """``images.csv`` while it grows; every row is on disk, whole, once `append` returns.

    Parameters
    ----------
    out
        Existing folder of the results.

    Raises
    ------
    OutputError
        If the table cannot be begun.
    """

    def __init__(self, out: Path) -> None:
        self.path = out / TABLE
        self.counts = {"pictures": 0, "ok": 0, "error": 0}
        self._part = out / f".{TABLE}.part"
        self._size = 0
        try:
            self._file = self._part.open("wb", buffering=0)
        except OSError as error:
            raise OutputError(explain_output(self.path, error)) from error
        self._write(COLUMNS)

    def append(self, row: PictureRow) -> None:
        """Add one row.

        Parameters
        ----------
        row
            Of a picture that was done or failed.
        """
        self._write(row.to_cells())
        self.counts["pictures"] += 1
        self.counts[row.status] += 1

    def close(self) -> None:
        """Give the table its name, with the rows so far.

        Raises
        ------
        OutputError
            If that is not possible.
        """
        try:
            self._file.close()
            self._part.replace(self.path)
        except OSError as error:
            raise OutputError(explain_output(self.path, error)) from error

    def _write(self, cells: Sequence[str]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text).writerow(cells)
        line = text.getvalue().encode("utf-8", "backslashreplace")  # a file name may be no text at all
        try:
            if self._file.write(line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            self._file.truncate(self._size)
            raise OutputError(explain_output(self.path, error)) from error
        self._size += len(line)


@contextmanager
def record_run(out: Path, facts: Mapping[str, Any]) -> Iterator[RowTable]:
    """Keep table and record of a run, whatever becomes of it.

    A folder with results of something else, which would be overwritten, is refused with a `SettingsError`.

    Parameters
    ----------
    out
        Folder of the results; made if it is not there.
    facts
        What the record says beside status, seconds and counts; ready for JSON.

    Yields
    ------
    RowTable
        To be given a row per picture.
    """
    _refuse_foreign(out)
    started = perf_counter()
    record = {"program": PROGRAM, **facts, "status": "running"}
    write_json(out / RECORD, record)
    table = RowTable(out)
    record["status"] = "interrupted"
    try:
        yield table
        record["status"] = "finished"
    finally:
        # After a failure that one is to be told, not that on a full disk the record of it failed too.
        with nullcontext() if record["status"] == "finished" else suppress(OutputError):
            table.close()
            seconds = round(perf_counter() - started, 3)
            write_json(out / RECORD, {**record, "seconds": seconds, "counts": table.counts})


def list_result_folders(folder: Path, out: Path) -> tuple[str, ...]:
    """Return which sub-folders of a folder are results of this program rather than pictures to look at.

    Parameters
    ----------
    folder
        Any folder.
    out
        Where the next results will go.

    Returns
    -------
    tuple[str, ...]
        Names; none if nothing there is a result.
    """
    return (MASKS, OVERLAYS) if _holds_run(folder) or folder.resolve() == out.resolve() else ()


def _refuse_foreign(out: Path) -> None:
    there = [name for name in (MASKS, OVERLAYS, TABLE, RECORD) if (out / name).exists()]
    if there and not _holds_run(out):
        raise SettingsError(
            f"predict: `out` must be a new folder or one of an earlier run, got '{out}', where {', '.join(there)} "
            "came from elsewhere. Choose another folder, so that nothing is overwritten."
        )


def _holds_run(folder: Path) -> bool:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(record, dict) and record.get("program") == PROGRAM
