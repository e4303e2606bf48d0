"""Formwork and finish: what boards, anchors, air and brooms leave on concrete."""

import numpy as np
from PIL import Image

from efficientcracknet.training.drawing.axes import lay_axes, measure_to_nearest
from efficientcracknet.training.drawing.layers import Colours, shade, shift
from efficientcracknet.training.drawing.noise import Field, Shape, draw_noise, soften


def draw_boards(values: Colours, generator: np.random.Generator) -> Colours:
    """Draw the marks of boards: each a little lighter or darker, with its grain, fins or grooves between them.

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
    axes = lay_axes(shape, generator, upright_share=0.9)
    board_px = float(np.exp(generator.uniform(np.log(14), np.log(90))))
    tones = generator.normal(0, generator.uniform(0.01, 0.1), 101).astype(np.float32)
    number = np.floor(axes.across / np.float32(board_px)).astype(np.intp) % 101
    seam = measure_to_nearest(axes.across, board_px)
    sharp_px = np.float32(generator.uniform(0.5, 1.5))
    strength = generator.normal(0, 0.35, 101).astype(np.float32)  # a fin is light, a groove dark
    lines = strength[number] * np.exp(-((seam / sharp_px) ** 2)) - 0.15 * np.exp(-(((seam - 2) / sharp_px) ** 2))
    lies = abs(float(axes.across[-1, 0] - axes.across[0, 0])) > shape[0] / 2
    grain = draw_grain(shape, lies=lies, generator=generator)
    return shade(values, tones[number] + lines + np.float32(generator.uniform(0, 0.08)) * grain)


def draw_brushing(values: Colours, generator: np.random.Generator) -> Colours:
    """Draw the fine streaks of a broom or a float.

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
    axes = lay_axes(shape, generator, upright_share=0.3)
    profile = np.asarray(generator.standard_normal(2048), np.float32)
    place = axes.across / np.float32(generator.uniform(1.0, 3.0)) + np.float32(0.6) * draw_noise(shape, 40, generator)
    whole = np.floor(place).astype(np.intp)
    part = place - whole
    streaks = profile[whole % 2048] * (1 - part) + profile[(whole + 1) % 2048] * part
    broken = np.clip(0.6 + 0.5 * draw_noise(shape, 15, generator), 0, 1.2)
    return shade(values, np.float32(generator.uniform(0.03, 0.14)) * streaks * broken)


def draw_anchors(values: Colours, generator: np.random.Generator) -> Colours:
    """Draw the holes of anchors: a grid of discs, hollow or plugged.

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
    axes = lay_axes(shape, generator, upright_share=0.9)
    radius_px = generator.uniform(2, 11)
    spacing_px = radius_px * generator.uniform(8, 20)
    rows, columns = (measure_to_nearest(axis, spacing_px) for axis in (axes.across, axes.along))
    inside = np.clip(radius_px - np.hypot(rows, columns) + 0.5, 0, 1).astype(np.float32)
    return _sink(values, inside, radius_px, generator)


def draw_pores(values: Colours, generator: np.random.Generator) -> Colours:
    """Draw the holes that air leaves in concrete, of all sizes.

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
    shape: Shape = (values.shape[0], values.shape[1])
    inside = np.zeros(shape, np.float32)
    for radius_px in np.exp(generator.uniform(np.log(0.6), np.log(4.5), int(generator.integers(4, 40)))):
        top, left = (int(generator.integers(side)) for side in shape)
        reach = int(2 * radius_px) + 2
        patch = inside[max(top - reach, 0) : top + reach + 1, max(left - reach, 0) : left + reach + 1]
        rows = np.arange(patch.shape[0])[:, np.newaxis] - min(top, reach)
        columns = (np.arange(patch.shape[1]) - min(left, reach)) * generator.uniform(0.6, 1.6)
        np.maximum(patch, np.clip(radius_px - np.hypot(rows, columns) + 0.5, 0, 1), out=patch)
    return _sink(values, inside, 2.0, generator)


def draw_grain(shape: Shape, *, lies: bool, generator: np.random.Generator) -> Field:
    """Draw the grain of wood along the rows of a picture or along its columns.

    Parameters
    ----------
    shape
        (height, width), px.
    lies
        True along the rows.
    generator
        Source of chance.

    Returns
    -------
    Field
        (height, width) float32, of mean 0 and deviation about 1.
    """
    height, width = shape if lies else shape[::-1]
    fine = draw_noise((height, -(-width // 24)), 1, generator) + draw_noise((height, -(-width // 24)), 4, generator)
    grain = np.asarray(Image.fromarray(fine).resize((width, height), Image.Resampling.BICUBIC))
    return grain if lies else np.ascontiguousarray(grain.T)


def _sink(values: Colours, inside: Field, depth_px: float, generator: np.random.Generator) -> Colours:
    """Sink holes into the surface: dark within, a lit rim on the side away from the light."""
    step = max(round(depth_px / 3), 1)
    rim = np.clip(shift(inside, step, int(generator.integers(-step, step + 1))) - inside, 0, 1)
    hollow = soften(inside, 0.5)
    values = shade(values, hollow * np.float32(generator.uniform(0.2, 0.7)))
    return shade(values, -rim * np.float32(generator.uniform(0, 0.3)))
