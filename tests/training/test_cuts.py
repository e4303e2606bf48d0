"""Cuts: inside the picture, and the same for picture and mask."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.training.cuts import Cut, apply_cut, plan_cut
from efficientcracknet.training.recipe import AugmentationRecipe

sides = st.integers(1, 500)


@given(height=sides, width=sides, seed=st.integers(0, 10_000))
def test_cuts_lie_inside_the_picture(height: int, width: int, seed: int) -> None:
    cut = plan_cut((height, width), (192, 256), AugmentationRecipe(), np.random.default_rng(seed))
    assert cut.top >= 0
    assert cut.left >= 0
    assert cut.height > 0
    assert cut.width > 0
    assert cut.top + cut.height <= height + 1e-6
    assert cut.left + cut.width <= width + 1e-6


def test_whole_pictures_are_taken_as_often_as_the_recipe_says() -> None:
    generator = np.random.default_rng(0)
    cuts = [plan_cut((100, 100), (10, 10), AugmentationRecipe(whole_share=0.3), generator) for _ in range(2000)]
    share = sum((cut.height, cut.width) == (100, 100) for cut in cuts) / 2000
    assert share == pytest.approx(0.3, abs=0.04)


def test_a_recipe_without_turns_and_flips_never_turns() -> None:
    recipe = AugmentationRecipe(flip=False, quarter_turn=False)
    cuts = [plan_cut((90, 120), (9, 12), recipe, np.random.default_rng(seed)) for seed in range(50)]
    assert {(cut.quarter_turns, cut.flip) for cut in cuts} == {(0, False)}


@pytest.mark.parametrize(
    ("cut", "expected"),
    [
        (Cut(0, 0, 2, 3, 0, flip=False), ["012", "345"]),
        (Cut(0, 0, 2, 3, 0, flip=True), ["210", "543"]),
        (Cut(0, 0, 2, 3, 2, flip=False), ["543", "210"]),
        (Cut(0, 1, 2, 2, 0, flip=False), ["12", "45"]),
        (Cut(0, 0, 2, 3, 1, flip=False), ["25", "14", "03"]),
    ],
)
def test_cuts_without_a_change_of_scale_move_pixels_only(cut: Cut, expected: list[str]) -> None:
    picture = np.array([[0, 1, 2], [3, 4, 5]], np.uint8)
    wanted = np.array([[int(c) for c in row] for row in expected])
    np.testing.assert_array_equal(apply_cut(picture, cut, wanted.shape), wanted)


def test_a_cut_that_reaches_beyond_sees_the_picture_mirrored() -> None:
    picture = np.array([[1, 2, 3], [4, 5, 6]], np.uint8)
    cut = Cut(-1, -2, 4, 6, 0, flip=False)
    expected = [[2, 1, 1, 2, 3, 3], [2, 1, 1, 2, 3, 3], [5, 4, 4, 5, 6, 6], [5, 4, 4, 5, 6, 6]]
    assert apply_cut(picture, cut, (4, 6)).tolist() == expected


@given(height=sides, width=sides, seed=st.integers(0, 10_000))
def test_scaled_cuts_keep_their_scale_and_hold_the_picture_or_lie_in_it(height: int, width: int, seed: int) -> None:
    recipe = AugmentationRecipe(whole_share=0, scaled_share=1, smallest_scale=0.5, largest_scale=2)
    cut = plan_cut((height, width), (192, 256), recipe, np.random.default_rng(seed))
    target = (256, 192) if cut.quarter_turns % 2 else (192, 256)
    scale = target[0] / cut.height
    assert scale == pytest.approx(target[1] / cut.width)
    assert 0.499 < scale < 2.001
    for start, length, side in ((cut.top, cut.height, height), (cut.left, cut.width, width)):
        inside = start >= 0 and start + length <= side + 1e-6
        around = start <= 0 and start + length >= side - 1e-6
        assert inside or around


def test_scaled_cuts_spread_evenly_over_the_logarithm_of_scale() -> None:
    recipe = AugmentationRecipe(whole_share=0, scaled_share=1, smallest_scale=0.5, largest_scale=2, quarter_turn=False)
    generator = np.random.default_rng(0)
    heights = [plan_cut((500, 500), (192, 256), recipe, generator).height for _ in range(2000)]
    assert np.mean(np.array(heights) > 192) == pytest.approx(0.5, abs=0.04)  # below native scale


@given(seed=st.integers(0, 1000))
def test_picture_and_mask_get_the_same_geometry(seed: int) -> None:
    generator = np.random.default_rng(seed)
    grey = generator.integers(0, 256, (37, 53), np.uint8)
    cut = plan_cut(grey.shape, (24, 32), AugmentationRecipe(), generator)
    colour = apply_cut(np.dstack([grey] * 3), cut, (24, 32))
    assert colour.shape == (24, 32, 3)
    np.testing.assert_array_equal(colour[..., 1], apply_cut(grey, cut, (24, 32)))
