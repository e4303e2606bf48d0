"""Shadows: of poles, railings, wires, leaves and edges; the surface goes on in them."""

import numpy as np

from efficientcracknet.training.drawing.axes import lay_axes, measure_to_nearest
from efficientcracknet.training.drawing.canvas import Stroke, cover_shapes, cover_strokes
from efficientcracknet.training.drawing.curves import draw_curve, pick_ends
from efficientcracknet.training.drawing.layers import Colours
from efficientcracknet.training.drawing.leaf import draw_leaf
from efficientcracknet.training.drawing.noise import Field, Shape, draw_clouds, soften


def draw_shadows(values: Colours, generator: np.random.Generator) -> Colours:
    """Draw a shadow with a hard or soft edge.

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
    casts = (_cast_bars, _cast_edge, _cast_wires, _cast_leaves, _cast_foliage)
    share = casts[int(generator.choice(len(casts), p=[0.25, 0.35, 0.15, 0.1, 0.15]))](shape, generator)
    share = soften(share, float(np.exp(generator.uniform(np.log(0.4), np.log(12)))))
    sky = np.array([1.0, 0.98, 0.93], np.float32)  # what light is left comes from the sky
    return values * (1 - share[..., np.newaxis] * np.float32(generator.uniform(0.2, 0.75)) * sky)


def _cast_bars(shape: Shape, generator: np.random.Generator) -> Field:
    """One pole, or the bars of a railing, sometimes with a rail."""
    axes = lay_axes(shape, generator, upright_share=0.2)
    width_px = float(np.exp(generator.uniform(np.log(3), np.log(60))))
    spacing_px = float(generator.choice([np.inf, width_px * generator.uniform(2, 5)]))
    bars = np.clip(width_px / 2 - np.abs(measure_to_nearest(axes.across, spacing_px)) + 0.5, 0, 1)
    rail = np.clip(width_px / 2 - np.abs(axes.along) + 0.5, 0, 1) if generator.random() < 0.2 else 0 * bars
    return np.maximum(bars, rail).astype(np.float32)


def _cast_edge(shape: Shape, generator: np.random.Generator) -> Field:
    """Shade one side, as a roof or a wall does."""
    axes = lay_axes(shape, generator, upright_share=0.2)
    return np.asarray(np.clip(axes.across + 0.5, 0, 1))


def _cast_wires(shape: Shape, generator: np.random.Generator) -> Field:
    """One wire, or several side by side."""
    start, stop = pick_ends(shape, generator)
    line = draw_curve(start, stop, 0.06, generator)
    half_px = np.full(len(line), generator.uniform(0.6, 3))
    offsets = np.cumsum(generator.uniform(6, 40, (int(generator.integers(1, 4)), 1)), axis=0) * (1, -0.5)
    return cover_strokes(shape, [Stroke(line + offset, half_px, half_px) for offset in offsets], fold=3)


def _cast_leaves(shape: Shape, generator: np.random.Generator) -> Field:
    """Single leaves on a branch."""
    start, stop = pick_ends(shape, generator)
    branch = draw_curve(start, stop, 0.1, generator)
    half_px = np.full(len(branch), generator.uniform(0.7, 2.5))
    size_px = generator.uniform(8, 30)
    seats = branch[generator.integers(len(branch), size=30)] + generator.normal(0, size_px, (30, 2))
    leaves = [draw_leaf(seat, size_px * generator.uniform(0.6, 1.3), generator) for seat in seats]
    return np.maximum(cover_shapes(shape, leaves, fold=2), cover_strokes(shape, [Stroke(branch, half_px, half_px)], 2))


def _cast_foliage(shape: Shape, generator: np.random.Generator) -> Field:
    """Leave patches of light, as a tree far above does."""
    clouds = draw_clouds(shape, generator.uniform(15, 70), generator)
    return np.asarray(np.clip((clouds + generator.uniform(-0.5, 0.7)) / 0.25, 0, 1), np.float32)
