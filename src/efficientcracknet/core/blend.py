"""Maps of overlapping tiles back into one map, without seams.

Letters: H rows, W columns of the picture; h, w of one tile.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.tiles import Tile

BAND_ROWS = 64
"""Rows whose weights are added up at once: few enough to stay in a cache."""


class TileBlender:
    """Weighted mean of all tiles that cover a pixel.

    A tile's weight rises linearly from its edge over the overlap and is 1 within; it is nowhere zero, so that every
    covered pixel has a value. Values stay within the range of the tiles up to float32 rounding, and never leave 0..1
    when the tiles lie within 0..1. Holds one (H, W) float32 array; add the tiles, then ask for the result once.

    Parameters
    ----------
    height
        Rows of the picture, px.
    width
        Columns of the picture, px.
    overlap_px
        Overlap of neighbouring tiles, px, as given to `plan_tiles`.

    Examples
    --------
    >>> blender = TileBlender(1, 3, overlap_px=1)
    >>> blender.add(Tile(0, 0, 1, 2), np.array([[0, 0]], np.float32))
    >>> blender.add(Tile(0, 1, 1, 2), np.array([[1, 1]], np.float32))
    >>> blender.result().tolist()
    [[0.0, 0.5, 1.0]]
    """

    def __init__(self, height: int, width: int, overlap_px: int) -> None:
        self._overlap_px = overlap_px
        self._weighted_sum = np.zeros((height, width), np.float32)
        self._tiles: list[Tile] = []

    def add(self, tile: Tile, probability: NDArray[np.float32]) -> None:
        """Add the map of one tile.

        Parameters
        ----------
        tile
            Where the map lies, inside the picture.
        probability
            (h, w) float32 of the tile's size.

        Raises
        ------
        SettingsError
            If the map has not the tile's size, the tile leaves the picture, or the result was taken already.
        """
        height, width = self._weighted_sum.shape
        if probability.shape != (tile.height, tile.width):
            raise SettingsError(
                f"TileBlender.add: `probability` must have the tile's shape ({tile.height}, {tile.width}), "
                f"got {probability.shape}. Crop away what was padded."
            )
        if min(tile.top, tile.left) < 0 or tile.rows.stop > height or tile.cols.stop > width:
            raise SettingsError(
                f"TileBlender.add: `tile` must lie inside {height} x {width}, got {tile}. "
                "Plan the tiles for this picture's size."
            )
        if not self._weighted_sum.flags.writeable:
            raise SettingsError(f"TileBlender.add: `tile` must come before the result, got {tile}. Use a new blender.")
        self._tiles.append(tile)
        weighted = self._weigh(tile, slice(None))
        weighted *= probability
        self._weighted_sum[tile.rows, tile.cols] += weighted

    def result(self) -> NDArray[np.float32]:
        """Return the blended map.

        Returns
        -------
        NDArray[np.float32]
            (H, W) float32, read-only; the same array when asked again.

        Raises
        ------
        SettingsError
            If pixels are left that no tile covers.
        """
        if self._weighted_sum.flags.writeable:
            uncovered = sum(weight.size - np.count_nonzero(weight) for _, weight in self._add_weights())
            if uncovered:
                raise SettingsError(
                    f"TileBlender.result: tiles must cover all {self._weighted_sum.size} pixels, got {uncovered} "
                    "uncovered. Add every tile of the plan first."
                )
            for rows, weight in self._add_weights():
                self._weighted_sum[rows] /= weight
            self._weighted_sum.flags.writeable = False
        return self._weighted_sum

    def _add_weights(self) -> Iterator[tuple[slice, NDArray[np.float32]]]:
        """Yield bands of rows, from the top, and what all tiles weigh there together."""
        height, width = self._weighted_sum.shape
        for top in range(0, height, BAND_ROWS):
            weight = np.zeros((min(BAND_ROWS, height - top), width), np.float32)
            for tile in self._tiles:
                first, last = max(tile.top, top), min(tile.rows.stop, top + len(weight))
                if first < last:
                    inside = self._weigh(tile, slice(first - tile.top, last - tile.top))
                    weight[first - top : last - top, tile.cols] += inside
            yield slice(top, top + len(weight)), weight

    def _weigh(self, tile: Tile, rows: slice) -> NDArray[np.float32]:
        """Return the weights of some rows of a tile."""
        row_weight = make_ramp(tile.height, self._overlap_px)[rows, np.newaxis]
        weight: NDArray[np.float32] = row_weight * make_ramp(tile.width, self._overlap_px)
        return weight


def make_ramp(length: int, overlap_px: int) -> NDArray[np.float32]:
    """Return the weights of a tile along one axis: a trapezium with flanks of `overlap_px`.

    Parameters
    ----------
    length
        Of the tile, px.
    overlap_px
        Width of a flank, px.

    Returns
    -------
    NDArray[np.float32]
        (length,) float32, above 0, at most 1.

    Examples
    --------
    >>> make_ramp(6, 1).tolist()
    [0.5, 1.0, 1.0, 1.0, 1.0, 0.5]
    """
    index = np.arange(length)
    distance_to_outside = np.minimum(index, index[::-1]) + 1
    weight: NDArray[np.float32] = np.minimum(distance_to_outside / (overlap_px + 1), 1).astype(np.float32)
    return weight
