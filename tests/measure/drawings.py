"""Cracks drawn for tests: as text, or along lines that may be turned."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.synthetic import CrackDrawing, draw_coverage, straight_crack

SIZE_PX = 400
CENTRE = (SIZE_PX - 1) / 2

Lines = Sequence[NDArray[np.float64]]


def read_text(picture: str) -> NDArray[np.bool_]:
    """Return the mask of a picture drawn with ``#`` for crack."""
    rows = [line.strip() for line in picture.strip().splitlines()]
    return np.array([[sign == "#" for sign in row] for row in rows])


def draw_lines(lines: Lines, width_px: float, turn_deg: float = 0.0) -> NDArray[np.float32]:
    """Return the coverage of lines about the middle of a square picture, turned counter-clockwise as seen."""
    angle = np.radians(turn_deg)
    turning = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    cracks = [
        CrackDrawing(width_px, tuple((row, column) for row, column in (line @ turning.T + CENTRE).tolist()))
        for line in lines
    ]
    return draw_coverage(SIZE_PX, SIZE_PX, cracks)


def draw_bar(
    length_px: float, width_px: float, direction_deg: float = 0.0, centre: tuple[float, float] = (60.0, 60.0)
) -> CrackMap:
    """Return the map of a straight crack in a picture of 120 x 120."""
    bar = straight_crack(centre, length_px=length_px, width_px=width_px, direction_deg=direction_deg)
    return CrackMap(draw_coverage(120, 120, [bar]), threshold=0.5)


BAR: Lines = [np.array([[0.3, -120.2], [0.3, 110.4]])]
BEND: Lines = [np.array([[0.0, -120], [15, -60], [-10, 0], [20, 70], [10, 120]])]
ARC: Lines = [90 * np.stack([np.sin(np.linspace(0, 4, 150)), np.cos(np.linspace(0, 4, 150))], axis=1)]
FORK: Lines = [np.array([[0.0, 0], tip]) for tip in ([-10, -120], [80, 80], [-90, 75])]
CROSS: Lines = [np.array([[0.0, -110], [0, 120]]), np.array([[-100.0, 60], [100, -60]])]
SHAPES = {"bar": BAR, "bend": BEND, "arc": ARC, "fork": FORK, "cross": CROSS}
