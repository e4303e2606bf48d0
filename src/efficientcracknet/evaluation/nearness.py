"""What lies near a crack, true or predicted: where a probability is more than the safe no of empty ground."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d

REACH_PX = 10


def mark_near(mask: NDArray[np.bool_], reach_px: int = REACH_PX) -> NDArray[np.bool_]:
    """Mark what lies near any marked pixel.

    Parameters
    ----------
    mask
        Bool (H, W); nothing marked gives nothing near.
    reach_px
        How far along rows and along columns, so a square around each pixel; at least 0.

    Returns
    -------
    NDArray[np.bool_]
        (H, W); the marked pixels are near themselves.

    Examples
    --------
    >>> mark_near(np.array([[True, False, False, False]]), reach_px=2).tolist()
    [[True, True, True, False]]
    """
    side = 2 * reach_px + 1
    along = maximum_filter1d(mask.view(np.uint8), side, axis=1, mode="constant")
    near: NDArray[np.uint8] = maximum_filter1d(along, side, axis=0, mode="constant")
    return near.view(np.bool_)
