"""Grounds: crack-free pictures made as large as a training picture, and made various."""

import numpy as np
from PIL import Image

from efficientcracknet.training.drawing.layers import LUMINANCE, Picture, to_bytes
from efficientcracknet.training.drawing.noise import Shape, draw_clouds, draw_noise, soften

DARKEST = 45.0
"""Grey level; a darker ground is lit, or a crack would not show."""


def prepare_ground(picture: Picture, shape: Shape, generator: np.random.Generator) -> Picture:
    """Cut, repeat or enlarge a picture until it fills a shape.

    Parameters
    ----------
    picture
        (H, W, 3) uint8, at least 1 px on each side.
    shape
        (height, width) wanted, px.
    generator
        Source of chance.

    Returns
    -------
    Picture
        Of that shape: at most 3 x 3 times the picture, otherwise enlarged.
    """
    most = 3 if repeats(picture) else 1
    smallest = max(side / (most * own) for side, own in zip(shape, picture.shape[:2], strict=True))
    scale = max(smallest, float(np.exp(generator.uniform(np.log(0.7), np.log(1.6)))))
    taken = [min(max(int(side / scale), 1), most * own) for side, own in zip(shape, picture.shape[:2], strict=True)]
    if most > 1:
        picture = np.roll(picture, generator.integers(0, picture.shape[:2]), (0, 1))
        picture = np.tile(picture, (-(-taken[0] // picture.shape[0]), -(-taken[1] // picture.shape[1]), 1))
    top, left = (int(generator.integers(own - side + 1)) for own, side in zip(picture.shape[:2], taken, strict=True))
    part = np.ascontiguousarray(picture[top : top + taken[0], left : left + taken[1]])
    return np.asarray(Image.fromarray(part).resize(shape[::-1], Image.Resampling.BICUBIC))


def repeats(picture: Picture) -> bool:
    """Tell whether a picture goes on at its far side as it ends at the near one.

    Parameters
    ----------
    picture
        (H, W, 3) uint8.

    Returns
    -------
    bool
        True where the step across either seam is hardly larger than between neighbours inside.
    """
    light = picture.astype(np.float32) @ LUMINANCE
    for lines in (light, light.T):
        inside = np.abs(np.diff(lines, axis=0)).mean(axis=1)
        if len(inside) == 0 or np.abs(lines[0] - lines[-1]).mean() > np.quantile(inside, 0.9) + 1:
            return False
    return True


def vary_light(picture: Picture, generator: np.random.Generator) -> Picture:
    """Light a surface unevenly, and a dark one better.

    Parameters
    ----------
    picture
        (H, W, 3) uint8.
    generator
        Source of chance.

    Returns
    -------
    Picture
        (H, W, 3) uint8.
    """
    shape = picture.shape[0], picture.shape[1]
    spots = generator.uniform(0.02, 0.1) * draw_clouds(shape, 0.6 * max(shape), generator)
    across, down = generator.normal(0, 0.1, 2)
    slope = down * np.linspace(-1, 1, shape[0])[:, np.newaxis] + across * np.linspace(-1, 1, shape[1])
    light = np.exp(spots + slope - 0.6 * (spots + slope).max()).astype(np.float32)  # hardly ever over-exposed
    values = picture.astype(np.float32) * light[..., np.newaxis]
    mean = float(values.mean())
    if mean < DARKEST:
        values = 255 * (values.clip(0, 255) / 255) ** np.float32(np.log(DARKEST / 255) / np.log(max(mean, 1) / 255))
    return to_bytes(values)


def roughen(picture: Picture, generator: np.random.Generator) -> Picture:
    """Give a surface the grain of asphalt, render or a camera; enlarged pictures have lost theirs.

    Parameters
    ----------
    picture
        (H, W, 3) uint8.
    generator
        Source of chance.

    Returns
    -------
    Picture
        (H, W, 3) uint8.
    """
    shape = picture.shape[0], picture.shape[1]
    contrast = np.float32(np.exp(generator.uniform(np.log(0.008), np.log(0.1))))
    grain = draw_noise(shape, generator.uniform(1.0, 2.6), generator)
    if generator.random() < 0.25:  # stones: a few light ones among many dark
        grain = np.exp(np.float32(0.45) * grain).clip(0, 2.5) - np.float32(1.1)
    return to_bytes(picture * (1 + contrast * grain)[..., np.newaxis])


def join_grounds(first: Picture, second: Picture, generator: np.random.Generator) -> Picture:
    """Let one surface end and another begin, along a border straight or ragged, sharp or soft.

    Parameters
    ----------
    first
        (H, W, 3) uint8.
    second
        (H, W, 3) uint8, of the same size.
    generator
        Source of chance.

    Returns
    -------
    Picture
        (H, W, 3) uint8.
    """
    shape = first.shape[0], first.shape[1]
    angle, place = generator.uniform(0, 2 * np.pi), generator.uniform(0.2, 0.8, 2) * shape
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    distance = (rows - place[0]) * np.sin(angle) + (columns - place[1]) * np.cos(angle)
    ragged = generator.choice([0.0, 1.5, 12.0]) * draw_clouds(shape, generator.uniform(6, 40), generator, 4)
    share = np.clip((distance + ragged) / generator.choice([1.0, 3.0, 15.0]) + 0.5, 0, 1).astype(np.float32)
    share = soften(share, 0.6)[..., np.newaxis]
    return to_bytes(first * (1 - share) + second * share)
