"""From an oblique photo to millimetres: through four corners, and through the printed sheet, within 3 %."""

from pathlib import Path

import numpy as np
import pytest

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.jobs.regions import RegionOptions, parse_region_options
from efficientcracknet.jobs.scales import ScaleOptions, parse_scale_options
from efficientcracknet.measure.measuring import measure_map
from efficientcracknet.runtime.images import Photo
from tests.oblique_plane import SURFACE, View, list_bar_mm, paint_surface

PATH = Path("wall.jpg")
RECTANGLE_MM = np.array([[20.0, 10.0], [20.0, 310.0], [220.0, 310.0], [220.0, 10.0]])
BARS = [
    {"start_mm": (40, 260), "direction_deg": -35, "length_mm": 220, "width_mm": 5.0},
    {"start_mm": (250, 260), "direction_deg": 10, "length_mm": 180, "width_mm": 3.5},
    {"start_mm": (325, 30), "direction_deg": -5, "length_mm": 110, "width_mm": 4.0},
]
VIEWS = [
    View(),
    View(tilt_deg=40),
    View(pan_deg=50),
    View(tilt_deg=30, pan_deg=-30, roll_deg=20),
    View(tilt_deg=-50, pan_deg=10, roll_deg=100),
]


def measure(view, photo, **options):
    """Return the cracks by length, as a run with these options would measure a perfect crack map of the photo."""
    found = parse_scale_options(ScaleOptions(**options))(PATH, photo)
    darkness = (1 - photo.pixels[..., 0].astype(np.float32) / SURFACE).clip(0, 1)
    crack_map = parse_region_options(RegionOptions()).limit(PATH, CrackMap(darkness, 0.5), found.covered)
    return sorted(measure_map(crack_map, found.scale).cracks, key=lambda crack: -crack.length_mm)


def require_truth(cracks):
    assert [crack.length_mm for crack in cracks] == pytest.approx([220, 180, 110], rel=0.03)
    assert [crack.width_median_mm for crack in cracks] == pytest.approx([5, 3.5, 4], rel=0.03)
    assert [crack.area_mm2 for crack in cracks] == pytest.approx([1100, 630, 440], rel=0.03)


@pytest.mark.parametrize("view", VIEWS)
def test_an_oblique_photo_is_measured_through_the_sheet(view):
    photo = Photo(paint_surface(view, [list_bar_mm(**bar) for bar in BARS]))

    require_truth(measure(view, photo, marker=True))


@pytest.mark.parametrize("view", VIEWS)
def test_an_oblique_photo_is_measured_through_four_corners(view):
    photo = Photo(paint_surface(view, [list_bar_mm(**bar) for bar in BARS], with_sheet=False))
    corners = tuple(f"{row:.1f},{column:.1f}" for row, column in view.see(RECTANGLE_MM))  # as read off a screen

    require_truth(measure(view, photo, corners=corners, rectangle_mm="300x200"))


def test_one_number_would_not_do_for_an_oblique_photo():
    view = View(tilt_deg=40)
    photo = Photo(paint_surface(view, [list_bar_mm(**bar) for bar in BARS], with_sheet=False))

    cracks = measure(view, photo, mm_per_px=0.5)  # right in the middle of the picture
    assert max(abs(crack.length_mm / truth - 1) for crack, truth in zip(cracks, (220, 180, 110), strict=True)) > 0.05
