"""The sheet of markers to print."""

from pathlib import Path

from efficientcracknet.core.errors import OutputError
from efficientcracknet.core.sheet import PLACES_MM
from efficientcracknet.draw.sheet import draw_sheet
from efficientcracknet.runtime.files import replace_file
from efficientcracknet.runtime.marker import draw_marker


def write_sheet(path: Path) -> None:
    """Write the sheet as a PDF of one page, A4, to be printed at 100 %.

    Parameters
    ----------
    path
        File to write, replaced if there; its folder is made.

    Raises
    ------
    OutputError
        If its name does not end in .pdf.
    """
    if path.suffix.lower() != ".pdf":
        raise OutputError(
            f"marker: `--out` must end in .pdf, got '{path}'. The sheet is a PDF, which keeps its true size."
        )
    sheet = draw_sheet({number: draw_marker(number) for number in PLACES_MM})
    with replace_file(path) as part:
        part.write_bytes(sheet)
