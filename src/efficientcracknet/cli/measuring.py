"""Options that measure and predict share: scale, region, standard, and what the report says at its head."""

from pathlib import Path
from typing import Annotated

import typer

SCALE = "Scale (one way at most; without one nothing is stated in mm)"
REGION = "Region"
REPORT = "Report"

MmPerPx = Annotated[
    float | None,
    typer.Option("--mm-per-px", metavar="MM", help="Side of a pixel on the surface.", rich_help_panel=SCALE),
]
ScaleCsv = Annotated[
    Path | None,
    typer.Option("--scale-csv", metavar="FILE", help="Table with the columns file, mm_per_px.", rich_help_panel=SCALE),
]
TwoPoints = Annotated[
    str | None,
    typer.Option(
        "--two-points",
        metavar="R1,C1,R2,C2",
        help="Row and column of two points, px; with --distance-mm.",
        rich_help_panel=SCALE,
    ),
]
DistanceMm = Annotated[
    float | None,
    typer.Option("--distance-mm", metavar="MM", help="Between the two points.", rich_help_panel=SCALE),
]
Corners = Annotated[
    tuple[str, str, str, str] | None,
    typer.Option(
        "--corners",
        metavar="R,C R,C R,C R,C",
        help="Corners of a flat rectangle, px, clockwise from the top left; with --rectangle-mm.",
        rich_help_panel=SCALE,
    ),
]
RectangleMm = Annotated[
    str | None,
    typer.Option("--rectangle-mm", metavar="WxH", help="Sides of that rectangle.", rich_help_panel=SCALE),
]
DistanceM = Annotated[
    float | None,
    typer.Option(
        "--distance-m",
        metavar="M",
        help="From the lens to the surface; lens and sensor from EXIF or the next two.",
        rich_help_panel=SCALE,
    ),
]
FocalMm = Annotated[
    float | None, typer.Option("--focal-mm", metavar="MM", help="True focal length.", rich_help_panel=SCALE)
]
PixelPitchUm = Annotated[
    float | None,
    typer.Option("--pixel-pitch-um", metavar="UM", help="From pixel to pixel of the sensor.", rich_help_panel=SCALE),
]
Marker = Annotated[
    bool,
    typer.Option("--marker", help="The sheet of the command marker lies in every picture.", rich_help_panel=SCALE),
]
Region = Annotated[
    Path | None,
    typer.Option(
        "--region",
        metavar="FILE|DIR",
        help="GeoJSON in px or mask: nothing is found outside. A folder holds one STEM.geojson or STEM.png a picture.",
        rich_help_panel=REGION,
    ),
]
Exclude = Annotated[
    Path | None,
    typer.Option("--exclude", metavar="FILE|DIR", help="The same: nothing is found inside.", rich_help_panel=REGION),
]
StandardName = Annotated[
    str | None,
    typer.Option(
        "--standard",
        metavar="NAME",
        help="Classes by width, such as aci-224r-dry or ltpp-asphalt; any other word lists all. Needs a scale.",
        rich_help_panel=REPORT,
    ),
]
Structure = Annotated[
    str | None, typer.Option("--structure", metavar="TEXT", help="What was inspected.", rich_help_panel=REPORT)
]
Element = Annotated[
    str | None, typer.Option("--element", metavar="TEXT", help="Which part of it.", rich_help_panel=REPORT)
]
Inspector = Annotated[str | None, typer.Option("--inspector", metavar="TEXT", help="Who.", rich_help_panel=REPORT)]
InspectionDate = Annotated[
    str | None,
    typer.Option(
        "--date",
        metavar="TEXT",
        help="When. These four may stand in a file report.toml beside the pictures.",
        rich_help_panel=REPORT,
    ),
]
Dxf = Annotated[
    bool, typer.Option("--dxf", help="Write cracks.dxf too (needs the extra 'cad').", rich_help_panel=REPORT)
]
Pdf = Annotated[
    bool, typer.Option("--pdf", help="Write report.pdf too (needs the extra 'pdf').", rich_help_panel=REPORT)
]
