"""What one sees in an open crack: how dark it is, its flanks, its walls, its depth."""

from dataclasses import dataclass

import numpy as np

from efficientcracknet.training.drawing.layers import Colours, Ground, lay, shade, shift
from efficientcracknet.training.drawing.noise import Field, draw_clouds, draw_noise, soften


@dataclass(frozen=True, slots=True)
class Look:
    """How wide a crack is, which share of the light it swallows, and the mean colour of its ground."""

    width_px: float
    darkness: float
    colour: tuple[float, float, float]


def choose_look(width_px: float, ground: Ground, generator: np.random.Generator) -> Look:
    """Decide how dark a crack is: from faint to black; the wider, the darker.

    Parameters
    ----------
    width_px
        Of the crack.
    ground
        That it runs through.
    generator
        Source of chance.

    Returns
    -------
    Look
        Of the crack.
    """
    faintest = float(np.clip(0.1 * width_px - 0.05, 0.08, 0.82))
    return Look(width_px, generator.uniform(faintest, min(faintest + 0.6, 0.97)), ground.colour)


def open_crack(values: Colours, edge: Field, look: Look, generator: np.random.Generator) -> Colours:
    """Darken a crack: a line where it is narrow, a lit wall and a black depth where it is wide.

    Parameters
    ----------
    values
        (H, W, 3) float32, 0..255.
    edge
        (H, W) float32, 0..1: how much of each pixel is crack.
    look
        Width, darkness, colour.
    generator
        Source of chance.

    Returns
    -------
    Colours
        (H, W, 3) float32.
    """
    shape, width_px = (edge.shape[0], edge.shape[1]), look.width_px
    fading = generator.uniform(0.0, 0.4) / max(width_px / 3, 1)
    depth = np.clip(look.darkness * (1 + fading * draw_clouds(shape, 24, generator)), 0.06, 0.97)
    if width_px > 2.5:
        depth = depth * _shade_flanks(edge, width_px, generator)
    if width_px > 5 and generator.random() < 0.75:
        depth = depth * _shade_walls(edge, width_px, generator)
    grain = 1 + generator.uniform(0.03, 0.2) * draw_noise(shape, generator.uniform(1.5, 5), generator)
    own_texture = np.float32(np.clip(1.25 - width_px / 4, 0.12, 0.9))
    tint = 1 + generator.normal(0, 0.025, 3).astype(np.float32)
    crack = edge > 0
    plain = np.asarray(look.colour, np.float32) * tint * grain[crack, np.newaxis]
    inside = np.asarray(own_texture * values[crack] + (1 - own_texture) * plain, np.float32)
    drawn = values.copy()
    drawn[crack] = lay(values[crack], shade(inside, depth[crack]), edge[crack])
    return drawn


def draw_offset(length_px: float, generator: np.random.Generator) -> tuple[int, int]:
    """Draw where to a shadow falls, or where from light comes.

    Parameters
    ----------
    length_px
        About how far.
    generator
        Source of chance.

    Returns
    -------
    tuple[int, int]
        (rows, columns), not both 0.
    """
    angle = generator.uniform(0, 2 * np.pi)
    rows, columns = round(length_px * np.sin(angle)), round(length_px * np.cos(angle))
    return (rows, columns) if rows or columns else (1, 0)


def _shade_flanks(edge: Field, width_px: float, generator: np.random.Generator) -> Field:
    """Return how much of the darkness stays: all in the middle, less towards the sides."""
    middle = np.clip(1.6 * soften(edge, 0.28 * min(width_px, 12)) - 0.5, 0, 1)
    return np.asarray(1 - np.float32(generator.uniform(0.0, 0.55)) * (1 - middle))


def _shade_walls(edge: Field, width_px: float, generator: np.random.Generator) -> Field:
    """Return how much of the darkness stays: less on the wall that light falls on."""
    rows, columns = draw_offset(generator.uniform(0.15, 0.6) * width_px, generator)
    deep = soften(shift(edge, rows, columns), 0.8)
    return np.asarray(1 - np.float32(generator.uniform(0.25, 0.65)) * (1 - deep))
