"""What shows nothing: where nothing is judged, and what the network sees there."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.geo.valid import MARGIN_PX, PINHOLE_PX, fill_missing, fill_pinholes, shrink


def see_all(height: int, width: int) -> np.ndarray:
    return np.ones((height, width), np.bool_)


def test_a_crack_that_is_black_like_nodata_is_seen() -> None:
    valid = see_all(60, 60)
    valid[30 : 30 + PINHOLE_PX - 1] = False

    assert fill_pinholes(valid).all()


def test_a_hole_as_wide_as_a_pinhole_is_a_hole() -> None:
    valid = see_all(60, 60)
    valid[30 : 30 + PINHOLE_PX, 10 : 10 + PINHOLE_PX] = False

    np.testing.assert_array_equal(fill_pinholes(valid), valid)


def test_a_narrow_rim_of_the_raster_is_a_hole_for_nothing_lies_beyond() -> None:
    valid = see_all(60, 60)
    valid[:2] = False

    np.testing.assert_array_equal(fill_pinholes(valid), valid)


def test_nothing_is_judged_within_the_margin_of_a_hole_in_any_direction() -> None:
    valid = see_all(60, 60)
    valid[30, 30] = False
    judged = shrink(valid)
    hole = np.s_[30 - MARGIN_PX : 31 + MARGIN_PX, 30 - MARGIN_PX : 31 + MARGIN_PX]

    assert not judged[hole].any()
    judged[hole] = True
    assert judged.all()


def test_the_border_of_a_raster_is_judged() -> None:
    assert shrink(see_all(5, 5)).all()


@given(st.integers(0, 2**32 - 1))
def test_only_missing_pixels_are_filled_and_only_with_what_is_shown(seed: int) -> None:
    random = np.random.default_rng(seed)
    valid = random.random((12, 9)) < random.random()
    valid[4, 4] = True
    pixels = random.integers(1, 256, (12, 9, 3), np.uint8)
    pixels[~valid] = 0
    filled = fill_missing(pixels, valid)

    np.testing.assert_array_equal(filled[valid], pixels[valid])
    assert filled.min() > 0
    assert {tuple(one) for one in filled[~valid]} <= {tuple(one) for one in pixels[valid]}


def test_the_fill_is_a_mirror_image() -> None:
    wall = np.arange(40, dtype=np.uint8).repeat(3).reshape(1, 40, 3)
    valid = see_all(1, 40)
    valid[:, 25:] = False

    assert fill_missing(wall, valid)[0, 23:28, 0].tolist() == [23, 24, 23, 22, 21]


def test_a_plain_wall_stays_plain_so_that_no_edge_is_left() -> None:
    wall = np.full((50, 50, 3), 180, np.uint8)
    valid = see_all(50, 50)
    valid[:, 20:] = False
    wall[~valid] = 0

    assert (fill_missing(wall, valid) == 180).all()


def test_a_picture_without_holes_is_left_as_it_is() -> None:
    wall = np.zeros((3, 3, 3), np.uint8)

    assert fill_missing(wall, see_all(3, 3)) is wall
