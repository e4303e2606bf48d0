"""What can be chosen about measuring."""

import math
from dataclasses import dataclass, fields

from efficientcracknet.core.errors import SettingsError


@dataclass(frozen=True, slots=True)
class MeasureSettings:
    """Rules of measuring; every one is a number, finite and at least 0.

    Attributes
    ----------
    smallest_area_px
        Connected pieces of fewer pixels are left out.
    smallest_length_px
        Cracks shorter than this are left out.
    smallest_hole_px
        Holes in a crack of fewer pixels are filled before its middle is sought; the area does not count them.
    spur_ratio, spur_px
        A side branch is a spur, and left out, if it sticks out of the circle inscribed at its junction by no more than
        `spur_ratio` of the circle's radius plus `spur_px`.
    smoothing_px
        Standard deviation of the Gaussian that smooths the middle line along its way.
    mask_smoothing_px
        Standard deviation of the Gaussian that blurs a plain mask, whose borders are stairs, before widths are taken.
    join_gap_px
        Cracks whose free ends lie within this distance, and in line, count as one; 0: never. The gap adds no length.
    join_angle_deg
        By how much either end may point away from the other and still be in line.

    Raises
    ------
    SettingsError
        If a number is not finite or below 0.
    """

    smallest_area_px: int = 10
    smallest_length_px: float = 10.0
    smallest_hole_px: int = 25
    spur_ratio: float = 0.5
    spur_px: float = 2.0
    smoothing_px: float = 2.0
    mask_smoothing_px: float = 0.6
    join_gap_px: float = 0.0
    join_angle_deg: float = 30.0

    def __post_init__(self) -> None:
        for field in fields(self):
            number = getattr(self, field.name)
            if not (math.isfinite(number) and number >= 0):
                raise SettingsError(
                    f"MeasureSettings: `{field.name}` must be finite and at least 0, got {number}. "
                    f"Leave it out for {field.default}."
                )
