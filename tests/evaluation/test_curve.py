import numpy as np
import pytest

from efficientcracknet.evaluation.bootstrap import Resampling
from efficientcracknet.evaluation.curve import state_best_thresholds, trace_curve
from tests.evaluation.counted import FAINT, SHARP, count

FEW = Resampling(resamples=20)
# F1 of the two by threshold t. SHARP: 2/3 up to 0.1 (all is crack), 1 up to 0.9.
# FAINT: 2/3 up to 0.1, 1 up to 0.2, 2/3 up to 0.3 (one of two found), then 0.


def test_curve_runs_in_steps_of_a_twentieth_and_closer_at_both_ends() -> None:
    threshold = trace_curve([SHARP]).threshold.tolist()

    assert threshold[3:-3] == [step / 20 for step in range(1, 20)]
    assert (threshold[:3], threshold[-3:]) == ([0.0025, 0.01, 0.025], [0.975, 0.99, 0.9975])


def test_curve_pools_the_counts_of_all_pictures() -> None:
    curve = trace_curve([SHARP, FAINT])
    at = {round(threshold, 2): index for index, threshold in enumerate(curve.threshold)}

    assert (curve.precision[at[0.05]], curve.recall[at[0.05]]) == pytest.approx((4 / 8, 1.0))
    assert (curve.precision[at[0.2]], curve.recall[at[0.2]]) == pytest.approx((1.0, 1.0))
    assert (curve.precision[at[0.3]], curve.recall[at[0.3]]) == pytest.approx((1.0, 3 / 4))
    assert (curve.precision[at[0.5]], curve.recall[at[0.5]]) == pytest.approx((1.0, 2 / 4))
    assert curve.f1[at[0.5]] == pytest.approx(2 / 3)


def test_curve_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        trace_curve([SHARP]).f1[0] = 1


def test_recall_never_rises_with_the_threshold() -> None:
    generator = np.random.default_rng(3)
    curve = trace_curve([count(list(generator.random((9, 40))), list(generator.random((9, 40)) < 0.4))])

    assert (np.diff(curve.recall) <= 0).all()


def test_ods_is_the_one_threshold_that_serves_all_pictures_best() -> None:
    best = state_best_thresholds([SHARP, FAINT], FEW)

    assert best["f1_ods_per_image_mean"].value == 1.0
    assert trace_curve([SHARP, FAINT]).ods_threshold == pytest.approx(0.1025)  # the first of the grid above 0.1


def test_ois_takes_each_picture_at_its_own_best_threshold() -> None:
    early = count([[0.3, 0.2, 0.1]], [[1, 1, 0]], "early")  # perfect only up to 0.2
    late = count([[0.9, 0.8, 0.5]], [[1, 1, 0]], "late")  # perfect only from above 0.5
    best = state_best_thresholds([early, late], FEW)

    assert best["f1_ois_per_image_mean"].value == 1.0
    assert best["f1_ods_per_image_mean"].value == pytest.approx((1.0 + 0.8) / 2)  # up to 0.2: early 1, late 4/5


def test_one_threshold_for_all_is_never_better_than_one_for_each() -> None:
    generator = np.random.default_rng(4)
    pictures = [count(list(generator.random((5, 9))), list(generator.random((5, 9)) < 0.3)) for _ in range(6)]
    best = state_best_thresholds(pictures, FEW)
    at_half = np.mean([picture.confusion.f1 for picture in pictures])

    assert at_half <= best["f1_ods_per_image_mean"].value <= best["f1_ois_per_image_mean"].value
