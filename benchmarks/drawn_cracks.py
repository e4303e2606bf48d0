"""Cracks drawn at random with known width, length and direction: bars, arcs, wandering lines, tapers, Y and X.

Every crack lies alone inside its picture. Widths are spread evenly over their logarithms, so that each doubling is as
frequent as the next; angles and sub-pixel offsets are spread evenly.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, gaussian_filter1d

from efficientcracknet.core.coverage import cover_polygon
from efficientcracknet.core.synthetic import CrackDrawing, draw_coverage

Points = NDArray[np.float64]

MARGIN_PX = 24.0
"""Between the middle line of a crack and the border of its picture."""

NARROWEST_PX, WIDEST_PX = 1.5, 20.0


@dataclass(frozen=True, slots=True, eq=False)
class DrawnCrack:
    """A crack and the truth about it.

    Attributes
    ----------
    coverage
        (H, W) float32, 0..1: the share of every pixel that is crack.
    lines
        (N, 2) float64 each, (row, col): its middle.
    widths_px
        At the first and at the last point of every line; between them, the width changes evenly.
    """

    coverage: NDArray[np.float32]
    lines: tuple[Points, ...]
    widths_px: tuple[float, float]

    @property
    def length_px(self) -> float:
        """Of all lines."""
        return float(sum(np.linalg.norm(np.diff(line, axis=0), axis=1).sum() for line in self.lines))

    @property
    def mean_width_px(self) -> float:
        """Halfway along."""
        return sum(self.widths_px) / 2

    @property
    def direction(self) -> complex:
        """Mean of the doubled directions as unit vectors, weighted by length: how long it is tells how clear it is."""
        steps = np.concatenate([np.diff(line, axis=0) for line in self.lines])
        vectors = steps[:, 1] - 1j * steps[:, 0]
        return complex((vectors**2 / np.abs(vectors)).sum() / np.abs(vectors).sum())

    def find_width(self, points: Points) -> NDArray[np.float64]:
        """Return (N,) float64: the true width at points (N, 2) along the crack; a taper's line is straight."""
        start, stop = self.lines[0][0], self.lines[0][-1]
        along = stop - start
        share = (points - start) @ along / (along @ along)
        widths: NDArray[np.float64] = self.widths_px[0] + share * (self.widths_px[1] - self.widths_px[0])
        return widths


def draw_crack(family: str, random: np.random.Generator, narrowest_px: float = NARROWEST_PX) -> DrawnCrack:
    """Draw one crack.

    Parameters
    ----------
    family
        One of `FAMILIES`.
    random
        Decides on width, length, angle, offset.
    narrowest_px
        Smallest width; the largest is always `WIDEST_PX`.

    Returns
    -------
    DrawnCrack
        In a picture just large enough for it.
    """
    width_px = float(np.exp(random.uniform(np.log(narrowest_px), np.log(WIDEST_PX))))
    length_px = random.uniform(100, 200) + 6 * width_px
    lines = _turn(FAMILIES[family](length_px, width_px, random), random)
    corner = np.min([line.min(axis=0) for line in lines], axis=0)
    lines = [line - corner + MARGIN_PX + random.uniform(0, 1, 2) for line in lines]
    height, width = (int(np.max([line[:, axis].max() for line in lines]) + MARGIN_PX) for axis in (0, 1))
    if family == "taper":
        widths_px = width_px, max(narrowest_px, width_px * random.uniform(0.3, 0.7))
        return DrawnCrack(_cover_taper(height, width, lines[0], widths_px), tuple(lines), widths_px)
    drawings = [CrackDrawing(width_px, tuple(map(tuple, line.tolist()))) for line in lines]
    return DrawnCrack(draw_coverage(height, width, drawings), tuple(lines), (width_px, width_px))


def degrade(
    coverage: NDArray[np.float32], blur_px: float, noise: float, random: np.random.Generator
) -> NDArray[np.float32]:
    """Blur a picture by a Gaussian and add Gaussian noise.

    Parameters
    ----------
    coverage
        (H, W) float32, 0..1.
    blur_px
        Standard deviation of the blur.
    noise
        Standard deviation of the noise.
    random
        Makes the noise.

    Returns
    -------
    NDArray[np.float32]
        (H, W), 0..1.
    """
    blurred = gaussian_filter(coverage, blur_px)
    noisy: NDArray[np.float32] = blurred + random.normal(0, noise, coverage.shape).astype(np.float32)
    return noisy.clip(0, 1)


def _draw_bar(length_px: float, _width_px: float, _random: np.random.Generator) -> list[Points]:
    return [np.array([[0.0, 0.0], [0.0, length_px]])]


def _draw_arc(length_px: float, width_px: float, random: np.random.Generator) -> list[Points]:
    radius_px = random.uniform(3, 8) * width_px + 40
    sweep = min(length_px / radius_px, np.radians(270))
    angles = np.linspace(0, sweep, 200)
    return [radius_px * np.stack([np.sin(angles), np.cos(angles)], axis=1)]


def _draw_wander(length_px: float, width_px: float, random: np.random.Generator) -> list[Points]:
    """Return a line that noise bends: never more tightly than the crack is wide."""
    step_px = 2.0
    scale_px = 8 + 2 * width_px
    turns = gaussian_filter1d(random.normal(0, 1, int(length_px / step_px)), scale_px / step_px)
    headings = turns / turns.std() * random.uniform(0.2, 0.5)
    steps = step_px * np.stack([np.sin(headings), np.cos(headings)], axis=1)
    return [np.vstack([np.zeros((1, 2)), np.cumsum(steps, axis=0)])]


def _draw_y(length_px: float, _width_px: float, random: np.random.Generator) -> list[Points]:
    angles = np.radians([0, random.uniform(70, 145), random.uniform(215, 290)])
    arms_px = length_px * random.uniform(0.5, 1.0, 3)
    tips = arms_px[:, np.newaxis] * np.stack([np.sin(angles), np.cos(angles)], axis=1)
    return [np.array([[0.0, 0.0], tip]) for tip in tips]


def _draw_x(length_px: float, _width_px: float, random: np.random.Generator) -> list[Points]:
    angle = np.radians(random.uniform(45, 135))
    half = length_px * random.uniform(0.4, 0.6, 2) / 2
    other = np.array([np.sin(angle), np.cos(angle)])
    return [
        np.array([[0.0, -length_px / 2], [0.0, length_px / 2]]),
        np.stack([-2 * half[0] * other, 2 * half[1] * other]),
    ]


FAMILIES: Mapping[str, Callable[[float, float, np.random.Generator], list[Points]]] = {
    "bar": _draw_bar,
    "arc": _draw_arc,
    "wandering line": _draw_wander,
    "taper": _draw_bar,
    "Y junction": _draw_y,
    "X junction": _draw_x,
}


def _turn(lines: Sequence[Points], random: np.random.Generator) -> list[Points]:
    angle = random.uniform(0, 2 * np.pi)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return [line @ rotation.T for line in lines]


def _cover_taper(height: int, width: int, line: Points, widths_px: tuple[float, float]) -> NDArray[np.float32]:
    start, stop = line
    along = (stop - start) / np.linalg.norm(stop - start)
    across = np.array([-along[1], along[0]]) / 2
    first, last = widths_px
    corners = [start + first * across, stop + last * across, stop - last * across, start - first * across]
    return cover_polygon(height, width, np.array(corners))
