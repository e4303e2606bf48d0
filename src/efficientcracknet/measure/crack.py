"""From measured branches to the figures of a crack."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from efficientcracknet.core.scale import Scale
from efficientcracknet.measure.direction import find_orientation
from efficientcracknet.measure.polyline import Points, find_length, find_span
from efficientcracknet.measure.system import MeasuredBranch, System
from efficientcracknet.measure.values import RESOLUTION_PX, Branch, Crack, WidthQuality

NEIGHBOURS = 5
"""A width is the median of as many neighbouring profiles, so that one bad profile is never the maximum."""

AGREED_SHARE = 0.8
"""Share of the profiles that the inscribed circles must agree with for a good width."""

FEWEST_PROFILES = 5
"""Agreed profiles that a good width needs at least."""

_TOO_THIN: WidthQuality = "below resolution"


@dataclass(frozen=True, slots=True)
class _Widths:
    """Median, mean, 95th percentile and maximum; None where there are none."""

    median: float | None
    mean: float | None
    p95: float | None
    maximum: float | None


def make_crack(number: int, systems: Sequence[System], scale: Scale | None) -> Crack:
    """Return the figures of a crack.

    Parameters
    ----------
    number
        1 for the longest.
    systems
        That make up the crack: one, or several that gaps have been joined between.
    scale
        Of the picture, if known.

    Returns
    -------
    Crack
        In mm too where there is a scale.
    """
    parts = [branch for system in systems for branch in system.branches]
    lines = [part.line for part in parts]
    area_px = sum(system.area_px for system in systems)
    widths = np.concatenate([_even_out(part.course.widths_px) for part in parts])
    middles = np.concatenate([part.course.middles for part in parts])
    across = _summarise(widths)
    quality = _judge(widths, sum(part.course.taken for part in parts))
    span_px = find_span(np.concatenate(lines))
    return Crack(
        number=number,
        branches=tuple(map(_make_branch, parts)),
        length_px=sum(map(find_length, lines)),
        width_median_px=across.median,
        width_mean_px=across.mean,
        width_p95_px=across.p95,
        width_max_px=across.maximum,
        widest_at_px=tuple(middles[widths.argmax()].tolist()) if widths.size else None,
        area_px=area_px,
        orientation_deg=find_orientation(lines),
        tortuosity=_find_tortuosity(lines),
        span_px=span_px,
        box_px=_unite_boxes(systems),
        confidence=min(1.0, sum(system.probability_sum for system in systems) / area_px),
        width_quality=quality,
        **({} if scale is None else _measure_mm(parts, systems, scale, RESOLUTION_PX * (quality == _TOO_THIN))),
    )


def _make_branch(part: MeasuredBranch) -> Branch:
    across = _summarise(_even_out(part.course.widths_px))
    return Branch(
        points_px=part.line,
        kind=part.kind,
        length_px=find_length(part.line),
        width_median_px=across.median,
        width_mean_px=across.mean,
        width_p95_px=across.p95,
        width_max_px=across.maximum,
        orientation_deg=find_orientation([part.line]),
    )


def _even_out(widths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (N,): the median of each width and its neighbours."""
    if widths.size < NEIGHBOURS:
        return widths
    evened: NDArray[np.float64] = median_filter(widths, NEIGHBOURS, mode="nearest")
    return evened


def _summarise(widths: NDArray[np.float64]) -> _Widths:
    if widths.size == 0:
        return _Widths(None, None, None, None)
    median, p95 = np.percentile(widths, (50, 95))
    return _Widths(float(median), float(widths.mean()), float(p95), float(widths.max()))


def _judge(widths: NDArray[np.float64], taken: int) -> WidthQuality:
    if widths.size and np.median(widths) < RESOLUTION_PX:
        return _TOO_THIN
    return "good" if widths.size >= max(FEWEST_PROFILES, AGREED_SHARE * taken) else "uncertain"


def _find_tortuosity(lines: Sequence[Points]) -> float:
    straight = 0.0
    for line in lines:
        closed = bool((line[0] == line[-1]).all())
        straight += 2 * find_span(line) if closed else float(np.linalg.norm(line[-1] - line[0]))
    return max(1.0, sum(map(find_length, lines)) / straight)


def _unite_boxes(systems: Sequence[System]) -> tuple[int, int, int, int]:
    top, left, height, width = np.array([system.box_px for system in systems]).T
    bottom, right = (top + height).max(), (left + width).max()
    return int(top.min()), int(left.min()), int(bottom - top.min()), int(right - left.min())


def _measure_mm(
    parts: Sequence[MeasuredBranch], systems: Sequence[System], scale: Scale, narrowest_px: float
) -> dict[str, float | None]:
    """Return the fields in mm: of lines and of the ends of profiles, both moved to the plane."""
    lines = [scale.to_plane_mm(part.line) for part in parts]
    borders = [_widen(part.course.borders, narrowest_px) for part in parts]
    widths = np.concatenate([_even_out(_find_widths_mm(one, scale)) for one in borders])
    across = _summarise(widths)
    return {
        "length_mm": sum(map(find_length, lines)),
        "width_median_mm": across.median,
        "width_mean_mm": across.mean,
        "width_p95_mm": across.p95,
        "width_max_mm": across.maximum,
        "span_mm": find_span(np.concatenate(lines)),
        "area_mm2": sum(system.area_mm2 or 0.0 for system in systems),
    }


def _widen(borders: NDArray[np.float64], narrowest_px: float) -> NDArray[np.float64]:
    """Return (N, 2, 2): the ends of profiles, moved apart where these are narrower than `narrowest_px`."""
    if narrowest_px == 0:
        return borders
    middles = borders.mean(axis=1, keepdims=True)
    half = borders - middles
    sizes = 2 * np.linalg.norm(half, axis=2, keepdims=True)
    widened: NDArray[np.float64] = middles + half * np.maximum(1, narrowest_px / sizes)
    return widened


def _find_widths_mm(borders: NDArray[np.float64], scale: Scale) -> NDArray[np.float64]:
    """Return (N,): square to the crack as it runs on the plane, which need not be square to it in the picture."""
    across_px = borders[:, 0] - borders[:, 1]
    along_px = np.stack([-across_px[:, 1], across_px[:, 0]], axis=1) / 2
    middles = borders.mean(axis=1)
    points = np.concatenate([borders[:, 0], borders[:, 1], middles + along_px, middles - along_px])
    left, right, ahead, behind = scale.to_plane_mm(points).reshape(4, -1, 2)
    across, along = left - right, ahead - behind
    areas = np.abs(across[:, 0] * along[:, 1] - across[:, 1] * along[:, 0])
    widths: NDArray[np.float64] = areas / np.linalg.norm(along, axis=1)
    return widths
