import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from efficientcracknet.web.desk.pyramid import Pyramid

SIDES = st.integers(1, 3000)
SMALL_SIDES = st.integers(1, 400)


@settings(deadline=None, max_examples=50)
@given(SMALL_SIDES, SMALL_SIDES, st.integers(0, 3))
def test_the_tiles_of_a_level_cover_every_pixel_once_but_for_the_overlap(height: int, width: int, overlap: int) -> None:
    pyramid = Pyramid(height, width, tile_px=70, overlap_px=overlap)
    for level in range(pyramid.max_level + 1):
        seen = np.zeros(pyramid.find_size(level), int)
        for tile in Pyramid(height, width, tile_px=70).list_tiles(level):
            seen[tile.rows, tile.cols] += 1
        assert (seen == 1).all()
        wide = list(pyramid.list_tiles(level))
        assert all(tile.rows.start >= 0 and tile.rows.stop <= pyramid.find_size(level)[0] for tile in wide)


@given(SIDES, SIDES)
def test_every_tile_has_a_number_of_its_own(height: int, width: int) -> None:
    pyramid = Pyramid(height, width)
    tiles = [tile for level in range(pyramid.max_level, -1, -1) for tile in pyramid.list_tiles(level)]

    assert [pyramid.find_number(tile.level, tile.row, tile.col) for tile in tiles] == list(range(pyramid.count))


@given(SIDES, SIDES)
def test_the_last_level_is_the_picture_and_the_first_one_pixel(height: int, width: int) -> None:
    pyramid = Pyramid(height, width)

    assert pyramid.find_size(pyramid.max_level) == (height, width)
    assert pyramid.find_size(0) == (1, 1)
    assert max(pyramid.find_size(pyramid.thumbnail_level)) <= pyramid.tile_px


@pytest.mark.parametrize("address", [(-1, 0, 0), (99, 0, 0), (10, 2, 0), (10, 0, -1)])
def test_other_addresses_have_none(address: tuple[int, int, int]) -> None:
    assert Pyramid(600, 1000).find_number(*address) is None
