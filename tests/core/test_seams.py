"""Blending row by row: the values of the blender that holds the whole map, without holding it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.core.blend import TileBlender
from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.seams import RowBlender, TileGrid
from efficientcracknet.core.tiles import plan_tiles


@st.composite
def grids(draw):
    height, width, tile_px = draw(st.integers(1, 40)), draw(st.integers(1, 40)), draw(st.integers(2, 30))
    return TileGrid.plan(height, width, tile_px=tile_px, overlap_px=draw(st.integers(0, tile_px - 1)))


def blend_by_rows(grid, value_of):
    """Return the blended map, put together from finished rectangles; every pixel must be finished exactly once."""
    blended = np.full((grid.height, grid.width), np.nan, np.float32)
    below = [None] * len(grid.lefts)
    for row in range(len(grid.tops)):
        blender = RowBlender(grid, row)
        for column in range(len(grid.lefts)):
            piece = blender.add(np.asarray(value_of(grid.tile(row, column)), np.float32), below[column])
            done = grid.finish(row, column)
            assert np.isnan(blended[done.rows, done.cols]).all()
            blended[done.rows, done.cols] = piece.probability
            below[column] = piece.below
    assert all(strip.size == 0 for strip in below)
    return blended


def blend_at_once(grid, value_of):
    blender = TileBlender(grid.height, grid.width, grid.overlap_px)
    for row in range(len(grid.tops)):
        for column in range(len(grid.lefts)):
            tile = grid.tile(row, column)
            blender.add(tile, np.asarray(value_of(tile), np.float32))
    return blender.result()


@given(grids(), st.integers(0, 2**32 - 1))
def test_rows_of_tiles_blend_to_what_all_tiles_at_once_blend_to(grid, seed):
    noise = {}
    random = np.random.default_rng(seed)

    def value_of(tile):
        return noise.setdefault((tile.top, tile.left), random.random((tile.height, tile.width), np.float32))

    blended = blend_by_rows(grid, value_of)
    np.testing.assert_allclose(blended, blend_at_once(grid, value_of), atol=1e-6)
    assert blended.min() >= 0
    assert blended.max() <= 1


@given(grids(), st.floats(0, 1, width=32))
def test_constants_stay_the_constant(grid, constant):
    blended = blend_by_rows(grid, lambda tile: np.full((tile.height, tile.width), constant))

    np.testing.assert_allclose(blended, constant, atol=1e-6)


@given(st.integers(1, 50), st.integers(1, 50), st.integers(1, 20), st.data())
def test_the_tiles_are_those_of_the_plan(height, width, tile_px, data):
    overlap_px = data.draw(st.integers(0, tile_px - 1))
    grid = TileGrid.plan(height, width, tile_px=tile_px, overlap_px=overlap_px)
    tiles = tuple(grid.tile(row, column) for row in range(len(grid.tops)) for column in range(len(grid.lefts)))

    assert tiles == plan_tiles(height, width, tile_px=tile_px, overlap_px=overlap_px)


def test_a_row_keeps_no_more_than_what_the_next_row_covers_too():
    grid = TileGrid.plan(100, 1000, tile_px=40, overlap_px=10)
    piece = RowBlender(grid, 0).add(np.ones((40, 40), np.float32))

    assert grid.count_open_rows(0) == 10
    assert piece.below.shape == (10, 30)
    assert piece.probability.shape == (30, 30)


def test_one_tile_too_many_is_refused():
    blender = RowBlender(TileGrid.plan(4, 4, tile_px=4, overlap_px=0), 0)
    blender.add(np.zeros((4, 4), np.float32))

    with pytest.raises(SettingsError, match="a row must have 1 tiles, got one more"):
        blender.add(np.zeros((4, 4), np.float32))


def test_a_map_of_another_size_than_its_tile_is_refused():
    with pytest.raises(SettingsError, match=r"the tile's shape \(4, 4\), got \(4, 5\)"):
        RowBlender(TileGrid.plan(4, 8, tile_px=4, overlap_px=0), 0).add(np.zeros((4, 5), np.float32))


def test_a_strip_that_is_missing_or_of_another_size_is_refused():
    grid = TileGrid.plan(7, 4, tile_px=4, overlap_px=1)

    with pytest.raises(SettingsError, match=r"`above` must have the shape \(1, 4\) in row 1, got None"):
        RowBlender(grid, 1).add(np.zeros((4, 4), np.float32))
    with pytest.raises(SettingsError, match=r"`above` must have the shape None in row 0, got \(1, 4\)"):
        RowBlender(grid, 0).add(np.zeros((4, 4), np.float32), np.zeros((1, 4), np.float32))
