"""Pictures that a quantiser takes the ranges of values from."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.export.agreement import to_plain
from efficientcracknet.runtime.images import looks_like_picture, read_photo

MOST_PICTURES = 100
"""More of them change no range by much."""


class Calibration:
    """Pictures that ranges are taken from, one after the other, as ONNX Runtime's quantiser asks for them.

    Parameters
    ----------
    folder
        Searched without its sub-folders; at most 100 pictures of it are taken, evenly spaced by name.
    side_px
        Of the squares cut from their middles; what is smaller is mirrored.

    Raises
    ------
    SettingsError
        If there is no folder, or no picture in it.
    """

    def __init__(self, folder: Path | None, side_px: int) -> None:
        if folder is None:
            raise SettingsError(
                "export: `calibrate` must be given for the target onnx-int8, got nothing. "
                "Name a folder of some dozen pictures like those that the device will see: --calibrate FOLDER"
            )
        found = sorted(path for path in folder.glob("*") if looks_like_picture(path))
        if not found:
            raise SettingsError(
                f"export: `calibrate` must be a folder with pictures, got 0 in '{folder}'. Name another folder."
            )
        self.paths = choose_evenly(found, MOST_PICTURES)
        self._side_px = side_px
        self._rest = iter(self.paths)
        self.input = ""

    def __len__(self) -> int:
        return len(self.paths)

    def set_range(self, start_index: int, end_index: int) -> None:
        """Begin anew with some of the pictures.

        Parameters
        ----------
        start_index
            First of them.
        end_index
            The one after the last.
        """
        self._rest = iter(self.paths[start_index:end_index])

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        """Return the next picture.

        Returns
        -------
        dict[str, NDArray[np.float32]] | None
            (1, 3, side, side) by the name of the input; None after the last.
        """
        path = next(self._rest, None)
        return None if path is None else {self.input: self.read(path)}

    def read(self, path: Path) -> NDArray[np.float32]:
        """Return the middle of a picture.

        Parameters
        ----------
        path
            Of the picture.

        Returns
        -------
        NDArray[np.float32]
            (1, 3, side, side), 0..1.
        """
        return to_plain(cut_middle(read_photo(path).pixels, self._side_px))


def choose_evenly(items: Sequence[Path], most: int) -> list[Path]:
    """Return so many of them at most, evenly spaced.

    Parameters
    ----------
    items
        In order.
    most
        How many, at least 1.

    Returns
    -------
    list[Path]
        In the same order; all where there are no more.

    Examples
    --------
    >>> [path.name for path in choose_evenly([Path("a"), Path("b"), Path("c"), Path("d")], 2)]
    ['a', 'c']
    """
    count = min(most, len(items))
    return [items[number * len(items) // count] for number in range(count)]


def cut_middle(pixels: NDArray[np.uint8], side_px: int) -> NDArray[np.uint8]:
    """Return a square out of the middle of a picture.

    Parameters
    ----------
    pixels
        (H, W, 3), not empty.
    side_px
        Of the square; where the picture is smaller, it is mirrored until it fills it.

    Returns
    -------
    NDArray[np.uint8]
        (side, side, 3).
    """
    top, left = (max(0, size - side_px) // 2 for size in pixels.shape[:2])
    part = pixels[top : top + side_px, left : left + side_px]
    missing = [(0, side_px - size) for size in part.shape[:2]]
    return np.pad(part, [*missing, (0, 0)], mode="symmetric")
