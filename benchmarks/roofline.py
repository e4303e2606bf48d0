"""How fast a network could be at most on a device of known rates, and what share of that was reached."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Roofline:
    """The two floors of one picture.

    Attributes
    ----------
    multiply_adds
        Of one picture.
    moved_bytes
        Read and written for one picture.
    multiply_adds_per_s
        Of the device.
    bytes_per_s
        Of the device, read and written.
    """

    multiply_adds: int
    moved_bytes: int
    multiply_adds_per_s: float
    bytes_per_s: float

    @property
    def arithmetic_floor_s(self) -> float:
        """Least time of one picture if only arithmetic counted, s."""
        return self.multiply_adds / self.multiply_adds_per_s

    @property
    def traffic_floor_s(self) -> float:
        """Least time of one picture if only memory counted, s."""
        return self.moved_bytes / self.bytes_per_s

    @property
    def pictures_per_s(self) -> float:
        """Most pictures a second: the higher floor decides.

        Examples
        --------
        >>> Roofline(100, 40, 1000.0, 100.0).pictures_per_s
        2.5
        """
        return 1 / max(self.arithmetic_floor_s, self.traffic_floor_s)


def summarise_batches(batch_ms: Mapping[int, float], roofline: Roofline) -> dict[str, float]:
    """Return how many pictures a second were done, one at a time and in the best batch.

    Parameters
    ----------
    batch_ms
        Time of a run by pictures in it, ms; with an entry for 1.
    roofline
        Of the same pictures on the same device.

    Returns
    -------
    dict[str, float]
        Ready for JSON; shares are of the most pictures a second.

    Examples
    --------
    >>> found = summarise_batches({1: 2.0, 8: 4.0, 16: 10.0}, Roofline(1, 1, 4000.0, 1e9))
    >>> found["alone_per_s"], found["best_batch"], found["best_per_s"], found["best_share"]
    (500.0, 8, 2000.0, 0.5)
    """
    rates = {batch: 1000 * batch / ms for batch, ms in batch_ms.items()}
    best = max(rates, key=lambda batch: rates[batch])
    most = roofline.pictures_per_s
    return {
        "alone_per_s": round(rates[1], 2),
        "alone_share": round(rates[1] / most, 4),
        "best_batch": best,
        "best_per_s": round(rates[best], 2),
        "best_share": round(rates[best] / most, 4),
        "most_per_s": round(most, 2),
    }
