"""Smooth chance: fields over a picture and waves along a line, of mean 0 and deviation about 1."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter

Field = NDArray[np.float32]
Wave = NDArray[np.float64]
Shape = tuple[int, int]


def draw_noise(shape: Shape, scale_px: float, generator: np.random.Generator) -> Field:
    """Draw spots of one size.

    Parameters
    ----------
    shape
        (height, width), px.
    scale_px
        From one spot to the next, at least 1.
    generator
        Source of chance.

    Returns
    -------
    Field
        (height, width) float32.
    """
    height, width = (int(side / scale_px) + 4 for side in shape)
    coarse = generator.standard_normal((height, width), np.float32)
    if scale_px <= 1:
        return np.ascontiguousarray(coarse[: shape[0], : shape[1]])
    top, left = generator.uniform(0, 1, 2)
    box = (left, top, left + shape[1] / scale_px, top + shape[0] / scale_px)
    spots = Image.fromarray(coarse).resize(shape[::-1], Image.Resampling.BICUBIC, box=box)
    return np.asarray(spots) * np.float32(1.4)  # what is between the knots varies less than the knots


def draw_clouds(shape: Shape, scale_px: float, generator: np.random.Generator, octaves: int = 3) -> Field:
    """Draw spots of several sizes, each half as large and half as strong as the one before.

    Parameters
    ----------
    shape
        (height, width), px.
    scale_px
        Of the largest spots.
    generator
        Source of chance.
    octaves
        Number of sizes.

    Returns
    -------
    Field
        (height, width) float32.
    """
    fold = max(int(scale_px / 2**octaves), 1)  # small spots of this many px are drawn small, and enlarged together
    height, width = (-(-side // fold) for side in shape)
    total: Field = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        spots = draw_noise((height, width), max(scale_px / fold / 2**octave, 1.0), generator)
        total += np.float32(0.5**octave) * spots
    total /= np.float32(np.sqrt(sum(0.25**octave for octave in range(octaves))))
    if fold == 1:
        return total
    box = (0, 0, shape[1] / fold, shape[0] / fold)
    return np.asarray(Image.fromarray(total).resize(shape[::-1], Image.Resampling.BICUBIC, box=box))


def draw_wave(count: int, scale: float, generator: np.random.Generator) -> Wave:
    """Draw a wave along a line.

    Parameters
    ----------
    count
        Places along the line.
    scale
        Places from one knot to the next, above 0; straight between knots.
    generator
        Source of chance.

    Returns
    -------
    Wave
        (count,) float64.
    """
    knots = generator.standard_normal(int(count / scale) + 3)
    wave: Wave = np.interp(np.arange(count) / scale + generator.random(), np.arange(len(knots)), knots)
    return wave


def draw_steps(count: int, scale: float, generator: np.random.Generator) -> Wave:
    """Draw a wave that keeps its value and then jumps.

    Parameters
    ----------
    count
        Places along the line.
    scale
        Mean number of places between two jumps, above 0.
    generator
        Source of chance.

    Returns
    -------
    Wave
        (count,) float64.
    """
    jumps = np.cumsum(generator.random(count) < 1 / scale)
    steps: Wave = generator.standard_normal(count + 1)[jumps]
    return steps


def soften(field: Field, radius_px: float) -> Field:
    """Blur a field by a Gaussian; wide ones roughly.

    Parameters
    ----------
    field
        (H, W) float32.
    radius_px
        Standard deviation; 0 changes nothing.

    Returns
    -------
    Field
        (H, W) float32.
    """
    if radius_px <= 0:
        return field
    if radius_px < 3:
        return np.asarray(gaussian_filter(field, radius_px, mode="nearest", truncate=2.5), np.float32)
    fold = int(radius_px // 1.5)
    height, width = field.shape
    small = np.asarray(Image.fromarray(field).reduce(fold))
    blurred = gaussian_filter(small, radius_px / fold, mode="nearest", truncate=2.5)
    box = (0, 0, width / fold, height / fold)
    return np.asarray(Image.fromarray(blurred).resize((width, height), Image.Resampling.BILINEAR, box=box))
