"""Regions: a pixel counts where its centre lies inside, and outside nothing is found."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from efficientcracknet.core.coverage import cover_polygon
from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.errors import DataError, SettingsError
from efficientcracknet.core.region import fill_polygons, keep_inside

CORNERS = arrays(np.float64, (3, 2), elements=st.integers(-12, 52).map(lambda number: number / 4))


def ring(*points):
    return np.array(points, np.float64)


def draw(inside):
    return ["".join(".#"[int(pixel)] for pixel in row) for row in inside]


def test_a_diamond_is_filled_by_its_centres():
    diamond = ring((-0.5, 3), (3, 6.5), (6.5, 3), (3, -0.5))

    assert draw(fill_polygons(7, 8, [(diamond,)])) == [
        "...#....",
        "..###...",
        ".#####..",
        "#######.",
        ".#####..",
        "..###...",
        "...#....",
    ]


def test_a_hole_is_left_out_and_polygons_add_up():
    outline, hole = ring((0, 0), (0, 5), (5, 5), (5, 0)), ring((1.5, 1.5), (3.5, 1.5), (3.5, 3.5), (1.5, 3.5))
    beside = ring((-9, 4.5), (-9, 99), (0.5, 99), (0.5, 4.5))

    assert draw(fill_polygons(5, 7, [(outline, hole), (beside,)])) == [
        "#######",
        "#####..",
        "##..#..",
        "##..#..",
        "#####..",
    ]


@given(CORNERS)
def test_what_a_triangle_covers_whole_is_inside_and_what_it_does_not_touch_is_not(corners):
    filled, covered = fill_polygons(10, 10, [(corners,)]), cover_polygon(10, 10, corners)

    assert filled[covered == 1].all()
    assert not filled[covered == 0].any()


@given(CORNERS, st.floats(0, 1))
def test_triangles_that_share_an_edge_share_no_pixel_and_leave_none_out(corners, share):
    between = corners[1] + share * (corners[2] - corners[1])
    first, second = (np.array([corners[0], *rest]) for rest in ((corners[1], between), (between, corners[2])))

    together = np.concatenate([corners[:2], [between], corners[2:]])
    parts = [fill_polygons(10, 10, [(each,)]) for each in (first, second)]
    assert np.array_equal(parts[0] ^ parts[1], fill_polygons(10, 10, [(together,)]))


@given(st.floats(1, 30), st.floats(1, 30))
def test_the_filled_area_is_that_of_the_polygon(height, width):
    corners = ring((3.2, 4.1), (3.2, 4.1 + width), (3.2 + height, 4.1 + width), (3.2 + height, 4.1))

    filled, covered = fill_polygons(40, 40, [(corners,)]).sum(), cover_polygon(40, 40, corners).sum()
    assert abs(filled - covered) <= height + width + 1  # half a pixel along the outline


def test_no_polygons_hold_no_pixel():
    assert not fill_polygons(3, 4, []).any()
    assert fill_polygons(0, 0, [(ring((0, 0), (0, 1), (1, 1)),)]).shape == (0, 0)


def test_outside_nothing_is_found():
    crack_map = CrackMap(np.full((2, 3), 0.9, np.float32), 0.5)
    inside = np.array([[1, 0, 0], [1, 1, 0]], np.bool_)

    kept = keep_inside(crack_map, inside)
    assert np.array_equal(kept.mask, inside)
    assert kept.probability[inside] == pytest.approx(0.9)
    assert kept.threshold == 0.5
    assert keep_inside(crack_map, np.ones((2, 3), np.bool_)) is crack_map


def test_a_region_of_another_picture_is_refused():
    with pytest.raises(DataError, match=r"must have the picture's size of \(2, 3\) \(height, width\), got \(3, 2\)"):
        keep_inside(CrackMap(np.zeros((2, 3), np.float32), 0.5), np.ones((3, 2), np.bool_))


def test_a_threshold_that_finds_cracks_everywhere_is_refused():
    with pytest.raises(SettingsError, match=r"`threshold` must be above 0 .* got 0\.0"):
        keep_inside(CrackMap(np.zeros((2, 3), np.float32), 0.0), np.zeros((2, 3), np.bool_))
