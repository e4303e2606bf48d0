"""The line through a network's logits that makes its probabilities mean what they say.

Source: Platt, "Probabilistic outputs for support vector machines", 1999; scale alone: Guo et al., ICML 2017,
arXiv:1706.04599. The line is fitted by maximum likelihood to the pixels within 10 px of truth or prediction, each set
of pictures weighed as one unit of area, so that neither many nor large pictures count more.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from efficientcracknet.core.errors import DataError
from efficientcracknet.evaluation.logit_counts import CENTRES, LIMIT, LogitCounts
from efficientcracknet.evaluation.reliability import BINS as PROBABILITY_BINS
from efficientcracknet.evaluation.reliability import calibration_error_of

SCALES = (0.05, 20.0)
SHIFTS = (-10.0, 10.0)


@dataclass(frozen=True, slots=True)
class LogitLine:
    """A calibration: logit * scale + shift.

    Attributes
    ----------
    scale
        Above 0; below 1 for a network that is too sure.
    shift
        Below 0 for one that calls too much crack.
    """

    scale: float = 1.0
    shift: float = 0.0

    def to_probability(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of each logit, calibrated.

        Parameters
        ----------
        logits
            Any shape.

        Returns
        -------
        NDArray[np.float64]
            The same shape, 0..1.
        """
        probability: NDArray[np.float64] = expit(logits * self.scale + self.shift)
        return probability


AS_IT_IS = LogitLine()


def fit_line(sets: Mapping[str, LogitCounts]) -> LogitLine:
    """Fit scale and shift.

    Parameters
    ----------
    sets
        Counts of pictures that serve for choosing, by name.

    Returns
    -------
    LogitLine
        The likeliest.

    Raises
    ------
    DataError
        If no set shows cracks, or the pictures leave the line open, as where every pixel is right already.

    Examples
    --------
    >>> counts = LogitCounts()
    >>> doubled = expit(CENTRES / 2)  # a network twice as sure as it may be
    >>> counts.near_crack = np.rint(1e6 * doubled).astype(np.int64)
    >>> counts.near_background = counts.crack = counts.background = 1_000_000 - counts.near_crack
    >>> round(fit_line({"drawn": counts}).scale, 3)
    0.5
    """
    crack, background = pool_near(sets.values())
    if not crack.any():
        raise DataError(
            f"calibrate: at least one set must show cracks, got {len(sets)} without any. Give one with masks."
        )
    faintest, loudest = CENTRES[crack > 0][0], CENTRES[background > 0].max(initial=-LIMIT)
    if faintest > loudest:
        raise DataError(
            "calibrate: the pictures must hold both right and wrong pixels near cracks, got none wrong: "
            f"all crack has a logit above {faintest:.1f}, all else one below {loudest:.1f}. Give more pictures."
        )

    def measure_loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = CENTRES * line[0] + line[1]
        loss = crack @ np.logaddexp(0, -logits) + background @ np.logaddexp(0, logits)
        slope = (crack + background) * expit(logits) - crack
        return float(loss), np.array([slope @ CENTRES, slope.sum()])

    found = minimize(measure_loss, [1.0, 0.0], jac=True, method="L-BFGS-B", bounds=(SCALES, SHIFTS), tol=1e-12)
    line = LogitLine(*(float(number) for number in found.x))
    if line.scale in SCALES or line.shift in SHIFTS:
        raise DataError(
            f"calibrate: the line must be settled by the pictures, got a scale of {line.scale:g} and a shift of "
            f"{line.shift:g}, where the fit was stopped. Give more pictures."
        )
    return line


def measure_error(sets: Collection[LogitCounts], line: LogitLine = AS_IT_IS) -> float:
    """Return the expected calibration error under a line, in steps of 0.05 of probability.

    Parameters
    ----------
    sets
        Pooled as the fit pools them; a single one for its own error.
    line
        The calibration.

    Returns
    -------
    float
        0..1, over the pixels within 10 px of truth or of what was predicted before.
    """
    crack, background = pool_near(sets)
    probability = line.to_probability(CENTRES)
    bins = np.minimum((probability * PROBABILITY_BINS).astype(np.intp), PROBABILITY_BINS - 1)
    pixels = crack + background
    counts = [np.bincount(bins, weight, PROBABILITY_BINS) for weight in (pixels, pixels * probability, crack)]
    share = max(pixels.sum(), np.finfo(np.float64).tiny)
    return float(calibration_error_of(np.stack(counts, axis=1) / share))


def pool_near(sets: Collection[LogitCounts]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Pool the pixels near cracks, every set's whole area weighed alike.

    Parameters
    ----------
    sets
        Counts of any number of sets.

    Returns
    -------
    tuple[NDArray[np.float64], NDArray[np.float64]]
        Crack and background by logit, (1024,) each, in parts of the whole area of all sets.
    """
    crack, background = np.zeros(len(CENTRES)), np.zeros(len(CENTRES))
    for counts in sets:
        area = max(int(counts.crack.sum() + counts.background.sum()), 1) * len(sets)
        crack += counts.near_crack / area
        background += counts.near_background / area
    return crack, background
