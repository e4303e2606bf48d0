"""``efficientcracknet export``: weights as a file for another program."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from efficientcracknet.export.targets import TARGETS, ExportOptions
from efficientcracknet.jobs.export import ExportSettings, export_weights


def export(
    target: Annotated[
        str, typer.Option(metavar="NAME", help=f"What it is for: {', '.join(TARGETS)}.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="File or folder to write.", show_default=False)],
    weights: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Weights of the catalogue (see info), or an ONNX file.")
    ] = None,
    gsd: Annotated[float, typer.Option(metavar="MM", help="What a pixel of the maps spans, mm.")] = 1.0,
    tile: Annotated[
        int | None, typer.Option(metavar="PX", help="Side of the square that it takes; 512 if left out.")
    ] = None,
    calibrate: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Pictures that onnx-int8 takes the ranges of values from.")
    ] = None,
    make_environment: Annotated[
        bool,
        typer.Option("--make-environment", help="Fetch the converter of ncnn, litert or executorch if it is missing."),
    ] = False,
) -> None:
    """Write weights as a file for another program.

    deepness: ONNX for the QGIS plugin Deepness, with everything that its panel
    asks for. Options other than --weights need the extra 'export'.

    web: a folder with a page that finds cracks in the browser itself, for any
    web server.

    onnx-fp16, onnx-int8, openvino, ncnn, litert, executorch: a folder with the
    network, which takes pixels / 255 and gives probability, and network.toml.
    The last three take one square, and need converters that --make-environment
    fetches into an environment of their own in your cache folder.
    """
    options = ExportOptions(tile, gsd, calibrate, make_environment)
    made = export_weights(ExportSettings(target, out, weights, options))
    console = Console()
    console.print(Text(f"Wrote {made.path} from {made.weights.name}."), soft_wrap=True)
    console.print(Text(f"Terms: {made.weights.terms}"), soft_wrap=True)


command = export
