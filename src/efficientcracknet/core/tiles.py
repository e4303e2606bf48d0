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


def plan_tiles(height: int, width: int, *, tile_px: int, overlap_px: int) -> tuple[Tile, ...]:
    """Return overlapping tiles that cover every pixel of a picture.

    Every tile is `tile_px` x `tile_px`, but where the picture is smaller: there the tile has the picture's size.
    Neighbours overlap by `overlap_px`; the last of a row or column is shifted inwards and overlaps by more.

    Parameters
    ----------
    height
        Rows of the picture, px, at least 1.
    width
        Columns of the picture, px, at least 1.
    tile_px
        Side of a tile, px, at least 1.
    overlap_px
        Smallest overlap of neighbours, px, from 0 to `tile_px` - 1.

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
    [(0, 0), (0, 3), (0, 5)]
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
    tops = _plan_axis(height, tile_px, overlap_px)
    lefts = _plan_axis(width, tile_px, overlap_px)
    return tuple(Tile(top, left, min(tile_px, height), min(tile_px, width)) for top in tops for left in lefts)


def _plan_axis(length: int, tile_px: int, overlap_px: int) -> list[int]:
    """Return where tiles begin along one axis."""
    step = tile_px - overlap_px
    last = max(length - tile_px, 0)
    return [*range(0, last, step), last]
