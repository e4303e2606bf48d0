"""Strokes: as wide and long as asked for, and traced without a gap."""

import numpy as np
import pytest
from scipy.ndimage import label

from efficientcracknet.core.synthetic import draw_coverage, straight_crack
from efficientcracknet.training.drawing.canvas import Stroke, cover_shapes, cover_strokes, trace_strokes
from efficientcracknet.training.drawing.course import wander

SHAPE = 60, 80


def stroke(points: list[tuple[float, float]], width_px: float) -> Stroke:
    half_px = np.full(len(points), width_px / 2)
    return Stroke(np.array(points, np.float64), half_px, half_px)


@pytest.mark.parametrize("width_px", [1.5, 4.0, 11.0])
@pytest.mark.parametrize("direction_deg", [0, 20, 45, 90])
def test_a_straight_stroke_covers_what_its_polygon_covers(width_px: float, direction_deg: float) -> None:
    crack = straight_crack((30.2, 40.4), length_px=36, width_px=width_px, direction_deg=direction_deg)
    exact = draw_coverage(*SHAPE, [crack])
    covered = cover_strokes(SHAPE, [stroke(list(crack.points), width_px)])
    assert covered.sum() == pytest.approx(crack.area_px2, rel=0.12)
    assert np.abs(covered - exact).max() < 0.4


def test_many_lines_in_one_stroke_cover_what_they_cover_one_by_one() -> None:
    lines = np.array([[[5.0, 5.0], [50.0, 20.0]], [[10.0, 70.0], [40.0, 30.0]]])
    half_px = np.full((2, 2), 1.5)
    alone = [Stroke(lines[row], half_px[row], half_px[row]) for row in range(2)]
    np.testing.assert_array_equal(cover_strokes(SHAPE, [Stroke(lines, half_px, half_px)]), cover_strokes(SHAPE, alone))


def test_no_stroke_and_strokes_outside_cover_nothing() -> None:
    assert not cover_strokes(SHAPE, []).any()
    assert not cover_strokes(SHAPE, [stroke([(-50, -50), (-40, -20)], 6)]).any()


def test_a_shape_covers_its_area() -> None:
    square = np.array([[9.5, 19.5], [9.5, 39.5], [29.5, 39.5], [29.5, 19.5]])
    assert cover_shapes(SHAPE, [square]).sum() == pytest.approx(400, rel=0.03)


@pytest.mark.parametrize("seed", range(5))
def test_a_traced_line_is_of_one_piece(seed: int) -> None:
    line = wander(60, 0.3, np.random.default_rng(seed)) + np.array([30, 10])
    half_px = np.full(len(line), 0.3)
    traced = trace_strokes(SHAPE, [Stroke(line, half_px, half_px)])
    assert label(traced, np.ones((3, 3)))[1] == 1
