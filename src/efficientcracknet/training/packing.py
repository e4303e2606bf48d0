"""A list of pairs as one folder of raw pixels: decoded and resized once, mapped into memory ever after.

FOLDER/pictures.npy   uint8, all pictures one after another, each (H, W, 3) row-major
FOLDER/masks.npy      bool, all truths one after another, each (H, W)
FOLDER/index.json     key, height, width and first pixel of each, and the hash of the split the pack was made of
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from efficientcracknet.core.errors import DataError, OutputError, SettingsError
from efficientcracknet.evaluation.pairs import Pair, hash_split
from efficientcracknet.evaluation.truth import check_pair, read_truth
from efficientcracknet.runtime.images import read_photo, resize_mask, resize_picture

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where one pair lies in a pack: `first_px` pixels of earlier pairs come before its own."""

    key: str
    height: int
    width: int
    first_px: int

    @property
    def pixels(self) -> slice:
        """Which pixels of the pack are its own."""
        return slice(self.first_px, self.first_px + self.height * self.width)


def pack(pairs: Sequence[Pair], folder: Path, *, long_side_px: int | None = None) -> None:
    """Decode pairs once and write them as one folder; nothing half-written stays.

    Parameters
    ----------
    pairs
        At least one; picture and mask of one size. Pairs without a mask get a truth without crack.
    folder
        Must not exist yet.
    long_side_px
        Pictures whose longer side is above this are made smaller to fit it; None keeps every size.

    Raises
    ------
    DataError
        If there are no pairs; and as `check_pair`.
    SettingsError
        If `long_side_px` is below 1.
    OutputError
        If the folder exists or cannot be written.
    """
    if not pairs:
        raise DataError("pack: `pairs` must hold at least one pair, got 0. Check the split.")
    if long_side_px is not None and long_side_px < 1:
        raise SettingsError(f"pack: `long_side_px` must be at least 1, got {long_side_px}. Leave it out to keep sizes.")
    if folder.exists():
        raise OutputError(f"pack: `folder` must not exist yet, got {folder}. Delete it or name another.")
    places = _plan(pairs, long_side_px)
    index = {"format": FORMAT, "split_sha256": hash_split(pairs), "long_side_px": long_side_px}
    text = json.dumps(index | {"places": [asdict(place) for place in places]})
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as name:
            unfinished = Path(name) / "pack"
            unfinished.mkdir()
            _write(pairs, places, unfinished)
            (unfinished / "index.json").write_text(text, encoding="utf-8")
            unfinished.replace(folder)
    except OSError as error:
        raise OutputError(
            f"pack: `folder` must be writable, got {folder} ({error}). Check space and rights."
        ) from error


class PackedPairs:
    """Pairs of a pack, read from mapped memory; cheap to send to worker processes.

    Parameters
    ----------
    folder
        What `pack` wrote.

    Raises
    ------
    DataError
        If the folder is no pack, is of another format, or its files do not fit together.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self.split_sha256, self._places = _read_index(folder)
            self._pictures: NDArray[np.uint8] = np.load(folder / "pictures.npy", mmap_mode="r")
            self._masks: NDArray[np.bool_] = np.load(folder / "masks.npy", mmap_mode="r")
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise DataError(
                f"PackedPairs: `folder` must hold a pack, got {folder} ({type(error).__name__}: {error}). Pack again."
            ) from error
        end_px = self._places[-1].pixels.stop
        if self._pictures.shape != (end_px, 3) or self._masks.shape != (end_px,):
            raise DataError(
                f"PackedPairs: `folder` must hold {end_px} pixels, got pictures {self._pictures.shape} and masks "
                f"{self._masks.shape} in {folder}. Pack again."
            )
        self.folder = folder

    def __len__(self) -> int:
        return len(self._places)

    def __reduce__(self) -> tuple[type["PackedPairs"], tuple[Path]]:
        return PackedPairs, (self.folder,)  # a mapped array would be sent by value

    def key(self, index: int) -> str:
        """Return the key of a pair.

        Parameters
        ----------
        index
            0 for the first pair.

        Returns
        -------
        str
            As `Pair.key`.
        """
        return self._places[index].key

    def picture(self, index: int) -> NDArray[np.uint8]:
        """Return the picture of a pair.

        Parameters
        ----------
        index
            0 for the first pair.

        Returns
        -------
        NDArray[np.uint8]
            (H, W, 3) uint8, a read-only view of the file.
        """
        place = self._places[index]
        return self._pictures[place.pixels].reshape(place.height, place.width, 3)

    def mask(self, index: int) -> NDArray[np.bool_]:
        """Return the truth of a pair.

        Parameters
        ----------
        index
            0 for the first pair.

        Returns
        -------
        NDArray[np.bool_]
            (H, W) bool, True where there is crack, a read-only view of the file.
        """
        place = self._places[index]
        return self._masks[place.pixels].reshape(place.height, place.width)


def _read_index(folder: Path) -> tuple[str, tuple[Place, ...]]:
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    if index["format"] != FORMAT:
        raise ValueError(f"format {index['format']}, not {FORMAT}")
    return index["split_sha256"], tuple(Place(**place) for place in index["places"])


def _plan(pairs: Sequence[Pair], long_side_px: int | None) -> tuple[Place, ...]:
    places: list[Place] = []
    first_px = 0
    for pair in pairs:
        height, width = _fit(check_pair(pair), long_side_px)
        places.append(Place(pair.key, height, width, first_px))
        first_px += height * width
    return tuple(places)


def _fit(size: tuple[int, int], long_side_px: int | None) -> tuple[int, int]:
    """Scale height and width so that the longer one is at most `long_side_px`, never below one pixel."""
    scale = 1.0 if long_side_px is None else min(1.0, long_side_px / max(size))
    height, width = (max(1, round(side * scale)) for side in size)
    return height, width


def _write(pairs: Sequence[Pair], places: Sequence[Place], folder: Path) -> None:
    end_px = places[-1].pixels.stop
    pictures = open_memmap(folder / "pictures.npy", "w+", dtype=np.uint8, shape=(end_px, 3))
    masks = open_memmap(folder / "masks.npy", "w+", dtype=np.bool_, shape=(end_px,))
    for pair, place in zip(pairs, places, strict=True):
        pixels = read_photo(pair.image).pixels
        pictures[place.pixels] = resize_picture(pixels, place.height, place.width).reshape(-1, 3)
        if pair.mask is not None:
            masks[place.pixels] = resize_mask(read_truth(pair.mask), place.height, place.width).reshape(-1)
    pictures.flush()
    masks.flush()
