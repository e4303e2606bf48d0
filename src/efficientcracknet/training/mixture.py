"""Mixture: several data sets drawn by weight, each batch a pure function of (seed, step).

Nothing here has a state that a resumed run would have to restore: step 5000 of a run gives the same batch whether or
not the steps before it were drawn in this process. Threads prepare batches ahead of their use.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import DataError
from efficientcracknet.training.cuts import apply_cut, plan_cut
from efficientcracknet.training.recipe import Recipe
from efficientcracknet.training.spoiling import spoil_picture


class Pictures(Protocol):
    """Pictures with masks, by number."""

    def __len__(self) -> int:
        """Return how many there are."""

    def picture(self, index: int) -> NDArray[np.uint8]:
        """Return one picture: (H, W, 3) uint8."""

    def mask(self, index: int) -> NDArray[np.bool_]:
        """Return its mask: (H, W) bool, all False where no crack is known to be."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Pictures (B, H, W, 3) uint8 and masks (B, H, W) bool of one step."""

    step: int
    pictures: NDArray[np.uint8]
    masks: NDArray[np.bool_]


class Mixture:
    """Data sets drawn with replacement, a set first, then a picture of it.

    Parameters
    ----------
    sets
        At least one, none of them empty.
    weights
        How often each set is drawn, relative to the others; above 0.
    recipe
        Size, batch, seed, augmentation.

    Raises
    ------
    DataError
        If there is no set, or an empty one.
    """

    def __init__(self, sets: Sequence[Pictures], weights: Sequence[float], recipe: Recipe) -> None:
        empty = [number for number, pictures in enumerate(sets, 1) if len(pictures) == 0]
        if not sets or empty:
            raise DataError(
                f"Mixture: `sets` must hold pictures, got {len(sets)} sets of which numbers {empty} are empty. "
                "Check the folders and split lists."
            )
        self._sets = tuple(sets)
        self._shares = np.asarray(weights, np.float64) / np.sum(weights)
        self._recipe = recipe

    def batch(self, step: int, *, rank: int = 0) -> Batch:
        """Return the batch of a step.

        Parameters
        ----------
        step
            Number of the step, from 0.
        rank
            Number of the process, from 0; each process draws its own part of the step.

        Returns
        -------
        Batch
            Equal arguments give equal arrays.
        """
        recipe = self._recipe
        samples = [self._sample(step, rank * recipe.batch + place) for place in range(recipe.batch)]
        pictures, masks = zip(*samples, strict=True)
        return Batch(step, np.stack(pictures), np.stack(masks))

    def batches(self, start: int, *, rank: int = 0, threads: int = 1) -> Iterator[Batch]:
        """Yield the batches from a step to the end of the run, prepared ahead.

        Parameters
        ----------
        start
            First step.
        rank
            Number of the process.
        threads
            Threads that prepare, and twice as many batches ahead.

        Yields
        ------
        Batch
            In order.
        """
        with ThreadPoolExecutor(threads, thread_name_prefix="batches") as pool:
            ahead: deque[Future[Batch]] = deque()
            for step in range(start, self._recipe.steps):
                ahead.append(pool.submit(self.batch, step, rank=rank))
                if len(ahead) > 2 * threads:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()

    def _sample(self, step: int, place: int) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """Draw one training picture with its mask."""
        recipe = self._recipe
        generator = np.random.default_rng((recipe.seed, step, place))
        pictures = self._sets[int(generator.choice(len(self._sets), p=self._shares))]
        index = int(generator.integers(len(pictures)))
        picture, mask = pictures.picture(index), pictures.mask(index)
        target = recipe.height_px, recipe.width_px
        cut = plan_cut(mask.shape, target, recipe.augmentation, generator)
        grey = apply_cut(mask.astype(np.uint8) * 255, cut, target)
        picture = apply_cut(picture, cut, target)
        return spoil_picture(picture, recipe.augmentation, generator), grey > 127
