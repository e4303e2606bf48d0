"""Maps drawn for tests: measured by small windows, and in one piece."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.scale import Scale
from efficientcracknet.core.synthetic import CrackDrawing, draw_coverage
from efficientcracknet.geo.vectors import MeasuredMap, VectorSettings, measure_windows
from efficientcracknet.geo.windows import ArraySource
from efficientcracknet.measure.measuring import measure_map
from efficientcracknet.measure.settings import MeasureSettings
from efficientcracknet.measure.values import CrackReport

CORE_PX = 160
MARGIN_PX = 64
Point = tuple[float, float]


def draw_map(height: int, width: int, *cracks: CrackDrawing) -> NDArray[np.uint8]:
    """Return cracks as bytes of probability."""
    return np.rint(255 * draw_coverage(height, width, cracks)).astype(np.uint8)


def draw_wave(row: float, amplitude: float, period: float, columns: Point, width_px: float = 4.0) -> CrackDrawing:
    """Return a crack that swings about a row."""
    places = np.arange(columns[0], columns[1], 3.0)
    rows = row + amplitude * np.sin(places / period)
    return CrackDrawing(width_px, tuple(zip(rows.tolist(), places.tolist(), strict=True)))


def draw_ring(centre: Point, radius_px: float, width_px: float = 4.0) -> CrackDrawing:
    """Return a crack that runs around in a circle; it overlaps its own start by a little."""
    angles = np.linspace(0, 2 * np.pi, max(16, int(radius_px)))
    points = [(centre[0] + radius_px * np.sin(angle), centre[1] + radius_px * np.cos(angle)) for angle in angles[:-1]]
    return CrackDrawing(width_px, tuple((float(row), float(column)) for row, column in [*points, *points[:2]]))


def measure_by_windows(
    heights: NDArray[np.uint8],
    folder: Path,
    scale: Scale | None = None,
    rules: MeasureSettings | None = None,
    core_px: int = CORE_PX,
) -> MeasuredMap:
    """Measure a map that does not fit into one window."""
    settings = VectorSettings(0.5, rules=rules or MeasureSettings(), core_px=core_px, margin_px=MARGIN_PX)
    return measure_windows(ArraySource(heights), scale, settings, folder / "spool")


def measure_whole(
    heights: NDArray[np.uint8], scale: Scale | None = None, rules: MeasureSettings | None = None
) -> CrackReport:
    """Measure the same map in one piece."""
    probability = heights.astype(np.float32) / np.float32(255)
    return measure_map(CrackMap(probability, 0.5), scale, rules or MeasureSettings())


def list_lines(measured: MeasuredMap) -> list[NDArray[np.float64]]:
    """Return the lines of all branches."""
    return [branch.points_px for one in measured.cracks for branch in one.crack.branches]


def find_density_near_seams(
    lines: Sequence[NDArray[np.float64]], size_px: tuple[int, int], near_px: float = 8.0, core_px: int = CORE_PX
) -> float:
    """Return the points per px of lines near seams over those elsewhere."""
    points = np.concatenate(lines)
    segments = [segment for line in lines for segment in pairwise(line)]
    shares = (np.arange(20) + 0.5)[:, np.newaxis] / 20
    middles = np.concatenate([start + shares * (stop - start) for start, stop in segments])
    lengths = np.repeat([np.linalg.norm(stop - start) / 20 for start, stop in segments], 20)
    near_points, near = (_is_near(places, size_px, near_px, core_px) for places in (points, middles))
    inside, outside = near_points.sum() / lengths[near].sum(), (~near_points).sum() / lengths[~near].sum()
    return float(inside / outside)


def _is_near(points: NDArray[np.float64], size_px: tuple[int, int], near_px: float, core_px: int) -> NDArray[np.bool_]:
    close = np.zeros(len(points), bool)
    for axis, size in enumerate(size_px):
        for seam in np.arange(core_px, size, core_px) - 0.5:
            close |= np.abs(points[:, axis] - seam) <= near_px
    return close
