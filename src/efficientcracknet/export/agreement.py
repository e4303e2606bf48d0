"""Whether an exported network finds what the weights find, asked before it counts as written."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import WeightsError
from efficientcracknet.core.preprocess import Preprocessing, to_input
from efficientcracknet.runtime.predictor import Predictor
from efficientcracknet.runtime.session import open_session
from efficientcracknet.runtime.weights import Weights

TOLERANCE = 1e-3
"""Largest difference of probabilities that float32 may make."""

TOLERANCE_FP16 = 5e-2
"""The same of float16, which carries three decimal digits."""


def draw_tile(tile_px: int) -> NDArray[np.uint8]:
    """Return a tile to compare on.

    Parameters
    ----------
    tile_px
        Its side.

    Returns
    -------
    NDArray[np.uint8]
        (tile_px, tile_px, 3): noise around grey, the same each time.
    """
    noise = np.random.default_rng(0).normal(128, 40, (tile_px, tile_px, 3))
    return np.clip(noise, 0, 255).astype(np.uint8)


def to_plain(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return a picture as exported networks take it.

    Parameters
    ----------
    pixels
        (H, W, 3), red green blue.

    Returns
    -------
    NDArray[np.float32]
        (1, 3, H, W), 0..1.
    """
    return to_input(pixels, Preprocessing())


def require_agreement(
    weights: Weights, target: str, tile: NDArray[np.uint8], found: NDArray[np.float32], tolerance: float = TOLERANCE
) -> None:
    """Refuse an exported network that finds something else than the weights.

    Parameters
    ----------
    weights
        That it was made from.
    target
        Its name.
    tile
        (H, W, 3).
    found
        (1, 1, H, W), probability that the exported network gives on it.
    tolerance
        Largest difference accepted.

    Raises
    ------
    WeightsError
        If they disagree.
    """
    whole = replace(weights, tile_px=max(tile.shape), overlap_px=0)
    expected = Predictor(whole, open_session(weights.path, provider="cpu", precision="fp32")).predict(tile).probability
    same_shape = found.shape == (1, 1, *expected.shape)
    difference = float(np.abs(found[0, 0] - expected).max()) if same_shape else float("inf")
    if not difference <= tolerance:
        raise WeightsError(
            f"export: probabilities of {target} and of '{weights.name}' must agree within {tolerance}, got "
            f"{difference:.2g} in shape {found.shape}. Try another size with --tile, or another target."
        )
