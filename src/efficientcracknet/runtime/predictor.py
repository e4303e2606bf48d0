"""From a picture to its crack map, in one run or in overlapping tiles.

Letters: H rows, W columns of the picture; h, w of one tile.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.ahead import run_ahead
from efficientcracknet.core.blend import TileBlender
from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.errors import ImageError, RuntimeFault
from efficientcracknet.core.preprocess import crop_to, pad_to, to_input
from efficientcracknet.core.tiles import plan_tiles
from efficientcracknet.runtime.session import Session
from efficientcracknet.runtime.weights import Weights

Item = TypeVar("Item")
Result = TypeVar("Result")

_ROUNDING = 1e-3  # how far a network's own sigmoid may leave 0..1


class Predictor:
    """Finds cracks in pictures with one network; any thread may ask, also several at a time.

    Parameters
    ----------
    weights
        What the network is and expects.
    session
        The same network, loaded.
    threshold
        Probability from which a pixel is crack, 0..1; None: as the weights say.

    Attributes
    ----------
    weights
        As given.
    threshold
        As used.
    choice
        On what the network runs, in which numbers, and why.
    """

    def __init__(self, weights: Weights, session: Session, *, threshold: float | None = None) -> None:
        self.weights = weights
        self.threshold = weights.threshold if threshold is None else threshold
        self.choice = session.choice
        self._session = session
        self._lanes = ThreadPoolExecutor(session.lanes, "lanes") if session.lanes > 1 else None
        CrackMap(np.zeros((0, 0), np.float32), self.threshold)  # refuses an impossible threshold before any picture

    def predict(self, pixels: NDArray[np.uint8], *, beside: bool = False) -> CrackMap:
        """Find the cracks of one picture.

        A picture that fits the tile is seen whole; a larger one in overlapping tiles, as many side by side as the
        session has lanes, whose maps are blended.

        Parameters
        ----------
        pixels
            (H, W, 3) uint8, 0..255, red green blue; at least one pixel.
        beside
            Whether other pictures are looked at meanwhile; then one that fits the tile takes no more than its lane.

        Returns
        -------
        CrackMap
            Probability (H, W), 0..1, with this predictor's threshold; the same bits either way.

        Raises
        ------
        ImageError
            If `pixels` is something else.
        """
        if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or pixels.size == 0:
            raise ImageError(
                f"predict: `pixels` must be uint8 of shape (height, width, 3) and not empty, got {pixels.dtype} "
                f"of shape {pixels.shape}. Read the picture with read_photo."
            )
        height, width = pixels.shape[:2]
        weights = self.weights
        tiles = plan_tiles(
            height,
            width,
            tile_px=weights.tile_px,
            overlap_px=weights.overlap_px,
            multiple_px=weights.multiple_px,
        )
        if len(tiles) == 1:
            probability = np.ascontiguousarray(self._run(pixels, beside=beside))
            probability.flags.writeable = False
            return CrackMap(probability, self.threshold)
        blender = TileBlender(height, width, self.weights.overlap_px)
        parts = (pixels[tile.rows, tile.cols] for tile in tiles)
        # All at once, so that of two pictures the first is done first and the other takes no memory yet.
        found = self.spread(partial(self._run, beside=True), parts, ahead=len(tiles))
        for tile, probability in zip(tiles, found, strict=True):
            blender.add(tile, probability)
        return CrackMap(blender.result(), self.threshold)

    def spread(
        self, act: Callable[[Item], Result], items: Iterable[Item], ahead: int | None = None
    ) -> Iterator[Result]:
        """Do what ``map`` does in the session's lanes, some items ahead of whoever takes the results.

        Parameters
        ----------
        act
            Looks at no more than one tile; in the caller's thread if there is one lane.
        items
            Taken in the caller's thread.
        ahead
            How many, at least 1; None: enough to keep all lanes busy.

        Returns
        -------
        Iterator[Result]
            In the order of the items.
        """
        if self._lanes is None:
            return map(act, items)
        return run_ahead(self._lanes, act, items, self._session.lanes if ahead is None else ahead)

    def _run(self, pixels: NDArray[np.uint8], *, beside: bool) -> NDArray[np.float32]:
        """Return the (h, w) probability of a picture no larger than a tile."""
        height, width = pixels.shape[:2]
        multiple = self.weights.multiple_px
        batch = to_input(pixels, self.weights.preprocessing)
        batch = pad_to(batch, -(-height // multiple) * multiple, -(-width // multiple) * multiple)
        output = crop_to(self._session.run(batch, beside=beside)[0, 0], height, width)
        return self._to_probability(output)

    def _to_probability(self, output: NDArray[np.float32]) -> NDArray[np.float32]:
        """Turn the network's output into probability, in place."""
        smallest, largest = float(output.min()), float(output.max())
        if not np.isfinite([smallest, largest]).all():
            raise RuntimeFault(
                f"predict: the output of '{self.weights.name}' must be finite, got {smallest:g}..{largest:g}. "
                "The weights are damaged or their mean and std do not fit them."
            )
        if self.weights.output == "logits":
            return apply_sigmoid(output)
        if smallest < -_ROUNDING or largest > 1 + _ROUNDING:
            raise RuntimeFault(
                f"predict: the output of '{self.weights.name}' must lie within 0..1 as it is said to be a probability, "
                f'got {smallest:g}..{largest:g}. State output = "logits" in its TOML.'
            )
        return np.clip(output, 0, 1, out=output)


def apply_sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn logits into probabilities in place: ``1 / (1 + exp(-x)) = (1 + tanh(x / 2)) / 2``, which cannot overflow.

    Parameters
    ----------
    logits
        Any shape, float32; overwritten.

    Returns
    -------
    NDArray[np.float32]
        The same array, now 0..1.

    Examples
    --------
    >>> apply_sigmoid(np.array([-1000.0, 0.0, 1000.0], np.float32)).tolist()
    [0.0, 0.5, 1.0]
    """
    logits *= 0.5
    np.tanh(logits, out=logits)
    logits += 1
    logits *= 0.5
    return logits
