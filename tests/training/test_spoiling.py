"""What spoils a picture: only what the recipe asks for, the same for equal states of the generator."""

import dataclasses

import numpy as np
import pytest

from efficientcracknet.training.recipe import AugmentationRecipe
from efficientcracknet.training.spoiling import compress, spoil_picture

GREY = np.full((48, 64, 3), 140, np.uint8)
NOTHING = AugmentationRecipe(distractor_share=0, shadow_share=0, jpeg_share=0)


def test_shares_of_0_leave_picture_and_generator_alone() -> None:
    generator = np.random.default_rng(1)
    assert spoil_picture(GREY, NOTHING, generator) is GREY
    assert generator.bit_generator.state == np.random.default_rng(1).bit_generator.state


@pytest.mark.parametrize("share", ["distractor_share", "shadow_share"])
def test_what_is_drawn_changes_the_picture_and_equal_states_draw_the_same(share: str) -> None:
    recipe = dataclasses.replace(NOTHING, **{share: 1})
    first, second = (spoil_picture(GREY, recipe, np.random.default_rng(3)) for _ in range(2))
    assert first.shape == GREY.shape
    assert first.dtype == np.uint8
    assert np.array_equal(first, second)
    assert not np.array_equal(first, GREY)


def test_a_shadow_only_darkens() -> None:
    shaded = spoil_picture(GREY, dataclasses.replace(NOTHING, shadow_share=1), np.random.default_rng(3))
    assert (shaded <= GREY).all()


def test_compression_keeps_less_of_a_picture_at_a_lower_quality() -> None:
    slope = np.repeat(np.add.outer(4 * np.arange(48), np.arange(64))[..., np.newaxis], 3, 2).astype(np.uint8)
    poor, good = (np.abs(compress(slope, quality).astype(int) - slope).mean() for quality in (30, 95))
    assert poor > 2 * good
