"""Whether probabilities mean what they say: seven of ten pixels that are given 0.7 should show a crack.

Counted within 10 px of truth or prediction. Far from both, nearly every pixel is rightly given almost 0, and so many
are that they would hide everything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.readonly import own_read_only
from efficientcracknet.evaluation.bootstrap import Figure, Resampling, draw_weights, state_interval
from efficientcracknet.evaluation.nearness import REACH_PX, mark_near

BINS = 20

ReliabilityCounts = NDArray[np.float64]
"""(..., 20, 3): pixels, sum of their probabilities, true crack pixels, by probability in steps of 0.05."""


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """How a set's probabilities compare with its truth, pooled; arrays are float64 (20,), read-only.

    Attributes
    ----------
    pixels
        Share of the pixels near cracks, by probability in steps of 0.05.
    probability
        Their mean; not a number where there is no pixel.
    crack_share
        How many of them are crack; not a number where there is no pixel.
    error
        Expected calibration error: mean distance of the two, weighed by pixels.
    """

    pixels: NDArray[np.float64]
    probability: NDArray[np.float64]
    crack_share: NDArray[np.float64]
    error: Figure

    def to_dict(self, digits: int) -> dict[str, Any]:
        """Return it ready for JSON: bins that hold pixels, and no figure but what is drawn.

        Parameters
        ----------
        digits
            To round to.

        Returns
        -------
        dict[str, Any]
            Lists of equal length.
        """
        held = self.pixels > 0
        columns = {"pixels": self.pixels, "probability": self.probability, "crack_share": self.crack_share}
        lists = {name: column[held].round(digits).tolist() for name, column in columns.items()}
        return {"within_px": REACH_PX, "bins": BINS, **lists}


def count_reliability(crack_map: CrackMap, truth: NDArray[np.bool_]) -> ReliabilityCounts:
    """Sort the pixels near cracks by their probability.

    Parameters
    ----------
    crack_map
        Map (H, W); its threshold says what is predicted.
    truth
        Bool (H, W).

    Returns
    -------
    ReliabilityCounts
        (20, 3); zeros where nothing is true and nothing predicted.
    """
    near = mark_near(truth | crack_map.mask)
    probability, crack = crack_map.probability[near], truth[near]
    bins = np.minimum((probability * BINS).astype(np.intp), BINS - 1)
    weights = (None, probability, crack)
    return np.stack([np.bincount(bins, weight, BINS).astype(np.float64) for weight in weights], axis=1)


def calibration_error_of(counts: ReliabilityCounts) -> NDArray[np.float64]:
    """Return the expected calibration error.

    Parameters
    ----------
    counts
        (..., 20, 3).

    Returns
    -------
    NDArray[np.float64]
        (...) in [0, 1]; 0 without pixels.

    Examples
    --------
    >>> counts = np.zeros((20, 3))
    >>> counts[14] = 10, 7.2, 6  # ten pixels of 0.72 each, six of them crack
    >>> round(float(calibration_error_of(counts)), 6)
    0.12
    """
    pixels, probability, crack = np.moveaxis(counts, -1, 0)
    off: NDArray[np.float64] = np.abs(probability - crack).sum(axis=-1) / np.maximum(pixels.sum(axis=-1), 1)
    return off


def state_reliability(pictures: Sequence[ReliabilityCounts], resampling: Resampling) -> Reliability:
    """Pool the counts of pictures.

    Parameters
    ----------
    pictures
        (20, 3) of at least one picture.
    resampling
        How the interval is drawn.

    Returns
    -------
    Reliability
        Of the set.
    """
    counts = np.array(pictures)
    weights = draw_weights(len(counts), resampling)
    pixels, probability, crack = counts.sum(axis=0).T
    with np.errstate(invalid="ignore"):
        mean_probability, crack_share = probability / pixels, crack / pixels
    return Reliability(
        own_read_only(pixels / max(pixels.sum(), 1)),
        own_read_only(mean_probability),
        own_read_only(crack_share),
        state_interval(calibration_error_of(np.tensordot(weights, counts, axes=1)), resampling),
    )
