"""Blending tiles: constants stay, values stay in range, seams do not show, gaps are refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.core import blend as module
from efficientcracknet.core.blend import TileBlender
from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.tiles import Tile, plan_tiles


@st.composite
def plans(draw):
    height, width, tile_px = draw(st.integers(1, 40)), draw(st.integers(1, 40)), draw(st.integers(4, 30))
    return height, width, tile_px, draw(st.integers(0, tile_px - 3))


def blend(plan, value_of):
    height, width, tile_px, overlap_px = plan
    blender = TileBlender(height, width, overlap_px)
    for tile in plan_tiles(height, width, tile_px=tile_px, overlap_px=overlap_px):
        blender.add(tile, np.asarray(value_of(tile), np.float32))
    return blender.result()


@given(plans(), st.floats(0, 1, width=32))
def test_blending_constants_gives_the_constant(plan, constant):
    blended = blend(plan, lambda tile: np.full((tile.height, tile.width), constant))

    assert blended.shape == plan[:2]
    np.testing.assert_allclose(blended, constant, atol=1e-6)


@given(plans(), st.integers(0, 2**32 - 1))
def test_tiles_cut_from_one_map_blend_back_into_it(plan, seed):
    whole = np.random.default_rng(seed).random(plan[:2], np.float32)
    blended = blend(plan, lambda tile: whole[tile.rows, tile.cols])

    np.testing.assert_allclose(blended, whole, atol=1e-6)


@given(plans(), st.integers(0, 2**32 - 1))
def test_probabilities_never_leave_0_to_1(plan, seed):
    random = np.random.default_rng(seed)
    blended = blend(plan, lambda tile: random.choice([0.0, 1.0, 1.0], (tile.height, tile.width)))

    assert blended.min() >= 0
    assert blended.max() <= 1


@given(plans(), st.integers(1, 50))
def test_weights_added_up_band_by_band_change_no_bit(plan, band_rows):
    whole = np.random.default_rng(plan[0]).random(plan[:2], np.float32)
    expected = blend(plan, lambda tile: whole[tile.rows, tile.cols]).tobytes()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BAND_ROWS", band_rows)
        assert blend(plan, lambda tile: whole[tile.rows, tile.cols]).tobytes() == expected


def test_two_tiles_fade_into_each_other_over_the_overlap():
    # Two tiles of 5 overlap by 3: weights of the left one fall 3/4, 2/4, 1/4 where those of the right one rise.
    blender = TileBlender(1, 7, overlap_px=3)
    blender.add(Tile(0, 0, 1, 5), np.zeros((1, 5), np.float32))
    blender.add(Tile(0, 2, 1, 5), np.ones((1, 5), np.float32))

    np.testing.assert_allclose(blender.result(), [[0, 0, 1 / 4, 2 / 4, 3 / 4, 1, 1]], atol=1e-6)


def test_two_tiles_that_overlap_by_more_count_alike_in_between():
    # Two tiles of 7 overlap by 4 where 1 was asked: the left one weighs 1, 1, 1, 1/2, the right one 1/2, 1, 1, 1.
    blender = TileBlender(1, 10, overlap_px=1)
    blender.add(Tile(0, 0, 1, 7), np.zeros((1, 7), np.float32))
    blender.add(Tile(0, 3, 1, 7), np.ones((1, 7), np.float32))

    np.testing.assert_allclose(blender.result(), [[0, 0, 0, 1 / 3, 1 / 2, 1 / 2, 2 / 3, 1, 1, 1]], atol=1e-6)


def test_every_pixel_of_a_tile_has_weight_even_at_its_corner():
    blender = TileBlender(9, 9, overlap_px=4)
    blender.add(Tile(0, 0, 9, 9), np.full((9, 9), 0.25, np.float32))

    np.testing.assert_allclose(blender.result(), 0.25, atol=1e-7)


def test_the_result_is_float32_read_only_and_the_same_when_asked_again():
    blender = TileBlender(2, 2, overlap_px=0)
    blender.add(Tile(0, 0, 2, 2), np.full((2, 2), 0.5, np.float32))
    result = blender.result()

    assert result.dtype == np.float32
    assert not result.flags.writeable
    assert blender.result() is result


def test_pixels_without_a_tile_are_refused_by_their_number():
    blender = TileBlender(3, 4, overlap_px=1)
    blender.add(Tile(0, 0, 3, 3), np.zeros((3, 3), np.float32))

    with pytest.raises(SettingsError, match="cover all 12 pixels, got 3 uncovered"):
        blender.result()


def test_a_map_of_another_size_than_its_tile_is_refused():
    with pytest.raises(SettingsError, match=r"the tile's shape \(3, 3\), got \(3, 4\)"):
        TileBlender(3, 4, overlap_px=1).add(Tile(0, 0, 3, 3), np.zeros((3, 4), np.float32))


@pytest.mark.parametrize("tile", [Tile(0, 2, 3, 3), Tile(-1, 0, 3, 3), Tile(1, 0, 3, 3)])
def test_a_tile_that_leaves_the_picture_is_refused(tile):
    with pytest.raises(SettingsError, match=rf"inside 3 x 4, got Tile\(top={tile.top}, left={tile.left}"):
        TileBlender(3, 4, overlap_px=1).add(tile, np.zeros((3, 3), np.float32))


def test_a_tile_after_the_result_is_refused():
    blender = TileBlender(1, 1, overlap_px=0)
    blender.add(Tile(0, 0, 1, 1), np.zeros((1, 1), np.float32))
    blender.result()

    with pytest.raises(SettingsError, match=r"before the result, got Tile\(top=0"):
        blender.add(Tile(0, 0, 1, 1), np.zeros((1, 1), np.float32))
