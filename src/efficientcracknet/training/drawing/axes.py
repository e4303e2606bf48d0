"""Axes: a plane of coordinates laid over a picture, upright or turned, for everything that is straight and regular."""

from dataclasses import dataclass

import numpy as np

from efficientcracknet.training.drawing.noise import Field, Shape


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """Two coordinates of every pixel, (H, W) float32 px each, at right angles but for perspective; 0 inside."""

    across: Field
    along: Field


def lay_axes(shape: Shape, generator: np.random.Generator, upright_share: float = 0.7) -> Axes:
    """Lay axes over a picture.

    Parameters
    ----------
    shape
        (height, width), px.
    generator
        Source of chance.
    upright_share
        How often they stand within a few degrees of the picture's sides.

    Returns
    -------
    Axes
        With their origin in the picture; sometimes narrowing to one side as in perspective.
    """
    angle = generator.uniform(0, 2 * np.pi)
    if generator.random() < upright_share:
        angle = generator.integers(4) * np.pi / 2 + generator.normal(0, 0.03)
    origin = generator.uniform(0.15, 0.85, 2) * shape
    rows = (np.arange(shape[0], dtype=np.float32) - np.float32(origin[0]))[:, np.newaxis]
    columns = np.arange(shape[1], dtype=np.float32) - np.float32(origin[1])
    sine, cosine = np.float32(np.sin(angle)), np.float32(np.cos(angle))
    across, along = rows * cosine + columns * sine, columns * cosine - rows * sine
    if generator.random() < 0.3:
        far = 1 + np.float32(generator.uniform(-0.5, 0.5)) * along / max(shape)
        across, along = across / far, along / far
    return Axes(across, along)


def measure_to_nearest(position: Field, spacing_px: float) -> Field:
    """Return how far it is to the nearest of evenly spaced places, one of them at 0.

    Parameters
    ----------
    position
        (H, W) float32, px.
    spacing_px
        Above 0; infinite: only the place at 0.

    Returns
    -------
    Field
        (H, W) float32, px, signed.
    """
    if np.isinf(spacing_px):
        return position
    step = np.float32(spacing_px)
    return np.asarray(position - step * np.rint(position / step))
