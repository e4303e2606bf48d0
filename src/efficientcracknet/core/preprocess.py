"""From the picture to the network's input and back: scaling, channel order, padding.

The only place where pixel values become network input, from training to runtime.

Letters: H rows, W columns of the picture.
"""

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import ImageError, SettingsError

Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """What the network's input means: ``(pixel / 255 - mean) / std`` for each of red, green and blue.

    Attributes
    ----------
    mean
        Three finite numbers, in units of pixel / 255; default leaves values as they are.
    std
        Three finite numbers above 0, in units of pixel / 255.

    Raises
    ------
    SettingsError
        If `mean` or `std` has not three finite numbers, or a `std` is not above 0.
    """

    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    std: tuple[float, float, float] = (1.0, 1.0, 1.0)

    def __post_init__(self) -> None:
        _require_three_finite("mean", self.mean)
        _require_three_finite("std", self.std)
        if min(self.std) <= 0:
            raise SettingsError(
                f"Preprocessing: `std` must be above 0 in every channel, got {self.std}. Use 1.0 to scale nothing."
            )


def to_input(image: NDArray[np.uint8], preprocessing: Preprocessing) -> NDArray[np.float32]:
    """Return the picture as a batch of one for the network.

    Parameters
    ----------
    image
        (H, W, 3) uint8, 0..255, red green blue; H or W may be 0.
    preprocessing
        Mean and standard deviation that the weights were trained with.

    Returns
    -------
    NDArray[np.float32]
        (1, 3, H, W), C-contiguous, ``(pixel / 255 - mean) / std``.

    Raises
    ------
    ImageError
        If `image` is not uint8 of shape (H, W, 3).

    Examples
    --------
    >>> to_input(np.full((1, 1, 3), 255, np.uint8), Preprocessing(mean=(0.5, 0.5, 0.5))).ravel().tolist()
    [0.5, 0.5, 0.5]
    """
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3:
        raise ImageError(
            f"to_input: `image` must be uint8 of shape (height, width, 3), got {image.dtype} of shape {image.shape}. "
            "Read it with runtime.images.read_photo."
        )
    network_input = np.empty((1, 3, *image.shape[:2]), np.float32)
    for channel, (mean, std) in enumerate(zip(preprocessing.mean, preprocessing.std, strict=True)):
        values = network_input[0, channel]
        np.multiply(image[..., channel], np.float32(1 / (255 * std)), out=values, dtype=np.float32)
        values -= np.float32(mean / std)
    return network_input


def pad_to(image: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    """Return the picture grown at the bottom and at the right by repeating its last row and column.

    Parameters
    ----------
    image
        (..., H, W) float32, at least one pixel.
    height
        Rows wanted, px, at least H.
    width
        Columns wanted, px, at least W.

    Returns
    -------
    NDArray[np.float32]
        (..., height, width); `image` itself where nothing is to be added.

    Raises
    ------
    SettingsError
        If `image` is empty, or larger than what is wanted.
    """
    rows, columns = image.shape[-2:]
    if not (0 < rows <= height and 0 < columns <= width):
        raise SettingsError(
            f"pad_to: `image` must have 1..{height} rows and 1..{width} columns, got {rows} x {columns}. "
            "Pad to a size at least as large as the picture."
        )
    if (rows, columns) == (height, width):
        return image
    unpadded_axes = [(0, 0)] * (image.ndim - 2)
    return np.pad(image, [*unpadded_axes, (0, height - rows), (0, width - columns)], mode="edge")


def crop_to(image: NDArray[Scalar], height: int, width: int) -> NDArray[Scalar]:
    """Return the top left part: what `pad_to` added is gone.

    Parameters
    ----------
    image
        (..., H, W), any dtype.
    height
        Rows to keep, px, 0..H.
    width
        Columns to keep, px, 0..W.

    Returns
    -------
    NDArray[Scalar]
        (..., height, width), a view of `image`.

    Raises
    ------
    SettingsError
        If `image` is smaller than what is wanted.
    """
    rows, columns = image.shape[-2:]
    if not (0 <= height <= rows and 0 <= width <= columns):
        raise SettingsError(
            f"crop_to: `image` must have at least {height} rows and {width} columns, got {rows} x {columns}. "
            "Crop to a size no larger than the picture."
        )
    return image[..., :height, :width]


def _require_three_finite(name: str, values: tuple[float, ...]) -> None:
    if len(values) != 3 or not all(math.isfinite(value) for value in values):
        raise SettingsError(
            f"Preprocessing: `{name}` must be three finite numbers (red, green, blue), got {values}. "
            "Copy them from the description of the weights."
        )


TRAINED_PREPROCESSING = Preprocessing(mean=(0.5, 0.5, 0.5), std=(0.25, 0.25, 0.25))
"""Of every network trained here; it travels with the weights."""
