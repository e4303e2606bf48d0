"""Records of the trial bench, sorted by trial, and the spread of their scores between seeds.

One seed says little, so an interval comes with every figure. It is Student's, of the spread between the seeds of one
trial, taken to be the same in all trials that were run with several (pooled variance): three seeds alone would tell
next to nothing of their own spread. Trials of before training started with cracks rare (`training.prior`) lie apart and
have no part in this.
"""

import math
import statistics
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scipy import stats

from benchmarks.tabular import Record

QUEUE = Path(__file__).with_name("trials.toml")


@dataclass(frozen=True, slots=True)
class Spread:
    """Deviation of one seed, and how many degrees of freedom it was estimated with."""

    deviation: float
    freedom: int

    def margin(self, runs: int) -> float:
        """Return half of the 95 % interval of the mean of some runs; infinite where nothing is known of the spread."""
        if not self.freedom:
            return math.inf
        return float(stats.t.ppf(0.975, self.freedom)) * self.deviation / math.sqrt(runs)


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean F1 less that of another trial, and half of its 95 % interval; infinite where no spread is known."""

    value: float
    margin: float

    def __str__(self) -> str:
        """Write it with its interval."""
        return f"{self.value:+.3f}" + (f" ± {self.margin:.3f}" if math.isfinite(self.margin) else "")


@dataclass(frozen=True, slots=True)
class Lab:
    """What is known: the queue, records by trial (those started at even odds apart), times by trial and size."""

    queue: tuple[Mapping[str, Any], ...]
    runs: Mapping[str, Sequence[Record]]
    even: Mapping[str, Sequence[Record]]
    times: Mapping[str, Mapping[str, Any]]
    spread: Spread

    def compare(self, name: str, base: str) -> Difference:
        """Return what one trial has more than another, both with runs."""
        ours, theirs = list_f1(self.runs[name]), list_f1(self.runs[base])
        margin = math.hypot(self.spread.margin(len(ours)), self.spread.margin(len(theirs)))
        return Difference(statistics.mean(ours) - statistics.mean(theirs), margin)


def read_lab(records: Iterable[Record], queue: Path = QUEUE) -> Lab:
    """Sort the records of the bench.

    Parameters
    ----------
    records
        Of any theme.
    queue
        TOML with tables ``[[trial]]``.

    Returns
    -------
    Lab
        Trials without a record are in its queue alone.
    """
    runs: dict[str, list[Record]] = {}
    even: dict[str, list[Record]] = {}
    times: dict[str, Mapping[str, Any]] = {}
    for record in records:
        if record["theme"] == "trial":
            kind = runs if "crack_prior" in record["recipe"] else even
            kind.setdefault(record["trial"]["name"], []).append(record)
        if record["theme"] == "trial-times":
            times |= record["times"]
    asked = tuple(tomllib.loads(queue.read_text(encoding="utf-8"))["trial"])
    return Lab(asked, runs, even, times, measure_spread(list_f1(found) for found in runs.values()))


def list_f1(runs: Iterable[Record], dev: str = "deepcrack", figure: str = "f1_pooled") -> list[float]:
    """List one score of some runs.

    Parameters
    ----------
    runs
        Records of the theme ``trial``.
    dev
        Set of `dev`.
    figure
        Name of the score.

    Returns
    -------
    list[float]
        One a run.
    """
    return [float(run["dev"][dev][figure]["value"]) for run in runs]


def measure_spread(runs: Iterable[Sequence[float]]) -> Spread:
    """Pool the variance between the seeds of trials.

    Parameters
    ----------
    runs
        Scores of each trial, one a seed.

    Returns
    -------
    Spread
        In the unit of the scores.

    Examples
    --------
    >>> measure_spread([[0.70, 0.72], [0.80, 0.80], [0.5]])
    Spread(deviation=0.01, freedom=2)
    """
    several = [scores for scores in runs if len(scores) > 1]
    freedom = sum(len(scores) - 1 for scores in several)
    squares = sum(statistics.variance(scores) * (len(scores) - 1) for scores in several)
    return Spread(round(math.sqrt(squares / freedom), 6) if freedom else 0.0, freedom)
