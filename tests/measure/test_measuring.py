import math
import tracemalloc

import numpy as np
import pytest

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.errors import DataError
from efficientcracknet.core.scale import PixelScale, PlaneScale
from efficientcracknet.core.synthetic import CrackDrawing, draw_coverage
from efficientcracknet.measure.measuring import measure_map, measure_mask
from efficientcracknet.measure.settings import MeasureSettings
from tests.measure.drawings import ARC, CROSS, FORK, draw_bar, draw_lines


def draw_ladder(rungs: int) -> np.ndarray:
    """Return the mask of two rails along rows 20 and 80, with rungs between them."""
    mask = np.zeros((100, 40 * rungs + 20), bool)
    mask[18:22, 10:-10] = mask[78:82, 10:-10] = True
    for number in range(rungs):
        mask[20:80, 28 + 40 * number : 32 + 40 * number] = True
    return mask


def test_a_mask_without_cracks_gives_an_empty_report() -> None:
    report = measure_mask(np.zeros((30, 40), bool), PixelScale(2))

    assert (report.height_px, report.width_px, report.cracks) == (30, 40, ())
    assert (report.crack_share, report.length_px, report.length_mm, report.length_per_area_m_per_m2) == (0, 0, 0, 0)
    assert report.orientation_histogram == (0.0,) * 12
    assert (report.pattern, report.remark) == ("none", None)


def test_a_picture_without_pixels_gives_an_empty_report() -> None:
    report = measure_mask(np.zeros((0, 40), bool), PixelScale(2))

    assert (report.cracks, report.crack_share, report.length_per_area_m_per_m2) == ((), 0, None)


def test_a_full_mask_says_that_every_pixel_is_crack() -> None:
    report = measure_mask(np.ones((30, 40), bool))

    assert (report.cracks, report.crack_share, report.pattern) == ((), 1, "none")
    assert report.remark is not None
    assert "Every pixel is crack" in report.remark


def test_a_mask_that_is_mostly_crack_is_measured_and_remarked_upon() -> None:
    mask = np.ones((100, 100), bool)
    mask[48:52, 5:95] = False
    report = measure_mask(mask)

    assert len(report.cracks) == 1
    assert report.remark == "96% of the picture is crack. Is the mask inverted?"


def test_one_pixel_that_is_not_crack_is_border_enough() -> None:
    mask = np.ones((30, 40), bool)
    mask[10, 10] = False

    assert len(measure_mask(mask).cracks) == 1


@pytest.mark.parametrize("mask", [np.zeros((3, 3), np.uint8), np.zeros((3, 3, 1), bool)])
def test_what_is_no_mask_is_refused(mask: np.ndarray) -> None:
    with pytest.raises(DataError, match=rf"must be bool of shape .*, got {mask.dtype} of shape \(3, 3"):
        measure_mask(mask)


def test_a_mask_of_whole_rows_is_as_wide_as_they_are_many() -> None:
    for width_px in (3, 4, 9, 16):
        mask = np.zeros((60, 200), bool)
        mask[20 : 20 + width_px, 20:180] = True
        (crack,) = measure_mask(mask).cracks

        assert crack.width_median_px == pytest.approx(width_px, abs=0.05)
        assert crack.length_px == pytest.approx(160, abs=0.5)
        assert (crack.orientation_deg, crack.area_px) == (0, 160 * width_px)
        assert crack.box_px == (20, 20, width_px, 160)
        assert (crack.width_quality, crack.confidence) == ("good", 1)


def test_a_diagonal_is_longer_than_its_pixels_are_many() -> None:
    # Skeleton pixels of a diagonal lie the root of 2 apart: counting them says 71 for 100.
    (crack,) = measure_map(draw_bar(100, 5, direction_deg=45)).cracks

    assert crack.length_px == pytest.approx(100, rel=0.01)


def test_directions_on_both_sides_of_zero_do_not_average_to_upright() -> None:
    bend = [np.array([[15.0, -100], [0, 0], [15, 100]])]
    (crack,) = measure_map(CrackMap(draw_lines(bend, 5), 0.5)).cracks

    assert ((crack.orientation_deg or 0) + 1) % 180 <= 2


def test_a_crack_that_leaves_the_picture_is_measured_up_to_its_border() -> None:
    coverage = draw_coverage(60, 100, [CrackDrawing(6, ((30.2, -20), (30.2, 120)))])
    (crack,) = measure_map(CrackMap(coverage, 0.5)).cracks

    assert crack.length_px == pytest.approx(100, abs=0.5)
    assert crack.width_median_px == pytest.approx(6, abs=0.2)


def test_a_ring_is_a_loop_as_long_as_its_circle() -> None:
    angles = np.linspace(0, 2 * np.pi, 200)
    ring = 90 * np.stack([np.sin(angles), np.cos(angles)], axis=1)
    half = len(ring) // 2
    coverage = np.maximum(draw_lines([ring[: half + 1]], 6), draw_lines([ring[half:]], 6))
    (crack,) = measure_map(CrackMap(coverage, 0.5)).cracks

    assert [branch.kind for branch in crack.branches] == ["loop"]
    assert crack.length_px == pytest.approx(2 * math.pi * 90, rel=0.01)
    assert crack.orientation_deg is None
    assert crack.tortuosity == pytest.approx(math.pi / 2, rel=0.01)
    assert crack.span_px == pytest.approx(180, rel=0.01)


def test_branches_of_a_fork_end_free_and_meet() -> None:
    (crack,) = measure_map(CrackMap(draw_lines(FORK, 6), 0.5)).cracks

    assert [branch.kind for branch in crack.branches] == ["free-junction"] * 3
    assert crack.length_px == pytest.approx(sum(np.linalg.norm(line[1]) for line in FORK), rel=0.01)
    assert crack.tortuosity == pytest.approx(1, abs=0.01)


def test_two_cracks_that_cross_are_four_branches() -> None:
    (crack,) = measure_map(CrackMap(draw_lines(CROSS, 6), 0.5)).cracks

    assert [branch.kind for branch in crack.branches] == ["free-junction"] * 4
    assert crack.length_px == pytest.approx(sum(np.linalg.norm(line[1] - line[0]) for line in CROSS), rel=0.01)


def test_an_arc_is_tortuous() -> None:
    (crack,) = measure_map(CrackMap(draw_lines(ARC, 6), 0.5)).cracks

    assert crack.tortuosity == pytest.approx(2 / math.sin(2), rel=0.01)  # an arc of 4 radians over its chord


def test_the_maximum_lies_where_the_crack_is_widest() -> None:
    mask = np.zeros((80, 200), bool)
    mask[38:42, 20:180] = True
    mask[36:44, 120:140] = True
    (crack,) = measure_mask(mask).cracks

    assert crack.width_median_px == pytest.approx(4, abs=0.1)
    assert crack.width_max_px == pytest.approx(8, abs=0.2)
    assert crack.widest_at_px == pytest.approx((39.5, 129.5), abs=11)


def test_cracks_are_numbered_from_the_longest() -> None:
    mask = np.zeros((100, 200), bool)
    mask[10:14, 10:50] = mask[40:44, 10:190] = mask[70:74, 10:100] = True
    report = measure_mask(mask)

    assert [crack.number for crack in report.cracks] == [1, 2, 3]
    assert [round(crack.length_px) for crack in report.cracks] == [180, 90, 40]
    assert report.length_px == pytest.approx(310, abs=2)


def test_cracks_under_the_smallest_length_are_left_out() -> None:
    mask = np.zeros((100, 200), bool)
    mask[10:14, 10:50] = mask[40:44, 10:190] = True
    report = measure_mask(mask, settings=MeasureSettings(smallest_length_px=100))

    assert len(report.cracks) == 1
    assert report.crack_share == mask.mean()


def test_a_thin_crack_is_below_resolution_and_its_width_in_mm_a_bound() -> None:
    (crack,) = measure_map(draw_bar(80, 1.6, direction_deg=20), PixelScale(0.5)).cracks

    assert crack.width_quality == "below resolution"
    assert crack.width_is_upper_bound
    assert crack.width_median_px == pytest.approx(1.6, abs=0.2)
    assert crack.width_median_mm == pytest.approx(3 * 0.5)


def test_a_blot_has_no_width_to_rely_on() -> None:
    rows, columns = np.mgrid[:80, :80]
    (crack,) = measure_mask((rows - 40) ** 2 + (columns - 40) ** 2 < 15**2).cracks

    assert crack.width_quality == "uncertain"
    assert crack.length_px == pytest.approx(30, abs=3)


@pytest.mark.parametrize(("rungs", "pattern"), [(3, "transverse"), (4, "network")])
def test_cells_make_a_network(rungs: int, pattern: str) -> None:
    # Rungs between two rails enclose one cell less than they are many.
    assert measure_mask(draw_ladder(rungs)).pattern == pattern


def test_length_per_area_is_in_metres_for_each_square_metre() -> None:
    mask = np.zeros((200, 500), bool)
    mask[98:102, 100:400] = True
    report = measure_mask(mask, PixelScale(10))  # 3 m of crack on 2 m x 5 m

    assert report.length_per_area_m_per_m2 == pytest.approx(0.3, rel=0.01)


def test_a_picture_that_shows_the_horizon_has_no_length_per_area() -> None:
    horizon_at_row_10 = PlaneScale(np.array([[1.0, 0, 0], [0, 1, 0], [0.1, 0, -1]]))
    mask = np.zeros((200, 500), bool)
    mask[98:102, 100:400] = True
    report = measure_mask(mask, horizon_at_row_10)

    assert report.length_mm is not None
    assert report.length_per_area_m_per_m2 is None


def test_memory_grows_no_faster_than_the_picture() -> None:
    tile = np.zeros((200, 200), np.float32)
    tile[90:96, 20:180] = 1
    peaks = []
    for times in (2, 4):  # four times the pixels, four times the cracks
        crack_map = CrackMap(np.tile(tile, (times, times)), threshold=0.5)
        tracemalloc.start()
        assert len(measure_map(crack_map).cracks) == times**2
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] <= 4.2 * peaks[0]
