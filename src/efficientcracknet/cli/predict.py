"""``efficientcracknet predict``: pictures in, masks, overlays and a table out."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from efficientcracknet.cli import engine, mapping
from efficientcracknet.cli import measuring as option
from efficientcracknet.core.errors import OutputError, SettingsError
from efficientcracknet.jobs.measuring import MeasuringOptions
from efficientcracknet.jobs.outputs import CRACK_TABLE, MASKS, OVERLAYS, PROBABILITY, REPORT, TABLE, VECTORS
from efficientcracknet.jobs.predict import PredictReport, PredictSettings, predict_pictures
from efficientcracknet.jobs.regions import RegionOptions
from efficientcracknet.jobs.rows import PictureRow
from efficientcracknet.jobs.scales import ScaleOptions
from efficientcracknet.report.document import ReportHead
from efficientcracknet.runtime.choice import AUTO

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
        int | None, typer.Option(metavar="N", help="Processor threads; as many as cores if left out.")
    ] = None,
    provider: engine.Provider = AUTO,
    precision: engine.Precision = AUTO,
    working_scale: engine.WorkingScale = AUTO,
    no_measure: Annotated[bool, typer.Option("--no-measure", help="Masks and overlays only.")] = False,
    mm_per_px: option.MmPerPx = None,
    scale_csv: option.ScaleCsv = None,
    two_points: option.TwoPoints = None,
    distance_mm: option.DistanceMm = None,
    corners: option.Corners = None,
    rectangle_mm: option.RectangleMm = None,
    distance_m: option.DistanceM = None,
    focal_mm: option.FocalMm = None,
    pixel_pitch_um: option.PixelPitchUm = None,
    marker: option.Marker = False,
    region: option.Region = None,
    exclude: option.Exclude = None,
    standard: option.StandardName = None,
    structure: option.Structure = None,
    element: option.Element = None,
    inspector: option.Inspector = None,
    date: option.InspectionDate = None,
    dxf: option.Dxf = False,
    pdf: option.Pdf = False,
    gsd: mapping.Gsd = None,
    bands: mapping.Bands = None,
    cell_m: mapping.CellM = None,
    resume: mapping.Resume = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print failures only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document instead of the table.")] = False,
) -> None:
    """Find the cracks in pictures.

    DIR gets masks/STEM.png (0 or 255), overlays/STEM.jpg, images.csv and
    run.json; from measuring, report.html, annotated/STEM.jpg, cracks.csv,
    cracks.xlsx, cracks.json and cracks.geojson. A map gives masks/STEM.tif,
    probability/STEM.tif and, from measuring, vectors/STEM.gpkg, .geojson and
    .csv. A picture that cannot be read gets a row with the reason, and the
    exit status is 1.
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
        marker=marker,
    )
    asked = MeasuringOptions(scale, standard, ReportHead(structure, element, inspector, date), dxf, pdf)
    if no_measure and asked != MeasuringOptions():
        raise SettingsError(
            "predict: `--no-measure` must stand without options of scale and report, got both. Leave one out."
        )
    measuring = None if no_measure else asked
    maps = mapping.choose_maps(gsd, bands, cell_m, resume)
    runs = engine.choose_engine(provider, precision, working_scale)
    settings = PredictSettings(
        tuple(sources), out, weights, threshold, threads, RegionOptions(region, exclude), measuring, maps, runs
    )
    with _tell_end(out), mapping.show_map_progress("Finding cracks", quiet=quiet) as (watch, watch_map):
        report = predict_pictures(settings, watch, watch_map)
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


@contextmanager
def _tell_end(out: Path) -> Iterator[None]:
    """Say on the error stream what is left of a run that ends early."""
    try:
        yield
    except KeyboardInterrupt:
        print(f"Interrupted. What was done is in {out}, with its rows in {out / TABLE}.", file=sys.stderr)
        mapping.tell_resume(out)
        raise
    except OutputError:
        mapping.tell_resume(out)
        raise


def _print_report(report: PredictReport, console: Console) -> None:
    rows = report.rows if len(report.rows) <= LONGEST_TABLE else report.failures[:LONGEST_TABLE]
    if rows:
        console.print(_tabulate(rows))
    done, failed = len(report.rows) - len(report.failures), len(report.failures)
    console.print(
        f"{done} of {len(report.rows)} pictures done in {report.seconds:.1f} s, {failed} failed.", highlight=False
    )
    console.print(f"Weights: {report.weights.name}. Terms: {report.weights.terms}", markup=False, highlight=False)
    for row in report.maps:
        if row.remark:
            console.print(Text(f"{row.file}: {row.remark}"), soft_wrap=True)
    for label, place in _list_places(report):
        console.print(Text(f"{label}: {report.out / place}"), soft_wrap=True)


def _list_places(report: PredictReport) -> list[tuple[str, str]]:
    maps = [("Maps", VECTORS if report.measured else PROBABILITY)] if report.maps else []
    photos = [("Look at", OVERLAYS)] if len(report.maps) < len(report.rows) else []
    tables = [("Report", REPORT), ("Cracks", CRACK_TABLE)] if report.reports else []
    return [*maps, *photos, ("Masks", MASKS), ("Table", TABLE), *tables]


def _tabulate(rows: tuple[PictureRow, ...]) -> Table:
    table = Table("file", "size", "crack share", "cracks", "seconds", "status")
    for column in (1, 2, 3, 4):
        table.columns[column].justify = "right"
    table.columns[0].overflow = table.columns[5].overflow = "fold"
    for row in rows:
        size = "" if row.width_px is None else f"{row.width_px} x {row.height_px}"
        share = "" if row.crack_share is None else f"{row.crack_share:.2%}"
        status = Text("ok") if row.error is None else Text(f"error: {row.error}", "red")
        cracks = "" if row.cracks is None else str(row.cracks)
        table.add_row(Text(row.file), size, share, cracks, f"{row.seconds:.2f}", status)
    return table
