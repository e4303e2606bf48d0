"""What spoils a picture on its way to us: things drawn on it that are no cracks, shadows, compression.

A picture at a time, by NumPy and Pillow: as layers of the batch, shadow and compression cost as much as the network.
"""

import io

import numpy as np
from PIL import Image

from efficientcracknet.training.drawing.distractor import draw_distractor
from efficientcracknet.training.drawing.layers import Picture, to_bytes
from efficientcracknet.training.drawing.shadows import draw_shadows
from efficientcracknet.training.recipe import AugmentationRecipe

LOWEST_QUALITY, HIGHEST_QUALITY = 30, 95
"""Of JPEG."""


def spoil_picture(picture: Picture, recipe: AugmentationRecipe, generator: np.random.Generator) -> Picture:
    """Spoil a picture by chance.

    Parameters
    ----------
    picture
        (H, W, 3) uint8, at least 16 px on each side.
    recipe
        Shares; what has share 0 takes nothing from the generator.
    generator
        Source of chance.

    Returns
    -------
    Picture
        (H, W, 3) uint8; the picture itself if chance spared it.
    """
    if recipe.distractor_share and generator.random() < recipe.distractor_share:
        picture = draw_distractor(picture, generator)
    if recipe.shadow_share and generator.random() < recipe.shadow_share:
        picture = to_bytes(draw_shadows(picture.astype(np.float32), generator))
    if recipe.jpeg_share and generator.random() < recipe.jpeg_share:
        picture = compress(picture, int(generator.integers(LOWEST_QUALITY, HIGHEST_QUALITY + 1)))
    return picture


def compress(picture: Picture, quality: int) -> Picture:
    """Return what JPEG leaves of a picture.

    Parameters
    ----------
    picture
        (H, W, 3) uint8.
    quality
        1 to 95, as Pillow counts.

    Returns
    -------
    Picture
        (H, W, 3) uint8.
    """
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file).convert("RGB"))
