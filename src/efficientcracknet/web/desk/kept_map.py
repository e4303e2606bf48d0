"""A crack map on disk: small, and yet every figure that can be drawn from it is the very same.

Masks and measures ask for the probability of crack pixels and of their neighbours, at thresholds from `LOWEST` on.
There every bit is kept. Elsewhere the probability is rounded down to a `STEPS`-th, which shows the same and compresses
to nearly nothing.
"""

import json
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from efficientcracknet.core.errors import DataError
from efficientcracknet.runtime.files import replace_file

STEPS = 200
"""Levels of probability that the page shows; a threshold of ``k / STEPS`` cuts exactly where ``predict`` does."""

LOWEST, HIGHEST = 0.02, 0.98
"""Thresholds that may be chosen."""

REACH_PX = 8
"""Farther from a crack than this, nothing is ever asked for."""

MAGIC = b"ECNMAP1 "

_LIMITS = (np.arange(STEPS + 1) / STEPS).astype(np.float32)


def find_levels(probability: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return how many steps each probability reaches.

    Parameters
    ----------
    probability
        (H, W) float32, 0..1.

    Returns
    -------
    NDArray[np.uint8]
        (H, W), 0..`STEPS`: at least k exactly where a threshold of ``k / STEPS`` counts a pixel as crack.

    Examples
    --------
    >>> find_levels(np.array([[0, 0.0049, 0.005, 0.5, 1]], np.float32)).tolist()
    [[0, 0, 1, 100, 200]]
    """
    levels = (probability * np.float32(STEPS)).astype(np.uint8)
    levels[probability < _LIMITS[levels]] -= 1  # rounding of the product may be one off in either direction
    above = np.minimum(levels + np.uint8(1), np.uint8(STEPS))
    levels[probability >= _LIMITS[above]] += np.uint8(1)
    np.minimum(levels, STEPS, out=levels)
    return levels


def thin_map(probability: NDArray[np.float32], lowest: float = LOWEST) -> NDArray[np.float32]:
    """Return the map with full precision only where it can matter.

    Parameters
    ----------
    probability
        (H, W) float32, 0..1.
    lowest
        Threshold that will ever be asked for.

    Returns
    -------
    NDArray[np.float32]
        (H, W), read-only.
    """
    matters = ndimage.maximum_filter(probability, 2 * REACH_PX + 1) >= np.float32(lowest)
    thinned = np.where(matters, probability, _LIMITS[find_levels(probability)])
    thinned.flags.writeable = False
    return thinned


def write_map(path: Path, probability: NDArray[np.float32]) -> None:
    """Write a map, whole or not at all.

    Parameters
    ----------
    path
        Replaced if there; an `OutputError` says what cannot be written.
    probability
        (H, W) float32, thinned.
    """
    planes = np.ascontiguousarray(probability, "<f4").view(np.uint8).reshape(-1, 4).T  # equal bytes come together
    header = json.dumps({"height": probability.shape[0], "width": probability.shape[1]}).encode("ascii")
    with replace_file(path) as part, part.open("wb") as file:
        file.write(MAGIC + header + b"\n")
        for plane in planes:
            content = zlib.compress(plane.tobytes(), 1)
            file.write(len(content).to_bytes(8, "little"))
            file.write(content)


def read_map(path: Path) -> NDArray[np.float32]:
    """Read a map.

    Parameters
    ----------
    path
        As `write_map` wrote it.

    Returns
    -------
    NDArray[np.float32]
        (H, W), read-only.

    Raises
    ------
    DataError
        If it is missing or damaged.
    """
    try:
        with path.open("rb") as file:
            size = json.loads(file.readline().removeprefix(MAGIC))
            planes = [zlib.decompress(file.read(int.from_bytes(file.read(8), "little"))) for _ in range(4)]
        stacked = np.stack([np.frombuffer(plane, np.uint8) for plane in planes], axis=1)
        probability = stacked.view("<f4").reshape(size["height"], size["width"])
    except (OSError, ValueError, KeyError, zlib.error) as error:
        raise DataError(
            f"desk: '{path.name}' must hold a crack map, got: {error}. Look at the picture anew: retry."
        ) from error
    probability.flags.writeable = False
    return probability
