"""The crack map: mask and share follow from probability and threshold; it cannot be changed."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.errors import DataError, SettingsError

SHAPE = st.tuples(st.integers(0, 6), st.integers(0, 6))
PROBABILITY = arrays.arrays(np.float32, SHAPE, elements=st.floats(0, 1, width=32))


@given(PROBABILITY, st.floats(0, 1), st.floats(0, 1))
def test_a_higher_threshold_never_adds_crack(probability, first, second):
    low, high = sorted((first, second))

    assert not (CrackMap(probability, high).mask & ~CrackMap(probability, low).mask).any()


@given(PROBABILITY, st.floats(0, 1, width=32))
def test_the_share_is_the_mean_of_the_mask(probability, threshold):
    crack_map = CrackMap(probability, threshold)

    assert crack_map.mask.dtype == np.bool_
    assert crack_map.mask.shape == probability.shape
    assert crack_map.crack_share == pytest.approx(crack_map.mask.mean() if probability.size else 0.0)


def test_a_probability_at_the_threshold_is_crack_even_if_float32_rounds_it():
    # 0.1 lies below its float32 neighbour, 0.7 above: both count, as a map that prints 0.7 reaches a threshold of 0.7
    assert CrackMap(np.array([[0.1]], np.float32), 0.1).mask.all()
    assert CrackMap(np.array([[0.7]], np.float32), 0.7).mask.all()


def test_a_map_without_pixels_has_no_cracks():
    assert CrackMap(np.zeros((0, 5), np.float32), 0.5).crack_share == 0.0


def test_later_writes_to_the_array_do_not_reach_the_map():
    probability = np.zeros((2, 2), np.float32)
    crack_map = CrackMap(probability, 0.5)
    probability[:] = 1

    assert crack_map.crack_share == 0.0
    assert not crack_map.probability.flags.writeable
    assert not crack_map.mask.flags.writeable


def test_a_read_only_array_is_kept_without_a_copy():
    probability = np.zeros((2, 2), np.float32)
    probability.flags.writeable = False

    assert CrackMap(probability, 0.5).probability is probability


@pytest.mark.parametrize("threshold", [-0.01, 1.01, math.nan])
def test_thresholds_outside_0_to_1_are_refused(threshold):
    with pytest.raises(SettingsError, match=f"`threshold` must be from 0 to 1, got {threshold}"):
        CrackMap(np.zeros((2, 2), np.float32), threshold)


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (np.zeros((1, 1, 2, 3), np.float32), r"got float32 of shape \(1, 1, 2, 3\)"),
        (np.zeros((2, 3)), r"got float64 of shape \(2, 3\)"),
        (np.array([[-2.5, 4.0]], np.float32), r"within 0..1, got -2.5..4"),
        (np.array([[0.5, math.nan]], np.float32), r"within 0..1, got nan..nan"),
    ],
)
def test_what_is_no_probability_map_is_refused(probability, said):
    with pytest.raises(DataError, match=said):
        CrackMap(probability, 0.5)
