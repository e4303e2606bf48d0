"""Scores by how wide the true crack is: a hairline is missed where a gap is not.

Width is read off the true mask: at the centreline, twice the distance to the nearest background, exact for bars along
rows or columns. Every true pixel has the width of the centreline nearest to it, and so has what is predicted within
10 px of truth. What is predicted farther away belongs to no width and is left out here, so precision is kinder than
that of the whole set.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation, distance_transform_edt
from skimage.morphology import skeletonize

from efficientcracknet.evaluation.bootstrap import Figure, Resampling, draw_weights, state_interval
from efficientcracknet.evaluation.matching import TOLERANCE_PX, match_f1_of, match_recall_of
from efficientcracknet.evaluation.nearness import REACH_PX, mark_near

EDGES_PX: Final = (2, 4, 8, 16)
CLASSES = len(EDGES_PX) + 1

WidthCounts = NDArray[np.int64]
"""(..., 5, 4): counts in the order of `Match`, for widths below 2, 2 to 4, 4 to 8, 8 to 16 and from 16 px on."""


@dataclass(frozen=True, slots=True)
class WidthScore:
    """What is found of cracks of one class of widths; None where the set has none.

    Attributes
    ----------
    true_pixels
        How many the set has.
    recall
        Share of them within the tolerance of what was predicted, pooled.
    f1
        Harmonic mean with the precision of what was predicted near them, pooled.
    """

    true_pixels: int
    recall: Figure | None
    f1: Figure | None


def count_by_width(
    prediction: NDArray[np.bool_], truth: NDArray[np.bool_], tolerance_px: int = TOLERANCE_PX
) -> WidthCounts:
    """Match prediction and truth within a tolerance, each class of true widths apart.

    Parameters
    ----------
    prediction
        Bool (H, W).
    truth
        Bool (H, W).
    tolerance_px
        As `match_within` takes it.

    Returns
    -------
    WidthCounts
        (5, 4); zeros where nothing is true.

    Examples
    --------
    >>> truth = np.zeros((12, 30), bool)
    >>> truth[4:7] = True  # a crack of 3 px
    >>> count_by_width(truth, truth)[1].tolist()  # 2 to 4 px: all that is predicted is right, all that is true found
    [90, 90, 90, 90]
    """
    counts = np.zeros((CLASSES, 4), np.int64)
    if not truth.any():
        return counts
    window = _find_window(truth)
    prediction, truth = prediction[window], truth[window]
    classes = _classify(truth)
    predicted = prediction & mark_near(truth)
    found = truth & binary_dilation(prediction, iterations=tolerance_px)
    right = predicted & binary_dilation(truth, iterations=tolerance_px)
    for column, marked in enumerate((right, predicted, found, truth)):
        counts[:, column] = np.bincount(classes[marked], minlength=CLASSES)
    return counts


def measure_widths(truth: NDArray[np.bool_], centrelines: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return how wide a mask is along its centrelines, px.

    Parameters
    ----------
    truth
        Bool (H, W); what lies outside is not known, and so no background.
    centrelines
        Bool (H, W), a subset of the same.

    Returns
    -------
    NDArray[np.float64]
        In the order of `np.argwhere(centrelines)`; infinite without any background. An odd bar has one row of pixels
        deepest inside, an even bar two: those around a pixel that are as deep as it is tell which.
    """
    rows, columns = np.nonzero(centrelines)
    if truth.all():
        return np.full(len(rows), np.inf)
    depth: NDArray[np.float64] = np.pad(distance_transform_edt(truth), 1, mode="edge")
    own = depth[rows + 1, columns + 1]
    around = [depth[rows + down, columns + right] for down in range(3) for right in range(3)]
    as_deep = (np.array(around) >= own).sum(axis=0)
    widths: NDArray[np.float64] = 2 * own - (as_deep < 5)
    return widths


def state_by_width(pictures: Sequence[WidthCounts], resampling: Resampling) -> tuple[WidthScore, ...]:
    """Pool the counts of pictures.

    Parameters
    ----------
    pictures
        (5, 4) of at least one picture.
    resampling
        How intervals are drawn.

    Returns
    -------
    tuple[WidthScore, ...]
        One for each class.
    """
    counts = np.array(pictures)
    drawn = np.tensordot(draw_weights(len(counts), resampling), counts, axes=1)  # (1 + resamples, 5, 4)
    recall, f1 = match_recall_of(drawn), match_f1_of(drawn)
    scores = []
    for place, true_pixels in enumerate(counts.sum(axis=0)[:, 3]):
        figures = [state_interval(each[:, place], resampling) if true_pixels else None for each in (recall, f1)]
        scores.append(WidthScore(int(true_pixels), *figures))
    return tuple(scores)


def write_by_width(scores: Sequence[WidthScore], digits: int) -> dict[str, Any]:
    """Return the scores of all classes, ready for JSON.

    Parameters
    ----------
    scores
        One for each class.
    digits
        To round to.

    Returns
    -------
    dict[str, Any]
        Lists in the order of the classes; each figure as value, low, high, or None.
    """

    def write(figure: Figure | None) -> list[float] | None:
        return None if figure is None else [round(one, digits) for one in (figure.value, figure.low, figure.high)]

    return {
        "edges_px": list(EDGES_PX),
        "true_pixels": [score.true_pixels for score in scores],
        "recall": [write(score.recall) for score in scores],
        "f1": [write(score.f1) for score in scores],
    }


def _find_window(truth: NDArray[np.bool_]) -> tuple[slice, slice]:
    """Return the part of a mask that holds all that is true and what lies near it."""
    spans = (np.flatnonzero(truth.any(axis=axis)) for axis in (1, 0))
    rows, columns = (slice(max(span[0] - REACH_PX, 0), span[-1] + REACH_PX + 1) for span in spans)
    return rows, columns


def _classify(truth: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the class of the centreline that is nearest to each pixel: (H, W)."""
    thin: Callable[[NDArray[np.bool_]], NDArray[np.bool_]] = skeletonize  # scikit-image has no types
    centrelines = thin(truth.copy())  # copied because it wants to be able to write
    classes = np.zeros(truth.shape, np.intp)
    classes[centrelines] = np.searchsorted(EDGES_PX, measure_widths(truth, centrelines), side="right")
    rows, columns = distance_transform_edt(~centrelines, return_distances=False, return_indices=True)
    nearest: NDArray[np.intp] = classes[rows, columns]
    return nearest
