"""The probabilities of a raster, found tile by tile in memory that does not grow with it.

The next tile is read, and the last one written, while the network looks at one, or at several side by side.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.ahead import run_ahead
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

Item = TypeVar("Item")
Result = TypeVar("Result")


class Spread(Protocol):
    """Does what ``map`` does, in whatever threads."""

    def __call__(self, act: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
        """Return the results in the order of the items."""


@dataclass(frozen=True, slots=True)
class TileWork:
    """How tiles become probabilities.

    Attributes
    ----------
    read
        Gives the pixels of a tile; called in one other thread.
    find
        The network; not called for tiles that show nothing.
    spread
        Calls `find` for the tiles that come, several at a time where that is faster.
    """

    read: ReadTile
    find: FindCracks
    spread: Spread = map


def stream_probability(
    grid: TileGrid, tile_work: TileWork, work: WorkRaster, state: ResumeState, watch: Watch
) -> ResumeState:
    """Find the probabilities of a raster, from where an earlier run was interrupted.

    After every row of tiles, data first and then the state go to the disk; a run killed at any moment leaves both in a
    state from which another one comes to the same bytes.

    Parameters
    ----------
    grid
        The tiles.
    tile_work
        Reads and finds.
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
        places = (grid.tile(row, column) for row in range(first, len(grid.tops)) for column in range(len(grid.lefts)))
        seen = run_ahead(reader, tile_work.read, places, ahead=1)
        found = tile_work.spread(partial(_find, tile_work.find, grid), seen)
        stream = _RowStream(grid, found, strips, _Writer(writer, work), watch)
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
    """Blends one row of tiles after the other."""

    grid: TileGrid
    found: Iterator[tuple[MapPixels, NDArray[np.float32]]]
    strips: StripFolder
    writer: _Writer
    watch: Watch

    def run(self, row: int) -> None:
        grid = self.grid
        blender = RowBlender(grid, row)
        with self.strips.write(row) as strip:
            for column, above in enumerate(self.strips.read(row)):
                seen, probability = next(self.found)
                piece = blender.add(probability, above)
                strip.append(piece.below)
                done = grid.finish(row, column)
                self.writer.write(done, to_bytes(piece.probability, seen.judged[: done.height, : done.width]))
                self.watch(done.top * grid.width + (done.left + done.width) * done.height, grid.height * grid.width)
        self.writer.wait()


def _find(find: FindCracks, grid: TileGrid, seen: MapPixels) -> tuple[MapPixels, NDArray[np.float32]]:
    if seen.pixels is None:
        return seen, np.zeros((grid.tile_height, grid.tile_width), np.float32)
    return seen, find(seen.pixels)
