"""What is kept of one picture once its map has been thrown away: counts, from which every score follows."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.readonly import own_read_only
from efficientcracknet.core.scores import Confusion, count_confusion
from efficientcracknet.evaluation.matching import TOLERANCE_PX, Match, match_centrelines, match_within

THRESHOLD_STEPS: Final = 400
THRESHOLDS: Final = own_read_only((np.arange(1, THRESHOLD_STEPS) / THRESHOLD_STEPS).astype(np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class PictureCounts:
    """Counts of one picture.

    Attributes
    ----------
    key
        Which picture.
    confusion
        Pixels at the reported threshold.
    within
        Pixels matched with a tolerance, 2 px but for pictures that were resized, at the same threshold.
    centrelines
        Centreline pixels matched with the other mask, at the same threshold.
    crack_by_bin
        Int64 (400,), read-only: true crack pixels by how many of `THRESHOLDS` their probability reaches.
    background_by_bin
        Int64 (400,), read-only: the same of true background pixels.
    """

    key: str
    confusion: Confusion
    within: Match
    centrelines: Match
    crack_by_bin: NDArray[np.int64]
    background_by_bin: NDArray[np.int64]


def count_picture(
    key: str, crack_map: CrackMap, truth: NDArray[np.bool_], tolerance_px: int = TOLERANCE_PX
) -> PictureCounts:
    """Count one predicted map against its truth.

    Parameters
    ----------
    key
        Which picture.
    crack_map
        Map (H, W) with its threshold; the mask is probability >= threshold, as everywhere.
    truth
        Bool (H, W), True is crack.
    tolerance_px
        Of what counts as matched within a tolerance, at least 1.

    Returns
    -------
    PictureCounts
        Some 7 kB whatever the size of the picture.
    """
    mask = crack_map.mask
    confusion = count_confusion(mask, truth)
    crack_by_bin, background_by_bin = bin_probabilities(crack_map.probability, truth)
    return PictureCounts(
        key=key,
        confusion=confusion,
        within=match_within(mask, truth, tolerance_px),
        centrelines=match_centrelines(mask, truth),
        crack_by_bin=crack_by_bin,
        background_by_bin=background_by_bin,
    )


def bin_probabilities(
    probability: NDArray[np.float32], truth: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sort pixels by how many of `THRESHOLDS` they reach.

    Exact: a pixel's bin is found by the very comparison that makes masks, probability >= threshold in float32.

    Parameters
    ----------
    probability
        Float32 (H, W) in [0, 1].
    truth
        Bool (H, W).

    Returns
    -------
    tuple[NDArray[np.int64], NDArray[np.int64]]
        True crack and true background, each (400,) read-only.

    Examples
    --------
    >>> crack, background = bin_probabilities(np.array([[0.5, 0.001]], dtype=np.float32), np.array([[True, False]]))
    >>> int(crack[200]), int(background[0])  # 0.5 reaches 1/400 ... 200/400
    (1, 1)
    """
    bins = np.searchsorted(THRESHOLDS, probability, side="right")
    crack = np.bincount(bins[truth], minlength=THRESHOLD_STEPS)
    background = np.bincount(bins[~truth], minlength=THRESHOLD_STEPS)
    return own_read_only(crack), own_read_only(background)


def count_silence(counted: PictureCounts) -> PictureCounts:
    """Return what an all-background mask would have counted on the same truth.

    Parameters
    ----------
    counted
        Counts of any prediction.

    Returns
    -------
    PictureCounts
        Nothing predicted: every true pixel is missed, every background pixel left alone.
    """
    found = counted.confusion
    return PictureCounts(
        key=counted.key,
        confusion=Confusion(
            false_negatives=found.true_positives + found.false_negatives,
            true_negatives=found.true_negatives + found.false_positives,
        ),
        within=Match(true=counted.within.true),
        centrelines=Match(true=counted.centrelines.true),
        crack_by_bin=_all_in_first_bin(counted.crack_by_bin),
        background_by_bin=_all_in_first_bin(counted.background_by_bin),
    )


def _all_in_first_bin(by_bin: NDArray[np.int64]) -> NDArray[np.int64]:
    moved = np.zeros_like(by_bin)
    moved[0] = by_bin.sum()
    return own_read_only(moved)
