"""What came of one map, and how its progress is told."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

MapWatch = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is: pixels found, or windows measured."""

FINDING, WRITING, MEASURING = "finding", "writing", "measuring"
"""What a `MapWatch` is told to be done, in this order."""


@dataclass(frozen=True, slots=True)
class MapReport:
    """What came of a map; its fields are ready for JSON.

    Attributes
    ----------
    height_px, width_px
        Of the working grid.
    crack_share
        Crack pixels as a share of those judged, 0..1.
    cracks
        How many were measured; None where nothing was to be measured.
    probability, mask
        Relative to the folder of the results, with forward slashes.
    vectors
        The same, of GeoPackage, GeoJSON and table, as far as written.
    remark
        What is missing, and why; None if nothing is.
    reading
        Grid, bands and stretch.
    seconds
        In all.
    """

    height_px: int
    width_px: int
    crack_share: float
    cracks: int | None
    probability: str
    mask: str
    vectors: tuple[str, ...]
    remark: str | None
    reading: dict[str, Any]
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """Return the report ready for JSON."""
        return asdict(self)
