"""The probabilities of a whole raster on disk while they are worked on: plain bytes, row by row.

A byte is the probability times 255, rounded, but at least 1; 0 says that nothing was judged there. No library's cache
lies between: what `sync` has seen is on the disk when the process is killed, and a full disk is told at once.

Letters: H rows, W columns of the raster.
"""

import errno
import os
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import OutputError
from efficientcracknet.geo.windows import quantise_threshold
from efficientcracknet.runtime.files import explain_output


class WorkRaster:
    """A raster of bytes in a file; a `WindowSource` for whoever measures it.

    Parameters
    ----------
    path
        Its folder exists. A file of the right size is gone on with, any other begun anew, all 0.
    height
        H, px.
    width
        W, px.

    Attributes
    ----------
    path, height, width
        As given.

    Raises
    ------
    OutputError
        If the file cannot be made.
    """

    def __init__(self, path: Path, height: int, width: int) -> None:
        self.path, self.height, self.width = path, height, width
        try:
            is_there = path.is_file() and path.stat().st_size == height * width
            self._file = path.open("r+b" if is_there else "w+b", buffering=0)
            self._file.truncate(height * width)
        except OSError as error:
            raise OutputError(explain_output(path, error)) from error

    def read(self, top: int, left: int, height: int, width: int) -> NDArray[np.uint8]:
        """Return (height, width) uint8 of a window that lies inside the raster."""
        window = np.empty((height, width), np.uint8)
        for row in range(height):
            self._file.seek((top + row) * self.width + left)
            self._file.readinto(window[row])
        return window

    def write(self, top: int, left: int, window: NDArray[np.uint8]) -> None:
        """Write a window that lies inside the raster; an `OutputError` says that there is no room."""
        try:
            for row, values in enumerate(np.ascontiguousarray(window)):
                self._file.seek((top + row) * self.width + left)
                if self._file.write(values) != values.size:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            raise OutputError(explain_output(self.path, error)) from error

    def sync(self) -> None:
        """Wait until all that was written is on the disk."""
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise OutputError(explain_output(self.path, error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()


def to_bytes(probability: NDArray[np.float32], judged: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return probabilities as they are stored.

    Parameters
    ----------
    probability
        (H, W) float32, 0..1.
    judged
        (H, W) bool.

    Returns
    -------
    NDArray[np.uint8]
        (H, W): ``round(p * 255)``, at least 1; 0 where nothing is judged.

    Examples
    --------
    >>> to_bytes(np.array([[0, 0.5, 1, 1]], np.float32), np.array([[True, True, True, False]])).tolist()
    [[1, 128, 255, 0]]
    """
    stored: NDArray[np.uint8] = np.maximum(np.rint(probability * np.float32(255)), 1).astype(np.uint8)
    stored[~judged] = 0
    return stored


def count_pixels(work: WorkRaster, threshold: float) -> tuple[int, int]:
    """Return how many pixels are crack, and how many were judged.

    Parameters
    ----------
    work
        Finished.
    threshold
        0..1; see `quantise_threshold`.

    Returns
    -------
    tuple[int, int]
        Crack pixels are among those judged.
    """
    smallest, rows = quantise_threshold(threshold), max(1, 2**24 // work.width)
    cracks = judged = 0
    for top in range(0, work.height, rows):
        band = work.read(top, 0, min(rows, work.height - top), work.width)
        judged += int(np.count_nonzero(band))
        cracks += int(np.count_nonzero(band >= smallest))
    return cracks, judged
