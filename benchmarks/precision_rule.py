"""When a precision ships: its masks are nearly those of fp32, and it is faster in the same library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from efficientcracknet.core.scores import Confusion
from efficientcracknet.runtime.session import Session, open_session

MOST_LOSS = 0.005
"""Of pooled F1, on any set."""

LEAST_AGREEMENT: Mapping[str, float] = {"fp32": 0.99, "bf16": 0.97, "int8": 0.95}
"""Crack IoU of the masks with those of fp32, pooled over the pictures of both sets."""

MOST_TIME = 0.95
"""Of what fp32 takes in the same library: less of a gain is not worth another answer."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of running a network.

    Attributes
    ----------
    name
        For the table.
    path
        Of the file; of int8 the network's own, see `locate_int8`.
    provider, precision
        As `open_session` takes them.
    numbers
        What it computes in.
    """

    name: str
    path: Path
    provider: str
    precision: str
    numbers: str

    def open(self, threads: int) -> Session:
        """Return the network, ready to run."""
        return open_session(self.path, threads, self.provider, self.precision)


def judge(way: Way, losses: Sequence[float], agreement: float, slowdowns: Sequence[float]) -> tuple[bool, str]:
    """Say whether a precision ships for a library.

    Parameters
    ----------
    way
        What is judged.
    losses
        Of pooled F1 against fp32 in ONNX Runtime, one for each set.
    agreement
        Crack IoU with its masks.
    slowdowns
        Time by that of fp32 in the same library, one for each size.

    Returns
    -------
    tuple[bool, str]
        Whether, and the reason.

    Examples
    --------
    >>> judge(Way("", Path(), "openvino", "bf16", "bf16"), [0.001, -0.002], 0.998, [0.7, 0.6])
    (True, 'F1 falls by 0.001 at most, IoU 0.998, 0.60 to 0.70 of the time')
    """
    told = f"F1 falls by {max(losses):.3f} at most, IoU {agreement:.3f}, {min(slowdowns):.2f} to {max(slowdowns):.2f}"
    good = max(losses) <= MOST_LOSS and agreement >= LEAST_AGREEMENT[way.numbers]
    fast = way.numbers == "fp32" or max(slowdowns) <= MOST_TIME
    return good and fast, f"{told} of the time"


def compose(
    ways: Sequence[Way],
    scores: Mapping[str, Mapping[str, Mapping[str, Any]]],
    times: Mapping[str, Mapping[str, Mapping[str, Any]]],
) -> list[dict[str, Any]]:
    """Return a row for each way, ready for JSON.

    Parameters
    ----------
    ways
        All that was measured, fp32 in ONNX Runtime first.
    scores
        By set and name, as `score_ways` gives them.
    times
        By name and size, as `time_ways` gives them.

    Returns
    -------
    list[dict[str, Any]]
        In the order of the ways.
    """
    first = ways[0].name
    rows = []
    for way in ways:
        f1 = {name: found[way.name]["f1"] for name, found in scores.items()}
        losses = {name: scores[name][first]["f1"] - value for name, value in f1.items()}
        agreement = sum((found[way.name]["agreement"] for found in scores.values()), Confusion()).crack_iou
        base = next(one.name for one in ways if one.provider == way.provider and one.numbers == "fp32")
        slowdowns = [
            times[way.name][size]["processor_median_ms"] / times[base][size]["processor_median_ms"]
            for size in times[way.name]
        ]
        ships, why = judge(way, list(losses.values()), agreement, slowdowns)
        rows.append(
            {
                "name": way.name,
                "provider": way.provider,
                "numbers": way.numbers,
                "f1": {name: round(value, 6) for name, value in f1.items()},
                "loss": {name: round(value, 6) for name, value in losses.items()},
                "iou_with_fp32": round(agreement, 6),
                "times": times[way.name],
                "meets_rule": ships,
                "why": why,
            }
        )
    return rows
