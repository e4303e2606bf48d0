"""Learning rates as functions of the step."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.training.recipe import Recipe
from efficientcracknet.training.schedule import count_reductions, learning_rate_at


@given(step=st.integers(0, 999), schedule=st.sampled_from(["one_cycle", "cosine"]))
def test_rate_stays_between_nothing_and_the_recipe_s(step: int, schedule: str) -> None:
    recipe = Recipe(steps=1000, learning_rate=0.5, schedule=schedule)
    assert 0 < learning_rate_at(recipe, step, ()) <= 0.5


def test_rate_peaks_at_the_end_of_the_warmup() -> None:
    recipe = Recipe(steps=100, warmup_share=0.2)
    rates = [learning_rate_at(recipe, step, ()) for step in range(100)]
    assert max(range(100), key=rates.__getitem__) == 20
    assert rates[20] == recipe.learning_rate


def test_rate_falls_along_half_a_cosine_after_the_warmup() -> None:
    recipe = Recipe(steps=100, learning_rate=1.0, warmup_share=0.2)
    assert learning_rate_at(recipe, 40, ()) == pytest.approx((1 + math.cos(math.pi * 20 / 80)) / 2)


def test_plateau_waits_out_its_patience_before_each_reduction() -> None:
    recipe = Recipe(schedule="plateau", learning_rate=1.0, plateau_factor=0.5, plateau_patience=2)
    losses = [1.0, 0.8, 0.9, 0.9, 0.9, 0.7, 0.7, 0.7, 0.7]
    rates = [learning_rate_at(recipe, 0, losses[:count]) for count in range(10)]
    assert rates == [1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0.25]


def test_a_falling_loss_is_never_reduced_for() -> None:
    assert count_reductions([1 / n for n in range(1, 50)], patience=0) == 0
