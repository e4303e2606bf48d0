"""What one row of tiles leaves for the next, on disk: its open rows, piece by piece in the order of the tiles.

The strip of a row is written while that of the row before is read, each from its beginning to its end. So memory holds
one piece however wide the raster is, and a run that was killed goes on from the last strip that was finished.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import OutputError
from efficientcracknet.core.seams import TileGrid
from efficientcracknet.runtime.files import explain_output, remove_file


class StripFolder:
    """The strips of a raster.

    Parameters
    ----------
    folder
        Existing; files ``strip-ROW.bin`` in it are the strips.
    grid
        The tiles.
    """

    def __init__(self, folder: Path, grid: TileGrid) -> None:
        self._folder = folder
        self._grid = grid

    def read(self, row: int) -> Iterator[NDArray[np.float32] | None]:
        """Yield what the tiles above a row left, one piece per tile; None for each in the first row."""
        if row == 0:
            yield from (None for _ in self._grid.lefts)
            return
        open_rows = self._grid.count_open_rows(row - 1)
        with self._locate(row - 1).open("rb") as file:
            for column in range(len(self._grid.lefts)):
                width = self._grid.finish(row, column).width
                values = np.frombuffer(file.read(open_rows * width * 4), np.float32)
                yield values.reshape(open_rows, width)

    @contextmanager
    def write(self, row: int) -> Iterator["StripWriter"]:
        """Write the strip of a row; it is on the disk once the block has ended."""
        path = self._locate(row)
        try:
            with path.open("wb", buffering=0) as file:
                yield StripWriter(path, file)
                os.fsync(file.fileno())
        except OutputError:
            raise
        except OSError as error:
            raise OutputError(explain_output(path, error)) from error

    def is_whole(self, row: int) -> bool:
        """Return whether the strip of a row is there."""
        path = self._locate(row)
        return path.is_file() and path.stat().st_size == self._grid.count_open_rows(row) * self._grid.width * 4

    def remove(self, row: int) -> None:
        """Remove the strip of a row that is needed no more."""
        remove_file(self._locate(row))

    def _locate(self, row: int) -> Path:
        return self._folder / f"strip-{row}.bin"


class StripWriter:
    """Takes the pieces of one strip, from left to right."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file

    def append(self, piece: NDArray[np.float32]) -> None:
        """Add a piece; an `OutputError` says that there is no room."""
        values = np.ascontiguousarray(piece, np.float32).tobytes()
        try:
            if self._file.write(values) != len(values):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            raise OutputError(explain_output(self._path, error)) from error
