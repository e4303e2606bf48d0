"""Scores over the threshold: the curve, and the two upper bounds that papers state.

* ODS: the one threshold that is best for the mean per-image F1 of this very set (chosen again in each resample).
* OIS: each picture at its own best threshold.

Both look at the truth they are scored on: bounds, comparable with papers and with nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.readonly import own_read_only
from efficientcracknet.core.scores import f1_of, precision_of, recall_of
from efficientcracknet.evaluation.bootstrap import Figure, Resampling, draw_weights, state_interval
from efficientcracknet.evaluation.counting import THRESHOLDS, PictureCounts

SHOWN: Final = own_read_only(np.array([1, 4, 10, *range(20, 400, 20), 390, 396, 399]) - 1)
"""Places among `THRESHOLDS`: steps of 0.05, and closer at both ends, where precision and recall run away."""


@dataclass(frozen=True, slots=True, eq=False)
class ThresholdCurve:
    """Pooled scores at 0.05, 0.10, ... 0.95, and at three thresholds nearer to 0 and 1; float64 (25,), read-only.

    Attributes
    ----------
    threshold
        From which a pixel is crack.
    precision
        Pooled.
    recall
        Pooled.
    f1
        Pooled.
    ods_threshold
        The one threshold that is best for the mean per-image F1, on a grid of 1/400; the lowest of several equals.
    """

    threshold: NDArray[np.float64]
    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    f1: NDArray[np.float64]
    ods_threshold: float


def trace_curve(pictures: Sequence[PictureCounts]) -> ThresholdCurve:
    """Return pooled scores over the threshold.

    Parameters
    ----------
    pictures
        Counts of at least one picture.

    Returns
    -------
    ThresholdCurve
        Exact at every threshold: what masks cut there would count.
    """
    counts = count_at_thresholds(pictures)
    pooled = counts.sum(axis=0)[SHOWN]
    best = f1_of(counts).mean(axis=0).argmax()
    return ThresholdCurve(
        threshold=own_read_only(THRESHOLDS[SHOWN].astype(np.float64).round(4)),
        precision=own_read_only(precision_of(pooled)),
        recall=own_read_only(recall_of(pooled)),
        f1=own_read_only(f1_of(pooled)),
        ods_threshold=round(float(THRESHOLDS[best]), 4),
    )


def state_best_thresholds(pictures: Sequence[PictureCounts], resampling: Resampling) -> Mapping[str, Figure]:
    """Return ODS and OIS, both as mean per-image F1.

    Parameters
    ----------
    pictures
        Counts of at least one picture.
    resampling
        How intervals are drawn.

    Returns
    -------
    Mapping[str, Figure]
        ``f1_ods_per_image_mean`` and ``f1_ois_per_image_mean``.
    """
    f1 = f1_of(count_at_thresholds(pictures))  # (N, 399)
    weights = draw_weights(len(pictures), resampling)
    return {
        "f1_ods_per_image_mean": state_interval((weights @ f1).max(axis=1) / len(pictures), resampling),
        "f1_ois_per_image_mean": state_interval(weights @ f1.max(axis=1) / len(pictures), resampling),
    }


def count_at_thresholds(pictures: Sequence[PictureCounts]) -> NDArray[np.int64]:
    """Return the confusion counts of every picture at every threshold.

    Parameters
    ----------
    pictures
        Counts of N pictures.

    Returns
    -------
    NDArray[np.int64]
        (N, 399, 4), the last axis in the order of `Confusion`.
    """
    crack = np.array([picture.crack_by_bin for picture in pictures])
    background = np.array([picture.background_by_bin for picture in pictures])
    hits, alarms = _reach_thresholds(crack), _reach_thresholds(background)
    misses = crack.sum(axis=1, keepdims=True) - hits
    rest = background.sum(axis=1, keepdims=True) - alarms
    return np.stack([hits, alarms, misses, rest], axis=-1)


def _reach_thresholds(by_bin: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many pixels reach each threshold: (N, 400) by bin -> (N, 399)."""
    return by_bin[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
