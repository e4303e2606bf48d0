"""The probabilities of a raster, found tile by tile in memory that does not grow with it.

The next tile is read, and the last one written, while the network looks at one.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.seams import RowBlender, TileGrid
from efficientcracknet.core.tiles import Tile
from efficientcracknet.geo.raster import MapPixels
from efficientcracknet.geo.resume import ResumeState
from efficientcracknet.geo.strips import StripFolder
from efficientcracknet.geo.work import WorkRaster, to_bytes

ReadTile = Callable[[Tile], MapPixels]
FindCracks = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
"""Called with (H, W, 3) uint8; answers (H, W) float32, 0..1."""

Watch = Callable[[int, int], None]
"""Told how many pixels are done, and how many there are."""


def stream_probability(
    grid: TileGrid, read: ReadTile, find: FindCracks, work: WorkRaster, state: ResumeState, watch: Watch
) -> ResumeState:
    """Find the probabilities of a raster, from where an earlier run was interrupted.

    After every row of tiles, data first and then the state go to the disk; a run killed at any moment leaves both in a
    state from which another one comes to the same bytes.

    Parameters
    ----------
    grid
        The tiles.
    read
        Gives the pixels of a tile; called in one other thread.
    find
        The network; not called for tiles that show nothing.
    work
        Gets the probabilities; strips and state lie beside it.
    state
        What is finished already.
    watch
        Told after every tile.

    Returns
    -------
    ResumeState
        All rows finished.
    """
    folder = work.path.parent
    strips = StripFolder(folder, grid)
    first = state.rows if state.rows == 0 or strips.is_whole(state.rows - 1) else 0
    watch((*grid.tops, grid.height)[first] * grid.width, grid.height * grid.width)
    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(1) as writer:
        tiles = _read_ahead(reader, read, grid, first)
        stream = _RowStream(grid, tiles, find, strips, _Writer(writer, work), watch)
        for row in range(first, len(grid.tops)):
            stream.run(row)
            work.sync()
            state = ResumeState(state.facts, row + 1)
            state.save(folder)
            if row > 0:
                strips.remove(row - 1)
    return state


class _Writer:
    """Writes one rectangle while the next is found."""

    def __init__(self, executor: ThreadPoolExecutor, work: WorkRaster) -> None:
        self._executor = executor
        self._work = work
        self._pending: Future[None] | None = None

    def write(self, place: Tile, values: NDArray[np.uint8]) -> None:
        self.wait()
        self._pending = self._executor.submit(self._work.write, place.top, place.left, values)

    def wait(self) -> None:
        if self._pending is not None:
            self._pending.result()
        self._pending = None


@dataclass(frozen=True, slots=True)
class _RowStream:
    """Finds one row of tiles after the other."""

    grid: TileGrid
    tiles: Iterator[MapPixels]
    find: FindCracks
    strips: StripFolder
    writer: _Writer
    watch: Watch

    def run(self, row: int) -> None:
        grid = self.grid
        blender = RowBlender(grid, row)
        with self.strips.write(row) as strip:
            for column, above in enumerate(self.strips.read(row)):
                seen = next(self.tiles)
                piece = blender.add(self._find(seen), above)
                strip.append(piece.below)
                done = grid.finish(row, column)
                self.writer.write(done, to_bytes(piece.probability, seen.judged[: done.height, : done.width]))
                self.watch(done.top * grid.width + (done.left + done.width) * done.height, grid.height * grid.width)
        self.writer.wait()

    def _find(self, seen: MapPixels) -> NDArray[np.float32]:
        if seen.pixels is None:
            return np.zeros((self.grid.tile_height, self.grid.tile_width), np.float32)
        return self.find(seen.pixels)


def _read_ahead(executor: ThreadPoolExecutor, read: ReadTile, grid: TileGrid, first: int) -> Iterator[MapPixels]:
    """Yield the pixels of all tiles from a row on, the next one being read meanwhile."""
    places = (grid.tile(row, column) for row in range(first, len(grid.tops)) for column in range(len(grid.lefts)))
    pending: Future[MapPixels] | None = None
    for place in places:
        following = executor.submit(read, place)
        if pending is not None:
            yield pending.result()
        pending = following
    if pending is not None:
        yield pending.result()
