"""What measuring gives: the cracks of one picture and their branches, as plain values.

Places are (row, col) in px, the centre of the top left pixel is (0, 0). Directions are degrees in [0, 180): 0 lies
along a row, and the angle grows counter-clockwise as one looks at the picture, so that 90 stands upright. Without a
scale every field in mm is None.
"""

from dataclasses import dataclass, fields
from importlib import import_module
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import MissingExtraError
from efficientcracknet.core.readonly import own_read_only
from efficientcracknet.core.scale import Scale

BranchKind = Literal["free", "free-junction", "junction", "loop"]
WidthQuality = Literal["good", "uncertain", "below resolution"]
Pattern = Literal["none", "longitudinal", "transverse", "diagonal", "network"]

RESOLUTION_PX = 3.0
"""Median width below which pixels are too coarse to tell it: blur makes thin lines thinner, or lets them vanish."""

HISTOGRAM_BINS = 12
"""Bins of the orientation histogram; each is 15 degrees wide, the first begins at 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """A piece of crack between two ends, an end and a junction, or two junctions; or a ring.

    Attributes
    ----------
    points_px
        (N, 2) float64, (row, col), read-only: the middle of the crack from end to end, N at least 2; a ring ends where
        it began.
    kind
        ``free``: both ends are free; ``free-junction``: one is; ``junction``: none; ``loop``: there are no ends.
    length_px
        Along the points.
    width_median_px, width_mean_px, width_p95_px, width_max_px
        Across, away from junctions and ends; None where that leaves nothing.
    orientation_deg
        Mean direction, [0, 180); None where no direction prevails.
    """

    points_px: NDArray[np.float64]
    kind: BranchKind
    length_px: float
    width_median_px: float | None
    width_mean_px: float | None
    width_p95_px: float | None
    width_max_px: float | None
    orientation_deg: float | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "points_px", own_read_only(self.points_px))

    def to_dict(self) -> dict[str, Any]:
        """Return all but the points, ready for JSON; keys are the names of the fields."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "points_px"}


@dataclass(frozen=True, slots=True, eq=False)
class Crack:
    """A system of branches that hang together.

    Attributes
    ----------
    number
        1 is the longest crack of the picture.
    branches
        At least one.
    length_px, length_mm
        Of all branches together.
    width_median_px, width_mean_px, width_p95_px, width_max_px
        Across, away from junctions and ends; None where that leaves nothing.
    width_median_mm, width_mean_mm, width_p95_mm, width_max_mm
        The same on the surface; of a crack below resolution each profile counts as at least `RESOLUTION_PX` wide, so
        that the crack is no wider.
    widest_at_px
        (row, col) of the largest width; None without widths.
    width_quality
        ``below resolution``: the median is under `RESOLUTION_PX`; ``uncertain``: there are no widths, or profiles and
        inscribed circles disagree; else ``good``.
    width_is_upper_bound
        Whether the crack may be narrower than its widths in mm say: it is below resolution.
    area_px, area_mm2
        Of its pixels.
    orientation_deg
        Mean direction, [0, 180); None where no direction prevails.
    tortuosity
        Lengths of the branches over the distances between their ends, at least 1; a ring counts as there and back.
    span_px, span_mm
        Largest straight distance between two points of the crack.
    box_px
        (top, left, height, width) of its pixels.
    confidence
        Mean probability of its pixels, 0..1; 1 for a mask.
    """

    number: int
    branches: tuple[Branch, ...]
    length_px: float
    width_median_px: float | None
    width_mean_px: float | None
    width_p95_px: float | None
    width_max_px: float | None
    widest_at_px: tuple[float, float] | None
    area_px: int
    orientation_deg: float | None
    tortuosity: float
    span_px: float
    box_px: tuple[int, int, int, int]
    confidence: float
    width_quality: WidthQuality
    length_mm: float | None = None
    width_median_mm: float | None = None
    width_mean_mm: float | None = None
    width_p95_mm: float | None = None
    width_max_mm: float | None = None
    span_mm: float | None = None
    area_mm2: float | None = None

    @property
    def width_is_upper_bound(self) -> bool:
        """Whether the crack may be narrower than its widths in mm say."""
        return self.width_quality == "below resolution"

    def to_dict(self) -> dict[str, Any]:
        """Return all but the points of the branches, ready for JSON; keys are the names of the attributes."""
        flat = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "branches"}
        flat["width_is_upper_bound"] = self.width_is_upper_bound
        return flat | {"branches": [branch.to_dict() for branch in self.branches]}


@dataclass(frozen=True, slots=True, eq=False)
class CrackReport:
    """The cracks of one picture.

    Attributes
    ----------
    height_px, width_px
        Size of the picture.
    cracks
        Longest first; none in a picture without cracks.
    crack_share
        Crack pixels as a share of all, 0..1, those of pieces too small to be measured too.
    length_px, length_mm
        Of all cracks.
    length_per_area_m_per_m2
        Length of all cracks over the surface that the whole picture shows, a region or none; None without a scale, or
        if the picture reaches beyond the plane that the scale knows.
    orientation_histogram
        `HISTOGRAM_BINS` lengths in px, by direction.
    pattern
        What the cracks form; ``none`` without cracks. ``longitudinal`` stands upright in the picture, ``transverse``
        lies along its rows, ``network`` encloses cells.
    scale
        That the lengths in mm were made with.
    remark
        What a reader should know before the figures, such as that every pixel is crack; else None.
    """

    height_px: int
    width_px: int
    cracks: tuple[Crack, ...]
    crack_share: float
    length_px: float
    length_mm: float | None
    length_per_area_m_per_m2: float | None
    orientation_histogram: tuple[float, ...]
    pattern: Pattern
    scale: Scale | None
    remark: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return all but the points of the branches, ready for JSON.

        Returns
        -------
        dict[str, Any]
            Keys are the names of the attributes; ``scale`` is as the scale itself tells it, or None.
        """
        flat = {name: getattr(self, name) for name in _REPORT_FIGURES}
        return flat | {
            "orientation_histogram": list(self.orientation_histogram),
            "scale": None if self.scale is None else self.scale.to_dict(),
            "cracks": [crack.to_dict() for crack in self.cracks],
        }

    def to_dataframe(self) -> Any:
        """Return a pandas ``DataFrame`` with one row a crack.

        Returns
        -------
        Any
            Columns are the attributes of `Crack` but its branches; empty without cracks.

        Raises
        ------
        MissingExtraError
            If pandas is not there.
        """
        try:
            pandas = import_module("pandas")
        except ImportError as error:
            raise MissingExtraError(
                f"to_dataframe: pandas must be installed, got {error}. Install it: pip install pandas."
            ) from error
        columns = [*(field.name for field in fields(Crack) if field.name != "branches"), "width_is_upper_bound"]
        return pandas.DataFrame([[getattr(crack, name) for name in columns] for crack in self.cracks], columns=columns)


_REPORT_FIGURES = [field.name for field in fields(CrackReport) if field.name not in ("cracks", "scale")]
