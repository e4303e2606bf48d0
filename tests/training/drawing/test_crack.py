"""Drawn cracks: seen where the mask says, and the same for the same chance."""

import numpy as np
import pytest

from efficientcracknet.training.drawing.crack import FAINTEST, draw_crack, draw_width

SHAPE = 96, 128


def ground(grey: int, noise: float = 0.0, shape: tuple[int, int] = SHAPE) -> np.ndarray:
    values = np.random.default_rng(7).normal(grey, noise, (*shape, 3))
    return values.clip(0, 255).astype(np.uint8)


def test_equal_chance_draws_equal_cracks_and_leaves_the_ground_alone() -> None:
    below = ground(140, 6)
    kept = below.copy()
    first, second = (draw_crack(below, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(first[0], second[0])
    np.testing.assert_array_equal(first[1], second[1])
    np.testing.assert_array_equal(below, kept)


@pytest.mark.parametrize("grey", [4, 90, 150, 240])
def test_half_of_a_crack_s_pixels_are_seen(grey: int) -> None:
    below = ground(grey)
    for seed in range(15):
        drawn, mask = draw_crack(below, np.random.default_rng(seed))
        change = np.abs(drawn[mask].astype(int) - below[mask]).mean(axis=1)
        assert not mask.any() or np.median(change) >= FAINTEST - 1.5


def test_most_cracks_are_darker_than_their_ground() -> None:
    below = ground(150, 4)
    lighter = 0
    for seed in range(60):
        drawn, mask = draw_crack(below, np.random.default_rng(seed))
        lighter += mask.any() and drawn[mask].mean() > below.mean()
    assert lighter <= 9


def test_what_is_far_from_every_crack_stays_as_it_was() -> None:
    below = ground(150, 4, (400, 400))
    for seed in range(8):
        drawn, mask = draw_crack(below, np.random.default_rng(seed))
        changed = (np.abs(drawn.astype(int) - below).max(axis=2) > 3).mean()
        assert changed < 8 * mask.mean() + 0.1


def test_widths_are_mostly_usual_and_never_beyond_the_limits() -> None:
    generator = np.random.default_rng(0)
    widths = np.array([draw_width(generator) for _ in range(2000)])
    assert 1 <= widths.min() < widths.max() <= 40
    assert ((widths >= 1.5) & (widths <= 8)).mean() == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize("shape", [(16, 16), (33, 90), (90, 33)])
def test_small_pictures_can_be_drawn_on(shape: tuple[int, int]) -> None:
    for seed in range(20):
        drawn, mask = draw_crack(ground(120, 5, shape), np.random.default_rng(seed))
        assert (drawn.shape, drawn.dtype, mask.shape, mask.dtype) == ((*shape, 3), np.uint8, shape, np.bool_)
