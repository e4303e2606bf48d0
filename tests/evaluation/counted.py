"""Counts of pictures made at test time, from maps small enough to count by hand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.evaluation.counting import PictureCounts, count_picture


def count(
    probability: Sequence[ArrayLike], truth: Sequence[ArrayLike], key: str = "one", threshold: float = 0.5
) -> PictureCounts:
    """Count a map of a few rows; truth is 1 for crack and 0 for background."""
    crack_map = CrackMap(np.array(probability, dtype=np.float32), threshold)
    return count_picture(key, crack_map, np.array(truth, dtype=bool))


SHARP = count([[0.9, 0.9, 0.1, 0.1]], [[1, 1, 0, 0]], "sharp")
"""All right at 0.5: F1 1."""

FAINT = count([[0.3, 0.2, 0.1, 0.1]], [[1, 1, 0, 0]], "faint")
"""Nothing found at 0.5: F1 0; all right from above 0.1 to 0.2."""

ALARM = count([[0.6, 0.1, 0.1, 0.1]], [[0, 0, 0, 0]], "alarm")
"""No crack there, one of four pixels said to be."""

QUIET = count([[0.1, 0.1, 0.1, 0.1]], [[0, 0, 0, 0]], "quiet")
"""No crack there, none seen."""
