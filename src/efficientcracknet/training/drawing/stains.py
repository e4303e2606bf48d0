"""Stains and leaks: soft edges, no ridge; what runs down runs straight."""

import numpy as np

from efficientcracknet.training.drawing.canvas import Stroke, cover_strokes
from efficientcracknet.training.drawing.layers import Colours, lay, shade
from efficientcracknet.training.drawing.noise import Field, draw_clouds, draw_wave, soften

TINTS = ((60, 45, 35), (120, 70, 35), (70, 80, 50), (225, 225, 215), (40, 40, 45), (150, 130, 105))


def draw_stains(values: Colours, generator: np.random.Generator) -> Colours:
    """Draw patches of damp, rust, lime or dirt.

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
    height = draw_clouds(shape, generator.uniform(20, 120), generator, 5) - np.float32(generator.uniform(0.2, 1.4))
    share = np.clip(height / np.float32(generator.uniform(0.3, 1.2)), 0, 1)
    values = _stain(values, soften(share, generator.uniform(0.6, 2)), generator)
    if generator.random() < 0.2:  # the rim that a puddle leaves
        values = shade(values, np.float32(generator.uniform(0.08, 0.2)) * np.exp(-((height / np.float32(0.08)) ** 2)))
    return values


def draw_leaks(values: Colours, generator: np.random.Generator) -> Colours:
    """Draw what ran down a wall: a few streaks or many, from one height or from anywhere.

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
    upright = generator.random() < 0.7
    shape = (values.shape[0], values.shape[1]) if upright else (values.shape[1], values.shape[0])
    count = int(np.exp(generator.uniform(0, 3)))
    width_px = float(np.exp(generator.uniform(np.log(2), np.log(25))))
    top_px = generator.uniform(-0.2, 0.6) * shape[0]
    spread_px = generator.choice([0.0, 0.2]) * shape[0]
    places = zip(generator.normal(top_px, spread_px + 1, count), generator.uniform(0, shape[1], count), strict=True)
    streaks = [_run_down(top, left, shape[0], width_px, generator) for top, left in places]
    share = soften(cover_strokes(shape, streaks, fold=2), generator.uniform(0.9, 1.2 + width_px / 4))
    share = share * np.clip(0.8 + 0.4 * draw_clouds(shape, 30, generator), 0, 1)
    return _stain(values, share if upright else np.ascontiguousarray(share.T), generator)


def _run_down(top: float, left: float, height: int, width_px: float, generator: np.random.Generator) -> Stroke:
    """Return a streak that hardly leaves the vertical and gets thinner."""
    length_px = height * generator.uniform(0.2, 1.2)
    along = np.linspace(0, 1, 24)
    sway = generator.uniform(0, 1.5) * draw_wave(24, 6, generator)
    thin = np.minimum(8 * along, 1 - along**2)
    half_px = width_px / 2 * generator.uniform(0.4, 1.3) * thin * np.exp(0.2 * draw_wave(24, 5, generator))
    return Stroke(np.stack([top + along * length_px, left + sway], axis=1), half_px + 0.3, half_px + 0.3)


def _stain(values: Colours, share: Field, generator: np.random.Generator) -> Colours:
    """Darken, lighten or tint."""
    if generator.random() < 0.5:
        return shade(values, share * np.float32(generator.choice([-1, 1, 1]) * generator.uniform(0.1, 0.45)))
    tint = np.array(TINTS[int(generator.integers(len(TINTS)))], np.float32)
    mixed = tint * (0.5 + 0.5 * values / (values.mean() + 1))
    return lay(values, mixed, share * np.float32(generator.uniform(0.15, 0.7)))
