"""The lab's tables: what each trial was to show, and what it showed.

One seed says little, so an interval comes with every figure. It is Student's, of the spread between the seeds of one
trial, taken to be the same in all trials that were run with several (pooled variance): three seeds alone would tell
next to nothing of their own spread. Trials of before training started with cracks rare (`training.prior`) have a column
of their own and no part in this.
"""

import math
import statistics
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scipy import stats

QUEUE = Path(__file__).with_name("trials.toml")
HEADINGS = (
    "trial", "what", "why", "expected", "seeds", "DeepCrack dev F1 (95 % interval)", "against base",
    "F1 when training started at even odds (seeds)", "CFD train F1 within 2 px", "parameters", "multiply-adds, M",
    "time against the peer at 192x256, 480x640, 1024x1024",
)  # fmt: skip
BASE = {"long": "long-light-edges-8"}
"""What a group is compared with, where it is not the trial `base`."""

Record = Mapping[str, Any]


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


def list_trials(
    records: Iterable[Record], group: str = "", queue: Path = QUEUE
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """List the trials of a group in the order of the queue, seeds averaged.

    Parameters
    ----------
    records
        Of any theme.
    group
        As the queue has it; empty for all.
    queue
        TOML with tables ``[[trial]]``.

    Returns
    -------
    tuple[tuple[str, ...], list[tuple[str, ...]]]
        Headings and rows.
    """
    trials: dict[str, list[Record]] = {}
    even: dict[str, list[Record]] = {}
    times: dict[str, Mapping[str, Any]] = {}
    for record in records:
        if record["theme"] == "trial":
            kind = trials if "crack_prior" in record["recipe"] else even
            kind.setdefault(record["trial"]["name"], []).append(record)
        if record["theme"] == "trial-times":
            times |= record["times"]
    spread = measure_spread([_list_f1(runs) for runs in trials.values()])
    asked = tomllib.loads(queue.read_text(encoding="utf-8"))["trial"]
    texts = {
        trial["name"]: tuple(trial.get(text, "") for text in ("name", "what", "why", "expected")) for trial in asked
    }
    names = [trial["name"] for trial in asked if group in ("", trial.get("group", ""))]
    base = trials.get(BASE.get(group, "base"), [])
    listed = dict.fromkeys(["base", *names] if group and group not in BASE else names)
    return HEADINGS, [
        texts[name] + _write(trials.get(name, []), even.get(name, []), base, spread, times.get(name, {}))
        for name in listed
        if name in trials or name in even
    ]


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


def _write(
    runs: Sequence[Record], even: Sequence[Record], base: Sequence[Record], spread: Spread, times: Mapping[str, Any]
) -> tuple[str, ...]:
    any_of, first = runs or even, (runs or even)[0]
    return (
        str(len(runs)) if runs else "",
        _write_mean(_list_f1(runs), spread) if runs else "",
        _compare(_list_f1(runs), _list_f1(base), spread) if runs and base and base is not runs else "",
        f"{statistics.mean(_list_f1(even)):.3f} ({len(even)})" if even else "",
        f"{statistics.mean(_list_f1(any_of, 'cfd', 'f1_2px_pooled')):.3f}",
        str(first["parameters"]),
        f"{first['multiply_adds_192x256'] / 1e6:.0f}",
        ", ".join(f"{found['ratio_median']:.2f}" for found in times.values()),
    )


def _write_mean(f1: Sequence[float], spread: Spread) -> str:
    mean, margin = statistics.mean(f1), spread.margin(len(f1))
    return f"**{mean:.3f}**" + (f" ({mean - margin:.3f}-{mean + margin:.3f})" if math.isfinite(margin) else "")


def _compare(f1: Sequence[float], base: Sequence[float], spread: Spread) -> str:
    difference = statistics.mean(f1) - statistics.mean(base)
    margin = math.hypot(spread.margin(len(f1)), spread.margin(len(base)))
    return f"{difference:+.3f}" + (f" ± {margin:.3f}" if math.isfinite(margin) else "")


def _list_f1(runs: Sequence[Record], dev: str = "deepcrack", figure: str = "f1_pooled") -> list[float]:
    return [float(run["dev"][dev][figure]["value"]) for run in runs]
