"""The scale: lengths grow with it, areas with its square, and nothing is guessed."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.core.errors import ScaleError
from efficientcracknet.core.scale import PixelScale, PlaneScale, Scale

SCALE = st.floats(1e-3, 1e3)
AMOUNT = st.just(0.0) | st.floats(1e-6, 1e6)
POINTS = np.array([[0.0, 0.0], [3.0, 4.0], [-1.0, 2.0]])


@pytest.mark.parametrize("scale", [PixelScale(2), PlaneScale(np.eye(3))])
def test_both_kinds_are_scales(scale):
    assert isinstance(scale, Scale)
    assert scale.to_plane_mm(np.empty((0, 2))).shape == (0, 2)
    assert scale.area_mm2(np.empty((0, 2))).shape == (0,)


@given(SCALE, AMOUNT)
def test_doubling_the_scale_doubles_lengths_and_quadruples_areas(mm_per_px, amount):
    single, double = PixelScale(mm_per_px), PixelScale(2 * mm_per_px)

    assert double.length_mm(amount) == 2 * single.length_mm(amount)
    assert np.array_equal(double.to_plane_mm(POINTS), 2 * single.to_plane_mm(POINTS))
    assert double.area_mm2(POINTS) == pytest.approx(4 * single.area_mm2(POINTS))


@given(SCALE)
def test_the_area_of_a_pixel_is_the_square_of_its_side(mm_per_px):
    scale = PixelScale(mm_per_px)

    assert scale.area_mm2(POINTS) == pytest.approx([scale.length_mm(1) ** 2] * 3)


@pytest.mark.parametrize("mm_per_px", [0.0, -0.5, math.nan, math.inf])
def test_impossible_scales_are_refused(mm_per_px):
    with pytest.raises(ScaleError, match=f"`mm_per_px` must be finite and above 0, got {mm_per_px}"):
        PixelScale(mm_per_px)


def test_two_points_share_their_distance_among_the_pixels_between_them():
    assert PixelScale.from_two_points((10, 20), (40, 60), distance_mm=25).mm_per_px == 0.5  # 3-4-5: 50 px


@pytest.mark.parametrize("second", [(1, 2), (math.nan, 0)])
def test_two_points_that_are_one_are_refused(second):
    with pytest.raises(ScaleError, match=r"two points must lie a finite distance apart, got \(1, 2\) and"):
        PixelScale.from_two_points((1, 2), second, distance_mm=5)


def test_the_ground_sample_distance_is_pitch_times_distance_by_focal_length():
    assert PixelScale.from_camera(8000, focal_length_mm=16, pixel_pitch_mm=0.002).mm_per_px == pytest.approx(1.0)


@given(st.floats(100, 1e5), st.floats(5, 90), st.integers(10, 9999), st.integers(10, 9999))
def test_an_equivalent_focal_length_shows_the_same_diagonal_as_film(distance_mm, focal_length_mm, height, width):
    scale = PixelScale.from_equivalent(distance_mm, focal_length_mm, (height, width))

    angle = 2 * math.atan(math.hypot(18, 12) / focal_length_mm)  # half of 36 x 24 mm
    assert scale.length_mm(math.hypot(height, width)) == pytest.approx(2 * distance_mm * math.tan(angle / 2))


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((0, 50, 0.004), "`distance_mm` must be finite and above 0, got 0"),
        ((5000, math.nan, 0.004), "`focal_length_mm` must be finite and above 0, got nan"),
        ((5000, 50, -1), "`pixel_pitch_mm` must be finite and above 0, got -1"),
        ((50, 50, 0.004), "`distance_mm` must be larger than the focal length of 50 mm, got 50 mm"),
    ],
)
def test_impossible_cameras_are_refused(numbers, said):
    with pytest.raises(ScaleError, match=said):
        PixelScale.from_camera(*numbers)


def test_a_picture_without_pixels_has_no_diagonal():
    with pytest.raises(ScaleError, match=r"`diagonal_px` must be finite and above 0, got 0\.0"):
        PixelScale.from_equivalent(1000, 28, (0, 0))
