"""One picture and its truth as they are compared: read, checked, brought to size."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import DataError
from efficientcracknet.evaluation.pairs import Pair
from efficientcracknet.evaluation.truth import read_truth
from efficientcracknet.runtime.images import read_photo, resize_mask, resize_picture


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A picture and its truth, of one size.

    Attributes
    ----------
    key
        Which pair.
    pixels
        (H, W, 3) uint8.
    truth
        (H, W) bool, True is crack.
    """

    key: str
    pixels: NDArray[np.uint8]
    truth: NDArray[np.bool_]


def read_sample(pair: Pair, size: tuple[int, int] | None) -> Sample:
    """Read one pair and bring it to the size it is scored at.

    Parameters
    ----------
    pair
        Picture and mask on disk; without a mask the truth is empty.
    size
        (height, width) in px; None: the picture's own.

    Returns
    -------
    Sample
        The picture resized bilinearly with antialiasing; the truth resized the same way as grey and cut at > 127.

    Raises
    ------
    DataError
        If picture and mask differ in size.
    """
    pixels = read_photo(pair.image).pixels
    truth = np.zeros(pixels.shape[:2], dtype=np.bool_) if pair.mask is None else read_truth(pair.mask)
    if truth.shape != pixels.shape[:2]:
        raise DataError(
            f"read_sample: `mask` must have its picture's size {pixels.shape[:2]} (height, width), got {truth.shape}: "
            f"{pair.image} with {pair.mask}. Resize the mask with nearest neighbour, or leave the pair out."
        )
    if size is None:
        return Sample(pair.key, pixels, truth)
    return Sample(pair.key, resize_picture(pixels, *size), resize_mask(truth, *size))
