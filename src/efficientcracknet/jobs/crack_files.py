"""All files that measuring leaves in the folder of a run.

``cracks.csv`` grows with every picture and keeps its rows when a run is interrupted. All others are written by a run
that ends well, and none of an earlier run is left beside the results of a new one.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from efficientcracknet import __version__
from efficientcracknet.core.errors import OutputError
from efficientcracknet.jobs.cells import write_cell
from efficientcracknet.jobs.crack_drawing import CrackDrawing
from efficientcracknet.jobs.crack_geojson import grow_geojson, list_features
from efficientcracknet.jobs.crack_workbook import write_workbook
from efficientcracknet.jobs.findings import Findings
from efficientcracknet.jobs.growing import Append, GrowingTable, grow_json
from efficientcracknet.jobs.outputs import (
    CRACK_DRAWING,
    CRACK_FILES,
    CRACK_GEOJSON,
    CRACK_JSON,
    CRACK_TABLE,
    CRACK_WORKBOOK,
    PROGRAM,
)
from efficientcracknet.measure.rows import COLUMNS, CrackRow
from efficientcracknet.report.document import PictureSummary
from efficientcracknet.runtime.files import remove_file

SCHEMA_VERSION = "1.0"
"""Of ``cracks.json``: the first number changes when something is taken away or means something else."""

DECIMALS = 4


@dataclass(frozen=True, slots=True)
class CrackFiles:
    """What takes the findings of one picture after the other.

    Attributes
    ----------
    summaries
        Of all pictures so far.
    """

    table: GrowingTable
    document: Append
    features: Append
    drawing: CrackDrawing | None
    summaries: list[PictureSummary]

    def append(self, findings: Findings) -> None:
        """Add one picture to every file.

        Parameters
        ----------
        findings
            Of this picture.
        """
        self.table.write_rows([to_cells(row) for row in findings.summary.rows])
        self.document(findings.to_dict())
        for feature in list_features(findings):
            self.features(feature)
        if self.drawing:
            self.drawing.append(findings)
        self.summaries.append(findings.summary)


@contextmanager
def record_cracks(out: Path, facts: Mapping[str, Any], *, dxf: bool) -> Iterator[CrackFiles]:
    """Write the files of measuring but the report, whatever becomes of the run.

    Parameters
    ----------
    out
        Existing folder of the results; files of an earlier run in it go.
    facts
        What ``cracks.json`` says beside version and pictures; ready for JSON.
    dxf
        Whether a drawing is wanted.

    Yields
    ------
    CrackFiles
        To be given one picture after the other.
    """
    drawing = CrackDrawing() if dxf else None
    remove_crack_files(out)
    head = {"program": PROGRAM, "version": __version__, "schema": "cracks", "schema_version": SCHEMA_VERSION, **facts}
    table = GrowingTable(out / CRACK_TABLE, COLUMNS)
    ended_well = False
    try:
        with ExitStack() as stack:
            document = stack.enter_context(grow_json(out / CRACK_JSON, head, "pictures"))
            features = stack.enter_context(grow_geojson(out / CRACK_GEOJSON))
            files = CrackFiles(table, document, features, drawing, [])
            yield files
            write_workbook(out / CRACK_WORKBOOK, files.summaries)
            if drawing:
                drawing.write(out / CRACK_DRAWING)
        ended_well = True
    finally:
        if ended_well:
            table.close()
        else:  # that failure is to be told, not one of the table
            with suppress(OutputError):
                table.close()


def remove_crack_files(out: Path) -> None:
    """Remove what measuring left of an earlier run.

    Parameters
    ----------
    out
        Folder of results, or nothing.
    """
    for name in CRACK_FILES:
        remove_file(out / name)


def to_cells(row: CrackRow) -> list[str]:
    """Return one row of ``cracks.csv``.

    Parameters
    ----------
    row
        Of one crack.

    Returns
    -------
    list[str]
        One cell per column, empty where there is nothing to say.
    """
    return [write_cell(value, DECIMALS) for value in row.to_dict().values()]
