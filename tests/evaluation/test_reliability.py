import numpy as np
import pytest

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.evaluation.bootstrap import Resampling
from efficientcracknet.evaluation.reliability import BINS, calibration_error_of, count_reliability, state_reliability

FEW = Resampling(resamples=20)


def paint(values: list[list[float]]) -> CrackMap:
    return CrackMap(np.array(values, np.float32), 0.5)


def test_pixels_are_counted_by_probability_with_their_truth() -> None:
    counts = count_reliability(paint([[0.92, 0.93, 0.02, 1.0]]), np.array([[True, False, False, True]]))

    assert counts[18].tolist() == pytest.approx([2, 1.85, 1])
    assert counts[0].tolist() == pytest.approx([1, 0.02, 0])
    assert counts[BINS - 1].tolist() == [1, 1, 1]  # 1 itself is in the last bin
    assert counts[:, 0].sum() == 4


def test_what_is_far_from_truth_and_prediction_does_not_count() -> None:
    probability = np.zeros((1, 100), np.float32)
    probability[0, 99] = 0.9
    truth = np.zeros((1, 100), bool)
    truth[0, 0] = True

    assert count_reliability(CrackMap(probability, 0.5), truth)[:, 0].sum() == 22


def test_a_quiet_picture_without_crack_counts_nothing() -> None:
    assert not count_reliability(paint([[0.1, 0.4]]), np.zeros((1, 2), bool)).any()


def test_the_error_is_the_mean_distance_weighed_by_pixels() -> None:
    counts = np.zeros((BINS, 3))
    counts[2] = 30, 3.6, 0  # thirty pixels of 0.12, none of them crack
    counts[18] = 10, 9.2, 9.2

    assert calibration_error_of(counts) == pytest.approx(30 / 40 * 0.12)
    assert calibration_error_of(np.zeros((BINS, 3))) == 0


def test_pictures_are_pooled() -> None:
    truth = np.array([[True, False]])
    one, other = (count_reliability(paint([row]), truth) for row in ([0.9, 0.9], [0.9, 0.1]))
    pooled = state_reliability([one, other], FEW)

    assert pooled.crack_share[18] == pytest.approx(2 / 3)
    assert pooled.probability[18] == pytest.approx(0.9)
    assert pooled.pixels[[2, 18]].tolist() == [0.25, 0.75]
    assert pooled.error.value == pytest.approx(0.75 * (0.9 - 2 / 3) + 0.25 * 0.1)


def test_a_record_lists_bins_that_hold_pixels_alone() -> None:
    told = state_reliability([count_reliability(paint([[0.9, 0.1]]), np.array([[True, False]]))], FEW).to_dict(3)

    assert told["probability"] == [0.1, 0.9]
    assert told["crack_share"] == [0.0, 1.0]
    assert (told["within_px"], told["bins"]) == (10, 20)
