"""Reports of cracks made by hand: straight cracks whose every figure follows from their ends and width."""

import math
from dataclasses import replace

import numpy as np

from efficientcracknet.core.scale import PixelScale
from efficientcracknet.measure.values import RESOLUTION_PX, Branch, Crack, CrackReport

Point = tuple[float, float]


def build_crack(number: int, start: Point, end: Point, width_px: float = 4.0, mm_per_px: float | None = None) -> Crack:
    """Return a straight crack of one width, from (row, col) to (row, col)."""
    length = math.dist(start, end)
    direction = math.degrees(math.atan2(start[0] - end[0], end[1] - start[1])) % 180
    points = np.linspace(start, end, max(2, round(length)))
    widths = dict.fromkeys(("width_median_px", "width_mean_px", "width_p95_px", "width_max_px"), width_px)
    branch = Branch(points, "free", length, *widths.values(), direction)
    top, left = min(start[0], end[0]), min(start[1], end[1])
    crack = Crack(
        number=number,
        branches=(branch,),
        length_px=length,
        **widths,
        widest_at_px=(float(points[0, 0]), float(points[0, 1])),
        area_px=round(length * width_px),
        orientation_deg=direction,
        tortuosity=1.0,
        span_px=length,
        box_px=(int(top), int(left), int(abs(end[0] - start[0])) + 1, int(abs(end[1] - start[1])) + 1),
        confidence=0.9,
        width_quality="good" if width_px >= RESOLUTION_PX else "below resolution",
    )
    return crack if mm_per_px is None else _scale_crack(crack, mm_per_px)


def _scale_crack(crack: Crack, mm_per_px: float) -> Crack:
    names = ("length", "width_median", "width_mean", "width_p95", "width_max", "span")
    lengths = {f"{name}_mm": getattr(crack, f"{name}_px") * mm_per_px for name in names}
    return replace(crack, **lengths, area_mm2=crack.area_px * mm_per_px**2)


def build_report(
    *cracks: Crack, height_px: int = 300, width_px: int = 400, mm_per_px: float | None = None
) -> CrackReport:
    """Return the report of a picture that shows these cracks and nothing else."""
    length_px = sum(crack.length_px for crack in cracks)
    histogram = [0.0] * 12
    for crack in cracks:
        histogram[int((crack.orientation_deg or 0.0) // 15)] += crack.length_px
    length_mm = None if mm_per_px is None else length_px * mm_per_px
    area_mm2 = None if mm_per_px is None else height_px * width_px * mm_per_px**2
    return CrackReport(
        height_px=height_px,
        width_px=width_px,
        cracks=cracks,
        crack_share=sum(crack.area_px for crack in cracks) / (height_px * width_px),
        length_px=length_px,
        length_mm=length_mm,
        length_per_area_m_per_m2=None if length_mm is None or area_mm2 is None else length_mm * 1000 / area_mm2,
        orientation_histogram=tuple(histogram),
        pattern="diagonal" if cracks else "none",
        scale=None if mm_per_px is None else PixelScale(mm_per_px),
    )
