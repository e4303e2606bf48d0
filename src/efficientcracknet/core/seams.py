"""Maps of overlapping tiles into one map, row of tiles by row of tiles: what `core.blend` does, without the whole map.

The weight of a tile is a product of a ramp down its rows and a ramp along its columns, and tiles stand in rows and
columns; so the weights of all tiles at a pixel add up to a product too, and need not be kept. Pixels that no later
tile covers are finished; of the others only the weighted sum is kept, to be handed to the next row of tiles.

Letters: h, w of one tile; n columns and m open rows of one piece.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.blend import make_ramp
from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.tiles import Tile, plan_tiles


@dataclass(frozen=True, slots=True)
class TileGrid:
    """The tiles of a picture as rows and columns: those of `plan_tiles`.

    Attributes
    ----------
    height, width
        Of the picture, px.
    tops, lefts
        Where rows and columns of tiles begin, px.
    tile_height, tile_width
        Of every tile, px.
    overlap_px
        Over which the weight of a tile rises.

    Examples
    --------
    >>> grid = TileGrid.plan(4, 9, tile_px=4, overlap_px=1)
    >>> grid.lefts, grid.tile(0, 2)
    ((0, 2, 5), Tile(top=0, left=5, height=4, width=4))
    >>> [grid.finish(0, column) for column in range(2)]
    [Tile(top=0, left=0, height=4, width=2), Tile(top=0, left=2, height=4, width=3)]
    """

    height: int
    width: int
    tops: tuple[int, ...]
    lefts: tuple[int, ...]
    tile_height: int
    tile_width: int
    overlap_px: int

    @classmethod
    def plan(cls, height: int, width: int, *, tile_px: int, overlap_px: int, multiple_px: int = 1) -> "TileGrid":
        """Return the tiles of a picture; arguments and refusals are those of `plan_tiles`."""
        down = plan_tiles(height, 1, tile_px=tile_px, overlap_px=overlap_px, multiple_px=multiple_px)
        across = plan_tiles(1, width, tile_px=tile_px, overlap_px=overlap_px, multiple_px=multiple_px)
        tops, lefts = tuple(tile.top for tile in down), tuple(tile.left for tile in across)
        return cls(height, width, tops, lefts, down[0].height, across[0].width, overlap_px)

    def tile(self, row: int, column: int) -> Tile:
        """Return one tile."""
        return Tile(self.tops[row], self.lefts[column], self.tile_height, self.tile_width)

    def finish(self, row: int, column: int) -> Tile:
        """Return the rectangle that is finished once a tile is added, and all before it are."""
        (top, left), (bottom, right) = (self.tops[row], self.lefts[column]), self._next(row, column)
        return Tile(top, left, bottom - top, right - left)

    def count_open_rows(self, row: int) -> int:
        """Return how many of a row of tiles' rows the next one covers too."""
        return self.tops[row] + self.tile_height - self._next(row, 0)[0]

    def _next(self, row: int, column: int) -> tuple[int, int]:
        """Return the top of the next row of tiles and the left of the next column; beyond the last: the borders."""
        bottom = self.tops[row + 1] if row + 1 < len(self.tops) else self.height
        right = self.lefts[column + 1] if column + 1 < len(self.lefts) else self.width
        return bottom, right


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """What one tile leaves behind.

    Attributes
    ----------
    probability
        (h - m, n) float32, of the rectangle that `TileGrid.finish` tells.
    below
        (m, n) float32, weighted sums of the m rows that follow; the `above` of the same column in the next row.
    """

    probability: NDArray[np.float32]
    below: NDArray[np.float32]


class RowBlender:
    """Blends one row of tiles, from left to right; the values are those of `core.blend.TileBlender` up to rounding.

    Parameters
    ----------
    grid
        All tiles.
    row
        Which row of them.

    Examples
    --------
    >>> blender = RowBlender(TileGrid.plan(1, 3, tile_px=2, overlap_px=1), 0)
    >>> blender.add(np.array([[0, 0]], np.float32)).probability.tolist()
    [[0.0]]
    >>> blender.add(np.array([[1, 1]], np.float32)).probability.tolist()
    [[0.5, 1.0]]
    """

    def __init__(self, grid: TileGrid, row: int) -> None:
        self._grid = grid
        self._row = row
        self._column = 0
        self._row_ramp = make_ramp(grid.tile_height, grid.overlap_px)[:, np.newaxis]
        self._column_ramp = make_ramp(grid.tile_width, grid.overlap_px)
        self._total_down = _add_ramps(grid.height, grid.tops, self._row_ramp[:, 0])
        self._total_across = _add_ramps(grid.width, grid.lefts, self._column_ramp)
        self._carried = np.zeros((grid.tile_height, 0), np.float32)

    def add(self, probability: NDArray[np.float32], above: NDArray[np.float32] | None = None) -> Piece:
        """Add the next tile.

        Parameters
        ----------
        probability
            (h, w) float32, 0..1.
        above
            `Piece.below` of the tile above; None in the first row.

        Returns
        -------
        Piece
            What is finished with this tile, and what the next row goes on with. A `SettingsError` tells that no tile is
            left, or that an array has not the size it must have.
        """
        grid, row, column = self._grid, self._row, self._column
        self._require_fit(probability, above)
        weighted = probability * (self._row_ramp * self._column_ramp)
        weighted[:, : self._carried.shape[1]] += self._carried
        done = grid.finish(row, column)
        self._carried = weighted[:, done.width :].copy()
        self._column += 1
        weighted = weighted[:, : done.width]
        if above is not None:
            weighted[: above.shape[0]] += above
        total = self._total_down[done.rows, np.newaxis] * self._total_across[done.cols]
        finished = np.minimum(weighted[: done.height] / total, 1, dtype=np.float32)
        return Piece(finished, weighted[done.height :].copy())

    def _require_fit(self, probability: NDArray[np.float32], above: NDArray[np.float32] | None) -> None:
        grid, row, column = self._grid, self._row, self._column
        if column == len(grid.lefts):
            raise SettingsError(f"RowBlender.add: a row must have {column} tiles, got one more. Begin the next row.")
        if probability.shape != (grid.tile_height, grid.tile_width):
            raise SettingsError(
                f"RowBlender.add: `probability` must have the tile's shape ({grid.tile_height}, {grid.tile_width}), "
                f"got {probability.shape}. Crop away what was padded."
            )
        expected = None if row == 0 else (grid.count_open_rows(row - 1), grid.finish(row, column).width)
        got = None if above is None else above.shape
        if got != expected:
            raise SettingsError(
                f"RowBlender.add: `above` must have the shape {expected} in row {row}, got {got}. "
                "Give what the tile above left below."
            )


def _add_ramps(length: int, starts: tuple[int, ...], ramp: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (length,) float32: what the ramps of all tiles along one axis add up to."""
    total = np.zeros(length, np.float32)
    for start in starts:
        total[start : start + len(ramp)] += ramp
    return total
