"""From the probabilities of a raster to the vectors of its cracks: measured window by window, written for a GIS.

The two calls of a job, in this order; both may be called again after a kill and end with the same bytes:

    measured = measure_windows(source, scale, VectorSettings(threshold=0.5, identity="..."), work / "vectors", watch)
    report = write_vectors(measured, ground, VectorFiles.of(out, name), choices)

`source` is a `WindowSource` (``geo/windows.py``): ``height``, ``width`` and ``read(top, left, height, width)``, uint8.
`ground` is a `GroundScale` (``geo/ground.py``), or None for a raster without a CRS: places are then in px alone.
`scale` is what lengths in mm are made with: the ground itself; for a raster without a CRS a `PixelScale`, or None.
Memory holds one window and the cracks, never the raster. Nothing here imports rasterio.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from efficientcracknet.core.scale import Scale
from efficientcracknet.geo.assembling import Assembly
from efficientcracknet.geo.density import count_density
from efficientcracknet.geo.geojson import write_geojson
from efficientcracknet.geo.geopackage import write_geopackage
from efficientcracknet.geo.ground import GroundScale
from efficientcracknet.geo.joining import join_windows
from efficientcracknet.geo.layers import list_layers
from efficientcracknet.geo.layout import Layout
from efficientcracknet.geo.map_crack import MapCrack, make_map_cracks
from efficientcracknet.geo.map_rows import list_map_rows
from efficientcracknet.geo.spool import Spool
from efficientcracknet.geo.table import write_table
from efficientcracknet.geo.window import WindowView, measure_window
from efficientcracknet.geo.windows import CORE_PX, MARGIN_PX, MapWindow, WindowSource, plan_windows
from efficientcracknet.measure.settings import MeasureSettings
from efficientcracknet.measure.severity import Standard
from efficientcracknet.runtime.files import remove_file

Watch = Callable[[int, int], None]
"""Told how many windows are done, and how many there are."""

POINTS_KEPT = 16
"""Windows whose points are held at a time while cracks are put together."""


WITHOUT_GROUND = "without a coordinate reference system: vectors are in px, and there is no GeoJSON"
"""What is missing then."""

TOO_WIDE = "areas too wide to be measured as cracks, or cracks that such areas are part of: {count}"
"""A remark, not a failure: of these only the narrow parts were measured."""


@dataclass(frozen=True, slots=True)
class VectorSettings:
    """How a raster is measured.

    Attributes
    ----------
    threshold
        0..1; a byte counts as crack from its `quantise_threshold` on.
    identity
        Whatever tells the content of the source from any other, such as the fingerprint of the run that made it:
        windows spooled under another identity are measured anew.
    rules
        Of measuring, as for photos.
    core_px, margin_px
        Of the windows.
    """

    threshold: float
    identity: str = ""
    rules: MeasureSettings = field(default_factory=MeasureSettings)
    core_px: int = CORE_PX
    margin_px: int = MARGIN_PX


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredMap:
    """The cracks of a raster.

    Attributes
    ----------
    height_px, width_px
        Size of the raster.
    cracks
        Longest first.
    too_wide
        Connected areas that are somewhere wider than the margin, too wide to be measured by windows: there they have no
        line, and where they have none at all, they are no crack.
    """

    height_px: int
    width_px: int
    cracks: tuple[MapCrack, ...]
    too_wide: int


@dataclass(frozen=True, slots=True)
class VectorFiles:
    """Where vectors are written; each is there whole or not at all.

    Attributes
    ----------
    geopackage, geojson, table
        ``vectors/NAME.gpkg``, ``vectors/NAME.geojson``, ``vectors/NAME.csv``.
    """

    geopackage: Path
    geojson: Path
    table: Path

    @classmethod
    def of(cls, out: Path, name: str) -> "VectorFiles":
        """Return the files of the raster that is called `name` in the folder `out` of the results."""
        folder = out / "vectors"
        return cls(folder / f"{name}.gpkg", folder / f"{name}.geojson", folder / f"{name}.csv")


@dataclass(frozen=True, slots=True)
class VectorChoices:
    """What can be chosen about the written vectors.

    Attributes
    ----------
    standard
        That the classes come from; None: no classes.
    cell_m
        Side of the cells of the density grid, m; None: chosen by the extent, as it always is for a raster without a
        ground.
    """

    standard: Standard | None = None
    cell_m: float | None = None


@dataclass(frozen=True, slots=True)
class VectorReport:
    """What was written.

    Attributes
    ----------
    files
        Written, in the order of `VectorFiles`.
    remark
        What is missing and why, such as the GeoJSON without a CRS; else None.
    """

    files: tuple[Path, ...]
    remark: str | None


def measure_windows(
    source: WindowSource,
    scale: Scale | None,
    settings: VectorSettings,
    spool: Path,
    watch: Watch = lambda done, total: None,
) -> MeasuredMap:
    """Measure the cracks of a raster window by window, joined as if it had been measured in one piece.

    Parameters
    ----------
    source
        Of the probabilities.
    scale
        Of the raster in px of the source, such as its `GroundScale`; None gives no mm.
    settings
        The rules.
    spool
        Folder of its own for what finished windows hold; made if missing. Windows found there from a run with the same
        settings and identity are not measured again. The caller removes it in the end.
    watch
        Told after every window.

    Returns
    -------
    MeasuredMap
        Without cracks if nothing reaches the threshold.
    """
    windows = tuple(plan_windows(source.height, source.width, settings.core_px, settings.margin_px))
    size_px = source.height, source.width
    kept = Spool(spool, _tell_plan(size_px, scale, settings))
    figures = []
    for done, window in enumerate(windows):
        watch(done, len(windows))
        found = kept.find_figures(window)
        if found is None:
            parts = measure_window(_view(source, window, settings), scale, settings.rules)
            kept.keep(window, parts)
            found = parts.figures
        figures.append(found)
    watch(len(windows), len(windows))
    if not figures:
        return MeasuredMap(*size_px, (), 0)
    joined = join_windows(figures)
    find_points = lru_cache(maxsize=POINTS_KEPT)(lambda number: kept.find_points(windows[number]))
    cracks = make_map_cracks(Assembly(joined, find_points), scale, settings.rules)
    return MeasuredMap(*size_px, cracks, len(np.unique(joined.cracks[joined.figures.too_wide])))


def _remark(measured: MeasuredMap, ground: GroundScale | None) -> str | None:
    wide = TOO_WIDE.format(count=measured.too_wide) if measured.too_wide else None
    return "; ".join(filter(None, [wide, WITHOUT_GROUND if ground is None else None])) or None


def _view(source: WindowSource, window: MapWindow, settings: VectorSettings) -> WindowView:
    seen = window.seen
    return WindowView(
        window=window,
        heights=source.read(seen.top, seen.left, seen.height, seen.width),
        size_px=(source.height, source.width),
        core_px=settings.core_px,
        threshold=settings.threshold,
        widest_px=settings.margin_px,
    )


def _tell_plan(size_px: tuple[int, int], scale: Scale | None, settings: VectorSettings) -> dict[str, Any]:
    """Return all that spooled windows depend on, ready for JSON."""
    return {
        "format": 1,
        "size_px": list(size_px),
        "scale": None if scale is None else scale.to_dict(),
        **asdict(settings),
    }


def write_vectors(
    measured: MeasuredMap, ground: GroundScale | None, files: VectorFiles, choices: VectorChoices
) -> VectorReport:
    """Write the cracks of a raster as GeoPackage, GeoJSON and table.

    Parameters
    ----------
    measured
        What was measured.
    ground
        Where the raster lies; None: places are px, and there is no GeoJSON.
    files
        Replaced if there.
    choices
        About the contents.

    Returns
    -------
    VectorReport
        What was written. An `OutputError` says what could not be.
    """
    layout = Layout(ground)
    rows = list_map_rows(measured.cracks, ground, choices.standard)
    cell = None if ground is None else choices.cell_m
    grid = count_density(measured.cracks, layout, (measured.height_px, measured.width_px), cell)
    layers = list_layers(measured.cracks, rows, grid, layout, choices.standard)
    write_geopackage(files.geopackage, layers, None if ground is None else ground.crs_wkt)
    write_table(files.table, rows)
    if ground is None:
        remove_file(files.geojson)
        return VectorReport((files.geopackage, files.table), _remark(measured, ground))
    write_geojson(files.geojson, measured.cracks, rows, ground)
    return VectorReport((files.geopackage, files.geojson, files.table), _remark(measured, ground))
