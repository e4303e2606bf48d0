"""The plan of tiles: laws that hold for every size, and refusals."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.tiles import Tile, plan_tiles

SIDE = st.integers(1, 90)


@st.composite
def plans(draw):
    height, width, tile_px = draw(SIDE), draw(SIDE), draw(st.integers(1, 40))
    overlap_px = draw(st.integers(0, tile_px - 1))
    if overlap_px > tile_px - 4:  # keep the number of tiles small
        height, width = min(height, 30), min(width, 30)
    return height, width, tile_px, overlap_px


@given(plans())
def test_tiles_cover_every_pixel(plan):
    height, width, tile_px, overlap_px = plan
    covered = np.zeros((height, width), bool)
    for tile in plan_tiles(height, width, tile_px=tile_px, overlap_px=overlap_px):
        covered[tile.rows, tile.cols] = True

    assert covered.all()


@given(plans())
def test_tiles_lie_inside_and_have_the_tile_size_or_the_picture_s(plan):
    height, width, tile_px, overlap_px = plan
    for tile in plan_tiles(height, width, tile_px=tile_px, overlap_px=overlap_px):
        assert 0 <= tile.top <= height - tile.height
        assert 0 <= tile.left <= width - tile.width
        assert (tile.height, tile.width) == (min(tile_px, height), min(tile_px, width))


@given(plans())
def test_neighbours_overlap_by_no_less_than_asked_and_never_coincide(plan):
    height, width, tile_px, overlap_px = plan
    tiles = plan_tiles(height, width, tile_px=tile_px, overlap_px=overlap_px)
    for starts in ({tile.top for tile in tiles}, {tile.left for tile in tiles}):
        ordered = sorted(starts)
        for start, following in pairwise(ordered):
            assert 1 <= following - start <= tile_px - overlap_px


@given(plans())
def test_tiles_come_row_by_row_and_only_once(plan):
    height, width, tile_px, overlap_px = plan
    places = [(tile.top, tile.left) for tile in plan_tiles(height, width, tile_px=tile_px, overlap_px=overlap_px)]

    assert places == sorted(set(places))


@given(plans())
def test_no_plan_has_more_tiles_than_the_steps_need(plan):
    height, width, tile_px, overlap_px = plan
    step = tile_px - overlap_px
    rows = 1 + max(0, -(-(height - tile_px) // step))
    columns = 1 + max(0, -(-(width - tile_px) // step))

    assert len(plan_tiles(height, width, tile_px=tile_px, overlap_px=overlap_px)) == rows * columns


def test_a_picture_that_fits_is_one_tile_of_its_own_size():
    assert plan_tiles(3, 5, tile_px=5, overlap_px=2) == (Tile(0, 0, 3, 5),)


def test_the_last_tile_is_shifted_inwards():
    # 0123456789 in tiles of 4 that overlap by 1: 0-3, 3-6, 6-9 fit exactly; one more column shifts the last to 7-10
    assert [tile.left for tile in plan_tiles(1, 10, tile_px=4, overlap_px=1)] == [0, 3, 6]
    assert [tile.left for tile in plan_tiles(1, 11, tile_px=4, overlap_px=1)] == [0, 3, 6, 7]


@pytest.mark.parametrize(
    ("height", "width", "tile_px", "overlap_px", "said"),
    [
        (0, 5, 4, 1, "at least 1 px, got 0 x 5"),
        (5, -1, 4, 1, "at least 1 px, got 5 x -1"),
        (5, 5, 0, 0, "`tile_px` must be at least 1, got 0"),
        (5, 5, 4, 4, "from 0 to 3 for tiles of 4 px, got 4"),
        (5, 5, 4, -1, "from 0 to 3 for tiles of 4 px, got -1"),
    ],
)
def test_impossible_plans_are_refused(height, width, tile_px, overlap_px, said):
    with pytest.raises(SettingsError, match=said):
        plan_tiles(height, width, tile_px=tile_px, overlap_px=overlap_px)
