"""Brickwork: bricks and their joints, and cracks that keep to the joints, as most cracks in masonry do."""

from dataclasses import dataclass

import numpy as np

from efficientcracknet.training.drawing.axes import turn_axes
from efficientcracknet.training.drawing.canvas import Points, Stroke
from efficientcracknet.training.drawing.course import STEP_PX
from efficientcracknet.training.drawing.joints import cut_groove, lay_bricks
from efficientcracknet.training.drawing.layers import Colours, shade
from efficientcracknet.training.drawing.noise import Shape, draw_noise, draw_wave
from efficientcracknet.training.drawing.pattern import widen

COURSE_PX = 18.0, 70.0
BOND = 0.5
"""By how much of a brick every second course is moved."""

TONES = 0.02, 0.16
"""Least and most standard deviation of how dark bricks are."""

THROUGH_BRICK_SHARE = 0.12
"""Of the steps from a course to the next: through a brick, not along a joint."""

DARK_SHARE = 0.2
"""Of the walls: with open joints, in which a crack is hard to tell; in the others there is mortar."""


@dataclass(frozen=True, slots=True, eq=False)
class Brickwork:
    """Where the joints of a wall are: courses of one height, every second one moved by half a brick.

    Attributes
    ----------
    origin
        (2,) float64: row and column of a point of a bed joint, px.
    angle
        By which the courses are turned, radians.
    course_px, brick_px, joint_px
        Height of a course, length of a brick, width of a joint; the first two with one joint.
    """

    origin: Points
    angle: float
    course_px: float
    brick_px: float
    joint_px: float

    def find_head(self, course: int, along_px: float) -> float:
        """Return where the joint between two bricks of a course is that lies nearest to a place along it, px."""
        bond_px = course % 2 * BOND * self.brick_px
        return float(np.rint((along_px + bond_px) / self.brick_px) * self.brick_px - bond_px)

    def place(self, points: Points) -> Points:
        """Return (row, column) of points given across and along the courses, (N, 2) float64 px each."""
        sine, cosine = np.sin(self.angle), np.cos(self.angle)
        across, along = points[:, 0], points[:, 1]
        return np.asarray(
            self.origin + np.stack([across * cosine - along * sine, across * sine + along * cosine], axis=1)
        )


def draw_brickwork(values: Colours, generator: np.random.Generator) -> tuple[Colours, Brickwork]:
    """Make a surface a wall: bricks of different tones, joints between them.

    Parameters
    ----------
    values
        (H, W, 3) float32, 0..255.
    generator
        Source of chance.

    Returns
    -------
    tuple[Colours, Brickwork]
        (H, W, 3) float32, and where its joints are.
    """
    shape = values.shape[0], values.shape[1]
    course_px = float(np.exp(generator.uniform(*np.log(COURSE_PX))))
    wall = Brickwork(
        origin=generator.uniform(0.15, 0.85, 2) * shape,
        angle=float(generator.integers(2) * np.pi / 2 + generator.normal(0, 0.04)),
        course_px=course_px,
        brick_px=course_px * float(generator.uniform(1.6, 3.4)),
        joint_px=course_px * float(generator.uniform(0.06, 0.2)),
    )
    axes = turn_axes(shape, wall.origin, wall.angle)
    nearest, tone = lay_bricks(axes, (wall.course_px, wall.brick_px), BOND, TONES, generator)
    values = shade(values, tone)
    nearest = nearest + np.float32(generator.uniform(0, 0.15) * wall.joint_px) * draw_noise(shape, 9, generator)
    return cut_groove(values, nearest, wall.joint_px, generator, DARK_SHARE), wall


def follow_joints(wall: Brickwork, shape: Shape, width_px: float, generator: np.random.Generator) -> list[Stroke]:
    """Draw a crack that runs along the joints of a wall, in steps or straight on, seldom through a brick.

    Parameters
    ----------
    wall
        With its joints.
    shape
        (height, width) of the picture, px.
    width_px
        About how wide it is wanted; little wider than a joint it becomes.
    generator
        Source of chance.

    Returns
    -------
    list[Stroke]
        One.
    """
    corners = _list_corners(wall, float(np.hypot(*shape)) * generator.uniform(0.5, 1.6), generator)
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
    along = np.arange(0, max(lengths[-1], 2 * STEP_PX), STEP_PX)
    line = np.stack([np.interp(along, lengths, corners[:, axis]) for axis in (0, 1)], axis=1)
    # Mortar comes off one of the bricks, and the crack changes sides now and then.
    stray_px = wall.joint_px * generator.uniform(0.1, 0.5)
    line += stray_px * np.stack([draw_wave(len(line), 50 / STEP_PX, generator) for _ in (0, 1)], axis=1)
    line += generator.normal(0, 0.5, line.shape)
    narrow_px = min(width_px, wall.joint_px * generator.uniform(0.4, 1.4) + 1)
    return [widen(wall.place(line), narrow_px, generator)]


def _list_corners(wall: Brickwork, length_px: float, generator: np.random.Generator) -> Points:
    """Return the corners of a stair across and along the courses, (N, 2) px, that passes the wall's origin."""
    down, right = generator.choice([-1, 1], 2)
    straight_share = generator.choice([0.1, 0.5, 0.9], p=[0.5, 0.3, 0.2])  # how often it passes a joint by
    bed, along = 0, wall.find_head(0, 0.0)
    corners, gone = [(0.0, along)], 0.0
    while gone < length_px:
        course = bed if down > 0 else bed - 1  # the one that is crossed next
        while gone < length_px and generator.random() < straight_share:
            along += right * wall.brick_px / 2
            gone += wall.brick_px / 2
        if generator.random() >= THROUGH_BRICK_SHARE:
            along = wall.find_head(course, along + right * wall.brick_px / 2)
        corners.append((bed * wall.course_px, along))
        bed += down
        gone += wall.course_px
        corners.append((bed * wall.course_px, along))
    points = np.array(corners)
    return np.asarray(points - points[len(points) // 2] + _nearest_corner(wall, points[len(points) // 2]))


def _nearest_corner(wall: Brickwork, corner: Points) -> Points:
    """Return the corner of the same kind that lies nearest to the wall's origin: two courses repeat."""
    period = np.array([2 * wall.course_px, wall.brick_px])
    return np.asarray(corner - period * np.rint(corner / period))
