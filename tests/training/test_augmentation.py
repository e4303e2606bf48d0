"""Light and camera: pictures change, chance is in hand."""

import torch

from efficientcracknet.training.augmentation import PhotometricAugmentation
from efficientcracknet.training.recipe import AugmentationRecipe

ALWAYS = AugmentationRecipe(
    colour_share=1,
    grey_share=1,
    blur_share=1,
    motion_share=1,
    noise_share=1,
    invert_share=1,
)
NEVER = AugmentationRecipe(
    colour_share=0,
    grey_share=0,
    blur_share=0,
    motion_share=0,
    noise_share=0,
    invert_share=0,
)


def test_equal_seeds_give_equal_pictures_and_others_differ() -> None:
    pictures = torch.rand(2, 3, 32, 48)
    augment = PhotometricAugmentation(ALWAYS)
    assert torch.equal(augment(pictures, 3), augment(pictures, 3))
    assert not torch.equal(augment(pictures, 3), augment(pictures, 4))


def test_pictures_keep_their_shape_and_range() -> None:
    out = PhotometricAugmentation(ALWAYS)(torch.rand(2, 3, 32, 48), 0)
    assert out.shape == (2, 3, 32, 48)
    assert 0 <= out.min() <= out.max() <= 1


def test_nothing_happens_at_shares_of_zero() -> None:
    pictures = torch.rand(2, 3, 16, 16)
    torch.testing.assert_close(PhotometricAugmentation(NEVER)(pictures, 0), pictures)


def test_the_chance_of_others_is_left_alone() -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    PhotometricAugmentation(ALWAYS)(torch.rand(1, 3, 16, 16, generator=torch.Generator()), 0)
    assert torch.equal(torch.rand(3), expected)
