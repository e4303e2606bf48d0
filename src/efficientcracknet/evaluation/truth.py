"""The truth beside a picture: which pixels are crack, whatever kind of file says so."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import DataError, ImageError
from efficientcracknet.evaluation.pairs import Pair
from efficientcracknet.runtime.images import read_mask, read_size

CRACK_LABEL = 2
"""CrackForest's `Segmentation` has 1 for the road and 2 for the crack."""


def read_truth(path: Path) -> NDArray[np.bool_]:
    """Read which pixels are crack.

    Parameters
    ----------
    path
        A mask that `runtime.images.read_mask` reads, or CrackForest's ``.mat`` file with ``groundTruth.Segmentation``.

    Returns
    -------
    NDArray[np.bool_]
        (H, W) bool, True where there is crack. A file that cannot be read is refused with an `ImageError`.
    """
    return np.equal(_read_labels(path), CRACK_LABEL) if _is_matlab(path) else read_mask(path)


def check_pair(pair: Pair) -> tuple[int, int]:
    """Return the size that a picture and its mask share, from their headers where those say it.

    Parameters
    ----------
    pair
        Picture and mask on disk; a pair without a mask always fits.

    Returns
    -------
    tuple[int, int]
        Height and width in px, as seen upright.

    Raises
    ------
    DataError
        If picture and mask differ in size.
    """
    size = read_size(pair.image)
    if pair.mask is None:
        return size
    truth = _read_labels(pair.mask).shape if _is_matlab(pair.mask) else read_size(pair.mask)
    if truth != size:
        raise DataError(
            f"check_pair: `mask` must have its picture's {size[0]} x {size[1]} px (height x width), got "
            f"{truth[0]} x {truth[1]} px: {pair.image} with {pair.mask}. If only the scale differs, resize the mask to "
            "the picture with nearest neighbour; else leave the pair out."
        )
    return size


def _is_matlab(path: Path) -> bool:
    return path.suffix.lower() == ".mat"


def _read_labels(path: Path) -> NDArray[np.generic]:
    """Return (H, W) region labels, 1 for the road."""
    from scipy.io import loadmat  # here, because few ever need it and it costs a tenth of a second

    rule = "must be a MATLAB file (up to version 7.2) with groundTruth.Segmentation of shape (H, W)"
    todo = "Take CrackForest's own file or give a PNG mask."
    try:
        labels = np.asarray(loadmat(path)["groundTruth"]["Segmentation"][0, 0])
    except Exception as error:  # scipy raises a dozen kinds on damaged files, bare Exception among them
        raise ImageError(f"read_truth: `path` {rule}, got {path} ({error!r}). {todo}") from error
    if labels.ndim != 2 or labels.dtype.kind not in "uif":
        raise ImageError(
            f"read_truth: `path` {rule}, got shape {labels.shape} and type {labels.dtype} in {path}. {todo}"
        )
    return labels
