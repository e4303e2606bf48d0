"""The outline of a leaf."""

import numpy as np

from efficientcracknet.training.drawing.canvas import Points


def draw_leaf(seat: Points, length_px: float, generator: np.random.Generator) -> Points:
    """Draw a leaf, any way round.

    Parameters
    ----------
    seat
        (2,) float64, (row, col) px: where its stalk ends.
    length_px
        From stalk to tip.
    generator
        Source of chance.

    Returns
    -------
    Points
        (20, 2) float64: its corners.
    """
    along = np.linspace(0, 1, 10)
    half = generator.uniform(0.15, 0.4) * np.sin(np.pi * along ** generator.uniform(0.7, 1.3))
    bend = generator.normal(0, 0.15) * along**2
    sides = np.concatenate([np.stack([along, bend + half], 1), np.stack([along, bend - half], 1)[::-1]])
    angle = generator.uniform(0, 2 * np.pi)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(seat + length_px * sides @ turn.T)
