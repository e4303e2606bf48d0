"""The scale of a plane: exact on its known points, and on every other point of a plane seen by a pinhole camera."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.core.errors import ScaleError
from efficientcracknet.core.homography import fit_homography
from efficientcracknet.core.scale import PixelScale, PlaneScale

SHEET_MM = np.array([[0.0, 0.0], [0.0, 200.0], [120.0, 200.0], [120.0, 0.0]])
TILT = st.floats(-50, 50)


def see(points_mm, tilt_deg=0.0, pan_deg=0.0, roll_deg=0.0, focal_px=900.0, distance_mm=600.0):
    """Return (row, col), px, of points (down, right) on a plane turned in front of a pinhole camera."""
    tilt, pan, roll = (math.radians(angle) for angle in (tilt_deg, pan_deg, roll_deg))
    about_rows = np.array([[1, 0, 0], [0, math.cos(pan), -math.sin(pan)], [0, math.sin(pan), math.cos(pan)]])
    about_columns = np.array([[math.cos(tilt), 0, -math.sin(tilt)], [0, 1, 0], [math.sin(tilt), 0, math.cos(tilt)]])
    about_view = np.array([[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
    space = np.column_stack([points_mm - [60, 100], np.zeros(len(points_mm))]) @ (
        about_view @ about_columns @ about_rows
    ).T + [0, 0, distance_mm]
    return focal_px * space[:, :2] / space[:, 2:] + [400, 500]


@given(TILT, TILT, st.floats(-180, 180))
def test_every_point_of_an_oblique_plane_is_found_from_four_corners(tilt_deg, pan_deg, roll_deg):
    points_mm = np.array([[10.0, 20.0], [60.0, 100.0], [-30.0, 150.0], [140.0, 230.0]])
    scale = PlaneScale.from_rectangle(see(SHEET_MM, tilt_deg, pan_deg, roll_deg), width_mm=200, height_mm=120)

    assert scale.to_plane_mm(see(points_mm, tilt_deg, pan_deg, roll_deg)) == pytest.approx(points_mm, abs=1e-6)


@given(TILT, TILT)
def test_the_area_of_a_pixel_is_that_of_the_quadrilateral_it_covers(tilt_deg, pan_deg):
    scale = PlaneScale.from_rectangle(see(SHEET_MM, tilt_deg, pan_deg), width_mm=200, height_mm=120)
    centre = np.array([[410.0, 480.0]])
    outline = centre + np.array([[-0.5, -0.5], [-0.5, 0.5], [0.5, 0.5], [0.5, -0.5]])
    down, right = scale.to_plane_mm(outline).T

    shoelace = abs(down @ np.roll(right, 1) - right @ np.roll(down, 1)) / 2
    assert scale.area_mm2(centre) == pytest.approx([shoelace], rel=1e-4)


def test_a_rectangle_seen_straight_is_a_pixel_scale():
    corners = np.array([[10, 10], [10, 110], [60, 110], [60, 10]], np.float64)
    plane, straight = PlaneScale.from_rectangle(corners, width_mm=40, height_mm=20), PixelScale(0.4)
    points = np.array([[0.0, 3.0], [500.0, 40.0]])

    assert plane.to_plane_mm(points) == pytest.approx(straight.to_plane_mm(points - 10))
    assert plane.area_mm2(points) == pytest.approx(straight.area_mm2(points))


@given(TILT, TILT)
def test_doubling_the_rectangle_doubles_lengths_and_quadruples_areas(tilt_deg, pan_deg):
    corners, points = see(SHEET_MM, tilt_deg, pan_deg), np.array([[400.0, 500.0], [380.0, 510.0]])
    single, double = (PlaneScale.from_rectangle(corners, 200 * factor, 120 * factor) for factor in (1, 2))

    assert double.to_plane_mm(points) == pytest.approx(2 * single.to_plane_mm(points), abs=1e-8)
    assert double.area_mm2(points) == pytest.approx(4 * single.area_mm2(points))


def test_many_points_average_their_errors_out():
    random = np.random.default_rng(6)
    grid_mm = np.stack(np.meshgrid(np.linspace(0, 120, 7), np.linspace(0, 200, 9)), axis=-1).reshape(-1, 2)
    seen = see(grid_mm, 40, 20)
    noise_px = random.normal(0, 0.5, seen.shape)
    noisy = PlaneScale.from_points(seen + noise_px, grid_mm)

    error_mm = noisy.to_plane_mm(seen) - grid_mm
    assert error_mm.std() < 0.6 * (PlaneScale.from_points(seen, grid_mm).to_plane_mm(seen + noise_px) - grid_mm).std()


def test_points_beyond_the_horizon_are_refused():
    scale = PlaneScale.from_rectangle(see(SHEET_MM, tilt_deg=50), width_mm=200, height_mm=120)
    horizon_row = 400 + 900 * math.tan(math.radians(40))  # 50 degrees of tilt leave 40 to the plane's direction

    assert np.isfinite(scale.to_plane_mm(np.array([[horizon_row - 1, 500]]))).all()
    for measure in (scale.to_plane_mm, scale.area_mm2):
        with pytest.raises(ScaleError, match=r"this side of the plane's horizon, got row 1156, column 500"):
            measure(np.array([[400.0, 500.0], [1156.0, 500.0]]))


@pytest.mark.parametrize(
    "corners",
    [
        pytest.param([[0, 0], [50, 0], [50, 100], [0, 100]], id="counter-clockwise"),
        pytest.param([[0, 0], [50, 100], [0, 100], [50, 0]], id="crossed"),
        pytest.param([[0, 0], [0, 100], [10, 40], [50, 0]], id="dented"),
        pytest.param([[0, 0], [0, 50], [0, 100], [50, 0]], id="three on a line"),
        pytest.param([[0, 0], [0, math.nan], [50, 100], [50, 0]], id="no number"),
    ],
)
def test_corners_that_are_no_rectangle_seen_from_the_front_are_refused(corners):
    with pytest.raises(ScaleError, match=r"must go clockwise around a convex area, got \[\[0\.0, 0\.0\], "):
        PlaneScale.from_rectangle(np.array(corners, np.float64), 200, 100)


def test_three_corners_are_refused():
    with pytest.raises(ScaleError, match=r"`corners_px` must be four \(row, col\), got shape \(3, 2\)"):
        PlaneScale.from_rectangle(np.zeros((3, 2)), 200, 100)


def test_impossible_sides_are_refused():
    with pytest.raises(ScaleError, match="`width_mm` must be finite and above 0, got -1"):
        PlaneScale.from_rectangle(see(SHEET_MM), -1, 100)


@pytest.mark.parametrize("matrix", [np.zeros((3, 3)), np.eye(2), np.diag([1, 1, math.nan])])
def test_a_matrix_that_maps_nothing_is_refused(matrix):
    with pytest.raises(ScaleError, match=r"`homography` must be a finite, invertible matrix of shape \(3, 3\), got"):
        PlaneScale(matrix)


def test_the_homography_is_read_only_and_goes_into_json_as_lists():
    scale = PlaneScale(np.eye(3))

    assert not scale.homography.flags.writeable
    assert scale.to_dict() == {"kind": "plane", "homography": [[1, 0, 0], [0, 1, 0], [0, 0, 1]]}


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([[0, 0]] * 3, r"must be four or more pairs .* got shapes \(3, 2\)"),
        ([[5, 7]] * 4, r"points must lie apart, got 4 times \[5\.0, 7\.0\]"),
        ([[0, 0], [1, 1], [2, 2], [3, 3]], "may lie on one line, got a ratio of"),
        ([[0, 0], [1, 1], [2, math.inf], [3, 3]], "must be finite, got"),
        ([[0, 0], [0, 1], [1, 0], [1, 1]], "must lie on one side of the horizon, got"),
    ],
)
def test_points_that_fix_no_map_are_refused(points, said):
    square = np.array([[0, 0], [0, 1], [1, 1], [1, 0]], np.float64)[: len(points)]
    with pytest.raises(ScaleError, match=said):
        fit_homography(np.array(points, np.float64), square)
