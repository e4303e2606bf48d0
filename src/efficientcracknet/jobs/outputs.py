"""The folder of a run: masks, overlays, a table that grows picture by picture, and a record of how they came about.

``run.json`` says ``running`` until the end, then ``finished``, or ``interrupted`` after Ctrl-C or a fault; in both of
the latter cases ``images.csv`` has a row for every picture that was done. A process that is killed leaves ``running``
and its rows in ``.images.csv.part``; a disk without any room may leave ``running`` too.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from time import perf_counter
from typing import Any

from efficientcracknet.core.errors import OutputError, SettingsError
from efficientcracknet.jobs.growing import GrowingTable
from efficientcracknet.jobs.rows import COLUMNS, PictureRow
from efficientcracknet.runtime.files import write_json

PROGRAM = "efficientcracknet"
MASKS, OVERLAYS, ANNOTATED, TABLE, RECORD = "masks", "overlays", "annotated", "images.csv", "run.json"
PROBABILITY, VECTORS = "probability", "vectors"
FOLDERS = (MASKS, OVERLAYS, ANNOTATED, PROBABILITY, VECTORS)
CRACK_TABLE, CRACK_JSON, CRACK_GEOJSON, CRACK_WORKBOOK, CRACK_DRAWING, REPORT, REPORT_PDF = CRACK_FILES = (
    "cracks.csv",
    "cracks.json",
    "cracks.geojson",
    "cracks.xlsx",
    "cracks.dxf",
    "report.html",
    "report.pdf",
)


class RowTable(GrowingTable):
    """``images.csv`` while it grows, and how many rows of each kind it has.

    Parameters
    ----------
    out
        Existing folder of the results.
    """

    def __init__(self, out: Path) -> None:
        super().__init__(out / TABLE, COLUMNS)
        self.counts = {"pictures": 0, "ok": 0, "error": 0}

    def append(self, row: PictureRow) -> None:
        """Add one row.

        Parameters
        ----------
        row
            Of a picture that was done or failed.
        """
        self.write_rows([row.to_cells()])
        self.counts["pictures"] += 1
        self.counts[row.status] += 1


@contextmanager
def record_run(out: Path, facts: Mapping[str, Any]) -> Iterator[RowTable]:
    """Keep table and record of a run, whatever becomes of it.

    A folder with results of something else, which would be overwritten, is refused with a `SettingsError`.

    Parameters
    ----------
    out
        Folder of the results; made if it is not there.
    facts
        What the record says beside status, seconds and counts, ready for JSON; ``command`` is the one that runs.

    Yields
    ------
    RowTable
        To be given a row per picture.
    """
    _refuse_foreign(out, facts.get("command", "predict"))
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
    return FOLDERS if _read_record(folder) or folder.resolve() == out.resolve() else ()


def _refuse_foreign(out: Path, command: str) -> None:
    there = [name for name in (*FOLDERS, TABLE, RECORD, *CRACK_FILES) if (out / name).exists()]
    earlier = _read_record(out)
    if there and (earlier is None or earlier.get("command", command) != command):
        by = "elsewhere" if earlier is None else earlier["command"]
        raise SettingsError(
            f"{command}: `out` must be a new folder or one of an earlier {command}, got '{out}', where "
            f"{', '.join(there)} came from {by}. Choose another folder, so that nothing is overwritten."
        )


def _read_record(folder: Path) -> dict[str, Any] | None:
    """Return the record of this program's run in a folder, None if there is none."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) and record.get("program") == PROGRAM else None
