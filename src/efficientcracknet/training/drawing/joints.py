"""Joints: straight, long, even and regular, however much else they have in common with cracks."""

import numpy as np

from efficientcracknet.training.drawing.axes import Axes, lay_axes, measure_to_nearest
from efficientcracknet.training.drawing.layers import Colours, lay, shade
from efficientcracknet.training.drawing.noise import Field, draw_clouds, draw_noise

WIDTH_PX = 1.0, 14.0
TONES = 0.0, 0.14
"""Least and most standard deviation of how dark the fields between joints are."""


def draw_joints(values: Colours, generator: np.random.Generator) -> Colours:
    """Draw one joint, parallel ones, a grid, or the joints of bricks.

    Parameters
    ----------
    values
        (H, W, 3) float32, 0..255.
    generator
        Source of chance.

    Returns
    -------
    Colours
        (H, W, 3) float32.
    """
    shape = values.shape[0], values.shape[1]
    width_px = float(np.exp(generator.uniform(*np.log(WIDTH_PX))))
    axes = lay_axes(shape, generator)
    distance, tone = _lay_out(axes, width_px, generator)
    if generator.random() < 0.5:
        distance = distance + np.float32(generator.uniform(0, 0.2)) * draw_noise(shape, 9, generator)
    values = shade(values, tone)
    return cut_groove(values, distance, width_px, generator)


def draw_step(values: Colours, generator: np.random.Generator) -> Colours:
    """Draw where one slab, plinth or kerb ends and another begins, higher or lower.

    Parameters
    ----------
    values
        (H, W, 3) float32, 0..255.
    generator
        Source of chance.

    Returns
    -------
    Colours
        (H, W, 3) float32.
    """
    shape = values.shape[0], values.shape[1]
    distance = lay_axes(shape, generator).across
    beyond = np.clip(distance + 0.5, 0, 1)
    reach_px = float(np.exp(generator.uniform(0, 3)))
    cast = np.where(distance > 0, np.exp(-distance.clip(0) / np.float32(reach_px)), np.float32(0))
    values = shade(values, beyond * np.float32(generator.normal(0, 0.2)))
    return shade(values, cast * np.float32(generator.uniform(0.2, 0.8)))


def _lay_out(axes: Axes, width_px: float, generator: np.random.Generator) -> tuple[Field, Field]:
    """Return the distance to the nearest joint, signed, px, and how dark each field between joints is."""
    spacing_px = max(float(np.exp(generator.uniform(np.log(22), np.log(150)))), 3.5 * width_px)
    kind = generator.choice(["single", "parallel", "grid", "bricks"], p=[0.35, 0.2, 0.2, 0.25])
    if kind == "single":
        return axes.across, np.zeros_like(axes.across)
    other_px = spacing_px * generator.uniform(1.5, 3.5) if kind == "bricks" else spacing_px * generator.uniform(0.7, 2)
    bond = float(generator.choice([0.5, 1 / 3])) if kind == "bricks" else 0.0
    if kind == "parallel":
        course = np.floor(axes.across / np.float32(spacing_px))
        return measure_to_nearest(axes.across, spacing_px), _draw_tones(13 * course, TONES, generator)
    return lay_bricks(axes, (spacing_px, other_px), bond, TONES, generator)


def lay_bricks(
    axes: Axes, sides_px: tuple[float, float], bond: float, tones: tuple[float, float], generator: np.random.Generator
) -> tuple[Field, Field]:
    """Part a picture into bricks, or plates.

    Parameters
    ----------
    axes
        Across and along the courses.
    sides_px
        Height of a course and length of a brick, each with one joint.
    bond
        By how much of a brick a course is moved against the one before: 1/2, 1/3 or 0.
    tones
        Least and most standard deviation of the tones.
    generator
        Source of chance.

    Returns
    -------
    tuple[Field, Field]
        (H, W) float32 each: distance to the middle of the nearest joint, signed, px; how dark each brick is, around 0.
    """
    course_px, brick_px = sides_px
    course = np.floor(axes.across / np.float32(course_px))
    moved = (course % 3 if bond < 0.4 else course % 2) * np.float32(bond) * np.float32(brick_px)
    position = axes.along + moved
    tone = _draw_tones(13 * course + 29 * np.floor(position / np.float32(brick_px)), tones, generator)
    beds, heads = measure_to_nearest(axes.across, course_px), measure_to_nearest(position, brick_px)
    return np.where(np.abs(beds) < np.abs(heads), beds, heads), tone


def _draw_tones(cells: Field, tones: tuple[float, float], generator: np.random.Generator) -> Field:
    """Return how dark each cell is: (H, W) whole numbers to (H, W) float32, equal where the numbers are."""
    drawn = generator.normal(0, generator.uniform(*tones), 251).astype(np.float32)
    return np.asarray(drawn[cells.astype(np.intp) % 251])


def cut_groove(
    values: Colours, distance: Field, width_px: float, generator: np.random.Generator, dark_share: float = 0.6
) -> Colours:
    """Draw grooves: dark or filled with mortar, the upper edge in the light, the lower one in the shade.

    Parameters
    ----------
    values
        (H, W, 3) float32, 0..255.
    distance
        (H, W) float32: to the middle of the nearest groove, signed, px.
    width_px
        Of a groove.
    generator
        Source of chance.
    dark_share
        How often grooves are dark, not filled.

    Returns
    -------
    Colours
        (H, W, 3) float32.
    """
    shape = values.shape[0], values.shape[1]
    half_px, soft_px = np.float32(width_px / 2), np.float32(generator.uniform(0.7, 1.8))
    groove = np.clip((half_px - np.abs(distance)) / soft_px + 0.5, 0, 1)
    groove = groove * np.clip(1 + generator.uniform(0, 0.5) * draw_clouds(shape, 50, generator), 0.1, 1)
    if generator.random() < dark_share:
        values = shade(values, groove * np.float32(generator.uniform(0.25, 0.9)))
    else:
        grain = 1 + 0.08 * draw_clouds(shape, 3, generator)
        mortar = values.mean(axis=(0, 1)) * np.float32(np.exp(generator.normal(0.15, 0.35)))
        values = lay(values, mortar * grain[..., np.newaxis], groove * np.float32(generator.uniform(0.6, 1)))
    if generator.random() < 0.6:
        reach_px = np.float32(generator.uniform(0.7, 2.0))
        lit = np.exp(-(((distance - half_px - reach_px) / reach_px) ** 2))
        shaded = np.exp(-(((distance + half_px + reach_px) / reach_px) ** 2))
        bevel = np.float32(generator.uniform(0, 0.35)) * shaded - np.float32(generator.uniform(0.05, 0.4)) * lit
        values = shade(values, bevel)
    return values
