"""Where the tiles of a large picture lie.

Letters: H rows, W columns of the picture.
"""

from dataclasses import dataclass

from efficientcracknet.core.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Tile:
    """A rectangle of the picture, in px from its top left corner.

    Examples
    --------
    >>> tile = Tile(top=2, left=0, height=3, width=4)
    >>> tile.rows, tile.cols
    (slice(2, 5, None), slice(0, 4, None))
    """

    top: int
    left: int
    height: int
    width: int

    @property
    def rows(self) -> slice:
        """Rows of the picture that the tile covers."""
        return slice(self.top, self.top + self.height)

    @property
    def cols(self) -> slice:
        """Columns of the picture that the tile covers."""
        return slice(self.left, self.left + self.width)


def plan_tiles(height: int, width: int, *, tile_px: int, overlap_px: int, multiple_px: int = 1) -> tuple[Tile, ...]:
    """Return overlapping tiles that cover every pixel of a picture.

    There are as few as tiles of `tile_px` need, all of one size, the smallest with which so many cover the picture; so
    little is looked at twice. Where the picture is smaller, the tile has the picture's size.

    Parameters
    ----------
    height
        Rows of the picture, px, at least 1.
    width
        Columns of the picture, px, at least 1.
    tile_px
        Longest side of a tile, px, at least 1.
    overlap_px
        Smallest overlap of neighbours, px, from 0 to `tile_px` - 1.
    multiple_px
        Sides of tiles are multiples of this, px, but for those of `tile_px` and of the picture.

    Returns
    -------
    tuple[Tile, ...]
        Row by row from the top left; one tile for a picture that fits.

    Raises
    ------
    SettingsError
        If a size is below 1, or the overlap does not leave a step of at least one pixel.

    Examples
    --------
    >>> [(tile.top, tile.left) for tile in plan_tiles(4, 9, tile_px=4, overlap_px=1)]
    [(0, 0), (0, 2), (0, 5)]
    >>> plan_tiles(3, 8, tile_px=6, overlap_px=0)[1]
    Tile(top=0, left=4, height=3, width=4)
    """
    if height < 1 or width < 1:
        raise SettingsError(
            f"plan_tiles: `height` and `width` must be at least 1 px, got {height} x {width}. "
            "A picture without pixels has no tiles."
        )
    if tile_px < 1:
        raise SettingsError(f"plan_tiles: `tile_px` must be at least 1, got {tile_px}. Use the size of the weights.")
    if not 0 <= overlap_px < tile_px:
        raise SettingsError(
            f"plan_tiles: `overlap_px` must be from 0 to {tile_px - 1} for tiles of {tile_px} px, got {overlap_px}. "
            "Use a smaller overlap or a larger tile."
        )
    tile_height, tops = _plan_axis(height, tile_px, overlap_px, multiple_px)
    tile_width, lefts = _plan_axis(width, tile_px, overlap_px, multiple_px)
    return tuple(Tile(top, left, tile_height, tile_width) for top in tops for left in lefts)


def _plan_axis(length: int, tile_px: int, overlap_px: int, multiple_px: int) -> tuple[int, list[int]]:
    """Return how long tiles are along one axis, and where they begin."""
    if length <= tile_px:
        return length, [0]
    count = -(-(length - overlap_px) // (tile_px - overlap_px))
    least = -(-(length + (count - 1) * overlap_px) // count)
    side = min(-(-least // multiple_px) * multiple_px, tile_px)
    last = length - side
    return side, [number * last // (count - 1) for number in range(count)]
