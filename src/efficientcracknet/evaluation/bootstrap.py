"""How sure a score is: the bootstrap over pictures.

A set of N pictures is drawn anew, N pictures with replacement, many times; a resample is the row of how often each
picture was drawn, so pooled counts are `weights @ counts` and means of pictures `weights @ scores / N`: no loops.
The interval says what other pictures of the same kind would give. It says nothing about other kinds of pictures,
other annotators, or another training run.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Resampling:
    """How intervals are drawn.

    Attributes
    ----------
    resamples
        How many sets are drawn, >= 1.
    seed
        Seed of the draw: the same seed gives the same interval.
    level
        Share of resampled scores inside the interval, in (0, 1).
    """

    resamples: int = 1000
    seed: int = 0
    level: float = 0.95

    def __post_init__(self) -> None:
        if self.resamples < 1:
            raise SettingsError(
                f"Resampling: `resamples` must be 1 or more, got {self.resamples}. Use 1000 for two digits."
            )
        if not 0 < self.level < 1:
            raise SettingsError(f"Resampling: `level` must lie between 0 and 1, got {self.level}. Use 0.95.")


@dataclass(frozen=True, slots=True)
class Figure:
    """A score and the interval it was given.

    Attributes
    ----------
    value
        On the set itself.
    low
        Lower end of the interval.
    high
        Upper end of the interval.
    """

    value: float
    low: float
    high: float


def draw_weights(pictures: int, resampling: Resampling) -> NDArray[np.float64]:
    """Draw how often each picture occurs in each resampled set.

    Parameters
    ----------
    pictures
        Size of the set, >= 1.
    resampling
        How many sets, and the seed.

    Returns
    -------
    NDArray[np.float64]
        (1 + resamples, pictures), whole numbers, each row sums to `pictures`; the first row is the set itself: ones.

    Raises
    ------
    SettingsError
        If there is no picture.
    """
    if pictures < 1:
        raise SettingsError(f"draw_weights: `pictures` must be 1 or more, got {pictures}. Score at least one picture.")
    generator = np.random.default_rng(resampling.seed)
    drawn = generator.multinomial(pictures, np.full(pictures, 1 / pictures), size=resampling.resamples)
    return np.vstack([np.ones((1, pictures)), drawn])


def state_interval(values: NDArray[np.float64], resampling: Resampling) -> Figure:
    """Return a score with the percentile interval of its resampled values.

    Parameters
    ----------
    values
        (1 + resamples,): the score of the set itself, then of each resampled set.
    resampling
        Gives the level.

    Returns
    -------
    Figure
        One picture alone gives an interval of no width: nothing is known about others.
    """
    tail = (1 - resampling.level) / 2
    low, high = np.quantile(values[1:], [tail, 1 - tail])
    return Figure(float(values[0]), float(low), float(high))
