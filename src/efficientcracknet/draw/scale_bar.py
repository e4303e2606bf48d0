"""How long a scale bar is: a round length on the surface that fits the picture."""

import math
from dataclasses import dataclass

LARGEST_SHARE = 0.25
"""Of the width of the picture."""


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A bar to be drawn.

    Attributes
    ----------
    length_px
        On the picture.
    text
        Its length on the surface, such as ``20 mm``.
    """

    length_px: float
    text: str


def plan_scale_bar(width_px: int, mm_per_px: float) -> ScaleBar:
    """Return the longest bar of 1, 2 or 5 times a power of ten mm that takes at most a quarter of the width.

    Parameters
    ----------
    width_px
        Of the picture, at least 1.
    mm_per_px
        Above 0.

    Returns
    -------
    ScaleBar
        In m from 1000 mm on.

    Examples
    --------
    >>> plan_scale_bar(1000, 0.1)
    ScaleBar(length_px=200.0, text='20 mm')
    """
    limit_mm = width_px * LARGEST_SHARE * mm_per_px
    exponent = math.floor(math.log10(limit_mm))
    mantissa = max(one for one in (1, 2, 5) if one * 10.0**exponent <= limit_mm)
    length_mm = mantissa * 10.0**exponent
    text = f"{length_mm / 1000:g} m" if length_mm >= 1000 else f"{length_mm:g} mm"
    return ScaleBar(length_mm / mm_per_px, text)
