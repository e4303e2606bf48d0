"""``efficientcracknet predict``: pictures in, masks, overlays and a table out."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from efficientcracknet.cli.progress import show_progress
from efficientcracknet.jobs.outputs import MASKS, OVERLAYS, TABLE
from efficientcracknet.jobs.predict import PredictReport, PredictSettings, predict_pictures
from efficientcracknet.jobs.rows import PictureRow

LONGEST_TABLE = 40
"""Rows; of a longer run only the failures are printed, and no more of them than this."""


def predict(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Pictures, folders of pictures (with sub-folders), or patterns.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar="DIR", help="Folder for masks, overlays, images.csv and run.json.", show_default=False
        ),
    ],
    weights: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Weights of the catalogue (see info), or an ONNX file.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(metavar="T", help="Probability from which a pixel is crack, 0 to 1.")
    ] = None,
    threads: Annotated[
        int | None, typer.Option(metavar="N", help="Threads of one run; as many as cores if left out.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print failures only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document instead of the table.")] = False,
) -> None:
    """Find the cracks in pictures.

    DIR gets masks/STEM.png (0 or 255), overlays/STEM.jpg, images.csv and
    run.json. A picture that cannot be read gets a row with the reason, and
    the exit status is 1.
    """
    settings = PredictSettings(tuple(sources), out, weights, threshold, threads)
    try:
        with show_progress("Finding cracks", quiet=quiet) as watch:
            report = predict_pictures(settings, watch)
    except KeyboardInterrupt:
        print(f"Interrupted. What was done is in {out}, with its rows in {out / TABLE}.", file=sys.stderr)
        raise
    if as_json:
        print(json.dumps(report.to_dict(), indent=2))
    elif quiet:
        for row in report.failures:
            print(f"{row.file}: {row.error}", file=sys.stderr)
    else:
        _print_report(report, Console())
    if report.failures:
        raise typer.Exit(1)


command = predict


def _print_report(report: PredictReport, console: Console) -> None:
    rows = report.rows if len(report.rows) <= LONGEST_TABLE else report.failures[:LONGEST_TABLE]
    if rows:
        console.print(_tabulate(rows))
    done, failed = len(report.rows) - len(report.failures), len(report.failures)
    console.print(
        f"{done} of {len(report.rows)} pictures done in {report.seconds:.1f} s, {failed} failed.", highlight=False
    )
    console.print(f"Weights: {report.weights.name}. Terms: {report.weights.terms}", markup=False, highlight=False)
    for label, place in (("Look at", OVERLAYS), ("Masks", MASKS), ("Table", TABLE)):
        console.print(Text(f"{label}: {report.out / place}"), soft_wrap=True)


def _tabulate(rows: tuple[PictureRow, ...]) -> Table:
    table = Table("file", "size", "crack share", "seconds", "status")
    for column in (1, 2, 3):
        table.columns[column].justify = "right"
    table.columns[0].overflow = table.columns[4].overflow = "fold"
    for row in rows:
        size = "" if row.width_px is None else f"{row.width_px} x {row.height_px}"
        share = "" if row.crack_share is None else f"{row.crack_share:.2%}"
        status = Text("ok") if row.error is None else Text(f"error: {row.error}", "red")
        table.add_row(Text(row.file), size, share, f"{row.seconds:.2f}", status)
    return table
