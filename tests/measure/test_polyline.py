import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from efficientcracknet.measure.polyline import (
    find_length,
    find_normals,
    find_span,
    measure_along,
    resample,
    smooth,
)

STEPS = np.array([[0.0, 0], [3, 4], [3, 10]])


def draw_circle(radius: float, count: int = 200) -> np.ndarray:
    angles = np.linspace(0, 2 * np.pi, count)
    return radius * np.stack([np.sin(angles), np.cos(angles)], axis=1)


def test_length_is_the_sum_of_the_pieces() -> None:
    assert find_length(STEPS) == 11
    assert measure_along(STEPS).tolist() == [0, 5, 11]
    assert find_length(STEPS[:1]) == 0


def test_even_steps_keep_both_ends() -> None:
    even = resample(STEPS, 1.0)

    assert len(even) == 12
    assert even[[0, -1]].tolist() == STEPS[[0, -1]].tolist()
    assert even[5].tolist() == [3, 4]


def test_a_line_without_length_is_one_point() -> None:
    assert resample(np.array([[2.0, 3], [2, 3]]), 1.0).tolist() == [[2, 3]]


@given(st.integers(3, 40), st.floats(0.5, 9), st.floats(-math.pi, math.pi))
def test_smoothing_leaves_straight_lines_alone(count: int, sigma: float, angle: float) -> None:
    line = np.arange(count)[:, np.newaxis] * [math.sin(angle), math.cos(angle)]

    assert smooth(line, sigma) == pytest.approx(line, abs=1e-9)


def test_smoothing_takes_the_stairs_from_a_line() -> None:
    rows = np.arange(100) // 4
    stairs = np.stack([rows, np.arange(100)], axis=1).astype(np.float64)

    assert find_length(stairs) > 1.05 * math.hypot(25, 100)
    assert find_length(smooth(stairs, 2.0)) == pytest.approx(math.hypot(24.75, 99), rel=0.01)


def test_a_smoothed_ring_stays_closed_and_round() -> None:
    ring = smooth(draw_circle(20), 2.0, closed=True)

    assert ring[0].tolist() == ring[-1].tolist()
    assert np.linalg.norm(ring, axis=1) == pytest.approx(20, rel=0.01)


def test_normals_of_a_circle_point_along_its_radius() -> None:
    circle = draw_circle(20)

    assert np.abs((find_normals(circle, closed=True) * circle / 20).sum(axis=1)) == pytest.approx(1, abs=1e-3)


def test_span_of_a_circle_is_its_diameter() -> None:
    assert find_span(draw_circle(20)) == pytest.approx(40, rel=1e-3)
    assert find_span(np.zeros((1, 2))) == 0
