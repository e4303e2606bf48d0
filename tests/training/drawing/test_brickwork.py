"""Drawn walls: joints where they are said to be, and cracks along them."""

import numpy as np
import pytest

from efficientcracknet.training.drawing.brickwork import Brickwork, draw_brickwork, follow_joints

SHAPE = 240, 320
WALL = Brickwork(np.array([100.0, 150.0]), 0.0, course_px=20.0, brick_px=60.0, joint_px=3.0)
GREY = np.full((*SHAPE, 3), 120, np.float32)


def test_heads_of_neighbouring_courses_lie_half_a_brick_apart() -> None:
    assert WALL.find_head(0, 55.0) == 60
    assert WALL.find_head(1, 55.0) == 30
    assert WALL.find_head(-1, 95.0) == 90


def test_without_a_turn_across_runs_down_and_along_to_the_right() -> None:
    np.testing.assert_allclose(WALL.place(np.array([[20.0, 60.0]])), [[120, 210]])


def measure_joint(seed: int) -> float:
    """Return by how many grey levels a bed joint differs from the brick beside it."""
    values, wall = draw_brickwork(GREY, np.random.default_rng(seed))
    middles = np.rint(wall.place(np.array([[0.0, along] for along in range(-40, 40, 4)]))).astype(int)
    brick = wall.place(np.array([[wall.course_px / 2, wall.find_head(0, 0.0) + wall.brick_px / 2]]))
    row, column = np.rint(brick[0]).astype(int).clip(0, (SHAPE[0] - 1, SHAPE[1] - 1))
    inside = middles[((middles >= 0) & (middles < SHAPE)).all(axis=1)]
    grey = values.mean(axis=2)
    return float(abs(np.median(grey[inside[:, 0], inside[:, 1]]) - grey[row, column]))


def test_joints_of_most_walls_are_darker_or_lighter_than_bricks() -> None:
    assert np.median([measure_joint(seed) for seed in range(20)]) > 5


@pytest.mark.parametrize("seed", range(8))
def test_most_of_a_crack_lies_in_or_beside_a_joint(seed: int) -> None:
    (stroke,) = follow_joints(WALL, SHAPE, 2.0, np.random.default_rng(seed))
    across, along = (stroke.points - WALL.origin).T
    to_bed = np.abs(across - WALL.course_px * np.rint(across / WALL.course_px))
    course = np.floor(across / WALL.course_px)
    position = along + course % 2 * WALL.brick_px / 2
    to_head = np.abs(position - WALL.brick_px * np.rint(position / WALL.brick_px))
    assert (np.minimum(to_bed, to_head) < WALL.joint_px + 2).mean() > 0.75


def test_a_crack_passes_through_the_picture() -> None:
    for seed in range(20):
        (stroke,) = follow_joints(WALL, SHAPE, 2.0, np.random.default_rng(seed))
        inside = ((stroke.points >= 0) & (stroke.points < SHAPE)).all(axis=1)
        assert inside.sum() > 20
