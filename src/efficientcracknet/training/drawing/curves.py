"""Curves without a corner: what hangs, lies or grows over a surface."""

import numpy as np

from efficientcracknet.training.drawing.canvas import Points
from efficientcracknet.training.drawing.noise import Shape


def draw_curve(start: Points, stop: Points, sag: float, generator: np.random.Generator, count: int = 48) -> Points:
    """Draw a curve that bends once or twice.

    Parameters
    ----------
    start
        (2,) float64, (row, col) px.
    stop
        (2,) float64.
    sag
        How far it may leave the straight line, in lengths of it.
    generator
        Source of chance.
    count
        Points.

    Returns
    -------
    Points
        (count, 2) float64.
    """
    along = np.linspace(0, 1, count)[:, np.newaxis]
    reach = sag * float(np.linalg.norm(stop - start))
    first, second = (start + share * (stop - start) + generator.normal(0, reach, 2) for share in (1 / 3, 2 / 3))
    inner = 3 * along * (1 - along) ** 2 * first + 3 * along**2 * (1 - along) * second
    return (1 - along) ** 3 * start + inner + along**3 * stop


def pick_ends(shape: Shape, generator: np.random.Generator) -> tuple[Points, Points]:
    """Pick two points beyond a picture, so that what joins them crosses it.

    Parameters
    ----------
    shape
        (height, width), px.
    generator
        Source of chance.

    Returns
    -------
    tuple[Points, Points]
        (2,) float64 each, (row, col) px.
    """
    angle = generator.uniform(0, 2 * np.pi)
    middle = generator.uniform(0.2, 0.8, 2) * shape
    reach = 0.75 * float(np.hypot(*shape)) * np.array([np.sin(angle), np.cos(angle)])
    return middle - reach, middle + reach
