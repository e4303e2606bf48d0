"""``efficientcracknet marker``: the sheet to print and photograph beside a crack."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from efficientcracknet.jobs.marker import write_sheet


def marker(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="PDF to write.", show_default=False)],
) -> None:
    """Write the sheet of markers that gives a photo its scale (needs the extra 'marker').

    Print it on A4 at 100 %, fix it flat beside the crack, and call predict
    with --marker.
    """
    write_sheet(out)
    advice = f"Sheet: {out}. Print it on A4 at 100 %; both rulers must then be 100 mm long."
    Console().print(Text(advice), soft_wrap=True)


command = marker
