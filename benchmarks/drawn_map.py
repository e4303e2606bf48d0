"""A map of any size, drawn window by window: a ground of real texture, and long cracks of known course and width.

The cracks are wandering lines side by side, slanted so that each crosses seams of both directions, and so far apart
that none meets another. The ground is one picture, mirrored in every other cell so that it has no seams, under slow
changes of light that no two places share.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.transform import Affine
from rasterio.windows import Window
from scipy.ndimage import gaussian_filter

from efficientcracknet.core.errors import DataError
from efficientcracknet.core.synthetic import CrackDrawing, draw_coverage, paint
from efficientcracknet.runtime.images import looks_like_picture, read_photo

Pixels = NDArray[np.uint8]
Points = NDArray[np.float64]

SPACING_PX = 1500.0
"""Between neighbouring cracks, across."""

BORDER_PX = 250.0
"""Between a crack's ends and the border of the map."""

SLANT_DEG = 28.0
STEP_PX = 8.0
"""Between the points of a line."""

WAVES_PX = 310.0, 730.0, 1700.0
SLOPE = 0.25
"""Of each wave, at its steepest: together they turn the line by no more than about 37 degrees."""

DARKNESS = 0.75
BLUR_PX, BLUR_REACH_PX = 0.7, 3
"""As of a lens: standard deviation, and how far it reaches."""

BLOCK_PX = 512
GSD_M = 0.001
CORNER_M = 500000.0, 5400000.0
"""Easting and northing of the top left corner, in UTM zone 32 north."""

CRS = "EPSG:32632"


@dataclass(frozen=True, slots=True, eq=False)
class DrawnMap:
    """What is drawn where.

    Attributes
    ----------
    height, width
        Of the map, px.
    lines
        (N, 2) float64 each, (row, col), px, the centre of the top left pixel at (0, 0): the middle of every crack.
    width_px
        Of every crack.
    ground
        (h, w, 3) uint8: repeated, and mirrored in every other cell.
    """

    height: int
    width: int
    lines: tuple[Points, ...]
    width_px: float
    ground: Pixels

    def paint_window(self, top: int, left: int, height: int, width: int) -> Pixels:
        """Return a rectangle of the map.

        Parameters
        ----------
        top
            Row of its first pixel.
        left
            Column of its first pixel.
        height
            Of the rectangle, px; may reach over the border of the map.
        width
            The same.

        Returns
        -------
        Pixels
            (height, width, 3) uint8, the same pixels whatever rectangle they are asked for in.
        """
        rows, columns = np.arange(top, top + height), np.arange(left, left + width)
        light = _find_light(rows, columns)
        ground = self.ground[_mirror(rows, self.ground.shape[0])][:, _mirror(columns, self.ground.shape[1])]
        lit = np.rint(ground * light[..., np.newaxis]).clip(0, 255).astype(np.uint8)
        return paint(lit, self._cover(top, left, height, width), DARKNESS)

    def _cover(self, top: int, left: int, height: int, width: int) -> NDArray[np.float32]:
        """Return (height, width) float32: the blurred share of every pixel that is crack."""
        rim = BLUR_REACH_PX
        wide = (top - rim, left - rim, height + 2 * rim, width + 2 * rim)
        coverage = draw_coverage(*wide[2:], list(self._list_pieces(*wide)))
        blurred: NDArray[np.float32] = gaussian_filter(coverage, BLUR_PX, radius=rim)[rim:-rim, rim:-rim]
        return blurred.clip(0, 1)

    def _list_pieces(self, top: int, left: int, height: int, width: int) -> Iterator[CrackDrawing]:
        """Yield what lies in a rectangle, with ends that lie well outside of it unless the crack ends there."""
        reach = self.width_px + 3 * STEP_PX
        low = np.array([top, left]) - reach
        high = np.array([top + height, left + width]) + reach
        for line in self.lines:
            inside = np.flatnonzero(((line >= low) & (line <= high)).all(axis=1))
            for run in np.split(inside, np.flatnonzero(np.diff(inside) > 1) + 1):
                if len(run) > 1:
                    points = line[run[0] : run[-1] + 1] - (top, left)
                    yield CrackDrawing(self.width_px, tuple(map(tuple, points.tolist())))


def plan_map(height: int, width: int, *, width_px: float, ground: Pixels, seed: int) -> DrawnMap:
    """Decide where cracks lie.

    Parameters
    ----------
    height
        Of the map, px.
    width
        Of the map, px.
    width_px
        Of every crack.
    ground
        (h, w, 3) uint8: repeated, and mirrored in every other cell.
    seed
        Of the lines.

    Returns
    -------
    DrawnMap
        With at least one crack.

    Raises
    ------
    DataError
        If the map is too small for a crack.
    """
    random = np.random.default_rng(seed)
    angle = math.radians(SLANT_DEG)
    along, across = np.array([math.sin(angle), math.cos(angle)]), np.array([math.cos(angle), -math.sin(angle)])
    middle, reach = np.array([height, width]) / 2, math.hypot(height, width) / 2
    lines = []
    for offset in np.arange(-(reach // SPACING_PX), reach // SPACING_PX + 1) * SPACING_PX:
        places = np.arange(-reach, reach, STEP_PX)
        line = middle + places[:, np.newaxis] * along + (offset + _wander(places, random))[:, np.newaxis] * across
        inside = np.flatnonzero(((line > BORDER_PX) & (line < np.array([height, width]) - BORDER_PX)).all(axis=1))
        run = max(np.split(inside, np.flatnonzero(np.diff(inside) > 1) + 1), key=len)
        if len(run) * STEP_PX > SPACING_PX / 2:
            lines.append(line[run])
    if not lines:
        raise DataError(
            f"drawn_map: `height` and `width` must leave room for a crack, got {height} x {width}. Use 2000 or more."
        )
    return DrawnMap(height, width, tuple(lines), width_px, ground)


def write_map(drawn: DrawnMap, path: Path) -> None:
    """Write the map as a GeoTIFF: 1 mm per px, UTM zone 32 north, in blocks, compressed as JPEG.

    Parameters
    ----------
    drawn
        What to draw.
    path
        Replaced if there.
    """
    profile = {
        "driver": "GTiff",
        "height": drawn.height,
        "width": drawn.width,
        "count": 3,
        "dtype": "uint8",
        "crs": CRS,
        "transform": Affine(GSD_M, 0, CORNER_M[0], 0, -GSD_M, CORNER_M[1]),
        "tiled": True,
        "blockxsize": BLOCK_PX,
        "blockysize": BLOCK_PX,
        "compress": "jpeg",
        "jpeg_quality": 90,
        "photometric": "ycbcr",
        "bigtiff": "if_safer",
    }
    with rasterio.Env(GDAL_CACHEMAX=64), rasterio.open(path, "w", **profile) as target:
        for top in range(0, drawn.height, BLOCK_PX):
            for left in range(0, drawn.width, 4 * BLOCK_PX):
                height, width = min(BLOCK_PX, drawn.height - top), min(4 * BLOCK_PX, drawn.width - left)
                pixels = drawn.paint_window(top, left, height, width)
                target.write(pixels.transpose(2, 0, 1), window=Window(left, top, width, height))


def read_ground(folder: Path, kind: str) -> Pixels:
    """Return the first picture of a kind.

    Parameters
    ----------
    folder
        Pictures of surfaces.
    kind
        How the picture's name begins.

    Returns
    -------
    Pixels
        (h, w, 3) uint8.

    Raises
    ------
    DataError
        If there is none.
    """
    found = sorted(path for path in folder.iterdir() if looks_like_picture(path) and path.name.startswith(kind))
    if not found:
        raise DataError(
            f"drawn_map: `grounds` must hold a picture whose name begins with '{kind}', got none in {folder}. "
            "Name another folder, or another kind."
        )
    return read_photo(found[0]).pixels


def _wander(places: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    """Return (N,) how far a line lies from straight: waves of random phase, none steeper than `SLOPE`."""
    offsets = np.zeros_like(places)
    for wave_px in WAVES_PX:
        offsets += SLOPE * wave_px / math.tau * np.sin(math.tau * places / wave_px + random.uniform(0, math.tau))
    return offsets


def _mirror(places: NDArray[np.int64], side: int) -> NDArray[np.int64]:
    """Return which row or column of the ground lies at a place: there and back again."""
    folded = places % (2 * side)
    return np.minimum(folded, 2 * side - 1 - folded)


def _find_light(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return (H, W) float32 around 1: waves longer than any tile, of lengths without a common measure."""
    down = 0.06 * np.sin(rows / 613.7) + 0.04 * np.sin(rows / 271.3)
    right = 0.06 * np.sin(columns / 701.9) + 0.04 * np.sin(columns / 307.1)
    light: NDArray[np.float32] = (1 + down[:, np.newaxis] + right).astype(np.float32)
    return light
