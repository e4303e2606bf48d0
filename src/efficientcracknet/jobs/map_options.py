"""What can be chosen about maps, beside what can be chosen about photos."""

import math
from dataclasses import asdict, dataclass
from typing import Any

from efficientcracknet.core.errors import SettingsError


@dataclass(frozen=True, slots=True)
class MapOptions:
    """About the maps of a run.

    Attributes
    ----------
    gsd_mm
        Side of a pixel on the ground that cracks are looked for at, mm; None: as the map has it.
    bands
        Three of the map's bands as red, green and blue, or one as grey; None: as the map says.
    cell_m
        Side of a cell of the density grid, m; None: chosen by the extent.
    resume
        Whether to go on where an earlier run into the same folder was interrupted.

    Raises
    ------
    SettingsError
        If a length is no positive number.
    """

    gsd_mm: float | None = None
    bands: tuple[int, ...] | None = None
    cell_m: float | None = None
    resume: bool = False

    def __post_init__(self) -> None:
        for option, unit, value in (("--gsd", "mm", self.gsd_mm), ("--cell-m", "m", self.cell_m)):
            if value is not None and not (math.isfinite(value) and value > 0):
                raise SettingsError(f"map: `{option}` must be {unit} above 0, got {value:g}. Leave it out if unsure.")

    def to_dict(self) -> dict[str, Any]:
        """Return the options ready for JSON."""
        return asdict(self)


def parse_bands(text: str) -> tuple[int, ...]:
    """Return the bands that somebody writes, as ``4,3,2`` or ``1``.

    Parameters
    ----------
    text
        One or three whole numbers from 1 on.

    Returns
    -------
    tuple[int, ...]
        One or three.

    Raises
    ------
    SettingsError
        If it is something else.
    """
    words = text.split(",")
    if len(words) not in {1, 3} or not all(word.strip().isdecimal() and int(word) > 0 for word in words):
        raise SettingsError(
            f"map: `--bands` must be three bands counted from 1, or one for grey, got {text!r}. For example 4,3,2."
        )
    return tuple(int(word) for word in words)
