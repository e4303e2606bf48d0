"""Summaries of pictures with straight cracks, as a report takes them."""

from efficientcracknet.measure.rows import list_rows
from efficientcracknet.measure.severity import Standard, classify_report
from efficientcracknet.report.document import PictureSummary
from tests.measured import build_crack, build_report


def build_summary(
    file: str = "a.jpg",
    *,
    cracks: int = 2,
    mm_per_px: float | None = None,
    place: tuple[float, float] | None = None,
    standard: Standard | None = None,
    annotated: str = "annotated/a.jpg",
) -> PictureSummary:
    """Return the summary of a picture with so many cracks; place is (latitude, longitude) in degrees."""
    lines = [
        build_crack(number, (0, 0), (30, 100 - number), 2.0 + number, mm_per_px) for number in range(1, cracks + 1)
    ]
    report = build_report(*lines, mm_per_px=mm_per_px)
    return PictureSummary(
        file=file,
        annotated=annotated,
        height_px=report.height_px,
        width_px=report.width_px,
        crack_share=report.crack_share,
        length_px=report.length_px,
        length_mm=report.length_mm,
        length_per_area_m_per_m2=report.length_per_area_m_per_m2,
        pattern=report.pattern,
        orientation_histogram=report.orientation_histogram,
        scale=None if mm_per_px is None else f"{mm_per_px:g} mm/px",
        remark=None,
        taken_at=None,
        latitude_deg=place[0] if place else None,
        longitude_deg=place[1] if place else None,
        camera=None,
        rows=list_rows(file, report, classify_report(report, standard) if standard else ()),
    )
