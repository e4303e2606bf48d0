"""Courses and the patterns made of them."""

import numpy as np
import pytest

from efficientcracknet.training.drawing.canvas import cover_strokes
from efficientcracknet.training.drawing.course import STEP_PX, bend_chords, cross, wander
from efficientcracknet.training.drawing.pattern import draw_network, draw_pattern, draw_pieces, widen

SHAPE = 192, 256


def test_a_line_without_unrest_is_straight() -> None:
    line = wander(40, np.pi / 2, np.random.default_rng(0), unrest=0)
    np.testing.assert_allclose(line, np.stack([np.arange(0, 41, STEP_PX), np.zeros(21)], axis=1), atol=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_a_crossing_line_enters_the_picture(seed: int) -> None:
    line = cross(SHAPE, 300, np.random.default_rng(seed))
    assert ((line >= 0) & (line < SHAPE)).all(axis=1).any()


def test_bent_chords_keep_their_ends_and_a_bend_of_nothing_keeps_them_straight() -> None:
    chords = np.array([[[0.0, 0.0], [0.0, 64.0]], [[10.0, 10.0], [74.0, 10.0]]])
    bent = bend_chords(chords, 0.1, np.random.default_rng(0))
    np.testing.assert_array_equal(bent[:, [0, -1]], chords)
    straight = bend_chords(chords, 0.0, np.random.default_rng(0))
    np.testing.assert_allclose(straight[0], np.stack([np.zeros(17), np.linspace(0, 64, 17)], axis=1))


@pytest.mark.parametrize("width_px", [2.0, 6.0, 15.0])
def test_a_widened_line_is_about_as_wide_as_asked_in_its_middle(width_px: float) -> None:
    line = np.stack([np.zeros(200), np.arange(200) * STEP_PX], axis=1)
    strokes = [widen(line, width_px, np.random.default_rng(seed)) for seed in range(40)]
    widths = [(stroke.left_px + stroke.right_px)[80:120].mean() for stroke in strokes]
    assert np.mean(widths) == pytest.approx(width_px, rel=0.25)


def test_a_line_gets_thinner_towards_its_ends() -> None:
    line = np.stack([np.zeros(100), np.arange(100) * STEP_PX], axis=1)
    stroke = widen(line, 8, np.random.default_rng(0), tapers=(0.3, 0.3))
    assert (stroke.left_px + stroke.right_px)[[0, -1]].max() < 2
    assert (stroke.left_px + stroke.right_px)[50] > 4


@pytest.mark.parametrize("seed", range(30))
def test_every_pattern_has_a_stroke_whose_widths_fit_its_points(seed: int) -> None:
    generator = np.random.default_rng(seed)
    strokes = draw_pattern((16, 16) if seed % 3 == 0 else SHAPE, float(generator.uniform(1, 12)), generator)
    assert strokes
    for stroke in strokes:
        assert stroke.points.shape == (*stroke.left_px.shape, 2) == (*stroke.right_px.shape, 2)
        assert min(stroke.left_px.min(), stroke.right_px.min()) > 0


def test_a_network_is_there_even_where_no_cell_is_left() -> None:
    assert all(draw_network((16, 16), 2.0, np.random.default_rng(seed)) for seed in range(30))


def test_pieces_leave_gaps() -> None:
    covered = [cover_strokes(SHAPE, draw_pieces(SHAPE, 2.0, np.random.default_rng(seed))).sum() for seed in range(10)]
    assert np.mean(covered) < 2.0 * np.hypot(*SHAPE)
