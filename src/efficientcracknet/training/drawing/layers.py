"""Layers: how a share of every pixel takes another colour, and how a picture becomes numbers and bytes again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.training.drawing.noise import Field

Picture = NDArray[np.uint8]
Colours = NDArray[np.float32]

LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, slots=True)
class Ground:
    """How light a picture is, how rough, how sharp, and its mean colour; grey levels, 0..255.

    Roughness is how much pixels differ that lie 3 px apart; sharpness is which share of it neighbours differ already.
    """

    luminance: float
    roughness: float
    sharpness: float
    colour: tuple[float, float, float]


def measure_ground(picture: Picture) -> Ground:
    """Measure what a mark must stand out from.

    Parameters
    ----------
    picture
        (H, W, 3) uint8, at least 4 px wide.

    Returns
    -------
    Ground
        A plain one has roughness 0 and sharpness 1.
    """
    part = picture[::3].astype(np.float32)
    light = part @ LUMINANCE
    near, far = (float(np.abs(light[:, step:] - light[:, :-step]).mean()) for step in (1, 3))
    red, green, blue = part.mean(axis=(0, 1)).tolist()
    return Ground(float(light.mean()), far, min(near / far, 1.0) if far else 1.0, (red, green, blue))


def lay(below: Colours, colour: Colours | tuple[float, float, float], share: Field) -> Colours:
    """Lay a colour over a picture.

    Parameters
    ----------
    below
        (..., 3) float32, 0..255.
    colour
        (3,) or (..., 3), 0..255.
    share
        (...) float32, 0 leaves what is below, 1 hides it.

    Returns
    -------
    Colours
        (..., 3) float32.
    """
    return below + share[..., np.newaxis] * (np.asarray(colour, np.float32) - below)


def shade(below: Colours, share: Field) -> Colours:
    """Take light from a picture.

    Parameters
    ----------
    below
        (..., 3) float32, 0..255.
    share
        (...) float32, 1 makes black; below 0 gives light.

    Returns
    -------
    Colours
        (..., 3) float32.
    """
    return below * (1 - share)[..., np.newaxis]


def shift(field: Field, rows: int, columns: int) -> Field:
    """Move a field; what comes in at the border repeats the border.

    Parameters
    ----------
    field
        (H, W) float32.
    rows
        Down, px.
    columns
        To the right, px.

    Returns
    -------
    Field
        (H, W) float32.
    """
    height, width = field.shape
    take_rows = np.clip(np.arange(height) - rows, 0, height - 1)
    take_columns = np.clip(np.arange(width) - columns, 0, width - 1)
    return field[take_rows[:, np.newaxis], take_columns]


def to_bytes(colours: Colours) -> Picture:
    """Return a picture as it is kept.

    Parameters
    ----------
    colours
        (H, W, 3) float32.

    Returns
    -------
    Picture
        (H, W, 3) uint8, rounded and clipped.
    """
    return np.asarray(np.clip(colours + np.float32(0.5), 0, 255), np.uint8)
