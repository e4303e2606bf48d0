"""Patterns: which strokes make up the cracks of one picture: one line, a tree, a few pieces, a network."""

import numpy as np
from scipy.spatial import Voronoi

from efficientcracknet.training.drawing.canvas import Points, Stroke
from efficientcracknet.training.drawing.course import STEP_PX, bend_chords, cross, wander
from efficientcracknet.training.drawing.noise import Shape, Wave, draw_wave

NETWORK_CELL_PX = 20.0, 60.0


def draw_pattern(shape: Shape, width_px: float, generator: np.random.Generator) -> list[Stroke]:
    """Draw the cracks of one picture.

    Parameters
    ----------
    shape
        (height, width) of the picture, px.
    width_px
        About how wide the main one is.
    generator
        Source of chance.

    Returns
    -------
    list[Stroke]
        At least one.
    """
    kind = generator.random()
    if kind < 0.12 and width_px < 4.5:
        return draw_network(shape, width_px, generator)
    if kind < 0.20 and width_px < 6:
        return draw_pieces(shape, width_px, generator)
    if kind < 0.30 and width_px < 12:
        others = range(int(generator.integers(1, 4)))
        more = [draw_line(shape, width_px * generator.uniform(0.4, 1.0), generator) for _ in others]
        return [draw_line(shape, width_px, generator), *more]
    main = draw_line(shape, width_px, generator)
    branches = int(generator.integers(1, 5)) if kind < 0.62 else 0
    return [main, *(draw_branch(main, generator) for _ in range(branches))]


def draw_line(shape: Shape, width_px: float, generator: np.random.Generator) -> Stroke:
    """Draw one crack through a picture; most leave it on either side, some end in it.

    Parameters
    ----------
    shape
        (height, width) of the picture, px.
    width_px
        In the middle.
    generator
        Source of chance.

    Returns
    -------
    Stroke
        One line.
    """
    diagonal_px = float(np.hypot(*shape))
    length_px = max(diagonal_px * generator.choice([0.35, 0.8, 2.0], p=[0.15, 0.25, 0.6]), 40 * width_px)
    return widen(cross(shape, length_px, generator, generator.uniform(0.6, 1.3)), width_px, generator)


def draw_branch(parent: Stroke, generator: np.random.Generator) -> Stroke:
    """Draw a crack that leaves another one and thins out.

    Parameters
    ----------
    parent
        One line.
    generator
        Source of chance.

    Returns
    -------
    Stroke
        One line that starts on it.
    """
    place = int(generator.integers(len(parent.points)))
    nearby = parent.points[[max(place - 5, 0), min(place + 5, len(parent.points) - 1)]]
    down, right = nearby[1] - nearby[0]
    turn = generator.choice([-1, 1]) * generator.uniform(0.5, 1.5) + generator.choice([0, np.pi])
    line = wander(30 * np.exp(generator.uniform(0, 1.8)), np.arctan2(down, right) + turn, generator)
    parent_px = parent.left_px[place] + parent.right_px[place]
    width_px = max(parent_px * generator.uniform(0.3, 0.8), 0.9)
    return widen(line + parent.points[place], width_px, generator, tapers=(0.0, generator.uniform(0.3, 1.0)))


def draw_pieces(shape: Shape, width_px: float, generator: np.random.Generator) -> list[Stroke]:
    """Draw a crack that stops, and goes on a little beside where it stopped.

    Parameters
    ----------
    shape
        (height, width) of the picture, px.
    width_px
        In the middle of each piece.
    generator
        Source of chance.

    Returns
    -------
    list[Stroke]
        One line each.
    """
    line = cross(shape, float(np.hypot(*shape)), generator)
    strokes, start = [], 0
    while start < len(line) - 8:
        stop = start + int(generator.uniform(10, 50))
        piece = line[start:stop] + generator.normal(0, 1.5, 2)
        strokes.append(widen(piece, width_px * generator.uniform(0.6, 1.2), generator, tapers=(0.3, 0.3)))
        start = stop + int(generator.uniform(-4, 8))
    return strokes


def draw_network(shape: Shape, width_px: float, generator: np.random.Generator) -> list[Stroke]:
    """Draw cracks that part a surface into cells, all of it or a region.

    Parameters
    ----------
    shape
        (height, width) of the picture, px.
    width_px
        About how wide they are.
    generator
        Source of chance.

    Returns
    -------
    list[Stroke]
        The edges of the cells as one stroke of many lines, then sometimes a crack across them.
    """
    chords = _part(shape, max(generator.uniform(*NETWORK_CELL_PX), 4 * width_px), generator)
    if generator.random() < 0.7:  # a region of the picture
        centre, radius_px = generator.uniform(0, 1, 2) * shape, generator.uniform(0.3, 0.7) * max(shape)
        far = np.linalg.norm(chords.mean(axis=1) - centre, axis=1) / radius_px
        chords = chords[far + generator.normal(0, 0.1, len(far)) < 1]
    chords = chords[generator.random(len(chords)) < generator.uniform(0.75, 1.0)]
    if len(chords) == 0:
        return [draw_line(shape, width_px, generator)]
    lines = bend_chords(chords, generator.uniform(0.05, 0.13), generator)
    half_px = width_px / 2 * np.exp(generator.normal(0, 0.3, (len(lines), 2)))
    along = np.linspace(0, 1, lines.shape[1])
    swell = half_px[:, :1] * (1 - along) + half_px[:, 1:] * along * generator.choice([0.25, 1.0], (len(lines), 1))
    sides = (np.maximum(swell * generator.uniform(0.6, 1.4, lines.shape[:2]), 0.3) for _ in range(2))
    across = [draw_line(shape, width_px * generator.uniform(1.0, 1.8), generator)] * int(generator.random() < 0.4)
    return [Stroke(lines, *sides), *across]


def widen(
    line: Points, width_px: float, generator: np.random.Generator, tapers: tuple[float, float] | None = None
) -> Stroke:
    """Give a line a width that varies along it, rough sides and thin ends.

    Parameters
    ----------
    line
        (N, 2) float64.
    width_px
        Mean, without the ends.
    generator
        Source of chance.
    tapers
        Share of the line over which it thins out at its begin and end; None decides.

    Returns
    -------
    Stroke
        One line.
    """
    count = len(line)
    swell = np.exp(generator.uniform(0.1, 0.4) * draw_wave(count, 40 / STEP_PX, generator))
    shortest = min(4 * width_px / (count * STEP_PX), 0.5)
    before, after = tapers or np.maximum(generator.uniform(0.05, 0.4, 2), shortest)
    along = np.linspace(0, 1, count)
    thin = np.minimum(np.minimum(along / (before + 1e-3), (1 - along) / (after + 1e-3)), 1)
    if before == 0:
        thin = np.minimum((1 - along) / (after + 1e-3), 1)
    half_px = np.maximum(width_px / 2 * swell * thin**0.7, 0.35)
    left, right = (half_px + _roughen(count, half_px, generator) for _ in range(2))
    return Stroke(line, np.maximum(left, 0.3), np.maximum(right, 0.3))


def _roughen(count: int, half_px: Wave, generator: np.random.Generator) -> Wave:
    """Return by how much a side juts out, px: broken grain by grain, and here and there a chip."""
    grain = draw_wave(count, generator.uniform(2, 8) / STEP_PX, generator)
    chips = np.maximum(draw_wave(count, 12 / STEP_PX, generator) - 1.6, 0)
    return (0.22 * grain + 0.8 * chips) * np.minimum(half_px, 4) ** 0.8


def _part(shape: Shape, cell_px: float, generator: np.random.Generator) -> Points:
    """Part a picture and what lies around it into cells: (R, 2, 2), begin and end of each edge between two."""
    stretch = np.exp(generator.uniform(-0.5, 0.5)) ** np.array([1.0, -1.0])
    rows, columns = (np.arange(-1.5, side / step + 2) for side, step in zip(shape, cell_px * stretch, strict=True))
    seeds = np.stack(np.meshgrid(rows, columns, indexing="ij"), axis=-1).reshape(-1, 2)
    cells = Voronoi((seeds + generator.uniform(-0.6, 0.6, seeds.shape)) * cell_px * stretch)
    ends = np.array([edge for edge in cells.ridge_vertices if -1 not in edge], np.intp)
    chords = cells.vertices[ends]
    near = (np.abs(chords - np.array(shape) / 2) < 0.65 * np.array(shape)).all(axis=(1, 2))
    return np.asarray(chords[near], np.float64)
