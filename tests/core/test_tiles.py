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
def test_tiles_lie_inside_and_have_one_size_no_larger_than_asked(plan):
    height, width, tile_px, overlap_px = plan
    tiles = plan_tiles(height, width, tile_px=tile_px, overlap_px=overlap_px)
    for tile in tiles:
        assert 0 <= tile.top <= height - tile.height
        assert 0 <= tile.left <= width - tile.width
        assert (tile.height, tile.width) == (tiles[0].height, tiles[0].width)
        assert tile.height <= tile_px
        assert tile.width <= tile_px


@given(plans())
def test_no_smaller_tiles_would_do(plan):
    height, width, tile_px, overlap_px = plan
    tiles = plan_tiles(height, width, tile_px=tile_px, overlap_px=overlap_px)
    rows, columns = (len({getattr(tile, side) for tile in tiles}) for side in ("top", "left"))
    for length, side, count in ((height, tiles[0].height, rows), (width, tiles[0].width, columns)):
        assert count * (side - 1) - (count - 1) * overlap_px < length


@given(plans(), st.integers(1, 12))
def test_sides_are_multiples_or_the_longest_or_the_picture_s(plan, multiple_px):
    height, width, tile_px, overlap_px = plan
    tile, *_ = plan_tiles(height, width, tile_px=tile_px, overlap_px=overlap_px, multiple_px=multiple_px)
    assert tile.height % multiple_px == 0 or tile.height in {tile_px, height}
    assert tile.width % multiple_px == 0 or tile.width in {tile_px, width}


@given(plans())
def test_neighbours_overlap_by_no_less_than_asked_and_never_coincide(plan):
    height, width, tile_px, overlap_px = plan
    tiles = plan_tiles(height, width, tile_px=tile_px, overlap_px=overlap_px)
    tops, lefts = ({tile.top for tile in tiles}, tiles[0].height), ({tile.left for tile in tiles}, tiles[0].width)
    for starts, side in (tops, lefts):
        for start, following in pairwise(sorted(starts)):
            assert 1 <= following - start <= side - overlap_px


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


def test_tiles_become_smaller_rather_than_overlap_more():
    # 0123456789 in tiles of 4 that overlap by 1: 0-3, 3-6, 6-9 fit exactly; for one column less, two of 5 would do
    assert [tile.left for tile in plan_tiles(1, 10, tile_px=4, overlap_px=1)] == [0, 3, 6]
    assert plan_tiles(1, 9, tile_px=6, overlap_px=1) == (Tile(0, 0, 1, 5), Tile(0, 4, 1, 5))


def test_a_photo_of_12_megapixels_is_looked_at_hardly_more_than_once():
    tiles = plan_tiles(3000, 4000, tile_px=1024, overlap_px=128)
    assert sum(tile.height * tile.width for tile in tiles) < 1.3 * 3000 * 4000


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
