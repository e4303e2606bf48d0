"""One row per crack, flat, as tables and reports show it."""

from dataclasses import dataclass, fields
from typing import Any

from efficientcracknet.measure.severity import Severity
from efficientcracknet.measure.values import Crack, CrackReport


@dataclass(frozen=True, slots=True)
class CrackRow:
    """What is known of one crack but its course; the fields are the columns of ``cracks.csv``, in this order.

    Attributes
    ----------
    file
        The picture, as it was named.
    crack
        Number within the picture, 1 is the longest.
    widest_row_px, widest_column_px
        Where the largest width lies; the centre of the top left pixel is (0, 0).
    box_top_px, box_left_px, box_height_px, box_width_px
        Rectangle around its pixels.
    branches
        How many pieces between ends and junctions.
    severity
        Class by the standard that was asked for; None without a standard or without a scale.
    """

    file: str
    crack: int
    length_px: float
    width_median_px: float | None
    width_mean_px: float | None
    width_p95_px: float | None
    width_max_px: float | None
    area_px: int
    orientation_deg: float | None
    length_mm: float | None
    width_median_mm: float | None
    width_mean_mm: float | None
    width_p95_mm: float | None
    width_max_mm: float | None
    area_mm2: float | None
    width_quality: str
    width_is_upper_bound: bool
    span_px: float
    span_mm: float | None
    tortuosity: float
    widest_row_px: float | None
    widest_column_px: float | None
    box_top_px: int
    box_left_px: int
    box_height_px: int
    box_width_px: int
    branches: int
    confidence: float
    severity: str | None

    @classmethod
    def of(cls, file: str, crack: Crack, severity: Severity | None = None) -> "CrackRow":
        """Return the row of a crack.

        Parameters
        ----------
        file
            The picture.
        crack
            As measured.
        severity
            Its class, if one was asked for.

        Returns
        -------
        CrackRow
            With the figures of the crack, unrounded.
        """
        named = {name: getattr(crack, name) for name in COLUMNS if hasattr(crack, name) and name not in _OWN}
        row_px, column_px = crack.widest_at_px or (None, None)
        top_px, left_px, height_px, width_px = crack.box_px
        return cls(
            file=file,
            crack=crack.number,
            widest_row_px=row_px,
            widest_column_px=column_px,
            box_top_px=top_px,
            box_left_px=left_px,
            box_height_px=height_px,
            box_width_px=width_px,
            branches=len(crack.branches),
            severity=None if severity is None else severity.name,
            **named,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the row ready for JSON; keys are the columns, None where there is nothing to say."""
        return {column: getattr(self, column) for column in COLUMNS}


COLUMNS = tuple(field.name for field in fields(CrackRow))
_OWN = {"branches"}  # a crack has its branches, a row their number


def list_rows(file: str, report: CrackReport, severities: tuple[Severity | None, ...] = ()) -> tuple[CrackRow, ...]:
    """Return the rows of one picture.

    Parameters
    ----------
    file
        The picture, as it was named.
    report
        What was measured in it.
    severities
        One per crack, or none at all.

    Returns
    -------
    tuple[CrackRow, ...]
        Longest crack first; empty without cracks.
    """
    classes = severities or (None,) * len(report.cracks)
    return tuple(CrackRow.of(file, crack, one) for crack, one in zip(report.cracks, classes, strict=True))
