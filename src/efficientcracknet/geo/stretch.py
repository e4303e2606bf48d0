"""From the values of a raster to 8 bits: the same line for the whole raster, so that its tiles look alike.

Bytes are left as they are. Of any other type, the 2nd to 98th percentile of each band, over a reduced copy of the whole
raster, becomes 0..255: sensors of 12 bits fill a sixteenth of 16, and one glint would leave nothing for the rest.

Letters: B bands, H rows, W columns.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import ImageError

PERCENTILES = (2.0, 98.0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which values of each band become 0 and 255.

    Attributes
    ----------
    low, high
        One per band; values between them are spread evenly, others cut off.

    Examples
    --------
    >>> Stretch(low=(100.0,), high=(300.0,)).apply(np.array([[[50, 100, 200, 900]]], np.uint16)).tolist()
    [[[0, 0, 128, 255]]]
    """

    low: tuple[float, ...]
    high: tuple[float, ...]

    @classmethod
    def fit(cls, sample: NDArray[Any], valid: NDArray[np.bool_]) -> "Stretch":
        """Return the line that suits a raster.

        Parameters
        ----------
        sample
            (B, H, W), any real type: the raster, reduced.
        valid
            (H, W) bool: which pixels count.

        Returns
        -------
        Stretch
            A band of one single value becomes 0.

        Raises
        ------
        ImageError
            If no pixel counts.
        """
        counted = sample[:, valid]
        if counted.size == 0:
            raise ImageError(
                f"map: the raster must have valid pixels, got 0 of {valid.size:,} in its reduced copy. "
                "Check its nodata value and its alpha band: gdalinfo -stats FILE"
            )
        low, high = np.percentile(counted.astype(np.float64), PERCENTILES, axis=1)
        return cls(tuple(low.tolist()), tuple(high.tolist()))

    def apply(self, values: NDArray[Any]) -> NDArray[np.uint8]:
        """Return (B, H, W) uint8 of (B, H, W) values; not-a-number becomes 0."""
        result = np.empty(values.shape, np.uint8)
        for band, (low, high) in enumerate(zip(self.low, self.high, strict=True)):
            spread = (values[band].astype(np.float32) - np.float32(low)) * np.float32(255 / max(high - low, 1e-12))
            result[band] = np.nan_to_num(np.rint(spread), nan=0.0).clip(0, 255)
        return result

    def to_dict(self) -> dict[str, Any]:
        """Return the line ready for JSON."""
        return {"percentiles": list(PERCENTILES), "low": list(self.low), "high": list(self.high)}
