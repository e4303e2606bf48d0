"""Polygons on a picture, from GeoJSON: x is the column, y the row, both in px from the centre of the top left pixel."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from efficientcracknet.core.errors import DataError
from efficientcracknet.core.region import Polygon, Ring


def read_polygons(path: Path) -> tuple[Polygon, ...]:
    """Read the polygons of a GeoJSON file.

    Parameters
    ----------
    path
        UTF-8: a geometry, a feature, or a collection of either, of Polygons and MultiPolygons. Coordinates are
        ``[column, row]``, rows counted downwards; what the file says of a coordinate system is not looked at.

    Returns
    -------
    tuple[Polygon, ...]
        At least one; (row, col), px.

    Raises
    ------
    DataError
        If it cannot be read, holds something else, or nothing that could lie in a picture.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(
            f"region: '{path}' must be a readable GeoJSON file, got: {error}. Export the polygons anew."
        ) from error
    polygons = tuple(_list_polygons(document, path))
    if not polygons:
        raise DataError(f"region: '{path}' must hold at least one polygon, got none. Draw the region.")
    _require_visible(polygons, path)
    return polygons


def _list_polygons(node: Any, path: Path) -> Iterator[Polygon]:
    kind = node.get("type") if isinstance(node, dict) else None
    if kind in {"FeatureCollection", "GeometryCollection"}:
        for member in _list(node, "features" if kind == "FeatureCollection" else "geometries", path):
            yield from _list_polygons(member, path)
    elif kind == "Feature":
        yield from _list_polygons(node.get("geometry"), path)
    elif kind in {"Polygon", "MultiPolygon"}:
        coordinates = _list(node, "coordinates", path)
        for rings in [coordinates] if kind == "Polygon" else coordinates:
            yield _read_polygon(rings, path)
    else:
        raise DataError(
            f"region: '{path}' must hold Polygons and MultiPolygons, got {kind or node!r:.60}. "
            "Draw areas, not lines or points."
        )


def _list(node: dict[str, Any], name: str, path: Path) -> list[Any]:
    members = node.get(name)
    if not isinstance(members, list):
        raise DataError(f"region: `{name}` in '{path}' must be a list, got {members!r:.60}. Export the polygons anew.")
    return members


def _read_polygon(rings: Any, path: Path) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise DataError(f"region: a polygon in '{path}' must be a list of rings, got {rings!r:.60}. Draw it anew.")
    return tuple(_read_ring(ring, path) for ring in rings)


def _read_ring(ring: Any, path: Path) -> Ring:
    try:
        points = [(float(row), float(column)) for column, row, *_ in ring]
    except (TypeError, ValueError):
        points = []
    if len(set(points)) < 3 or not all(math.isfinite(number) for point in points for number in point):
        raise DataError(
            f"region: a ring in '{path}' must be three or more different [column, row], got {ring!r:.60}. Draw it anew."
        )
    return np.array(points)


def _require_visible(polygons: tuple[Polygon, ...], path: Path) -> None:
    outlines = np.concatenate([polygon[0] for polygon in polygons])
    last_row, last_column = outlines.max(axis=0)
    if last_row < 0 or last_column < 0:
        raise DataError(
            f"region: polygons in '{path}' must reach rows and columns from 0 on, got rows up to {last_row:g}, columns "
            f"up to {last_column:g}. Count y from the top downwards: where it is negative, change its sign."
        )
