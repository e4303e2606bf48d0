"""``cracks.geojson``: the course of every crack in the coordinates of its picture."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from skimage.measure import approximate_polygon

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
    thinned: NDArray[np.float64] = approximate_polygon(points_px, TOLERANCE_PX)  # type: ignore[no-untyped-call]
    return thinned
