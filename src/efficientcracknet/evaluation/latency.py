"""What came of timing networks in turns: a row for each way of running one, and the body of a record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.evaluation.timing import Times, summarise_pair, time_in_turns
from efficientcracknet.runtime.choice import Choice
from efficientcracknet.runtime.session import Session


@dataclass(frozen=True, slots=True)
class Network:
    """A file that was timed."""

    name: str
    path: Path
    sha256: str

    def to_dict(self) -> dict[str, str]:
        """Return name and checksum, ready for JSON."""
        return {"name": self.name, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Row:
    """One network on one provider, at one size.

    Attributes
    ----------
    size
        ``HxW``.
    network
        Its name.
    choice
        On what it ran.
    times
        Of each round.
    pictures_per_s
        By the median.
    ratio
        Median over rounds of its time by that of the size's first row.
    peak_mb
        Memory of a process that does only this; None where the system does not tell.
    """

    size: str
    network: str
    choice: Choice
    times: Times
    pictures_per_s: float
    ratio: float
    peak_mb: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return the row ready for JSON."""
        return {
            "network": self.network,
            "provider": self.choice.provider,
            "precision": self.choice.precision,
            "reason": self.choice.reason,
            "median_ms": round(self.times.median_ms, 4),
            "p95_ms": round(self.times.p95_ms, 4),
            "processor_median_ms": round(self.times.processor_median_ms, 4),
            "pictures_per_s": round(self.pictures_per_s, 2),
            "ratio": round(self.ratio, 4),
            "peak_mb": None if self.peak_mb is None else round(self.peak_mb, 1),
        }


@dataclass(frozen=True, slots=True)
class Latency:
    """What was timed, and how fast it was.

    Attributes
    ----------
    first, second
        The weights, and the network beside them if there was one.
    rows
        Size by size; in each the weights first.
    settings
        How it was timed, ready for JSON.
    left_out
        (network, provider and precision that could not be had, why) pairs.
    """

    first: Network
    second: Network | None
    rows: tuple[Row, ...]
    settings: Mapping[str, Any]
    left_out: tuple[tuple[str, str], ...] = ()

    def select(self, size: str, network: Network | None = None) -> tuple[Row, ...]:
        """Return the rows of one size, of all networks or of one."""
        return tuple(row for row in self.rows if row.size == size and (network is None or row.network == network.name))

    @property
    def networks(self) -> tuple[Network, ...]:
        """The weights, and the network beside them if there was one."""
        return (self.first,) if self.second is None else (self.first, self.second)

    @property
    def sizes(self) -> tuple[str, ...]:
        """``HxW`` of each size."""
        return tuple(dict.fromkeys(row.size for row in self.rows))

    def find_best(self, size: str, network: Network) -> Row:
        """Return the fastest row of a network at a size, by the median."""
        return min(self.select(size, network), key=lambda row: row.times.median_ms)

    def compare_best(self) -> dict[str, float]:
        """Return how many times as long the weights take as the other network, each at its best; by size."""
        if self.second is None:
            return {}
        return {
            size: self.find_best(size, self.first).times.compare(self.find_best(size, self.second).times)
            for size in self.sizes
        }

    def to_body(self) -> dict[str, Any]:
        """Return the body of a record of the theme ``latency``, ready for JSON.

        ``times`` compares the first way of running each network, ``runs`` lists all.
        """
        body: dict[str, Any] = {
            "first": self.first.to_dict(),
            "settings": dict(self.settings),
            "runs": {size: [row.to_dict() for row in self.select(size)] for size in self.sizes},
            "left_out": [way for way, _ in self.left_out],
        }
        if self.second is not None:
            body["second"] = self.second.to_dict()
            body["times"] = {
                size: summarise_pair(*(self.select(size, one)[0].times for one in self.networks)) for size in self.sizes
            }
            body["best_ratio"] = {size: round(ratio, 4) for size, ratio in self.compare_best().items()}
        return body


def time_sessions(sessions: Sequence[Session], shape: tuple[int, int, int, int], rounds: int) -> tuple[Times, ...]:
    """Run networks in turns on the same noise.

    Parameters
    ----------
    sessions
        At least one.
    shape
        Of the batch, (B, 3, H, W).
    rounds
        Rounds that count, at least 1.

    Returns
    -------
    tuple[Times, ...]
        One for each session.
    """
    batch = np.random.default_rng(0).standard_normal(shape, dtype=np.float32)
    return time_in_turns([_bind(session, batch) for session in sessions], rounds)


def _bind(session: Session, batch: NDArray[np.float32]) -> Callable[[], object]:
    return lambda: session.run(batch)
