"""Courses: where a crack runs. Headings that wander at several scales, and chords that chance bends.

Points are (row, col) in px; a heading is in radians, 0 to the right, growing towards the bottom.
"""

import numpy as np

from efficientcracknet.training.drawing.canvas import Points
from efficientcracknet.training.drawing.noise import Shape, Wave, draw_steps, draw_wave

STEP_PX = 2.0


def wander(length_px: float, heading: float, generator: np.random.Generator, unrest: float = 1.0) -> Points:
    """Draw a line that starts at the origin and keeps roughly to its heading.

    Parameters
    ----------
    length_px
        Along the line.
    heading
        Radians.
    generator
        Source of chance.
    unrest
        How far it strays; 0 is straight.

    Returns
    -------
    Points
        (N, 2) float64, `STEP_PX` apart, at least two.
    """
    count = max(int(length_px / STEP_PX), 1)
    bend = draw_steps if generator.random() < 0.6 else draw_wave
    turns: Wave = 0.35 * draw_wave(count, 110 / STEP_PX, generator)
    turns = turns + generator.uniform(0.15, 0.5) * bend(count, generator.uniform(18, 45) / STEP_PX, generator)
    turns = turns + generator.uniform(0.15, 0.55) * bend(count, generator.uniform(5, 12) / STEP_PX, generator)
    turns = turns + generator.uniform(0.0, 0.5) * generator.standard_normal(count)
    headings = heading + unrest * np.clip(turns, -1.6, 1.6)
    steps = STEP_PX * np.stack([np.sin(headings), np.cos(headings)], axis=1)
    return np.concatenate([np.zeros((1, 2)), np.cumsum(steps, axis=0)])


def cross(shape: Shape, length_px: float, generator: np.random.Generator, unrest: float = 1.0) -> Points:
    """Draw a line through some point of a picture.

    Parameters
    ----------
    shape
        (height, width) of the picture.
    length_px
        Along the line.
    generator
        Source of chance.
    unrest
        As for `wander`.

    Returns
    -------
    Points
        (N, 2) float64.
    """
    heading = generator.uniform(0, 2 * np.pi)
    if generator.random() < 0.35:  # cracks keep to the sides of what they run through
        heading = np.round(heading / (np.pi / 2)) * (np.pi / 2) + generator.normal(0, 0.12)
    line = wander(length_px, heading, generator, unrest)
    through = line[int(generator.integers(len(line)))]
    place = generator.uniform(0.08, 0.92, 2) * shape
    return np.asarray(line - through + place)


def bend_chords(chords: Points, amplitude: float, generator: np.random.Generator) -> Points:
    """Bend straight lines at random: their middles, the middles of the halves, and so on, ever less.

    Parameters
    ----------
    chords
        (R, 2, 2) float64: begin and end of each; at least one.
    amplitude
        Of the first displacement, in lengths of the chord.
    generator
        Source of chance.

    Returns
    -------
    Points
        (R, N, 2) float64, all of one N, about 4 px apart in the mean chord; the ends stay.
    """
    lengths = np.linalg.norm(chords[:, 1] - chords[:, 0], axis=-1)
    levels = int(np.clip(np.ceil(np.log2(max(lengths.mean(), 1.0) / 4)), 1, 6))
    lines, reach = chords, amplitude * lengths[:, np.newaxis, np.newaxis]
    for level in range(levels):
        shift = generator.standard_normal((len(lines), lines.shape[1] - 1, 2)) * reach * 0.55**level
        middles = (lines[:, :-1] + lines[:, 1:]) / 2 + shift
        woven = np.empty((len(lines), 2 * lines.shape[1] - 1, 2))
        woven[:, ::2], woven[:, 1::2] = lines, middles
        lines = woven
    return lines
