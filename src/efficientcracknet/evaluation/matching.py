"""How far two masks lie on or near each other: F1 with a tolerance, and clDice.

Both ask the same two questions, which share of the predicted lies where truth is and which share of the true lies
where prediction is, so both are one `Match` of four counts. Neither knows how wide a crack is: they never stand
without the pooled F1.

Source of clDice: Shit et al., "clDice", CVPR 2021, arXiv:2003.07311 (topology precision and sensitivity, hard masks).

Degenerate cases: nothing predicted and nothing true scores 1; if only one of the two is empty, both shares are 0.
"""

from collections.abc import Callable
from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation
from skimage.morphology import skeletonize

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.scores import Counts, share_of

TOLERANCE_PX = 2


@dataclass(frozen=True, slots=True)
class Match:
    """Pixels of prediction and truth, and how many of each the other one confirms.

    Attributes
    ----------
    predicted_hits
        Predicted pixels that truth confirms.
    predicted
        Predicted pixels.
    true_hits
        True pixels that the prediction confirms.
    true
        True pixels.
    """

    predicted_hits: int = 0
    predicted: int = 0
    true_hits: int = 0
    true: int = 0

    def to_array(self) -> NDArray[np.int64]:
        """Return the four counts as int64 (4,), in the order of the fields."""
        return np.array(astuple(self), dtype=np.int64)


def match_within(prediction: NDArray[np.bool_], truth: NDArray[np.bool_], tolerance_px: int = TOLERANCE_PX) -> Match:
    """Match every pixel with the other mask grown by a tolerance.

    Parameters
    ----------
    prediction
        Bool (H, W).
    truth
        Bool (H, W).
    tolerance_px
        How often the other mask is dilated by the cross of four neighbours, >= 1; so diamonds, not discs.

    Returns
    -------
    Match
        In pixels of the masks themselves, not of the grown ones.

    Raises
    ------
    SettingsError
        If the tolerance is less than one pixel.

    Examples
    --------
    >>> line = np.eye(6, dtype=bool)
    >>> match_within(np.roll(line, 2, axis=1), line)
    Match(predicted_hits=4, predicted=6, true_hits=6, true=6)
    """
    if tolerance_px < 1:
        raise SettingsError(f"match_within: `tolerance_px` must be 1 or more, got {tolerance_px}. Use 2, as papers do.")
    return _match(
        prediction,
        truth,
        near_truth=binary_dilation(truth, iterations=tolerance_px),
        near_prediction=binary_dilation(prediction, iterations=tolerance_px),
    )


def match_centrelines(prediction: NDArray[np.bool_], truth: NDArray[np.bool_]) -> Match:
    """Match the centreline of each mask with the area of the other.

    Parameters
    ----------
    prediction
        Bool (H, W).
    truth
        Bool (H, W).

    Returns
    -------
    Match
        In pixels of the one-pixel-wide centrelines; its F1 is clDice.
    """
    thin: Callable[[NDArray[np.bool_]], NDArray[np.bool_]] = skeletonize  # scikit-image has no types
    # copied because it wants to be able to write
    return _match(thin(prediction.copy()), thin(truth.copy()), near_truth=truth, near_prediction=prediction)


def match_precision_of(matches: Counts) -> NDArray[np.float64]:
    """Return the share of the predicted that truth confirms: (..., 4) in the order of `Match` -> (...) in [0, 1]."""
    predicted_hits, predicted, _, true = np.moveaxis(matches, -1, 0)
    return share_of(predicted_hits, predicted, otherwise=true == 0)


def match_recall_of(matches: Counts) -> NDArray[np.float64]:
    """Return the share of the true that the prediction confirms: (..., 4) in the order of `Match` -> (...)."""
    _, predicted, true_hits, true = np.moveaxis(matches, -1, 0)
    return share_of(true_hits, true, otherwise=predicted == 0)


def match_f1_of(matches: Counts) -> NDArray[np.float64]:
    """Return the harmonic mean of both shares, 0 if both are 0: (..., 4) in the order of `Match` -> (...)."""
    precision, recall = match_precision_of(matches), match_recall_of(matches)
    return share_of(2 * precision * recall, precision + recall, otherwise=False)


def _match(
    prediction: NDArray[np.bool_],
    truth: NDArray[np.bool_],
    *,
    near_truth: NDArray[np.bool_],
    near_prediction: NDArray[np.bool_],
) -> Match:
    return Match(
        predicted_hits=int(np.count_nonzero(prediction & near_truth)),
        predicted=int(np.count_nonzero(prediction)),
        true_hits=int(np.count_nonzero(truth & near_prediction)),
        true=int(np.count_nonzero(truth)),
    )
