"""Distractors: every kind draws something, on any size, the same for the same chance."""

import numpy as np
import pytest

from efficientcracknet.training.drawing.axes import lay_axes, measure_to_nearest
from efficientcracknet.training.drawing.distractor import SHARES, Drawing, draw_distractor
from efficientcracknet.training.drawing.formwork import draw_grain
from efficientcracknet.training.drawing.shadows import draw_shadows

KINDS = pytest.mark.parametrize("draw", SHARES, ids=lambda draw: draw.__name__)


def ground(shape: tuple[int, int] = (96, 128)) -> np.ndarray:
    return np.random.default_rng(7).normal(140, 8, (*shape, 3)).clip(0, 255).astype(np.float32)


@KINDS
def test_every_kind_changes_most_pictures_and_keeps_shape_and_type(draw: Drawing) -> None:
    below = ground()
    drawn = [draw(below, np.random.default_rng(seed)) for seed in range(12)]
    assert {(values.shape, values.dtype.name) for values in drawn} <= {
        ((96, 128, 3), "float32"),
        ((96, 128, 3), "float64"),
    }
    assert sum(np.abs(values - below).max() > 5 for values in drawn) >= 6
    np.testing.assert_array_equal(below, ground())


@KINDS
def test_every_kind_draws_the_same_for_the_same_chance(draw: Drawing) -> None:
    first, second = (draw(ground(), np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(first, second)


@KINDS
@pytest.mark.parametrize("shape", [(16, 16), (32, 70), (70, 32)])
def test_every_kind_can_be_drawn_on_small_pictures(draw: Drawing, shape: tuple[int, int]) -> None:
    for seed in range(4):
        assert np.isfinite(draw(ground(shape), np.random.default_rng(seed))).all()


def test_shares_add_up() -> None:
    assert sum(SHARES.values()) == pytest.approx(1)


def test_a_distractor_is_a_picture_again() -> None:
    below = ground().astype(np.uint8)
    drawn = draw_distractor(below, np.random.default_rng(0))
    assert (drawn.shape, drawn.dtype) == (below.shape, np.uint8)


@pytest.mark.parametrize("seed", range(15))
def test_a_shadow_never_gives_light(seed: int) -> None:
    assert (draw_shadows(ground(), np.random.default_rng(seed)) <= ground() + 1e-3).all()


def test_the_nearest_of_evenly_spaced_places_is_at_most_half_a_step_away() -> None:
    across = lay_axes((40, 50), np.random.default_rng(0)).across
    assert np.abs(measure_to_nearest(across, 7)).max() <= 3.5 + 1e-4
    assert measure_to_nearest(np.array([[0.0, 3.0, 4.0, 10.0]], np.float32), 7).tolist() == [[0.0, 3.0, -3.0, 3.0]]
    assert measure_to_nearest(across, np.inf) is across


def test_grain_changes_less_along_the_wood_than_across() -> None:
    grain = draw_grain((60, 200), lies=True, generator=np.random.default_rng(0))
    assert np.abs(np.diff(grain, axis=1)).mean() < 0.3 * np.abs(np.diff(grain, axis=0)).mean()
    assert draw_grain((60, 200), lies=False, generator=np.random.default_rng(0)).shape == (60, 200)
