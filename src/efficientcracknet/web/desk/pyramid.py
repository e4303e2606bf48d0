"""Where the tiles of a zoomable picture lie: the geometry of Deep Zoom, as pure numbers.

Level 0 is one pixel; each level is twice as large as the one before; the last one is the picture itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

TILE_PX = 512


@dataclass(frozen=True, slots=True)
class TilePlace:
    """One tile.

    Attributes
    ----------
    level, row, col
        Its address.
    rows, cols
        What it shows of the picture of its level, overlap counted.
    """

    level: int
    row: int
    col: int
    rows: slice
    cols: slice


@dataclass(frozen=True, slots=True)
class Pyramid:
    """All levels of a picture.

    Attributes
    ----------
    height_px, width_px
        Of the picture, at least 1.
    tile_px
        Side of a tile without overlap.
    overlap_px
        What a tile shows of each neighbour.

    Examples
    --------
    >>> pyramid = Pyramid(600, 1000, tile_px=512)
    >>> pyramid.max_level, pyramid.find_size(9), pyramid.find_grid(10)
    (10, (300, 500), (2, 2))
    """

    height_px: int
    width_px: int
    tile_px: int = TILE_PX
    overlap_px: int = 0

    @property
    def max_level(self) -> int:
        """Level of the picture itself."""
        return (max(self.height_px, self.width_px) - 1).bit_length()

    def find_size(self, level: int) -> tuple[int, int]:
        """Return height and width of a level, px."""
        parts = 2 ** (self.max_level - level)
        return -(-self.height_px // parts), -(-self.width_px // parts)

    def find_grid(self, level: int) -> tuple[int, int]:
        """Return how many rows and columns of tiles a level has."""
        height, width = self.find_size(level)
        return -(-height // self.tile_px), -(-width // self.tile_px)

    def list_tiles(self, level: int) -> Iterator[TilePlace]:
        """Yield the tiles of a level, row by row."""
        height, width = self.find_size(level)
        rows, cols = self.find_grid(level)
        for row in range(rows):
            for col in range(cols):
                yield TilePlace(level, row, col, self._span(row, height), self._span(col, width))

    def find_number(self, level: int, row: int, col: int) -> int | None:
        """Return the place of a tile among all, from the picture itself down; None if there is no such tile."""
        if not 0 <= level <= self.max_level:
            return None
        rows, cols = self.find_grid(level)
        if not (0 <= row < rows and 0 <= col < cols):
            return None
        before = (self.find_grid(other) for other in range(level + 1, self.max_level + 1))
        return sum(height * width for height, width in before) + row * cols + col

    @property
    def count(self) -> int:
        """Tiles of all levels."""
        return sum(rows * cols for rows, cols in map(self.find_grid, range(self.max_level + 1)))

    @property
    def thumbnail_level(self) -> int:
        """The largest level that is one tile."""
        return max(level for level in range(self.max_level + 1) if self.find_grid(level) == (1, 1))

    def _span(self, number: int, side: int) -> slice:
        start, stop = number * self.tile_px, (number + 1) * self.tile_px
        return slice(max(start - self.overlap_px, 0), min(stop + self.overlap_px, side))
