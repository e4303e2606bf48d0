"""``efficientcracknet calibrate``: a network and pictures for choosing in, the same network with its threshold out."""

from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from efficientcracknet.cli import engine
from efficientcracknet.cli.progress import show_progress
from efficientcracknet.evaluation.protocol import parse_scoring_size
from efficientcracknet.evaluation.records import make_record, write_record
from efficientcracknet.jobs.calibrate import Calibrated, CalibrateSettings, calibrate_weights
from efficientcracknet.jobs.dev_sets import parse_dev_sets
from efficientcracknet.jobs.engine_options import parse_working_scale
from efficientcracknet.runtime.choice import AUTO


def calibrate(
    weights: Annotated[str, typer.Argument(metavar="NAME|FILE", help="Weights of the catalogue, or an ONNX file.")],
    out: Annotated[
        Path,
        typer.Option(metavar="FILE.onnx", help="Network to write; FILE.toml is written beside it.", show_default=False),
    ],
    dev: Annotated[
        list[str],
        typer.Option(
            metavar="NAME=DIR",
            help="Pictures for choosing, once for each set; NAME=DIR:SPLIT says more. Without a folder masks "
            "beside images, a set shows no crack.",
            show_default=False,
        ),
    ],
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME=FILE", help="Text file of the keys to take of a set.")
    ] = None,
    change: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=KIND-NUMBER", help="Change the pictures of a set first, as evaluate does: tile-3 ..."
        ),
    ] = None,
    size: Annotated[
        str, typer.Option(metavar="HxW|native", help="Look at pictures at this size; native: at their own.")
    ] = "native",
    working_scale: engine.WorkingScale = AUTO,
    most_alarmed: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            help="Of the pictures without cracks, how many may have more than 0.1 % false crack: 0 to 1.",
        ),
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(metavar="T", help="Keep this threshold instead of choosing one.")
    ] = None,
    threads: Annotated[
        int | None, typer.Option(metavar="N", help="Processor threads; as many as cores if left out.")
    ] = None,
    json: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the record there; into a folder that exists, under its usual name."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar and no table.")] = False,
) -> None:
    """Choose the threshold and set probabilities right (needs the extra 'export').

    A line through the logits is fitted to the pixels near cracks of pictures that
    serve for choosing, never of a test, and put into the network: it runs as fast as
    before. The threshold is the one with the best mean over the sets of pooled F1.
    """
    settings = CalibrateSettings(
        weights=weights,
        out=out,
        sets=parse_dev_sets(dev, only or (), change or ()),
        size=parse_scoring_size(size),
        working_scale=parse_working_scale(working_scale),
        most_alarmed=most_alarmed,
        threshold=threshold,
        threads=threads,
    )
    with show_progress("Looking at pictures", quiet=quiet) as watch:
        made = calibrate_weights(settings, watch)
    written = [("Network", made.weights.path), ("Description", made.weights.path.with_suffix(".toml"))]
    if json is not None:
        seen = {"size": size, "working_scale": working_scale, "changes": list(change or ())}
        body = made.calibration.to_body(made.weights) | {
            "settings": seen,
            "place": made.place,
            "largest_difference": made.largest_difference,
        }
        written.append(("Record", write_record(json, make_record("calibration", body), made.weights.name)))
    if not quiet:
        _print(made, written, Console())


command = calibrate


def _print(made: Calibrated, written: list[tuple[str, Path]], console: Console) -> None:
    body = made.calibration.to_body(made.weights)
    columns = (Column(name, justify="right") for name in ("F1, pooled", "pictures alarmed", "calibration error"))
    table = Table(Column("set (pictures)", no_wrap=True), *columns, box=SIMPLE_HEAD, title="before -> after")
    for name, found in body["sets"].items():
        figures = (found.get(figure) for figure in ("f1", "alarmed", "calibration_error"))
        table.add_row(f"{name} ({found['n']})", *map(_write, figures))
    table.add_row("all", *(_write(body[name]) for name in ("mean_f1", "mean_alarmed", "calibration_error")))
    console.print(table)
    console.print(Text(f"Threshold: {made.weights.threshold:g}, {made.weights.threshold_rule}."), soft_wrap=True)
    console.print(Text(f"Calibration: {made.weights.calibration}; {made.place}."), soft_wrap=True)
    for label, path in written:
        console.print(Text(f"{label}: {path}"), soft_wrap=True)


def _write(pair: list[float] | None) -> str:
    return "" if pair is None else f"{pair[0]:.4f} -> {pair[1]:.4f}"
