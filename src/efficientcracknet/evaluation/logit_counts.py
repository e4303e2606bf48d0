"""What is kept of the pictures of one set for calibration: true and false pixels by their logit.

A calibration is a rising line through logits, so it moves whole bins and mixes none: one look at the pictures serves
every line and every threshold.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.readonly import own_read_only
from efficientcracknet.evaluation.nearness import mark_near
from efficientcracknet.evaluation.negatives import ALARM_SHARE

LIMIT: Final = 16
"""Logits from -16 to 16 are told apart; in float32, probabilities beyond are as good as 0 and 1."""

STEPS: Final = 32
"""Bins to a unit: at most 0.008 of probability each."""

BINS: Final = 2 * LIMIT * STEPS
CENTRES: Final = own_read_only((np.arange(BINS) + 0.5) / STEPS - LIMIT)
EDGES: Final = own_read_only(np.arange(1, BINS) / STEPS - LIMIT)
"""Between the bins: where a threshold may lie."""


@dataclass(slots=True, eq=False)
class LogitCounts:
    """Pixels of the pictures counted so far.

    Attributes
    ----------
    crack
        Int64 (1024,): true crack pixels by logit.
    background
        The same of true background.
    near_crack
        Those of the first within 10 px of truth or prediction, so all of them.
    near_background
        Those of the second within 10 px of truth or prediction.
    quiet_from
        Of each picture without crack, the first of `EDGES` at which no more than 0.1 % of it is called crack; the
        number of edges if there is none.
    """

    crack: NDArray[np.int64] = field(default_factory=lambda: np.zeros(BINS, np.int64))
    background: NDArray[np.int64] = field(default_factory=lambda: np.zeros(BINS, np.int64))
    near_crack: NDArray[np.int64] = field(default_factory=lambda: np.zeros(BINS, np.int64))
    near_background: NDArray[np.int64] = field(default_factory=lambda: np.zeros(BINS, np.int64))
    quiet_from: list[int] = field(default_factory=list)

    def add(self, crack_map: CrackMap, truth: NDArray[np.bool_]) -> None:
        """Count one picture.

        Parameters
        ----------
        crack_map
            Map (H, W); its threshold says what is predicted.
        truth
            Bool (H, W).
        """
        bins = sort_logits(crack_map.probability)
        near = mark_near(truth | crack_map.mask)
        crack, background = (np.bincount(bins[part], minlength=BINS) for part in (truth, ~truth))
        self.crack += crack
        self.background += background
        self.near_crack += crack
        self.near_background += np.bincount(bins[near & ~truth], minlength=BINS)
        if not truth.any():
            called = background[::-1].cumsum()[::-1][1:]  # crack at each of the edges
            self.quiet_from.append(int(np.count_nonzero(called > ALARM_SHARE * truth.size)))


def sort_logits(probability: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return the bin of each pixel's logit.

    Parameters
    ----------
    probability
        Float32, any shape, in [0, 1].

    Returns
    -------
    NDArray[np.intp]
        The same shape; what lies beyond the limit is in the first or the last bin.

    Examples
    --------
    >>> sort_logits(np.array([0, 0.5, 1], np.float32)).tolist()  # a logit of 0 begins the upper half
    [0, 512, 1023]
    """
    exact = probability.astype(np.float64)
    with np.errstate(divide="ignore"):
        logits = np.log(exact) - np.log1p(-exact)
    bins: NDArray[np.intp] = np.clip(np.floor((logits + LIMIT) * STEPS), 0, BINS - 1).astype(np.intp)
    return bins
