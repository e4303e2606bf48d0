"""Coverage of polygons: drawings counted by hand, the area formula, and an oracle of many small samples."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.core.coverage import cover_polygon

ANGLE = st.floats(0, 2 * np.pi)
SIZE = 24


def regular_polygon(centre, radius_px, sides, angle):
    angles = angle + 2 * np.pi * np.arange(sides) / sides
    return np.array(centre) + radius_px * np.stack([np.sin(angles), np.cos(angles)], axis=1)


def shoelace_area(corners):
    rows, columns = corners.T
    return abs(np.dot(rows, np.roll(columns, 1)) - np.dot(columns, np.roll(rows, 1))) / 2


def sample_convex(corners, samples):
    """Return the share of samples x samples points of every pixel that lie on the inner side of every edge."""
    offsets = (np.arange(samples) + 0.5) / samples - 0.5
    rows = (np.arange(SIZE)[:, None] + offsets).reshape(-1, 1)
    columns = (np.arange(SIZE)[:, None] + offsets).reshape(1, -1)
    inside = np.ones((SIZE * samples, SIZE * samples), bool)
    for start, stop in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        inside &= (stop[1] - start[1]) * (rows - start[0]) - (stop[0] - start[0]) * (columns - start[1]) >= 0
    return inside.reshape(SIZE, samples, SIZE, samples).mean(axis=(1, 3))


def test_a_rectangle_covers_the_shares_counted_by_hand():
    # From the middle of row 0 to the middle of row 2; from left of the picture to three quarters of column 1.
    corners = np.array([[0, -0.75], [0, 1.25], [2, 1.25], [2, -0.75]])

    assert cover_polygon(4, 3, corners).tolist() == [[0.5, 0.375, 0], [1, 0.75, 0], [0.5, 0.375, 0], [0, 0, 0]]


def test_a_triangle_over_half_a_pixel_covers_half_of_it():
    assert cover_polygon(1, 1, np.array([[-0.5, -0.5], [0.5, 0.5], [0.5, -0.5]])).tolist() == [[0.5]]


@given(st.integers(3, 9), ANGLE, st.floats(0.3, 9), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_shares_inside_the_picture_sum_to_the_area(sides, angle, radius_px, row, column):
    corners = regular_polygon((12 + row, 12 + column), radius_px, sides, angle)
    total = cover_polygon(SIZE, SIZE, corners).sum(dtype=np.float64)

    np.testing.assert_allclose(total, shoelace_area(corners), rtol=1e-6, atol=1e-6)


@given(st.integers(3, 7), ANGLE, st.floats(1, 14), st.floats(-6, 30), st.floats(-6, 30))
def test_shares_agree_with_many_samples_also_beyond_the_border(sides, angle, radius_px, row, column):
    corners = regular_polygon((row, column), radius_px, sides, angle)
    sampled = sample_convex(corners, samples=16)

    np.testing.assert_allclose(cover_polygon(SIZE, SIZE, corners), sampled, atol=0.1)
    np.testing.assert_allclose(cover_polygon(SIZE, SIZE, corners[::-1]), sampled, atol=0.1)


def test_shares_of_an_outline_that_circles_twice_add_up_to_at_most_one():
    square = regular_polygon((5, 5), 3, 4, 0.3)
    once, twice = cover_polygon(10, 10, square), cover_polygon(10, 10, np.vstack([square, square]))

    np.testing.assert_allclose(twice, np.minimum(2 * once, 1), atol=1e-6)


def test_pixels_outside_are_exactly_zero_and_pixels_inside_exactly_one():
    coverage = cover_polygon(20, 20, regular_polygon((9.7, 10.1), 7, 5, 0.4))
    rows, columns = np.mgrid[:20, :20]
    distance_px = np.hypot(rows - 9.7, columns - 10.1)

    assert set(coverage[distance_px > 7 + 1]) == {0.0}
    assert set(coverage[distance_px < 7 * np.cos(np.pi / 5) - 1]) == {1.0}


def test_a_picture_without_pixels_gives_an_empty_array():
    assert cover_polygon(0, 5, regular_polygon((0, 0), 2, 4, 0)).shape == (0, 5)
    assert cover_polygon(5, 0, regular_polygon((0, 0), 2, 4, 0)).shape == (5, 0)
