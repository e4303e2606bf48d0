"""Confusion counts of crack masks, and every metric that follows from them.

Crack is the positive class. Each formula is written once, for an array of counts (..., 4) in the order of `Confusion`:
one picture, all pictures of a set, or a thousand resampled sets go through the same line.

Degenerate cases, decided here and tested:

* no crack in truth and none predicted: precision, recall, F1 and crack IoU are 1 (also for a mask without pixels);
* no crack in truth but some predicted (a false alarm): all four are 0;
* crack in truth but none predicted: all four are 0, precision too, so that silence is never rewarded;
* no background in truth and none predicted: background IoU is 1.
"""

from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import DataError


@dataclass(frozen=True, slots=True)
class Confusion:
    """Pixels of one mask, or of many masks added up, by what was predicted and what is true.

    Attributes
    ----------
    true_positives
        Crack pixels found.
    false_positives
        Background pixels called crack.
    false_negatives
        Crack pixels missed.
    true_negatives
        Background pixels left alone.

    Examples
    --------
    >>> one, two = Confusion(6, 2, 2, 90), Confusion(0, 2, 0, 98)
    >>> (one + two).f1
    0.6666666666666666
    >>> sum([one, two], start=Confusion()).precision
    0.6
    """

    true_positives: int = 0
    false_positives: int = 0
    false_negatives: int = 0
    true_negatives: int = 0

    def __add__(self, other: "Confusion") -> "Confusion":
        return Confusion(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def pixels(self) -> int:
        """Number of pixels counted."""
        return sum(astuple(self))

    @property
    def truth_is_empty(self) -> bool:
        """Whether the truth shows no crack at all."""
        return self.true_positives + self.false_negatives == 0

    @property
    def prediction_is_empty(self) -> bool:
        """Whether no crack was predicted at all."""
        return self.true_positives + self.false_positives == 0

    @property
    def precision(self) -> float:
        """Share of predicted crack that is true, [0, 1]."""
        return float(precision_of(self.to_array()))

    @property
    def recall(self) -> float:
        """Share of true crack that was found, [0, 1]."""
        return float(recall_of(self.to_array()))

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall (Dice), [0, 1]."""
        return float(f1_of(self.to_array()))

    @property
    def crack_iou(self) -> float:
        """Intersection over union of the crack class, [0, 1]."""
        return float(crack_iou_of(self.to_array()))

    @property
    def background_iou(self) -> float:
        """Intersection over union of the background class, [0, 1]."""
        return float(background_iou_of(self.to_array()))

    @property
    def miou(self) -> float:
        """(crack IoU + background IoU) / 2, [0, 1]; near 0.49 for an empty mask of a typical crack set."""
        return float(miou_of(self.to_array()))

    def to_array(self) -> NDArray[np.int64]:
        """Return the four counts as int64 (4,), in the order of the fields."""
        return np.array(astuple(self), dtype=np.int64)


def count_confusion(prediction: NDArray[np.bool_], truth: NDArray[np.bool_]) -> Confusion:
    """Count one predicted mask against the true one.

    Parameters
    ----------
    prediction
        Bool, any shape; True is crack.
    truth
        Bool, the same shape.

    Returns
    -------
    Confusion
        All zeros for masks without pixels.

    Raises
    ------
    DataError
        If a mask is not bool, or the shapes differ.

    Examples
    --------
    >>> count_confusion(np.array([True, True, False]), np.array([True, False, False]))
    Confusion(true_positives=1, false_positives=1, false_negatives=0, true_negatives=1)
    """
    for name, mask in (("prediction", prediction), ("truth", truth)):
        if mask.dtype != np.bool_:
            raise DataError(f"count_confusion: `{name}` must be bool, got {mask.dtype}. Compare it with a threshold.")
    if prediction.shape != truth.shape:
        raise DataError(
            f"count_confusion: `prediction` must have the shape of the truth {truth.shape}, got {prediction.shape}. "
            "Resize one of them first."
        )
    hits = int(np.count_nonzero(prediction & truth))
    alarms = int(np.count_nonzero(prediction)) - hits
    misses = int(np.count_nonzero(truth)) - hits
    return Confusion(hits, alarms, misses, truth.size - hits - alarms - misses)


# Formulas over counts (..., 4), integers or floats >= 0; each returns float64 (...) in [0, 1].

Counts = NDArray[np.int64] | NDArray[np.float64]


def precision_of(counts: Counts) -> NDArray[np.float64]:
    """Return the share of predicted crack that is true."""
    hits, alarms, misses, _ = np.moveaxis(counts, -1, 0)
    return share_of(hits, hits + alarms, otherwise=misses == 0)


def recall_of(counts: Counts) -> NDArray[np.float64]:
    """Return the share of true crack that was found."""
    hits, alarms, misses, _ = np.moveaxis(counts, -1, 0)
    return share_of(hits, hits + misses, otherwise=alarms == 0)


def f1_of(counts: Counts) -> NDArray[np.float64]:
    """Return the harmonic mean of precision and recall."""
    hits, alarms, misses, _ = np.moveaxis(counts, -1, 0)
    return share_of(2 * hits, 2 * hits + alarms + misses)


def crack_iou_of(counts: Counts) -> NDArray[np.float64]:
    """Return intersection over union of the crack class."""
    hits, alarms, misses, _ = np.moveaxis(counts, -1, 0)
    return share_of(hits, hits + alarms + misses)


def background_iou_of(counts: Counts) -> NDArray[np.float64]:
    """Return intersection over union of the background class."""
    _, alarms, misses, rest = np.moveaxis(counts, -1, 0)
    return share_of(rest, rest + alarms + misses)


def miou_of(counts: Counts) -> NDArray[np.float64]:
    """Return the mean of crack IoU and background IoU."""
    return (crack_iou_of(counts) + background_iou_of(counts)) / 2


def share_of(
    part: NDArray[np.int64] | NDArray[np.float64],
    whole: NDArray[np.int64] | NDArray[np.float64],
    otherwise: bool | NDArray[np.bool_] = True,
) -> NDArray[np.float64]:
    """Divide, with the answer for an empty whole given by the caller.

    Parameters
    ----------
    part
        Counts (...), 0 <= part <= whole.
    whole
        Counts (...).
    otherwise
        Bool (...) or one bool: whether the share of an empty whole is 1 (nothing was asked) or 0 (nothing was given).

    Returns
    -------
    NDArray[np.float64]
        Shares (...) in [0, 1].

    Examples
    --------
    >>> share_of(np.array([1, 0, 0]), np.array([4, 4, 0]))
    array([0.25, 0.  , 1.  ])
    """
    empty = whole == 0
    return np.where(empty, otherwise, part / np.where(empty, 1, whole))
