"""Crack seen where there is none: pictures with empty truth, each set of them apart."""

from collections.abc import Iterable, Mapping

import numpy as np

from efficientcracknet.evaluation.bootstrap import Figure, Resampling, draw_weights, state_interval
from efficientcracknet.evaluation.counting import PictureCounts

ALARM_SHARE = 0.001


def state_negatives(pictures: Iterable[PictureCounts], resampling: Resampling) -> Mapping[str, Figure]:
    """Return how often and how much crack is seen where there is none.

    Parameters
    ----------
    pictures
        Counts of pictures; those that show a crack are passed over.
    resampling
        How intervals are drawn.

    Returns
    -------
    Mapping[str, Figure]
        ``alarmed_share``: share of crackless pictures with more than 0.1 % false crack; ``false_area_share_mean``:
        false crack as a share of the picture, averaged. Empty if every picture shows a crack.
    """
    empty = [picture.confusion for picture in pictures if picture.confusion.truth_is_empty]
    if not empty:
        return {}
    false_area = np.array([confusion.false_positives / max(confusion.pixels, 1) for confusion in empty])
    weights = draw_weights(len(empty), resampling)
    return {
        "alarmed_share": state_interval(weights @ (false_area > ALARM_SHARE) / len(empty), resampling),
        "false_area_share_mean": state_interval(weights @ false_area / len(empty), resampling),
    }
