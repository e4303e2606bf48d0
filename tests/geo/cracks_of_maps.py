"""Cracks of maps made by hand, and grounds that they lie on."""

import numpy as np

from efficientcracknet.geo.ground import GroundScale
from efficientcracknet.geo.map_crack import MapCrack
from efficientcracknet.measure.polyline import find_length
from efficientcracknet.measure.values import Branch, Crack

SIZE_PX = (1000, 2000)
UTM = GroundScale.of("EPSG:32632", (0.002, 0.0, 500_000.0, 0.0, -0.002, 5_300_002.0), SIZE_PX)
DEGREES = GroundScale.of("EPSG:4326", (2e-8, 0.0, 11.5, 0.0, -2e-8, 48.1), SIZE_PX)

Point = tuple[float, float]


def make_crack(
    *points: Point, number: int = 1, width_px: float | None = 4.0, mm_per_px: float | None = 2.0
) -> MapCrack:
    """Return a crack of one branch; a rectangle about its ends is its outline."""
    line = np.array(points)
    length_px = find_length(line)
    branch = Branch(line, "free", length_px, width_px, width_px, width_px, width_px, 0.0)
    widths = {f"width_{name}_px": width_px for name in ("median", "mean", "p95", "max")}
    in_mm = {}
    if mm_per_px is not None:
        in_mm = {f"width_{name}_mm": width_px and width_px * mm_per_px for name in ("median", "mean", "p95", "max")}
        in_mm |= {"length_mm": length_px * mm_per_px, "area_mm2": 400.0, "span_mm": length_px * mm_per_px}
    (top, left), (bottom, right) = line.min(axis=0) - 2, line.max(axis=0) + 2
    crack = Crack(
        number=number,
        branches=(branch,),
        length_px=length_px,
        **widths,
        widest_at_px=points[0] if width_px else None,
        area_px=100,
        orientation_deg=0.0,
        tortuosity=1.0,
        span_px=length_px,
        box_px=(int(top), int(left), int(bottom - top), int(right - left)),
        confidence=0.9,
        width_quality="good" if width_px else "uncertain",
        **in_mm,
    )
    ring = np.array([[top, left], [top, right], [bottom, right], [bottom, left], [top, left]])
    return MapCrack(crack, ((ring,),))
