"""What needs no training: the rows that any network has to beat.

The ridge filter is Sato's (Sato et al., Medical Image Analysis 2, 1998) as scikit-image offers it, on grey, for dark
ridges, at one scale, cut where the response stands out of its own picture by three standard deviations. Both numbers
were fixed on training pictures of pavements and are never adapted to a set. (Otsu's threshold, which needs no number,
calls a fifth of such pictures crack.) The other row, all background, follows from the counts: `count_silence`.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from skimage.color import rgb2gray
from skimage.filters import sato

from efficientcracknet.core.crackmap import CrackMap

SIGMA_PX = 3
DEVIATIONS = 3
SATO_RULE = f"Sato filter on grey, dark ridges, sigma {SIGMA_PX} px, response > mean + {DEVIATIONS} standard deviations"

_sato: Callable[..., NDArray[np.float64]] = sato  # scikit-image has no types


def find_ridges(pixels: NDArray[np.uint8]) -> CrackMap:
    """Call dark ridges cracks.

    Parameters
    ----------
    pixels
        (H, W, 3) uint8.

    Returns
    -------
    CrackMap
        Probability 0 or 1, so that thresholds do not matter; empty where nothing stands out, as on a uniform picture.
    """
    response = _sato(rgb2gray(pixels), sigmas=[SIGMA_PX], black_ridges=True)
    ridges = response > response.mean() + DEVIATIONS * response.std()
    return CrackMap(ridges.astype(np.float32), threshold=0.5)
