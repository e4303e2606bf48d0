"""Light and camera: colour, blur and noise, by kornia, per batch and on the device."""

from typing import cast

import kornia.augmentation as kornia
import torch
from torch import Tensor, nn

from efficientcracknet.training.recipe import AugmentationRecipe


class PhotometricAugmentation:
    """Colour, blur and noise: (B, 3, H, W) in 0..1 -> the same.

    Parameters
    ----------
    recipe
        Strengths and shares.
    """

    def __init__(self, recipe: AugmentationRecipe) -> None:
        layers = {
            kornia.ColorJiggle(
                recipe.brightness, recipe.contrast, recipe.saturation, recipe.hue, p=recipe.colour_share
            ): recipe.colour_share,
            kornia.RandomGrayscale(p=recipe.grey_share): recipe.grey_share,
            kornia.RandomGaussianBlur((5, 5), (0.3, 1.5), p=recipe.blur_share): recipe.blur_share,
            kornia.RandomMotionBlur((3, 7), 180.0, 1.0, p=recipe.motion_share): recipe.motion_share,
            kornia.RandomGaussianNoise(std=0.04, p=recipe.noise_share): recipe.noise_share,
            kornia.RandomInvert(p=recipe.invert_share): recipe.invert_share,
        }
        # A layer of share 0 changes nothing, but kornia computes it: half of a step's time.
        self.layers = nn.Sequential(*(layer for layer, share in layers.items() if share))

    @torch.no_grad()
    def __call__(self, pictures: Tensor, seed: int) -> Tensor:
        """Return the batch, varied.

        Parameters
        ----------
        pictures
            (B, 3, H, W) float, 0..1.
        seed
            Equal seeds give equal answers; torch's global state is left as it was.

        Returns
        -------
        Tensor
            (B, 3, H, W) float, 0..1.
        """
        devices = [pictures.device] if pictures.is_cuda else []
        with torch.random.fork_rng(devices):
            torch.manual_seed(seed)
            return cast(Tensor, self.layers(pictures)).clamp_(0, 1)
