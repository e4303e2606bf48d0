"""Pictures of a data set, decoded once and kept in memory."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import DataError
from efficientcracknet.evaluation.pairs import Pair
from efficientcracknet.evaluation.truth import read_truth
from efficientcracknet.runtime.images import read_photo


class CachedPictures:
    """Decoded pictures and masks of pairs, kept from their first use while the budget lasts.

    Parameters
    ----------
    pairs
        What to read; a pair without a mask shows no crack.
    budget_bytes
        Pixels kept in memory; beyond it every use decodes again.
    """

    def __init__(self, pairs: Sequence[Pair], budget_bytes: int) -> None:
        self._pairs = tuple(pairs)
        self._free_bytes = budget_bytes
        self._kept: dict[int, tuple[NDArray[np.uint8], NDArray[np.bool_]]] = {}

    def __len__(self) -> int:
        """Return how many pictures there are."""
        return len(self._pairs)

    def picture(self, index: int) -> NDArray[np.uint8]:
        """Return one picture.

        Parameters
        ----------
        index
            From 0.

        Returns
        -------
        NDArray[np.uint8]
            (H, W, 3) uint8, upright.
        """
        return self._load(index)[0]

    def mask(self, index: int) -> NDArray[np.bool_]:
        """Return one mask.

        Parameters
        ----------
        index
            From 0.

        Returns
        -------
        NDArray[np.bool_]
            (H, W) bool, True where there is crack.
        """
        return self._load(index)[1]

    def _load(self, index: int) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """Read a pair, or take it from memory."""
        if index in self._kept:
            return self._kept[index]
        loaded = load_pair(self._pairs[index])
        size = loaded[0].nbytes + loaded[1].nbytes
        if size <= self._free_bytes:
            self._free_bytes -= size
            self._kept[index] = loaded
        return loaded


def load_pair(pair: Pair) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Read a picture and its mask.

    Parameters
    ----------
    pair
        What to read.

    Returns
    -------
    tuple[NDArray[np.uint8], NDArray[np.bool_]]
        (H, W, 3) uint8 and (H, W) bool; without a mask, all False.

    Raises
    ------
    DataError
        If picture and mask differ in size.
    """
    pixels = read_photo(pair.image).pixels
    if pair.mask is None:
        return pixels, np.zeros(pixels.shape[:2], np.bool_)
    mask = read_truth(pair.mask)
    if mask.shape != pixels.shape[:2]:
        raise DataError(
            f"load_pair: picture and mask of '{pair.key}' must have one size, got {pixels.shape[:2]} and {mask.shape} "
            "(height, width). Leave the pair out or mend the mask."
        )
    return pixels, mask
