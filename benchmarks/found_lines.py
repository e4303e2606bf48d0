"""Lines of cracks found on a map beside those that were drawn on it: lengths, places, and vertices near seams."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from scipy.spatial import KDTree

from benchmarks.drawn_map import CORNER_M, GSD_M

Points = NDArray[np.float64]

ON_LINE_PX = 6.0
"""A found line within this distance of a drawn one is that one."""

SEAM_PX = 8.0
"""Within this distance of a seam, a vertex is near it."""

FINE_PX = 0.25
"""Steps along a line where a px would be coarse: next to a seam, and to tell how far lines lie apart."""

SHORTEST_PX = 20.0
"""A crack that runs along a drawn line for less does not count as a piece of it."""


@dataclass(frozen=True, slots=True, eq=False)
class FoundLine:
    """One line of a crack.

    Attributes
    ----------
    crack
        Number of the crack that it belongs to.
    points
        (N, 2) float64, (row, col), px, the centre of the top left pixel at (0, 0).
    """

    crack: int
    points: Points


def read_lines(geopackage: Path, layer: str = "centre_lines", number: str = "crack") -> list[FoundLine]:
    """Read the lines of a GeoPackage of a drawn map.

    Parameters
    ----------
    geopackage
        In the map's CRS.
    layer
        That holds lines.
    number
        Its column with the number of the crack.

    Returns
    -------
    list[FoundLine]
        One for each part of each crack.
    """
    _, _, shapes, columns = pyogrio.raw.read(geopackage, layer=layer, columns=[number])
    parts, whose = shapely.get_parts(shapely.from_wkb(shapes), return_index=True)
    lines = []
    for part, index in zip(parts, whose, strict=True):
        x, y = shapely.get_coordinates(part).T
        points = np.stack([(CORNER_M[1] - y) / GSD_M, (x - CORNER_M[0]) / GSD_M], axis=1) - 0.5
        lines.append(FoundLine(int(columns[0][index]), points))
    return lines


def compare_lines(drawn: Sequence[Points], found: Sequence[FoundLine]) -> dict[str, Any]:
    """Return how much of the drawn lines was found, and what else.

    Parameters
    ----------
    drawn
        (N, 2) float64 each, (row, col), px; none meets another.
    found
        On the same map.

    Returns
    -------
    dict[str, Any]
        Lengths in px and as shares of the drawn; the largest share by which one line is off; how many cracks lie along
        one drawn line, at most; median distance, px.
    """
    true_px = np.array([_measure(line).sum() for line in drawn])
    places = [_sample(line, FINE_PX)[0] for line in drawn]
    tree, whose = KDTree(np.concatenate(places)), np.repeat(np.arange(len(drawn)), [len(one) for one in places])
    found_px, pieces = np.zeros(len(drawn)), [dict[int, float]() for _ in drawn]
    distances, elsewhere_px = [np.zeros(0)], 0.0
    for line in found:
        middles, steps = _sample(line.points)
        distance, nearest = map(np.asarray, tree.query(middles))
        on = distance <= ON_LINE_PX
        elsewhere_px += float(steps[~on].sum())
        distances.append(distance[on])
        lengths_px = np.bincount(whose[nearest[on]], steps[on], len(drawn))
        found_px += lengths_px
        for which in np.flatnonzero(lengths_px):
            pieces[which][line.crack] = pieces[which].get(line.crack, 0.0) + float(lengths_px[which])
    along = np.concatenate(distances)
    return {
        "drawn": len(drawn),
        "drawn_px": round(float(true_px.sum()), 1),
        "found_px": round(float(found_px.sum()), 1),
        "error_share": round(float(found_px.sum() / true_px.sum() - 1), 5),
        "error_share_worst": round(float(np.abs(found_px / true_px - 1).max()), 5),
        "elsewhere_px": round(elsewhere_px, 1),
        "pieces_most": max(sum(length_px >= SHORTEST_PX for length_px in one.values()) for one in pieces),
        "distance_median_px": round(float(np.median(along)), 4) if along.size else None,
    }


def compare_vertices(found: Sequence[FoundLine], rows: Sequence[int], columns: Sequence[int]) -> dict[str, Any]:
    """Return how dense vertices are near seams and elsewhere.

    Parameters
    ----------
    found
        Lines.
    rows
        First rows below seams.
    columns
        First columns right of seams.

    Returns
    -------
    dict[str, Any]
        Vertices for each 100 px of line, near seams and elsewhere, and the ratio; None where no line runs.
    """
    counts, lengths_px = {True: 0, False: 0}, {True: 0.0, False: 0.0}
    for line in found:
        vertices = _lie_near(line.points, rows, columns)
        counts[True] += int(vertices.sum())
        counts[False] += int((~vertices).sum())
        middles, steps = _sample(line.points, FINE_PX)
        near = _lie_near(middles, rows, columns)
        lengths_px[True] += float(steps[near].sum())
        lengths_px[False] += float(steps[~near].sum())
    near_100, else_100 = (100 * counts[key] / lengths_px[key] if lengths_px[key] else None for key in (True, False))
    return {
        "near_px": round(lengths_px[True], 1),
        "near_per_100_px": None if near_100 is None else round(near_100, 3),
        "elsewhere_per_100_px": None if else_100 is None else round(else_100, 3),
        "ratio": round(near_100 / else_100, 4) if near_100 is not None and else_100 else None,
    }


def count_crossings(line: Points, rows: Sequence[int], columns: Sequence[int]) -> int:
    """Return how often a line crosses seams.

    Parameters
    ----------
    line
        (N, 2) float64, (row, col), px.
    rows
        First rows below seams, rising.
    columns
        First columns right of seams, rising.

    Returns
    -------
    int
        Of rows and columns together.

    Examples
    --------
    >>> count_crossings(np.array([[0.0, 0.0], [9.0, 9.0], [3.0, 9.0]]), [5], [4, 8])
    4
    """
    places = [
        np.searchsorted(seams, axis + 0.5, side="right") for seams, axis in zip((rows, columns), line.T, strict=True)
    ]
    return int(sum(np.abs(np.diff(one)).sum() for one in places))


def list_seams(length_px: int, step_px: int) -> list[int]:
    """Return where a grid that begins at the rim has its seams.

    Parameters
    ----------
    length_px
        Of the raster.
    step_px
        Between seams.

    Returns
    -------
    list[int]
        First px behind each seam.

    Examples
    --------
    >>> list_seams(7, 3)
    [3, 6]
    """
    return list(range(step_px, length_px, step_px))


def _measure(line: Points) -> NDArray[np.float64]:
    lengths: NDArray[np.float64] = np.linalg.norm(np.diff(line, axis=0), axis=1)
    return lengths


def _sample(line: Points, step_px: float = 1.0) -> tuple[Points, NDArray[np.float64]]:
    """Return (N, 2) middles of steps of at most so many px along a line, and (N,) their lengths."""
    middles, steps = [np.zeros((0, 2))], [np.zeros(0)]
    for start, stop in pairwise(line):
        length_px = float(np.linalg.norm(stop - start))
        count = max(1, int(np.ceil(length_px / step_px)))
        shares = (np.arange(count) + 0.5) / count
        middles.append(start + shares[:, np.newaxis] * (stop - start))
        steps.append(np.full(count, length_px / count))
    return np.concatenate(middles), np.concatenate(steps)


def _lie_near(points: Points, rows: Sequence[int], columns: Sequence[int]) -> NDArray[np.bool_]:
    near = np.zeros(len(points), bool)
    for axis, seams in enumerate((rows, columns)):
        if seams:
            edges = np.asarray(seams, np.float64) - 0.5  # a seam lies between two centres of pixels
            after = np.searchsorted(edges, points[:, axis]).clip(1, len(edges) - 1) if len(edges) > 1 else 0
            before = np.maximum(np.asarray(after) - 1, 0)
            distance = np.minimum(np.abs(points[:, axis] - edges[after]), np.abs(points[:, axis] - edges[before]))
            near |= distance <= SEAM_PX
    return near
