"""A raster read by windows, and how measuring divides it.

Every pixel belongs to the core of one window. A window is read with a margin around its core, so that whatever lies in
the core is seen whole, or at least as far as it matters to what is measured there.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.tiles import Tile

CORE_PX = 2048
"""Side of a core, unless told otherwise."""

MARGIN_PX = 192
"""Read around a core, unless told otherwise."""

SMALLEST_MARGIN_PX = 64
"""Of a margin: spurs, junctions and smoothing of a crack some 20 px wide fit in."""


class WindowSource(Protocol):
    """Probabilities of a raster, given by windows; nothing ever asks for all at once.

    Attributes
    ----------
    height, width
        Size of the raster, px.
    """

    @property
    def height(self) -> int:
        """Rows of the raster."""
        ...

    @property
    def width(self) -> int:
        """Columns of the raster."""
        ...

    def read(self, top: int, left: int, height: int, width: int) -> NDArray[np.uint8]:
        """Return (height, width) uint8, probability times 255, of a window that lies inside the raster."""
        ...


@dataclass(frozen=True, slots=True)
class ArraySource:
    """An array as a source, for tests and for rasters that fit into memory.

    Attributes
    ----------
    probability
        (H, W) uint8.
    """

    probability: NDArray[np.uint8]

    @property
    def height(self) -> int:
        """Rows of the raster."""
        return int(self.probability.shape[0])

    @property
    def width(self) -> int:
        """Columns of the raster."""
        return int(self.probability.shape[1])

    def read(self, top: int, left: int, height: int, width: int) -> NDArray[np.uint8]:
        """Return (height, width) uint8 of a window that lies inside the raster."""
        return self.probability[top : top + height, left : left + width]


@dataclass(frozen=True, slots=True)
class MapWindow:
    """One window of a raster.

    Attributes
    ----------
    band_row, band_column
        Its place among the windows; (0, 0) is the first.
    core
        What belongs to it alone.
    seen
        What is read for it: the core and the margin, as far as the raster reaches.
    """

    band_row: int
    band_column: int
    core: Tile
    seen: Tile


def plan_windows(height: int, width: int, core_px: int = CORE_PX, margin_px: int = MARGIN_PX) -> Iterator[MapWindow]:
    """Yield the windows of a raster.

    Parameters
    ----------
    height
        Rows of the raster, px.
    width
        Columns of the raster, px.
    core_px
        Side of a core; those at the lower and right rim are smaller.
    margin_px
        Read around a core, at least `SMALLEST_MARGIN_PX`.

    Yields
    ------
    MapWindow
        Row by row from the top left; none for a raster without pixels.

    Raises
    ------
    SettingsError
        If the margin is too small, or the core smaller than the margin.

    Examples
    --------
    >>> [(one.core.top, one.core.height, one.seen.top, one.seen.height) for one in plan_windows(300, 9, 200, 64)]
    [(0, 200, 0, 264), (200, 100, 136, 164)]
    """
    if not SMALLEST_MARGIN_PX <= margin_px <= core_px:
        raise SettingsError(
            f"plan_windows: `margin_px` must be from {SMALLEST_MARGIN_PX} to the core's {core_px}, got {margin_px}. "
            f"Leave both out for {MARGIN_PX} and {CORE_PX}."
        )
    for band_row, top in enumerate(range(0, height, core_px)):
        for band_column, left in enumerate(range(0, width, core_px)):
            core = Tile(top, left, min(core_px, height - top), min(core_px, width - left))
            yield MapWindow(band_row, band_column, core, _widen(core, margin_px, height, width))


def quantise_threshold(threshold: float) -> int:
    """Return the smallest byte that counts as crack: probabilities are stored as ``round(p * 255)``.

    Parameters
    ----------
    threshold
        0..1.

    Returns
    -------
    int
        ``ceil(threshold * 255)``, 1..255: a byte of 0 is never crack.

    Raises
    ------
    SettingsError
        If the threshold leaves 0..1.

    Examples
    --------
    >>> quantise_threshold(0.5), quantise_threshold(0.6), quantise_threshold(0.0)
    (128, 153, 1)
    """
    if not 0 <= threshold <= 1:
        raise SettingsError(
            f"quantise_threshold: `threshold` must be from 0 to 1, got {threshold}. Use 0.5 when in doubt."
        )
    return max(1, math.ceil(threshold * 255 - 1e-9))


def _widen(core: Tile, margin_px: int, height: int, width: int) -> Tile:
    top, left = max(0, core.top - margin_px), max(0, core.left - margin_px)
    bottom = min(height, core.top + core.height + margin_px)
    right = min(width, core.left + core.width + margin_px)
    return Tile(top, left, bottom - top, right - left)
