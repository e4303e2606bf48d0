"""The threshold that serves several sets best, none of them a test: it then travels with the weights.

For each set that shows cracks, F1 is pooled over its pictures; the mean over the sets counts, so that a large set does
not outvote a small one. Sets without cracks set a limit: how many of their pictures may raise a false alarm.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import SettingsError
from efficientcracknet.core.scores import f1_of
from efficientcracknet.evaluation.calibration import LogitLine
from efficientcracknet.evaluation.logit_counts import EDGES, LogitCounts

LOWEST, HIGHEST = 0.02, 0.98
DIGITS = 3


@dataclass(frozen=True, slots=True)
class ThresholdScores:
    """What a threshold gives on the sets it was chosen on.

    Attributes
    ----------
    threshold
        Calibrated probability from which a pixel is crack.
    f1
        Pooled, of each set that shows cracks.
    alarmed
        Share of the pictures with more than 0.1 % false crack, of each set that shows none.
    """

    threshold: float
    f1: Mapping[str, float]
    alarmed: Mapping[str, float]

    @property
    def mean_f1(self) -> float:
        """Over the sets."""
        return float(np.mean(list(self.f1.values())))

    @property
    def mean_alarmed(self) -> float:
        """Over the sets; 0 without any."""
        return float(np.mean(list(self.alarmed.values()))) if self.alarmed else 0.0


def choose_threshold(
    sets: Mapping[str, LogitCounts], line: LogitLine, most_alarmed: float | None = None
) -> ThresholdScores:
    """Return the threshold with the best mean over the sets of pooled F1.

    Parameters
    ----------
    sets
        Counts by name; at least one shows cracks.
    line
        The calibration, as the threshold is one of calibrated probability.
    most_alarmed
        What the mean share of alarmed pictures over the sets without cracks may be; None: no limit.

    Returns
    -------
    ThresholdScores
        Between 0.02 and 0.98, the lowest of equals.

    Raises
    ------
    SettingsError
        If a limit is given without a set to hold it against, or no threshold keeps it.
    """
    if most_alarmed is not None and not any(map(is_crackless, sets.values())):
        raise SettingsError(
            f"calibrate: `most_alarmed` must be left out without sets that show no crack, got {most_alarmed:g}. "
            "Give such a set too."
        )
    candidates = line.to_probability(EDGES)
    curves, alarms = _trace(sets)
    f1 = np.mean(list(curves.values()), axis=0)
    allowed = (candidates >= LOWEST) & (candidates <= HIGHEST)
    if most_alarmed is not None:
        alarmed = np.mean(list(alarms.values()), axis=0)
        allowed &= alarmed <= most_alarmed
        if not allowed.any():
            least = alarmed[candidates <= HIGHEST][-1]
            raise SettingsError(
                f"calibrate: `most_alarmed` must be a share that some threshold keeps, got {most_alarmed:g} where "
                f"{least:g} is the least. Allow more, or train on more pictures without cracks."
            )
    chosen = int(np.flatnonzero(allowed)[np.argmax(f1[allowed])])
    return score_threshold(sets, line, round(float(candidates[chosen]), DIGITS))


def score_threshold(sets: Mapping[str, LogitCounts], line: LogitLine, threshold: float) -> ThresholdScores:
    """Return what a threshold gives on each set.

    Parameters
    ----------
    sets
        Counts by name.
    line
        The calibration.
    threshold
        Calibrated probability, taken at the nearest edge between bins of logits.

    Returns
    -------
    ThresholdScores
        With the threshold as given.
    """
    place = int(np.abs(line.to_probability(EDGES) - threshold).argmin())
    f1, alarmed = ({name: float(curve[place]) for name, curve in each.items()} for each in _trace(sets))
    return ThresholdScores(threshold, MappingProxyType(f1), MappingProxyType(alarmed))


def is_crackless(counts: LogitCounts) -> bool:
    """Return whether no picture of a set shows a crack."""
    return not counts.crack.any()


Curves = dict[str, NDArray[np.float64]]


def _trace(sets: Mapping[str, LogitCounts]) -> tuple[Curves, Curves]:
    """Return pooled F1 and the share of alarmed pictures at each of `EDGES`, of the sets that have the one or other."""
    f1 = {name: _trace_f1(counts) for name, counts in sets.items() if not is_crackless(counts)}
    alarmed = {name: _trace_alarmed(counts) for name, counts in sets.items() if is_crackless(counts)}
    return f1, alarmed


def _trace_f1(counts: LogitCounts) -> NDArray[np.float64]:
    hits, alarms = (part[::-1].cumsum()[::-1][1:] for part in (counts.crack, counts.background))
    misses, rest = counts.crack.sum() - hits, counts.background.sum() - alarms
    return f1_of(np.stack([hits, alarms, misses, rest], axis=-1))


def _trace_alarmed(counts: LogitCounts) -> NDArray[np.float64]:
    quiet_from = np.array(counts.quiet_from)
    alarmed: NDArray[np.float64] = (quiet_from[:, None] > np.arange(len(EDGES))).mean(axis=0)
    return alarmed
