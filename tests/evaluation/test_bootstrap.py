import math

import numpy as np
import pytest

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.evaluation.bootstrap import Figure, Resampling, draw_weights, state_interval


def test_every_resample_draws_as_many_pictures_as_there_are() -> None:
    weights = draw_weights(12, Resampling(resamples=50))

    assert weights.shape == (51, 12)
    assert np.array_equal(weights.sum(axis=1), np.full(51, 12.0))
    assert np.array_equal(weights, weights.round())
    assert (weights >= 0).all()
    assert len(np.unique(weights, axis=0)) > 40


def test_the_first_row_is_the_set_itself() -> None:
    assert np.array_equal(draw_weights(3, Resampling())[0], [1, 1, 1])


def test_the_same_seed_draws_the_same_and_another_draws_others() -> None:
    first, same, other = (draw_weights(20, Resampling(10, seed)) for seed in (1, 1, 2))

    assert np.array_equal(first, same)
    assert not np.array_equal(first, other)


def test_interval_of_a_mean_has_the_width_that_theory_gives() -> None:
    right = np.repeat([1.0, 0.0], [300, 100])  # a share of 3/4 among 400
    resampling = Resampling(resamples=4000)
    figure = state_interval(draw_weights(400, resampling) @ right / 400, resampling)
    half = 1.96 * math.sqrt(0.75 * 0.25 / 400)

    assert figure.value == 0.75
    assert (figure.low, figure.high) == pytest.approx((0.75 - half, 0.75 + half), abs=0.004)


def test_interval_leaves_out_equal_tails() -> None:
    values = np.array([-1.0, *range(101)])  # of the set itself, then of 101 resamples

    figure = state_interval(values, Resampling(101, level=0.9))

    assert (figure.value, figure.low, figure.high) == pytest.approx((-1, 5, 95))


def test_one_picture_alone_gives_an_interval_without_width() -> None:
    resampling = Resampling(10)

    assert state_interval(draw_weights(1, resampling) @ np.array([0.3]), resampling) == Figure(0.3, 0.3, 0.3)


def test_no_pictures_are_refused() -> None:
    with pytest.raises(SettingsError, match="`pictures` must be 1 or more, got 0"):
        draw_weights(0, Resampling())


def test_impossible_resamplings_are_refused() -> None:
    with pytest.raises(SettingsError, match="`resamples` must be 1 or more, got 0"):
        Resampling(resamples=0)
    with pytest.raises(SettingsError, match=r"`level` must lie between 0 and 1, got 1\.0"):
        Resampling(level=1.0)
