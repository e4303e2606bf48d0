import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.evaluation.matching import (
    Match,
    match_centrelines,
    match_f1_of,
    match_precision_of,
    match_recall_of,
    match_within,
)
from tests.fake_datasets import draw

Mask = NDArray[np.bool_]
MASK = arrays(np.bool_, (7, 9), elements=st.booleans(), fill=st.just(False))


def count_near(mask: Mask, other: Mask, tolerance_px: int) -> int:
    """Count pixels of one mask that have one of the other at no more steps along rows and columns than told."""
    steps = np.abs(np.argwhere(mask)[:, None] - np.argwhere(other)[None]).sum(axis=2)
    return int((steps <= tolerance_px).any(axis=1).sum())


@given(MASK, MASK, st.integers(1, 3))
def test_near_means_few_enough_steps_along_rows_and_columns(prediction: Mask, truth: Mask, tolerance_px: int) -> None:
    matched = match_within(prediction, truth, tolerance_px)

    assert matched == Match(
        predicted_hits=count_near(prediction, truth, tolerance_px),
        predicted=int(prediction.sum()),
        true_hits=count_near(truth, prediction, tolerance_px),
        true=int(truth.sum()),
    )


def test_two_pixels_off_is_a_hit_and_three_are_not() -> None:
    line = draw("""
        ..#......
        ..#......
        ..#......
    """)

    assert match_within(np.roll(line, 2, axis=1), line) == Match(3, 3, 3, 3)
    assert match_within(np.roll(line, 3, axis=1), line) == Match(0, 3, 0, 3)


def test_a_crack_drawn_far_too_broad_still_has_full_tolerant_recall() -> None:
    thin = np.zeros((9, 9), dtype=bool)
    thin[4] = True
    broad = np.ones_like(thin)  # 9 rows; those 3 and 4 away from the line are beyond the tolerance
    matched = match_within(broad, thin).to_array()

    assert match_recall_of(matched) == 1.0
    assert match_precision_of(matched) == pytest.approx(5 / 9)


def test_a_tolerance_of_nothing_is_refused() -> None:
    line = np.eye(3, dtype=bool)

    with pytest.raises(SettingsError, match="must be 1 or more, got 0"):
        match_within(line, line, 0)


def test_centreline_inside_a_broad_truth_is_a_hit() -> None:
    thin = np.zeros((9, 30), dtype=bool)
    thin[4] = True
    broad = np.zeros_like(thin)
    broad[3:6] = True
    matched = match_centrelines(thin, broad)

    assert (matched.predicted_hits, matched.predicted) == (30, 30)
    assert 26 <= matched.true <= 30  # one pixel wide, whatever becomes of its ends
    assert matched.true_hits >= matched.true - 2  # and in the middle, but for them


def test_cldice_of_half_a_line_is_two_thirds() -> None:
    whole = np.zeros((3, 40), dtype=bool)
    whole[1] = True
    half = whole.copy()
    half[:, 20:] = False

    assert match_centrelines(half, whole) == Match(20, 20, 20, 40)
    assert match_f1_of(match_centrelines(half, whole).to_array()) == pytest.approx(2 / 3)  # of 1 and 1/2


def test_read_only_masks_are_thinned_too() -> None:
    line = np.eye(5, dtype=bool)
    line.flags.writeable = False

    assert match_centrelines(line, line).predicted == 5


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((0, 0, 0, 0), (1.0, 1.0, 1.0)),  # nothing there, nothing said
        ((0, 3, 0, 0), (0.0, 0.0, 0.0)),  # a false alarm
        ((0, 0, 0, 3), (0.0, 0.0, 0.0)),  # silence
        ((0, 3, 0, 3), (0.0, 0.0, 0.0)),  # elsewhere
        ((1, 2, 3, 3), (0.5, 1.0, 2 / 3)),
    ],
)
def test_degenerate_matches_score_as_decided(
    counts: tuple[int, int, int, int], expected: tuple[float, float, float]
) -> None:
    matches = np.array([counts])

    scores = [formula(matches)[0] for formula in (match_precision_of, match_recall_of, match_f1_of)]
    assert scores == pytest.approx(expected)
