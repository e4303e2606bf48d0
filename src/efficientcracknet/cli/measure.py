"""``efficientcracknet measure``: anybody's masks in, lengths, widths and a report out."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from efficientcracknet.cli import measuring as option
from efficientcracknet.cli.progress import show_progress
from efficientcracknet.jobs.measure import MeasureRunReport, MeasureRunSettings, measure_masks
from efficientcracknet.jobs.measuring import MeasuringOptions
from efficientcracknet.jobs.outputs import ANNOTATED, CRACK_TABLE, REPORT, TABLE
from efficientcracknet.jobs.regions import RegionOptions
from efficientcracknet.jobs.scales import ScaleOptions
from efficientcracknet.report.document import ReportHead


def measure(
    masks: Annotated[
        list[str],
        typer.Argument(
            metavar="MASK...",
            help="Masks, folders of masks (with sub-folders), or patterns.",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the results.", show_default=False)],
    mm_per_px: option.MmPerPx = None,
    scale_csv: option.ScaleCsv = None,
    two_points: option.TwoPoints = None,
    distance_mm: option.DistanceMm = None,
    corners: option.Corners = None,
    rectangle_mm: option.RectangleMm = None,
    distance_m: option.DistanceM = None,
    focal_mm: option.FocalMm = None,
    pixel_pitch_um: option.PixelPitchUm = None,
    region: option.Region = None,
    exclude: option.Exclude = None,
    standard: option.StandardName = None,
    structure: option.Structure = None,
    element: option.Element = None,
    inspector: option.Inspector = None,
    date: option.InspectionDate = None,
    dxf: option.Dxf = False,
    pdf: option.Pdf = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print failures only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document instead.")] = False,
) -> None:
    """Measure the cracks of masks, from wherever they come.

    DIR gets report.html, annotated/STEM.jpg, cracks.csv, cracks.xlsx,
    cracks.json, cracks.geojson, images.csv and run.json. A mask that cannot
    be read gets a row with the reason, and the exit status is 1.
    """
    scale = ScaleOptions(
        mm_per_px=mm_per_px,
        scale_csv=scale_csv,
        two_points=two_points,
        distance_mm=distance_mm,
        corners=tuple(corners or ()),
        rectangle_mm=rectangle_mm,
        distance_m=distance_m,
        focal_mm=focal_mm,
        pixel_pitch_um=pixel_pitch_um,
    )
    asked = MeasuringOptions(scale, standard, ReportHead(structure, element, inspector, date), dxf, pdf)
    settings = MeasureRunSettings(tuple(masks), out, RegionOptions(region, exclude), asked)
    try:
        with show_progress("Measuring", quiet=quiet) as watch:
            report = measure_masks(settings, watch)
    except KeyboardInterrupt:
        print(f"Interrupted. Rows of what was done are in {out / TABLE} and {out / CRACK_TABLE}.", file=sys.stderr)
        raise
    if as_json:
        print(json.dumps(report.to_dict(), indent=2))
    else:
        _print_report(report, quiet=quiet)
    if report.failures:
        raise typer.Exit(1)


command = measure


def _print_report(report: MeasureRunReport, *, quiet: bool) -> None:
    for row in report.failures:
        print(f"{row.file}: {row.error}", file=sys.stderr)
    if quiet:
        return
    done, failed = len(report.rows) - len(report.failures), len(report.failures)
    console = Console()
    console.print(
        f"{done} of {len(report.rows)} masks done in {report.seconds:.1f} s, {failed} failed.", highlight=False
    )
    for label, place in (("Report", REPORT), ("Look at", ANNOTATED), ("Table", CRACK_TABLE)):
        console.print(Text(f"{label}: {report.out / place}"), soft_wrap=True)
