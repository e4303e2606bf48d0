"""The figures stated of a set of pictures; the name of each says how it was averaged.

* ``_pooled``: the counts of all pictures are added first; large cracks weigh more.
* ``_per_image_mean``: each picture is scored, then averaged; a picture with empty truth scores 1 if nothing was
  predicted and 0 otherwise. With the two counts of empty truths that stand beside it, the mean of the cracked
  pictures alone is (n * mean - n_empty_truth_found_empty) / (n - n_empty_truth), for all but miou.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.scores import Counts, crack_iou_of, f1_of, miou_of, precision_of, recall_of
from efficientcracknet.evaluation.bootstrap import Figure, Resampling, draw_weights, state_interval
from efficientcracknet.evaluation.counting import PictureCounts
from efficientcracknet.evaluation.matching import match_f1_of, match_precision_of, match_recall_of

CAPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "f1_pooled": "F1, pooled",
        "precision_pooled": "precision, pooled",
        "recall_pooled": "recall, pooled",
        "crack_iou_pooled": "crack IoU, pooled",
        "miou_pooled": "mIoU, pooled",
        "f1_per_image_mean": "F1, mean of pictures",
        "crack_iou_per_image_mean": "crack IoU, mean of pictures",
        "miou_per_image_mean": "mIoU, mean of pictures",
        "f1_2px_pooled": "F1 within 2 px, pooled",
        "precision_2px_pooled": "precision within 2 px, pooled",
        "recall_2px_pooled": "recall within 2 px, pooled",
        "cldice_pooled": "clDice, pooled",
        "cldice_per_image_mean": "clDice, mean of pictures",
        "f1_ods_per_image_mean": "F1, mean of pictures, ODS",
        "f1_ois_per_image_mean": "F1, mean of pictures, OIS",
        "calibration_error_pooled": "calibration error near cracks",
        "alarmed_share": "crackless: false area > 0.1 %",
        "false_area_share_mean": "crackless: mean false area",
    }
)
"""What each figure is called in tables, in the order of tables."""


def state_scores(pictures: Sequence[PictureCounts], resampling: Resampling) -> Mapping[str, Figure]:
    """Return every score of a set of pictures at the reported threshold, each with its interval.

    Parameters
    ----------
    pictures
        Counts of all pictures, those with empty truth too.
    resampling
        How intervals are drawn.

    Returns
    -------
    Mapping[str, Figure]
        By name, all in [0, 1]; empty if no picture shows a crack: then only `state_negatives` means something.
    """
    if all(picture.confusion.truth_is_empty for picture in pictures):
        return {}
    weights = draw_weights(len(pictures), resampling)
    confusion = np.array([picture.confusion.to_array() for picture in pictures])
    within = np.array([picture.within.to_array() for picture in pictures])
    centrelines = np.array([picture.centrelines.to_array() for picture in pictures])
    per_image = _score_confusion(confusion, "per_image_mean")
    values = {
        **_score_confusion(weights @ confusion, "pooled"),
        "precision_pooled": precision_of(weights @ confusion),
        "recall_pooled": recall_of(weights @ confusion),
        **{name: weights @ each / len(pictures) for name, each in per_image.items()},
        "f1_2px_pooled": match_f1_of(weights @ within),
        "precision_2px_pooled": match_precision_of(weights @ within),
        "recall_2px_pooled": match_recall_of(weights @ within),
        "cldice_pooled": match_f1_of(weights @ centrelines),
        "cldice_per_image_mean": weights @ match_f1_of(centrelines) / len(pictures),
    }
    return {name: state_interval(values[name], resampling) for name in CAPTIONS if name in values}


def _score_confusion(counts: Counts, averaging: str) -> dict[str, NDArray[np.float64]]:
    return {
        f"f1_{averaging}": f1_of(counts),
        f"crack_iou_{averaging}": crack_iou_of(counts),
        f"miou_{averaging}": miou_of(counts),
    }
