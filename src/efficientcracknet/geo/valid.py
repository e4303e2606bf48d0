"""Pixels of a raster that show nothing: nodata, transparent, not-a-number.

A network sees tiles, not holes. What shows nothing is filled before the network sees it, so that no edge is there to be
taken for a crack: with a mirror image, for a plain fill changes what the network says far into the picture (a black one
hides 9 of 10 crack pixels within 60 px of it, a mirror image 1 of 20). Near it nothing is said about cracks.

Letters: H rows, W columns of a window.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

MARGIN_PX = 8
"""Around pixels that show nothing, nothing is said about cracks: so far reach resampling and compression."""

PINHOLE_PX = 9
"""Where nodata is black, what is narrower than this is dark, not missing: the bottom of a crack is black too."""

REACH_PX = MARGIN_PX + PINHOLE_PX
"""How far around a window one must look to know which of its pixels are judged."""


def fill_pinholes(valid: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which pixels show something, if black may be both nodata and the bottom of a crack.

    Parameters
    ----------
    valid
        (H, W) bool: pixels that are not black. Beyond the window, all counts as missing.

    Returns
    -------
    NDArray[np.bool_]
        (H, W) bool: besides these, pixels in no square of `PINHOLE_PX` that is black all over.
    """
    missing = np.pad(~valid, PINHOLE_PX, constant_values=True)
    square = (PINHOLE_PX, PINHOLE_PX)
    opened = ndimage.maximum_filter(ndimage.minimum_filter(missing, square), square)
    inside = slice(PINHOLE_PX, -PINHOLE_PX)
    return np.asarray(~opened[inside, inside])


def shrink(valid: NDArray[np.bool_], margin_px: int = MARGIN_PX) -> NDArray[np.bool_]:
    """Return which pixels are judged: those that show something and lie far enough from any that do not.

    Parameters
    ----------
    valid
        (H, W) bool. Beyond the window, all counts as it is at the border.
    margin_px
        Square distance up to which neighbours are not judged.

    Returns
    -------
    NDArray[np.bool_]
        (H, W) bool; `valid` itself if all of it is True.

    Examples
    --------
    >>> shrink(np.array([[True, True, True, False, True]]), 1).tolist()
    [[True, True, False, False, False]]
    """
    if valid.all():
        return valid
    return np.asarray(ndimage.minimum_filter(valid, 2 * margin_px + 1, mode="nearest"))


def fill_missing(pixels: NDArray[np.uint8], valid: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return the pixels with what is shown mirrored to where nothing is.

    The border of what is shown is the mirror; where the mirrored place shows nothing either, the nearest pixel that
    does is repeated.

    Parameters
    ----------
    pixels
        (H, W, 3) uint8.
    valid
        (H, W) bool, at least one True.

    Returns
    -------
    NDArray[np.uint8]
        (H, W, 3); `pixels` itself if nothing is missing.

    Examples
    --------
    >>> row = np.array([[[1] * 3, [2] * 3, [0] * 3, [0] * 3]], np.uint8)
    >>> fill_missing(row, np.array([[True, True, False, False]]))[0, :, 0].tolist()
    [1, 2, 1, 2]
    """
    if valid.all():
        return pixels
    missing = np.array(np.nonzero(~valid))
    nearest = ndimage.distance_transform_edt(~valid, return_distances=False, return_indices=True)[:, ~valid]
    mirrored = 2 * nearest - missing
    is_inside = np.logical_and.reduce((mirrored >= 0) & (mirrored < np.array(valid.shape)[:, np.newaxis]))
    is_inside[is_inside] = valid[tuple(mirrored[:, is_inside])]
    source = np.where(is_inside, mirrored, nearest)
    filled = pixels.copy()
    filled[~valid] = pixels[tuple(source)]
    return filled
