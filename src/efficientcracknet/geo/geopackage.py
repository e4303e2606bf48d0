"""``NAME.gpkg``: centre lines, outlines and density, with the styles that QGIS draws them in.

The same cracks give the same bytes: the times that a GeoPackage holds are all `FIXED_TIME`.
"""

import sqlite3
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
from numpy.typing import NDArray

from efficientcracknet.core.errors import OutputError
from efficientcracknet.runtime.files import remove_file, replace_file

FIXED_TIME = "2000-01-01T00:00:00.000Z"

_STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME
)"""
_ADD_STYLE = "INSERT INTO layer_styles VALUES (NULL, '', '', ?, 'geom', ?, ?, '', 1, ?, '', NULL, ?)"
_ADD_TABLE = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) "
    "VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?, 0)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One layer.

    Attributes
    ----------
    name, description
        For people.
    kind
        ``MultiLineString``, ``MultiPolygon`` or ``Polygon``.
    shapes
        (N,) of WKB.
    columns
        N values each, None where there is nothing to say; with the type of the column.
    style
        QML.
    """

    name: str
    description: str
    kind: str
    shapes: NDArray[np.object_]
    columns: Mapping[str, tuple[type, Sequence[Any]]]
    style: str


def write_geopackage(path: Path, layers: Sequence[Layer], crs_wkt: str | None) -> None:
    """Write a GeoPackage.

    Parameters
    ----------
    path
        Replaced if there.
    layers
        In the order that they are listed in.
    crs_wkt
        None: an undefined one, with two axes at right angles.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    begun = path.with_name(f".{path.stem}.part.gpkg")  # the library wants the suffix
    with replace_file(path) as part:
        try:
            remove_file(begun)
            with _fix_time():
                for layer in layers:
                    _write_layer(begun, layer, crs_wkt)
            _write_styles(begun, layers)
            begun.replace(part)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, sqlite3.Error) as error:
            raise OutputError(
                f"output: '{path}' must be writable as a GeoPackage, got: {error}. Free space, or choose another "
                "folder."
            ) from error
        finally:
            for rest in (begun, begun.with_name(f"{begun.name}-journal")):
                remove_file(rest)


def _write_layer(path: Path, layer: Layer, crs_wkt: str | None) -> None:
    data: list[NDArray[Any]] = []
    masks: list[NDArray[np.bool_]] = []
    for kind, values in layer.columns.values():
        missing = np.array([value is None for value in values], np.bool_)
        filled = [kind() if value is None else value for value in values]
        data.append(np.array(filled, object if kind is str else kind))
        masks.append(missing)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="'crs' was not provided", category=UserWarning)
        pyogrio.raw.write(
            str(path),
            layer.shapes,
            data,
            list(layer.columns),
            field_mask=masks,
            layer=layer.name,
            driver="GPKG",
            geometry_type=layer.kind,
            crs=crs_wkt,
            append=path.exists(),
            layer_options={"DESCRIPTION": layer.description, **({} if crs_wkt else {"SRID": "-1"})},
            dataset_options=None if path.exists() else {"VERSION": "1.3"},
        )


def _write_styles(path: Path, layers: Sequence[Layer]) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(_STYLES)
        database.execute(_ADD_TABLE, (FIXED_TIME,))
        rows = [(layer.name, layer.name, layer.style, layer.description, FIXED_TIME) for layer in layers]
        database.executemany(_ADD_STYLE, rows)


@contextmanager
def _fix_time() -> Iterator[None]:
    """Have the library write `FIXED_TIME`, for as long as it takes."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_TIME})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
