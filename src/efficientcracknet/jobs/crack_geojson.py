"""``cracks.geojson``: the course of every crack in the coordinates of its picture."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.jobs.findings import Findings
from efficientcracknet.jobs.growing import Append, grow_json

TOLERANCE_PX = 0.1
"""A course is thinned out by as many points as can go without moving it by more than this."""

NOTE = (
    "Picture coordinates, no coordinate reference system: x is the column and y the row of the picture named in "
    "`file`, in px, y growing downwards; (0, 0) is the centre of the top left pixel. Not longitude and latitude."
)


def grow_geojson(path: Path) -> AbstractContextManager[Append]:
    """Write a feature collection that grows; see `grow_json`.

    Parameters
    ----------
    path
        Replaced if there.

    Returns
    -------
    AbstractContextManager[Append]
        To be given one feature after the other.
    """
    return grow_json(path, {"type": "FeatureCollection", "coordinates_note": NOTE}, "features")


def list_features(findings: Findings) -> Iterator[dict[str, Any]]:
    """Yield one feature per crack.

    Parameters
    ----------
    findings
        Of one picture.

    Yields
    ------
    dict[str, Any]
        A ``MultiLineString`` with one line per branch; the properties are the columns of ``cracks.csv``.
    """
    for crack, row in zip(findings.report.cracks, findings.summary.rows, strict=True):
        lines = [thin_out(branch.points_px)[:, ::-1].round(2).tolist() for branch in crack.branches]
        yield {
            "type": "Feature",
            "geometry": {"type": "MultiLineString", "coordinates": lines},
            "properties": row.to_dict(),
        }


def thin_out(points_px: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a course by fewer points.

    Parameters
    ----------
    points_px
        (N, 2) float64, N at least 2.

    Returns
    -------
    NDArray[np.float64]
        (M, 2), M from 2 to N, both ends kept; nowhere farther than `TOLERANCE_PX` from the given course.

    Examples
    --------
    >>> thin_out(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]])).tolist()
    [[0.0, 0.0], [2.0, 2.0]]
    """
    kept = np.zeros(len(points_px), np.bool_)
    kept[[0, -1]] = True
    spans = [(0, len(points_px) - 1)]
    while spans:  # Douglas and Peucker: split where the course leaves its chord the most, until it does not
        first, last = spans.pop()
        distances_px = _find_distances(points_px[first : last + 1])
        farthest = int(distances_px.argmax())
        if distances_px[farthest] > TOLERANCE_PX:
            kept[first + farthest] = True
            spans += [(first, first + farthest), (first + farthest, last)]
    return points_px[kept]


def _find_distances(points_px: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each point lies from the straight line between the first and the last, px; those two do not."""
    start, chord = points_px[0], points_px[-1] - points_px[0]
    square = float(chord @ chord)
    along = np.zeros(len(points_px)) if square == 0 else np.clip((points_px - start) @ chord / square, 0, 1)
    distances_px: NDArray[np.float64] = np.linalg.norm(points_px - start - along[:, np.newaxis] * chord, axis=1)
    return distances_px
