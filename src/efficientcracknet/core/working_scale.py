"""At which scale a picture is looked at: no larger than the detail it holds.

A picture that was enlarged, or taken through a soft lens, shows cracks many pixels wide and blurred, as no training
picture does. Its spectrum tells: the finest octaves are empty. Octave k holds the frequencies from 1/2**(k+2) to
1/2**(k+1) cycles a pixel, by the larger of both axes; octave 0 is what halving the picture would lose. Pictures of
surfaces hold nearly as much energy in each octave as in the next coarser one; an empty one has less than a tenth.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import SettingsError

EMPTY = 0.09
"""An octave is empty with less than this share of the energy of the next coarser one; chosen on pictures of `dev`."""

OCTAVES = 3
"""Finest octaves that are looked at: the smallest scale is 1/8."""

WINDOW_PX = 1024
"""Side of the middle of the picture that is looked at, px."""

LARGEST, SMALLEST = 8.0, 1 / 64


@dataclass(frozen=True, slots=True)
class WorkingScale:
    """A decision and why it was taken.

    Attributes
    ----------
    factor
        Pixels the network sees, for each pixel of the picture along a side.
    reason
        For people.
    """

    factor: float
    reason: str

    def __post_init__(self) -> None:
        if not SMALLEST <= self.factor <= LARGEST:
            raise SettingsError(
                f"WorkingScale: `factor` must be from {SMALLEST:g} to {LARGEST:g}, got {self.factor:g}. "
                "1 looks at a picture as it is, 0.5 at half its size."
            )


AS_IS = WorkingScale(1.0, "as it is")


def choose_scale(pixels: NDArray[np.uint8]) -> WorkingScale:
    """Decide how small a picture can be looked at without losing detail.

    Parameters
    ----------
    pixels
        (H, W, 3) uint8.

    Returns
    -------
    WorkingScale
        1, 1/2, 1/4 or 1/8; 1 for a picture too small or too even to tell.
    """
    ratios = compare_octaves(pixels)
    if not ratios:
        return WorkingScale(1.0, "too small or too even to tell")
    empty = [octave for octave, ratio in enumerate(ratios) if ratio < EMPTY]
    if not empty:
        return WorkingScale(1.0, "detail down to the pixel")
    parts = 2 ** (max(empty) + 1)
    return WorkingScale(1 / parts, f"no detail beyond 1/{parts} of the size")


def compare_octaves(pixels: NDArray[np.uint8]) -> tuple[float, ...]:
    """Return the energy of the finest octaves, each over that of the next coarser one.

    Parameters
    ----------
    pixels
        (H, W, 3) uint8.

    Returns
    -------
    tuple[float, ...]
        One for each of `OCTAVES`, the finest first; none for a picture under 64 px a side, or without any contrast.
    """
    middle = _cut_middle(pixels)
    if min(middle.shape) < 2 ** (OCTAVES + 3) or middle.min() == middle.max():
        return ()
    window = np.outer(np.hanning(middle.shape[0]), np.hanning(middle.shape[1]))
    energy = np.abs(np.fft.rfft2((middle - middle.mean()) * window)) ** 2
    rows, columns = np.fft.fftfreq(middle.shape[0]), np.fft.rfftfreq(middle.shape[1])
    frequency = np.maximum(np.abs(rows)[:, np.newaxis], columns)
    limits = 0.5 / 2.0 ** np.arange(OCTAVES + 2)
    sums = [energy[(frequency > low) & (frequency <= high)].sum() for high, low in pairwise(limits)]
    return tuple(float(fine / max(coarse, 1e-9)) for fine, coarse in pairwise(sums))


def _cut_middle(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the grey middle of a picture, at most `WINDOW_PX` a side."""
    height, width = (min(side, WINDOW_PX) for side in pixels.shape[:2])
    top, left = (pixels.shape[0] - height) // 2, (pixels.shape[1] - width) // 2
    grey: NDArray[np.float64] = pixels[top : top + height, left : left + width].mean(2)
    return grey
