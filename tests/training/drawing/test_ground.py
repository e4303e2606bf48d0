"""Grounds: filled by repeating what repeats and enlarging what does not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.training.drawing.ground import (
    DARKEST,
    join_grounds,
    prepare_ground,
    repeats,
    roughen,
    vary_light,
)


def make_waves(height: int = 40, width: int = 50) -> np.ndarray:
    """Return a picture that goes on at its far sides as it ends at the near ones."""
    rows, columns = np.mgrid[:height, :width]
    light = 128 + 50 * np.sin(2 * np.pi * rows / height * 3) + 50 * np.sin(2 * np.pi * columns / width * 4)
    return np.repeat(light[..., np.newaxis], 3, axis=2).astype(np.uint8)


def make_ramp(height: int = 40, width: int = 50) -> np.ndarray:
    return np.broadcast_to(np.linspace(0, 255, width)[:, np.newaxis], (height, width, 3)).astype(np.uint8)


def test_waves_repeat_and_a_ramp_does_not() -> None:
    assert repeats(make_waves())
    assert not repeats(make_ramp())


@given(height=st.integers(1, 60), width=st.integers(1, 60), seed=st.integers(0, 99))
def test_any_picture_fills_the_shape_asked_for(height: int, width: int, seed: int) -> None:
    picture = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    assert prepare_ground(picture, (48, 64), np.random.default_rng(seed)).shape == (48, 64, 3)


def test_a_ground_that_repeats_is_repeated_not_only_enlarged() -> None:
    waves = make_waves()
    steps = np.abs(np.diff(waves[..., 0].astype(int), axis=1)).mean()
    for seed in range(10):
        filled = prepare_ground(waves, (96, 120), np.random.default_rng(seed))
        assert np.abs(np.diff(filled[..., 0].astype(int), axis=1)).mean() > 0.5 * steps  # enlarged 2.4 times: 0.42


def test_a_dark_ground_is_lit_and_a_light_one_stays_about_as_it_is() -> None:
    for seed in range(10):
        lit = vary_light(np.full((30, 40, 3), 12, np.uint8), np.random.default_rng(seed))
        assert lit.mean() == pytest.approx(DARKEST, rel=0.1)
        kept = vary_light(np.full((30, 40, 3), 150, np.uint8), np.random.default_rng(seed))
        assert 60 < kept.mean() < 200


def test_grain_keeps_the_mean_and_adds_to_the_deviation() -> None:
    plain = np.full((60, 80, 3), 120, np.uint8)
    rough = np.stack([roughen(plain, np.random.default_rng(seed)) for seed in range(30)])
    assert rough.mean() == pytest.approx(120, rel=0.05)
    assert (rough.std(axis=(1, 2, 3)) > 0).all()
    np.testing.assert_array_equal(rough[..., 0], rough[..., 2])  # grain has no colour of its own


def test_a_black_ground_stays_black() -> None:
    assert not vary_light(np.zeros((30, 40, 3), np.uint8), np.random.default_rng(0)).any()


def test_joined_grounds_hold_both_and_nothing_else() -> None:
    dark, light = np.full((60, 80, 3), 50, np.uint8), np.full((60, 80, 3), 200, np.uint8)
    for seed in range(10):
        joined = join_grounds(dark, light, np.random.default_rng(seed))
        assert (joined.min(), joined.max()) == (50, 200)
