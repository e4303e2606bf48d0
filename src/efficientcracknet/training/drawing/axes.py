"""Axes: a plane of coordinates laid over a picture, upright or turned, for everything that is straight and regular."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    axes = turn_axes(shape, generator.uniform(0.15, 0.85, 2) * shape, angle)
    if generator.random() < 0.3:
        far = 1 + np.float32(generator.uniform(-0.5, 0.5) / max(shape)) * axes.along
        return Axes(axes.across / far, axes.along / far)
    return axes


def turn_axes(shape: Shape, origin: NDArray[np.float64], angle: float) -> Axes:
    """Lay axes with a given origin and angle.

    Parameters
    ----------
    shape
        (height, width), px.
    origin
        (2,) float64: row and column where both coordinates are 0.
    angle
        Radians; at 0, across runs down and along to the right.

    Returns
    -------
    Axes
        At right angles.
    """
    rows = (np.arange(shape[0], dtype=np.float32) - np.float32(origin[0]))[:, np.newaxis]
    columns = np.arange(shape[1], dtype=np.float32) - np.float32(origin[1])
    sine, cosine = np.float32(np.sin(angle)), np.float32(np.cos(angle))
    return Axes(rows * cosine + columns * sine, columns * cosine - rows * sine)


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
