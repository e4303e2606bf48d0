"""Cables, pipes, straws and twigs: they lie over the surface, with a lit side and a shadow of their own."""

import numpy as np

from efficientcracknet.training.drawing.canvas import Points, Stroke, cover_strokes
from efficientcracknet.training.drawing.course import wander
from efficientcracknet.training.drawing.curves import draw_curve, pick_ends
from efficientcracknet.training.drawing.layers import Colours, lay, shade, shift
from efficientcracknet.training.drawing.noise import Field, Shape, draw_clouds, soften

SHEATHS = ((25, 25, 28), (60, 60, 62), (190, 190, 188), (235, 235, 232), (170, 40, 35), (40, 70, 150), (215, 180, 50))
BARKS = ((85, 62, 42), (120, 98, 72), (60, 48, 40), (160, 140, 110))
STRAWS = ((205, 180, 115), (180, 160, 105), (150, 125, 75))


def draw_cables(values: Colours, generator: np.random.Generator) -> Colours:
    """Draw cables or pipes: smooth, of one width.

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
    sag = generator.choice([0.0, 0.05, 0.25])
    strokes = []
    for _ in range(int(generator.choice([1, 2, 3], p=[0.7, 0.2, 0.1]))):
        line = draw_curve(*pick_ends(shape, generator), sag, generator)
        half_px = np.full(len(line), float(np.exp(generator.uniform(np.log(0.7), np.log(6)))))
        strokes.append(Stroke(line, half_px, half_px))
    return _lay_over(values, strokes, SHEATHS, generator)


def draw_twigs(values: Colours, generator: np.random.Generator) -> Colours:
    """Draw a twig that forks, or a few straws.

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
    if generator.random() < 0.5:
        straws = [_draw_straw(shape, generator) for _ in range(int(generator.integers(1, 8)))]
        return _lay_over(values, straws, STRAWS, generator)
    seat, heading = generator.uniform(0, 1, 2) * shape, generator.uniform(0, 2 * np.pi)
    stem = _grow(seat, heading, generator.uniform(60, 200), generator.uniform(1.5, 4), generator)
    forks = generator.integers(3, len(stem.points), size=int(generator.integers(1, 6)))
    turns = heading + generator.choice([-1, 1], len(forks)) * generator.uniform(0.4, 0.9, len(forks))
    shoots = [
        _grow(stem.points[fork], turn, generator.uniform(15, 60), 0.7 * stem.left_px[fork], generator)
        for fork, turn in zip(forks, turns, strict=True)
    ]
    return _lay_over(values, [stem, *shoots], BARKS, generator)


def _grow(seat: Points, heading: float, length_px: float, half_px: float, generator: np.random.Generator) -> Stroke:
    """Return a shoot that gets thinner."""
    line = seat + wander(length_px, heading, generator, 0.25)[::3]
    half = half_px * np.linspace(1, 0.4, len(line))
    return Stroke(line, half, half)


def _draw_straw(shape: Shape, generator: np.random.Generator) -> Stroke:
    start, angle = generator.uniform(0, 1, 2) * shape, generator.uniform(0, 2 * np.pi)
    stop = start + generator.uniform(20, 140) * np.array([np.sin(angle), np.cos(angle)])
    line = draw_curve(start, stop, 0.04, generator, 16)
    half = np.full(16, generator.uniform(0.6, 1.8))
    return Stroke(line, half, half)


def _lay_over(
    values: Colours, strokes: list[Stroke], palette: tuple[tuple[int, int, int], ...], generator: np.random.Generator
) -> Colours:
    """Lay round things over the surface: shadow first, then the body, lighter where the light comes from."""
    shape: Shape = (values.shape[0], values.shape[1])
    body = cover_strokes(shape, strokes, fold=3)
    half_px = max(float(np.mean([stroke.left_px.mean() for stroke in strokes])), 0.7)
    angle = generator.uniform(0, 2 * np.pi)
    light = np.sin(angle), np.cos(angle)
    away_px = half_px * generator.uniform(0.8, 3) + 0.5
    cast = shift(body, round(away_px * light[0]), round(away_px * light[1]))
    cast = soften(cast, generator.uniform(0.6, 1 + half_px / 2))
    values = shade(values, cast * np.float32(generator.uniform(0.15, 0.65)))
    colour = np.array(palette[int(generator.integers(len(palette)))], np.float32)
    colour = colour * np.float32(generator.uniform(0.7, 1.2))
    grain = 1 + generator.uniform(0, 0.15) * draw_clouds(shape, 6, generator)
    return lay(values, colour * (grain * _round(body, half_px, light))[..., np.newaxis], body)


def _round(body: Field, half_px: float, light: tuple[float, float]) -> Field:
    """Return how bright each part of round bodies is: 1 in the middle."""
    step = max(round(half_px), 1)
    rows, columns = round(step * light[0]), round(step * light[1])
    away = soften(shift(body, rows, columns), half_px / 2) - soften(shift(body, -rows, -columns), half_px / 2)
    return 1 - np.float32(0.5) * away
