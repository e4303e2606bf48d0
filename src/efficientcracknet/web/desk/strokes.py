"""Strokes of a round brush, as shares of pixels that they cover."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.jobs.crack_geojson import thin_out

MOST_WORK = 60_000_000
"""Pixels looked at for one stroke, those looked at twice counted twice."""


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """How much of each pixel of a window a brush covers.

    Attributes
    ----------
    rows, cols
        Of the window in the picture.
    share
        (h, w) float32, 0..1: a half at the brush's edge.
    """

    rows: slice
    cols: slice
    share: NDArray[np.float32]


def cover_stroke(
    points_px: Sequence[Sequence[float]], radius_px: float, size_px: tuple[int, int]
) -> Iterator[Coverage]:
    """Yield what a stroke covers, piece by piece; pieces overlap.

    Parameters
    ----------
    points_px
        (row, col) of the middle of the brush, at least one.
    radius_px
        Of the brush.
    size_px
        (height, width) of the picture; what lies outside is left out.

    Yields
    ------
    Coverage
        Of one piece.

    Examples
    --------
    >>> (piece,) = cover_stroke([[1, 1]], 0.5, (3, 3))
    >>> piece.share.tolist()
    [[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    for start, stop in _cut(points_px, radius_px):
        piece = _cover(start, stop, radius_px, size_px)
        if piece is not None:
            yield piece


def require_affordable(points_px: Sequence[Sequence[float]], radius_px: float) -> None:
    """Refuse a stroke that takes too long to draw.

    Parameters
    ----------
    points_px
        (row, col), at least one.
    radius_px
        Of the brush.

    Raises
    ------
    SettingsError
        If more than `MOST_WORK` pixels would be looked at.
    """
    reach = 2 * radius_px + 4
    work = sum(
        (abs(stop[0] - start[0]) + reach) * (abs(stop[1] - start[1]) + reach)
        for start, stop in _cut(points_px, radius_px)
    )
    if work > MOST_WORK:
        raise SettingsError(
            f"edits: a stroke must look at no more than {MOST_WORK:,} pixels, got {work:,.0f}. "
            "Draw it in pieces, or with a smaller brush."
        )


def _cut(points_px: Sequence[Sequence[float]], radius_px: float) -> Iterator[tuple[NDArray[np.float64], ...]]:
    """Yield (start, stop) of straight pieces that are short, so that the box around each is small."""
    points = np.asarray(points_px, np.float64)
    if len(points) == 1:
        yield points[0], points[0]
        return
    course = thin_out(points)
    for start, stop in pairwise(course):
        parts = max(1, math.ceil(math.dist(start, stop) / max(4 * radius_px, 64)))
        steps = np.linspace(start, stop, parts + 1)
        yield from pairwise(steps)


def _cover(
    start: NDArray[np.float64], stop: NDArray[np.float64], radius_px: float, size_px: tuple[int, int]
) -> Coverage | None:
    low, high = np.minimum(start, stop) - radius_px - 1, np.maximum(start, stop) + radius_px + 1
    first = np.maximum(np.floor(low), 0).astype(int)
    last = np.minimum(np.ceil(high), np.array(size_px) - 1).astype(int)
    if (last < first).any():
        return None
    rows = np.arange(first[0], last[0] + 1, dtype=np.float32)[:, np.newaxis]
    cols = np.arange(first[1], last[1] + 1, dtype=np.float32)
    along = (stop - start).astype(np.float32)
    square = float(along @ along)
    place = ((rows - start[0]) * along[0] + (cols - start[1]) * along[1]) / (square or 1.0)
    place = np.clip(place, 0, 1)
    distance = np.hypot(rows - start[0] - place * along[0], cols - start[1] - place * along[1])
    share = np.clip(radius_px + 0.5 - distance, 0, 1).astype(np.float32)
    return Coverage(slice(first[0], last[0] + 1), slice(first[1], last[1] + 1), share)
