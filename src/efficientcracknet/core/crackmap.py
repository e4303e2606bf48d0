"""What the network says about one picture: how likely each pixel shows a crack. Data only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import DataError, SettingsError
from efficientcracknet.core.readonly import own_read_only


@dataclass(frozen=True, slots=True, eq=False)
class CrackMap:
    """Crack probability of every pixel, and the threshold that turns it into a mask.

    Attributes
    ----------
    probability
        (H, W) float32, 0..1, read-only. A writeable array is copied; a read-only one is kept as it is.
    threshold
        0..1; pixels at or above it count as crack.

    Raises
    ------
    DataError
        If `probability` is not float32 of two axes, or leaves 0..1.
    SettingsError
        If `threshold` leaves 0..1.

    Examples
    --------
    >>> crack_map = CrackMap(np.array([[0.1, 0.5], [0.9, 0.2]], np.float32), threshold=0.5)
    >>> crack_map.mask.tolist()
    [[False, True], [True, False]]
    >>> crack_map.crack_share
    0.5
    """

    probability: NDArray[np.float32]
    threshold: float

    def __post_init__(self) -> None:
        if not 0 <= self.threshold <= 1:
            raise SettingsError(
                f"CrackMap: `threshold` must be from 0 to 1, got {self.threshold}. Use 0.5 when in doubt."
            )
        _require_probability(self.probability)
        object.__setattr__(self, "probability", own_read_only(self.probability))

    @property
    def mask(self) -> NDArray[np.bool_]:
        """(H, W) bool, read-only: True where the probability is at or above the threshold; made anew each time."""
        mask = self.probability >= np.float32(self.threshold)
        mask.flags.writeable = False
        return mask

    @property
    def crack_share(self) -> float:
        """Crack pixels as a share of all pixels, 0..1; 0.0 for a map without pixels."""
        return float(np.count_nonzero(self.mask) / max(self.probability.size, 1))


def _require_probability(probability: NDArray[np.float32]) -> None:
    if probability.dtype != np.float32 or probability.ndim != 2:
        raise DataError(
            f"CrackMap: `probability` must be float32 of shape (height, width), got {probability.dtype} "
            f"of shape {probability.shape}. Take the one map out of the network's (1, 1, height, width)."
        )
    if probability.size == 0:
        return
    smallest, largest = float(probability.min()), float(probability.max())
    if not (smallest >= 0 and largest <= 1):
        raise DataError(
            f"CrackMap: `probability` must lie within 0..1, got {smallest:g}..{largest:g}. "
            "Apply the sigmoid if these are logits; not-a-number means that the network failed."
        )
