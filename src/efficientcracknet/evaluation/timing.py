"""How long things take when they run in turns.

On a machine that does other things too, the time of one thing alone says little. Here all run in turns, A B C A B C,
so that a disturbance hits each, and the median of the paired ratios holds where the times themselves do not. Processor
time is kept beside the time of the clock on the wall: it leaves out what others did meanwhile.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

WARM_UP = 3
"""Rounds that are run and forgotten: memory is being laid out, networks are compiled for the size."""

Clock = Callable[[], float]
"""Seconds since some moment."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long one thing took in each round, ms.

    Attributes
    ----------
    wall_ms
        By the clock on the wall.
    processor_ms
        Of all threads of this process together.
    """

    wall_ms: tuple[float, ...]
    processor_ms: tuple[float, ...]

    @property
    def median_ms(self) -> float:
        """Median of the wall clock, ms."""
        return float(np.median(self.wall_ms))

    @property
    def p95_ms(self) -> float:
        """95th percentile of the wall clock, ms."""
        return float(np.percentile(self.wall_ms, 95))

    @property
    def processor_median_ms(self) -> float:
        """Median of processor time, ms."""
        return float(np.median(self.processor_ms))

    def compare(self, other: "Times") -> float:
        """Return how many times as long it took as another thing.

        Parameters
        ----------
        other
            Run in the same rounds.

        Returns
        -------
        float
            Median over rounds of this by the other, wall clock.

        Examples
        --------
        >>> Times((2.0, 3.0, 4.0), ()).compare(Times((1.0, 1.0, 4.0), ()))
        2.0
        """
        return float(np.median(np.asarray(self.wall_ms) / np.asarray(other.wall_ms)))


def time_in_turns(
    acts: Sequence[Callable[[], object]],
    rounds: int,
    clock: Clock = time.perf_counter,
    processor_clock: Clock = time.process_time,
) -> tuple[Times, ...]:
    """Run things in turns and time each run.

    Parameters
    ----------
    acts
        Run one after the other in every round.
    rounds
        Rounds that count, at least 1; those of `WARM_UP` come before.
    clock
        Of the wall.
    processor_clock
        Of this process.

    Returns
    -------
    tuple[Times, ...]
        One for each act, with one entry for each round that counts.
    """
    rows = [[_time(act, clock, processor_clock) for act in acts] for _ in range(WARM_UP + rounds)]
    return tuple(
        Times(tuple(wall for wall, _ in runs), tuple(processor for _, processor in runs))
        for runs in zip(*rows[WARM_UP:], strict=True)
    )


def summarise_pair(first: Times, second: Times) -> dict[str, float]:
    """Return what records keep of two things that ran in turns.

    Parameters
    ----------
    first
        The one in question.
    second
        The one that it is compared with.

    Returns
    -------
    dict[str, float]
        Median and 95th percentile of each, ms; the median over rounds of first / second.
    """
    figures = {
        "first_median_ms": first.median_ms,
        "first_p95_ms": first.p95_ms,
        "second_median_ms": second.median_ms,
        "second_p95_ms": second.p95_ms,
        "ratio_median": first.compare(second),
    }
    return {name: round(figure, 4) for name, figure in figures.items()}


def _time(act: Callable[[], object], clock: Clock, processor_clock: Clock) -> tuple[float, float]:
    start, processor_start = clock(), processor_clock()
    act()
    return (clock() - start) * 1000, (processor_clock() - processor_start) * 1000
