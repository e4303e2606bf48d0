"""What a report holds, as plain values; nothing here knows how it looks."""

from dataclasses import dataclass
from pathlib import Path

from efficientcracknet.measure.rows import CrackRow
from efficientcracknet.measure.severity import Standard


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What the user says about the inspection; None is left out.

    Attributes
    ----------
    structure, element
        What was looked at: a bridge, and its third pier.
    inspector, date
        Who, and when, as it is to be printed.
    notes
        Anything else.
    """

    structure: str | None = None
    element: str | None = None
    inspector: str | None = None
    date: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class PictureSummary:
    """What is kept of one picture until the report is written: figures and rows, no pixels and no courses.

    Attributes
    ----------
    file
        As it was named.
    annotated
        The annotated picture, relative to the folder of the results, with forward slashes.
    height_px, width_px
        As seen upright.
    crack_share
        0..1.
    length_px, length_mm, length_per_area_m_per_m2
        Of all cracks; the latter two None without a scale.
    pattern
        What the cracks form.
    orientation_histogram
        Lengths in px by direction, bins of equal width from 0 to 180 degrees.
    scale
        How pixels became mm, in words; None without a scale.
    remark
        What a reader should know before the figures.
    taken_at, latitude_deg, longitude_deg, camera
        What the photo says of itself.
    rows
        One per crack, longest first.
    """

    file: str
    annotated: str
    height_px: int
    width_px: int
    crack_share: float
    length_px: float
    length_mm: float | None
    length_per_area_m_per_m2: float | None
    pattern: str
    orientation_histogram: tuple[float, ...]
    scale: str | None
    remark: str | None
    taken_at: str | None
    latitude_deg: float | None
    longitude_deg: float | None
    camera: str | None
    rows: tuple[CrackRow, ...]


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """Everything that a report says.

    Attributes
    ----------
    head
        From the user.
    pictures
        Those that were measured, in their order.
    failures
        (file, reason) of those that were not.
    standard
        That the classes come from; None if none was asked for.
    settings
        (label, value) of what a repetition needs.
    weights
        (label, value) about the network, its terms among them; empty for masks from elsewhere.
    version
        Of this program.
    made_at
        ISO 8601.
    folder
        Of the results: where the annotated pictures lie.
    """

    head: ReportHead
    pictures: tuple[PictureSummary, ...]
    failures: tuple[tuple[str, str], ...]
    standard: Standard | None
    settings: tuple[tuple[str, str], ...]
    weights: tuple[tuple[str, str], ...]
    version: str
    made_at: str
    folder: Path
