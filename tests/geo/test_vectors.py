from pathlib import Path

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from efficientcracknet.core.pixel_scale import PixelScale
from efficientcracknet.core.synthetic import CrackDrawing
from efficientcracknet.geo.outlines import OUTLINE_TOLERANCE_PX
from efficientcracknet.geo.vectors import VectorSettings, measure_windows
from efficientcracknet.geo.windows import ArraySource
from efficientcracknet.measure.settings import MeasureSettings
from tests.geo.drawn_maps import (
    CORE_PX,
    MARGIN_PX,
    draw_map,
    draw_ring,
    draw_wave,
    find_density_near_seams,
    list_lines,
    measure_by_windows,
    measure_whole,
)

SIZE_PX = 480  # three cores of 160 px in either direction
SEAM = CORE_PX - 0.5

SHAPES = {
    "across every seam": [draw_wave(240, 90, 40, (8, 470)), CrackDrawing(5, ((8, 70), (470, 90)))],
    "along a seam": [CrackDrawing(4, ((SEAM, 10), (SEAM, 470)))],
    "along a seam, off by a little": [CrackDrawing(4.4, ((SEAM + 0.1, 10), (SEAM - 0.1, 470)))],
    "winding about a seam": [draw_wave(SEAM, 1.5, 5, (10, 470))],
    "along a seam upright": [CrackDrawing(3, ((12, 2 * CORE_PX - 0.5), (470, 2 * CORE_PX - 0.5)))],
    "through corners": [CrackDrawing(4, ((10, 10), (470, 470)))],
    "through corners the other way": [CrackDrawing(4, ((10, 469), (470, 9)))],
    "fork in a corner": [CrackDrawing(4, ((SEAM, SEAM), tip)) for tip in ((20.0, 90.0), (300.0, 10.0), (150.0, 440.0))],
    "fork on a seam": [CrackDrawing(4, ((SEAM, 240.0), tip)) for tip in ((20.0, 90.0), (300.0, 10.0), (150.0, 440.0))],
    "cross on a corner": [CrackDrawing(4, ((80, 165), (240, 155))), CrackDrawing(4, ((160, 60), (158, 300)))],
    "ring around a corner": [draw_ring((160, 160), 30)],
    "ring over every seam": [draw_ring((240, 240), 150)],
    "ring touching a seam": [draw_ring((240, 240 + 30.0), 110)],
    "touching a corner from within": [CrackDrawing(4, ((90, 90), (158, 158)))],
    "ending on a seam": [CrackDrawing(4, ((240, 20), (240, SEAM)))],
    "wide": [CrackDrawing(24, ((100, 20), (390, 460)))],
    "hairline": [CrackDrawing(1.3, ((100, 20), (390, 460)))],
    "within one core": [CrackDrawing(4, ((30, 30), (40, 110)))],
}


def draw_noise(seed: int, sigma_px: float, share: float) -> NDArray[np.uint8]:
    """Return ridges where a noise is near 0: a network over two cores either way."""
    noise = gaussian_filter(np.random.default_rng(seed).normal(size=(300, 300)), sigma_px)
    return np.rint(255 * np.clip(1 - np.abs(noise) / (share * noise.std()), 0, 1)).astype(np.uint8)


@pytest.mark.parametrize("name", SHAPES)
def test_a_crack_measures_the_same_by_windows_as_in_one_piece(name: str, tmp_path: Path) -> None:
    heights = draw_map(SIZE_PX, SIZE_PX, *SHAPES[name])
    by_windows, whole = measure_by_windows(heights, tmp_path).cracks, measure_whole(heights).cracks

    assert len(by_windows) == len(whole)
    for one, crack in zip([one.crack for one in by_windows], whole, strict=True):
        assert one.length_px == pytest.approx(crack.length_px, rel=1e-3)
        assert one.width_median_px == pytest.approx(crack.width_median_px, abs=0.02)
        assert one.width_max_px == pytest.approx(crack.width_max_px, abs=0.1)
        assert (one.area_px, one.box_px, one.width_quality) == (crack.area_px, crack.box_px, crack.width_quality)
        assert one.confidence == pytest.approx(crack.confidence, abs=1e-6)
        assert one.tortuosity == pytest.approx(crack.tortuosity, rel=2e-3)
        assert one.orientation_deg == pytest.approx(crack.orientation_deg, abs=0.05)
        assert [branch.kind for branch in one.branches] == [branch.kind for branch in crack.branches]


@pytest.mark.parametrize("name", SHAPES)
def test_lines_by_windows_lie_where_those_of_one_piece_lie(name: str, tmp_path: Path) -> None:
    heights = draw_map(SIZE_PX, SIZE_PX, *SHAPES[name])
    lines = shapely.union_all([shapely.LineString(line) for line in list_lines(measure_by_windows(heights, tmp_path))])
    whole = [branch.points_px for crack in measure_whole(heights).cracks for branch in crack.branches]

    assert shapely.hausdorff_distance(lines, shapely.union_all([shapely.LineString(line) for line in whole])) < 0.25


@pytest.mark.parametrize("name", SHAPES)
def test_an_outline_covers_as_much_as_in_one_window(name: str, tmp_path: Path) -> None:
    heights = draw_map(SIZE_PX, SIZE_PX, *SHAPES[name])
    areas = []
    for core_px in (CORE_PX, 1000):
        (one, *_) = measure_by_windows(heights, tmp_path / str(core_px), core_px=core_px).cracks
        areas.append(shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:]) for rings in one.outline]))

    assert all(area.is_valid for area in areas)
    assert shapely.hausdorff_distance(areas[0].boundary, areas[1].boundary) <= 2 * OUTLINE_TOLERANCE_PX
    assert areas[0].area == pytest.approx(areas[1].area, rel=0.02)
    assert areas[0].area == pytest.approx(sum(drawn.area_px2 for drawn in SHAPES[name]), rel=0.1)


@pytest.mark.parametrize(("seed", "sigma_px", "share"), [(1, 6, 0.5), (2, 8, 0.8), (3, 12, 0.5)])
def test_a_network_measures_the_same_by_windows_as_in_one_piece(
    seed: int, sigma_px: float, share: float, tmp_path: Path
) -> None:
    heights = draw_noise(seed, sigma_px, share)
    measured, whole = measure_by_windows(heights, tmp_path), measure_whole(heights)

    assert len(measured.cracks) == len(whole.cracks)
    assert sum(one.crack.length_px for one in measured.cracks) == pytest.approx(whole.length_px, rel=2e-3)
    assert sum(one.crack.area_px for one in measured.cracks) == sum(crack.area_px for crack in whole.cracks)
    assert sum(len(one.crack.branches) for one in measured.cracks) == pytest.approx(
        sum(len(crack.branches) for crack in whole.cracks), rel=0.01
    )


def test_points_are_no_denser_near_seams_than_elsewhere(tmp_path: Path) -> None:
    lines = list_lines(measure_by_windows(draw_noise(4, 10, 0.6), tmp_path))
    lines += list_lines(measure_by_windows(draw_map(300, 300, draw_wave(150, 60, 12, (5, 290))), tmp_path / "wave"))

    assert find_density_near_seams(lines, (300, 300)) < 1.1


def test_branches_that_meet_in_a_junction_share_its_point(tmp_path: Path) -> None:
    heights = draw_map(SIZE_PX, SIZE_PX, *SHAPES["fork in a corner"])
    lines = list_lines(measure_by_windows(heights, tmp_path))
    ends = [tuple(line[end]) for line in lines for end in (0, -1)]

    assert len(lines) == 3
    assert max(ends.count(end) for end in ends) == 3


def test_lengths_and_areas_in_mm_follow_the_scale(tmp_path: Path) -> None:
    heights = draw_map(SIZE_PX, SIZE_PX, *SHAPES["across every seam"])
    (one,) = measure_by_windows(heights, tmp_path, PixelScale(0.5)).cracks
    crack = one.crack

    assert crack.length_mm == pytest.approx(0.5 * crack.length_px)
    assert crack.area_mm2 == pytest.approx(0.25 * crack.area_px)
    assert crack.width_median_mm == pytest.approx(0.5 * crack.width_median_px)


def test_nothing_at_the_threshold_gives_no_cracks(tmp_path: Path) -> None:
    measured = measure_by_windows(np.full((300, 200), 127, np.uint8), tmp_path)

    assert (measured.height_px, measured.width_px, measured.cracks, measured.too_wide) == (300, 200, (), 0)


def test_an_area_too_wide_for_a_crack_is_counted_and_left_out(tmp_path: Path) -> None:
    heights = draw_map(SIZE_PX, SIZE_PX, CrackDrawing(4, ((400, 10), (400, 470))))
    heights[50:250, 100:400] = 255
    measured = measure_by_windows(heights, tmp_path)

    assert measured.too_wide == 1
    assert [round(one.crack.length_px) for one in measured.cracks] == [460]


def test_a_raster_that_is_all_crack_has_none(tmp_path: Path) -> None:
    measured = measure_by_windows(np.full((400, 400), 255, np.uint8), tmp_path)

    assert (measured.cracks, measured.too_wide) == ((), 1)


def test_pieces_of_fewer_pixels_than_the_rule_are_left_out_wherever_they_lie(tmp_path: Path) -> None:
    heights = np.zeros((400, 400), np.uint8)
    heights[158:162, 158:160] = 255  # 8 px over a seam
    heights[300, 150:170] = 255  # 20 px over another

    assert [one.crack.area_px for one in measure_by_windows(heights, tmp_path).cracks] == [20]


def test_gaps_are_joined_over_seams(tmp_path: Path) -> None:
    cracks = [CrackDrawing(4, ((100, 20), (100, SEAM - 4))), CrackDrawing(4, ((100, SEAM + 4), (100, 300)))]
    heights = draw_map(300, 400, *cracks)
    rules = MeasureSettings(join_gap_px=12)
    measured, whole = measure_by_windows(heights, tmp_path, rules=rules), measure_whole(heights, rules=rules)

    assert len(measured.cracks) == len(whole.cracks) == 1
    assert measured.cracks[0].crack.length_px == pytest.approx(whole.length_px, rel=1e-3)
    assert len(measured.cracks[0].outline) == 2


class CountingSource(ArraySource):
    """Counts what is read, and breaks off when asked to."""

    def __init__(self, heights: NDArray[np.uint8], reads: int = 1000) -> None:
        super().__init__(heights)
        object.__setattr__(self, "left", [reads])

    def read(self, top: int, left: int, height: int, width: int) -> NDArray[np.uint8]:
        self.left[0] -= 1  # type: ignore[attr-defined]
        if self.left[0] < 0:  # type: ignore[attr-defined]
            raise KeyboardInterrupt
        return super().read(top, left, height, width)


def test_a_run_that_was_killed_goes_on_with_the_windows_that_are_left(tmp_path: Path) -> None:
    heights = draw_map(SIZE_PX, SIZE_PX, *SHAPES["across every seam"])
    settings = VectorSettings(0.5, core_px=CORE_PX, margin_px=MARGIN_PX)
    with pytest.raises(KeyboardInterrupt):
        measure_windows(CountingSource(heights, reads=5), None, settings, tmp_path / "killed")
    resumed = measure_windows(CountingSource(heights, reads=4), None, settings, tmp_path / "killed")
    whole = measure_windows(ArraySource(heights), None, settings, tmp_path / "whole")

    assert [one.crack.to_dict() for one in resumed.cracks] == [one.crack.to_dict() for one in whole.cracks]
    for line, other in zip(list_lines(resumed), list_lines(whole), strict=True):
        assert (line == other).all()


def test_windows_of_another_raster_or_of_other_settings_are_measured_anew(tmp_path: Path) -> None:
    heights = draw_map(200, 200, SHAPES["within one core"][0])
    settings = VectorSettings(0.5, "first", core_px=CORE_PX, margin_px=MARGIN_PX)
    measure_windows(ArraySource(heights), None, settings, tmp_path)
    for other in ({"identity": "second"}, {"threshold": 0.6}):
        source = CountingSource(heights)
        measure_windows(source, None, VectorSettings(**{"threshold": 0.5, "identity": "first"} | other), tmp_path)

        assert source.left[0] < 1000  # type: ignore[attr-defined]


def test_the_watch_is_told_of_every_window(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    settings = VectorSettings(0.5, core_px=CORE_PX, margin_px=MARGIN_PX)
    source = ArraySource(np.zeros((200, 200), np.uint8))
    measure_windows(source, None, settings, tmp_path, lambda done, total: told.append((done, total)))

    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
