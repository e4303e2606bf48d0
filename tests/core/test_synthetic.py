"""Drawn cracks: area and length are exact at every angle and offset, direction and darkness are as asked."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.synthetic import CrackDrawing, draw_coverage, paint, straight_crack

ANGLE_DEG = st.floats(-360, 360)
OFFSET = st.floats(-0.5, 0.5)
SIZE = 80


def sum_of(coverage):
    return float(coverage.sum(dtype=np.float64))


@given(ANGLE_DEG, OFFSET, OFFSET, st.floats(0.2, 12), st.floats(1, 60))
def test_a_straight_crack_covers_width_times_length(direction_deg, row, column, width_px, length_px):
    crack = straight_crack((40 + row, 40 + column), length_px=length_px, width_px=width_px, direction_deg=direction_deg)

    assert crack.length_px == pytest.approx(length_px)
    assert sum_of(draw_coverage(SIZE, SIZE, [crack])) == pytest.approx(width_px * length_px, rel=1e-6)


@given(st.lists(st.floats(-60, 60), min_size=1, max_size=4), ANGLE_DEG, OFFSET, st.floats(0.3, 7))
def test_a_crack_with_bends_covers_width_times_length_too(turns_deg, start_deg, offset, width_px):
    points = [(0.0, 0.0)]
    for direction_deg in np.cumsum([start_deg, *turns_deg]):
        row, column = points[-1]
        points.append(
            (row + 9 * math.sin(math.radians(direction_deg)), column + 9 * math.cos(math.radians(direction_deg)))
        )
    ends_apart = math.dist(points[0], points[-1]) > 2 * width_px
    crack = CrackDrawing(width_px, tuple((row + 60 + offset, column + 60 - offset) for row, column in points))
    covered = sum_of(draw_coverage(120, 120, [crack]))

    assert crack.length_px == pytest.approx(9 * (1 + len(turns_deg)))
    if ends_apart and abs(sum(turns_deg)) < 180:
        assert covered == pytest.approx(crack.area_px2, rel=1e-6)


@given(ANGLE_DEG, OFFSET, st.floats(2, 10))
def test_the_second_moments_give_back_the_direction_and_the_middle(direction_deg, offset, width_px):
    coverage = draw_coverage(
        SIZE,
        SIZE,
        [straight_crack((40 + offset, 39), length_px=50, width_px=width_px, direction_deg=direction_deg)],
    ).astype(np.float64)
    rows, columns = np.mgrid[:SIZE, :SIZE]
    row, column = (coverage * rows).sum() / coverage.sum(), (coverage * columns).sum() / coverage.sum()
    above, right = row - rows, columns - column
    doubled = math.atan2(2 * (coverage * above * right).sum(), (coverage * (right**2 - above**2)).sum())
    difference_deg = math.degrees(doubled / 2) - direction_deg

    assert (row, column) == pytest.approx((40 + offset, 39), abs=0.1)
    assert (difference_deg + 90) % 180 - 90 == pytest.approx(0, abs=0.3)


def test_a_direction_of_45_degrees_rises_to_the_right():
    coverage = draw_coverage(9, 9, [straight_crack((4, 4), length_px=8, width_px=1, direction_deg=45)])

    assert coverage[2, 6] > 0.5
    assert coverage[2, 2] == 0


def test_a_bar_along_the_pixels_is_drawn_as_counted_by_hand():
    # width 2.5 about row 2: rows 1..3 whole but for a quarter; columns 1..3 whole, half of 0 and 4 taken by square ends
    coverage = draw_coverage(5, 5, [CrackDrawing(2.5, ((2, 0), (2, 4)))])

    assert coverage.tolist() == [
        [0, 0, 0, 0, 0],
        [0.375, 0.75, 0.75, 0.75, 0.375],
        [0.5, 1, 1, 1, 0.5],
        [0.375, 0.75, 0.75, 0.75, 0.375],
        [0, 0, 0, 0, 0],
    ]


def test_a_mitred_corner_is_filled_to_its_tip():
    coverage = draw_coverage(7, 7, [CrackDrawing(2.0, ((6, 2), (2, 2), (2, 6)))])

    assert coverage[1, 1] == 0.25  # the tip lies at (1, 1), the middle of that pixel
    assert coverage[2, 2] == 1


def test_crossing_cracks_never_cover_more_than_everything():
    across = [CrackDrawing(3.0, ((10, -5), (10, 25))), CrackDrawing(3.0, ((-5, 10), (25, 10)))]
    coverage = draw_coverage(21, 21, across)

    assert sum_of(coverage) == pytest.approx(2 * 3 * 21 - 3 * 3)
    assert coverage.max() == 1


def test_no_cracks_cover_nothing():
    assert draw_coverage(2, 3, []).tolist() == [[0, 0, 0], [0, 0, 0]]
    assert draw_coverage(0, 3, [CrackDrawing(1.0, ((0, 0), (1, 1)))]).shape == (0, 3)


def test_paint_darkens_by_coverage_times_darkness_and_leaves_the_background_alone():
    background = np.full((1, 3, 3), 200, np.uint8)
    painted = paint(background, np.array([[0, 0.5, 1]], np.float32), darkness=0.5)

    assert painted[0, :, 0].tolist() == [200, 150, 100]
    assert painted.dtype == np.uint8
    assert background.min() == 200


@pytest.mark.parametrize(
    ("width_px", "points", "said"),
    [
        (0, ((0, 0), (1, 1)), "`width_px` must be finite and above 0, got 0"),
        (math.nan, ((0, 0), (1, 1)), "`width_px` must be finite and above 0, got nan"),
        (1, ((0, 0),), r"`points` must be two or more .* got \(\(0, 0\),\)"),
        (1, ((0, 0), (1, math.inf)), r"`points` must be two or more .* got .*inf"),
        (1, ((2, 2), (2, 2)), r"`points` must be two or more .* got \(\(2, 2\), \(2, 2\)\)"),
        # a right angle takes width / 2 = 4 px of both its segments
        (8, ((0, 0), (0, 3), (9, 3)), "for a width of 8 px, got 3 px from point 0 to 1, mitres of 4 px"),
        (2, ((0, 0), (0, 9), (0, 1)), "got 9 px from point 0 to 1"),  # turns back on itself
    ],
)
def test_impossible_cracks_are_refused(width_px, points, said):
    with pytest.raises(SettingsError, match=said):
        CrackDrawing(width_px, points)


def test_a_negative_size_is_refused():
    with pytest.raises(SettingsError, match="at least 0 px, got -1 x 5"):
        draw_coverage(-1, 5, [])


def test_painting_at_another_size_is_refused():
    with pytest.raises(SettingsError, match=r"the shape \(2, 3, 3\) .* got \(2, 4, 3\)"):
        paint(np.zeros((2, 4, 3), np.uint8), np.zeros((2, 3), np.float32), 0.5)


@pytest.mark.parametrize("darkness", [-0.1, 1.5, math.nan])
def test_impossible_darkness_is_refused(darkness):
    with pytest.raises(SettingsError, match=f"`darkness` must be from 0 to 1, got {darkness}"):
        paint(np.zeros((1, 1, 3), np.uint8), np.zeros((1, 1), np.float32), darkness)
