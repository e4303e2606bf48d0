"""Smooth chance: of the size, mean and deviation that it says."""

import numpy as np
import pytest

from efficientcracknet.training.drawing.noise import draw_clouds, draw_noise, draw_steps, draw_wave, soften

SHAPE = 120, 170


@pytest.mark.parametrize("scale_px", [1, 1.5, 4, 30])
@pytest.mark.parametrize("draw", [draw_noise, draw_clouds])
def test_fields_fill_their_shape_and_vary_by_about_one(draw: object, scale_px: float) -> None:
    fields = [draw(SHAPE, scale_px, np.random.default_rng(seed)) for seed in range(20)]  # type: ignore[operator]
    assert {(field.shape, field.dtype.name) for field in fields} == {(SHAPE, "float32")}
    assert np.mean(fields) == pytest.approx(0, abs=0.2)
    assert np.std(fields) == pytest.approx(1, abs=0.45)


def test_the_larger_the_spots_the_smaller_the_steps() -> None:
    steps = [np.abs(np.diff(draw_noise(SHAPE, scale, np.random.default_rng(1)))).mean() for scale in (1, 4, 16, 64)]
    assert steps == sorted(steps, reverse=True)


@pytest.mark.parametrize("count", [1, 2, 300])
def test_waves_have_a_value_for_each_place(count: int) -> None:
    assert draw_wave(count, 7.5, np.random.default_rng(0)).shape == (count,)
    assert draw_steps(count, 7.5, np.random.default_rng(0)).shape == (count,)


@pytest.mark.parametrize("radius_px", [0, 0.5, 2.9, 8, 60])
def test_a_plain_field_stays_plain_when_blurred(radius_px: float) -> None:
    np.testing.assert_allclose(soften(np.full((40, 53), 0.7, np.float32), radius_px), 0.7, rtol=1e-5)


@pytest.mark.parametrize("radius_px", [1, 4, 9])
def test_a_blurred_dot_keeps_its_sum_and_spreads_as_asked(radius_px: float) -> None:
    dot = np.zeros((121, 121), np.float32)
    dot[60, 60] = 1
    blurred = soften(dot, radius_px)
    away = np.arange(121) - 60
    assert blurred.sum() == pytest.approx(1, rel=0.05)
    assert np.sqrt((blurred.sum(axis=0) * away**2).sum()) == pytest.approx(radius_px, rel=0.25)
