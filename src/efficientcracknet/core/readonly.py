"""Arrays inside results: owned by the result and read-only."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Scalar = TypeVar("Scalar", bound=np.generic)


def own_read_only(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """Return a C-contiguous array that nobody can write to.

    A writeable array is copied, so that later writes of its owner do not reach the result; an array that is
    read-only and contiguous already is returned as it is. To hand over a large array without a copy, set
    ``array.flags.writeable = False`` first.

    Parameters
    ----------
    array
        Any shape and dtype; an empty array is fine.

    Returns
    -------
    NDArray[Scalar]
        Same shape, dtype and values; ``flags.writeable`` is False.

    Examples
    --------
    >>> own_read_only(np.zeros((2, 3))).flags.writeable
    False
    """
    if array.flags.writeable or not array.flags.c_contiguous:
        array = array.copy(order="C")
        array.flags.writeable = False
    return array
