"""Scores: hand-counted masks, the decided degenerate cases, and laws that hold for any counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.core import scores
from efficientcracknet.core.errors import DataError
from efficientcracknet.core.scores import Confusion, count_confusion

COUNT = st.integers(0, 10_000)
CONFUSION = st.builds(Confusion, COUNT, COUNT, COUNT, COUNT)
METRICS = ("precision", "recall", "f1", "crack_iou", "background_iou", "miou")


def drawn(rows):
    return np.array([[letter == "#" for letter in row] for row in rows.split()])


PREDICTION = drawn("""
    ####....
    ####....
    ........
""")
TRUTH = drawn("""
    ..####..
    ..####..
    ..##....
""")


def test_counts_of_a_drawing_are_those_counted_by_hand():
    counted = count_confusion(PREDICTION, TRUTH)

    assert counted == Confusion(true_positives=4, false_positives=4, false_negatives=6, true_negatives=10)
    assert counted.pixels == 24


def test_metrics_of_a_drawing_are_the_fractions_derived_by_hand():
    counted = count_confusion(PREDICTION, TRUTH)

    assert counted.precision == pytest.approx(4 / 8)
    assert counted.recall == pytest.approx(4 / 10)
    assert counted.f1 == pytest.approx(8 / 18)  # 2 |A & B| / (|A| + |B|)
    assert counted.crack_iou == pytest.approx(4 / 14)
    assert counted.background_iou == pytest.approx(10 / 20)
    assert counted.miou == pytest.approx((4 / 14 + 10 / 20) / 2)


def test_nothing_true_and_nothing_predicted_scores_one():
    empty = np.zeros((2, 3), dtype=bool)

    assert [getattr(count_confusion(empty, empty), metric) for metric in METRICS] == [1.0] * 6


def test_a_false_alarm_on_an_empty_truth_scores_zero():
    alarm = Confusion(false_positives=1, true_negatives=9)

    assert alarm.truth_is_empty
    assert not alarm.prediction_is_empty
    assert [getattr(alarm, metric) for metric in ("precision", "recall", "f1", "crack_iou")] == [0.0] * 4
    assert alarm.background_iou == pytest.approx(0.9)


def test_silence_on_a_crack_scores_zero_even_in_precision():
    silence = Confusion(false_negatives=1, true_negatives=9)

    assert silence.prediction_is_empty
    assert not silence.truth_is_empty
    assert [getattr(silence, metric) for metric in ("precision", "recall", "f1", "crack_iou")] == [0.0] * 4


def test_a_picture_that_is_all_crack_and_all_found_has_background_iou_one():
    assert Confusion(true_positives=5).miou == 1.0


def test_masks_without_pixels_count_nothing_and_score_one():
    nothing = np.zeros((0, 4), dtype=bool)

    assert count_confusion(nothing, nothing) == Confusion()
    assert Confusion().f1 == 1.0


def test_an_all_background_mask_of_a_thin_crack_has_miou_near_one_half():
    assert Confusion(false_negatives=2, true_negatives=98).miou == pytest.approx(0.49)


def test_grey_masks_are_refused():
    with pytest.raises(DataError, match=r"`truth` must be bool, got uint8"):
        count_confusion(PREDICTION, TRUTH.astype(np.uint8))


def test_masks_of_different_shapes_are_refused():
    with pytest.raises(DataError, match=r"shape of the truth \(3, 8\), got \(2, 8\)"):
        count_confusion(PREDICTION[:2], TRUTH)


@given(CONFUSION, CONFUSION)
def test_adding_confusions_is_counting_both_pictures(one, two):
    both = np.concatenate([mask_pair(one), mask_pair(two)], axis=1)

    assert one + two == count_confusion(*both)
    assert sum([one, two], start=Confusion()) == two + one


@given(CONFUSION)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(counted):
    total = counted.precision + counted.recall

    harmonic = 2 * counted.precision * counted.recall / total if total else 0.0
    assert counted.f1 == pytest.approx(harmonic)


@given(CONFUSION)
def test_f1_follows_from_crack_iou(counted):
    assert counted.f1 == pytest.approx(2 * counted.crack_iou / (1 + counted.crack_iou))


@given(CONFUSION)
def test_swapping_crack_and_background_swaps_their_iou(counted):
    swapped = Confusion(
        counted.true_negatives, counted.false_negatives, counted.false_positives, counted.true_positives
    )

    assert swapped.background_iou == counted.crack_iou
    assert swapped.miou == pytest.approx(counted.miou)


@given(st.lists(CONFUSION, min_size=1, max_size=5))
def test_formulas_over_arrays_are_the_properties_row_by_row(pictures):
    table = np.array([one.to_array() for one in pictures])

    for metric in METRICS:
        formula = getattr(scores, f"{metric}_of")
        assert formula(table).tolist() == [getattr(one, metric) for one in pictures]


def mask_pair(counted):
    """Draw prediction and truth (2, pixels) that count to `counted`."""
    letters = "TFMN"
    line = np.repeat(list(letters), counted.to_array())
    return np.stack([np.isin(line, ["T", "F"]), np.isin(line, ["T", "M"])])
