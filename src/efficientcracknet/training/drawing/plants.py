"""Plants: grass, leaves and moss on a surface and in its joints."""

import numpy as np

from efficientcracknet.training.drawing.canvas import Stroke, cover_shapes, cover_strokes
from efficientcracknet.training.drawing.curves import draw_curve
from efficientcracknet.training.drawing.layers import Colours, lay, shade, shift
from efficientcracknet.training.drawing.leaf import draw_leaf
from efficientcracknet.training.drawing.noise import Shape, draw_clouds, draw_noise, soften

GREENS = ((62, 92, 36), (95, 125, 52), (130, 150, 75), (45, 70, 40))
WITHERED = ((150, 105, 50), (120, 75, 40), (175, 140, 70), (95, 70, 45))


def draw_grass(values: Colours, generator: np.random.Generator) -> Colours:
    """Draw a tuft.

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
    seat, heading = generator.uniform(0, 1, 2) * shape, generator.uniform(0, 2 * np.pi)
    length_px = generator.uniform(20, 90)
    for colour in generator.permutation(np.array(GREENS))[:2]:
        blades = []
        for _ in range(int(generator.integers(3, 12))):
            angle = heading + generator.normal(0, 0.6)
            reach = length_px * generator.uniform(0.4, 1.2) * np.array([np.sin(angle), np.cos(angle)])
            start = seat + generator.normal(0, 4, 2)
            half_px = generator.uniform(0.8, 2.2) * np.linspace(1, 0.1, 14)
            blades.append(Stroke(draw_curve(start, start + reach, 0.15, generator, 14), half_px, half_px))
        share = cover_strokes(shape, blades, fold=3)
        values = shade(values, np.float32(0.35) * soften(shift(share, 2, 2), 1.2))
        tone = np.asarray(colour * generator.uniform(0.7, 1.3), np.float32)
        values = lay(values, tone, share)
    return values


def draw_leaves(values: Colours, generator: np.random.Generator) -> Colours:
    """Strew leaves, green or withered.

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
    palette = GREENS if generator.random() < 0.4 else WITHERED
    colour = np.array(palette[int(generator.integers(len(palette)))], np.float32)
    size_px, count = generator.uniform(12, 45), int(generator.integers(1, 5))
    seats = generator.uniform(0, 1, (count, 2)) * shape
    leaves = [draw_leaf(seat, size_px * generator.uniform(0.6, 1.4), generator) for seat in seats]
    ribs = np.stack([(leaf[:10] + leaf[:9:-1]) / 2 for leaf in leaves])
    half_px = np.full(ribs.shape[:2], 0.4)
    share = cover_shapes(shape, leaves, fold=3)
    rib = cover_strokes(shape, [Stroke(ribs, half_px, half_px)], fold=2)
    tone = (1 + np.float32(0.18) * draw_clouds(shape, 9, generator)) * (1 + np.float32(0.35) * rib)
    values = shade(values, np.float32(0.4) * soften(shift(share, 2, 1), 1.0))
    return lay(values, colour * np.asarray(tone, np.float32)[..., np.newaxis], share)


def draw_moss(values: Colours, generator: np.random.Generator) -> Colours:
    """Draw patches of moss or algae.

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
    height = draw_clouds(shape, generator.uniform(10, 60), generator, 5) - np.float32(generator.uniform(0.7, 1.6))
    share = np.clip((height + np.float32(0.2) * draw_noise(shape, 1.5, generator)) / np.float32(0.6), 0, 1)
    share = share * np.float32(generator.uniform(0.4, 0.95))
    tuft = 0.6 + 0.4 * values.mean(axis=2) / (values.mean() + 1) + np.float32(0.2) * draw_noise(shape, 2, generator)
    colour = np.array(GREENS[int(generator.integers(len(GREENS)))], np.float32)
    return lay(values, colour * tuft[..., np.newaxis], np.asarray(share, np.float32))
