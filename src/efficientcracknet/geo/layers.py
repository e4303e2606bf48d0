"""The layers of a map's GeoPackage: what they hold, and how they are drawn."""

from collections.abc import Sequence
from typing import Any, get_args, get_type_hints

import numpy as np
import shapely
from numpy.typing import NDArray

from efficientcracknet.geo.density import DensityGrid
from efficientcracknet.geo.geopackage import Layer
from efficientcracknet.geo.layout import Layout
from efficientcracknet.geo.map_crack import MapCrack
from efficientcracknet.geo.map_rows import MapRow
from efficientcracknet.geo.styles import style_cells, style_classes, style_plain, style_widths
from efficientcracknet.measure.severity import Standard

_OF_AREAS = ("crack", "area_m2", "area_px", "length_m", "length_px", "width_max_mm", "width_max_px", "severity")
_NOT_ON_GROUND = {"orientation_deg"}  # beside the azimuth it would confuse
_ONLY_ON_GROUND = {"azimuth_deg", "widest_x", "widest_y"}

Columns = dict[str, tuple[type, list[Any]]]

_TYPES = {name: (get_args(hint) or (hint,))[0] for name, hint in get_type_hints(MapRow).items()}


def list_layers(
    cracks: Sequence[MapCrack], rows: Sequence[MapRow], grid: DensityGrid, layout: Layout, standard: Standard | None
) -> tuple[Layer, ...]:
    """Return the layers of a map.

    Parameters
    ----------
    cracks
        Of the map.
    rows
        One per crack.
    grid
        Of their density.
    layout
        Of the map.
    standard
        That the classes come from, if any.

    Returns
    -------
    tuple[Layer, ...]
        ``density``, ``outlines`` and ``centre_lines``, from the one that is drawn first.
    """
    return _make_cells(grid, layout), _make_outlines(cracks, rows, layout), _make_lines(cracks, rows, layout, standard)


def _make_lines(cracks: Sequence[MapCrack], rows: Sequence[MapRow], layout: Layout, standard: Standard | None) -> Layer:
    shapes = [
        shapely.multilinestrings(
            [shapely.linestrings(layout.to_map(branch.points_px)) for branch in one.crack.branches]
        )
        for one in cracks
    ]
    in_mm = any(row.length_m is not None for row in rows)
    column, unit = ("width_p95_mm", "mm") if in_mm else ("width_p95_px", "px")
    widths = np.array([width for row in rows if (width := getattr(row, column)) is not None], np.float64)
    classes = [one.name for one in standard.classes] if standard is not None and in_mm else []
    left_out = _ONLY_ON_GROUND if layout.ground is None else _NOT_ON_GROUND
    north = "" if layout.ground is None else f" Azimuths are degrees clockwise from {layout.ground.north}, 0 to 180."
    return Layer(
        name="centre_lines",
        description=f"The middle of every crack, its length, widths and direction.{north}{_tell_places(layout)}",
        kind="MultiLineString",
        shapes=_to_wkb(shapes),
        columns=_list_columns(rows, [name for name in _TYPES if name not in left_out]),
        style=style_classes(classes) if classes else style_widths(column, widths, unit),
    )


def _make_outlines(cracks: Sequence[MapCrack], rows: Sequence[MapRow], layout: Layout) -> Layer:
    shapes = []
    for one in cracks:
        rings = [[layout.to_map(ring) for ring in polygon] for polygon in one.outline]
        shapes.append(shapely.multipolygons([shapely.Polygon(polygon[0], polygon[1:]) for polygon in rings]))
    return Layer(
        name="outlines",
        description=f"What every crack covers.{_tell_places(layout)}",
        kind="MultiPolygon",
        shapes=_to_wkb(shapes),
        columns=_list_columns(rows, _OF_AREAS),
        style=style_plain("fill"),
    )


def _make_cells(grid: DensityGrid, layout: Layout) -> Layer:
    unit = layout.unit
    area, density = f"area_{unit}2", f"density_{unit}_per_{unit}2"
    densities = grid.lengths / np.maximum(grid.areas, np.finfo(np.float64).tiny)
    columns: Columns = {
        density: (float, densities.tolist()),
        f"length_{unit}": (float, grid.lengths.tolist()),
        area: (float, grid.areas.tolist()),
        "cracks": (int, grid.cracks.tolist()),
    }
    return Layer(
        name="density",
        description=(
            f"Length of cracks in cells of {grid.cell:g} {unit} over what the raster shows of each; cells without "
            f"cracks are left out.{_tell_places(layout)}"
        ),
        kind="Polygon",
        shapes=_to_wkb(list(shapely.polygons(grid.corners))),
        columns=columns,
        style=style_cells(density, densities, f"{unit}/{unit}²"),
    )


def _list_columns(rows: Sequence[MapRow], names: Sequence[str]) -> Columns:
    return {name: (_TYPES[name], [getattr(row, name) for row in rows]) for name in names}


def _tell_places(layout: Layout) -> str:
    if layout.ground is not None:
        return ""
    return " No coordinate reference system: x is the column, y the row below 0, in px from the upper left corner."


def _to_wkb(shapes: Sequence[shapely.Geometry]) -> NDArray[np.object_]:
    found: NDArray[np.object_] = np.empty(len(shapes), object)
    found[:] = [shapely.to_wkb(shape) for shape in shapes]
    return found
