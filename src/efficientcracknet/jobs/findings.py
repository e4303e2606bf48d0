"""What measuring gave for one picture, ready for all files of a run."""

from dataclasses import dataclass
from typing import Any

from efficientcracknet.core.scale import PixelScale, Scale
from efficientcracknet.measure.rows import list_rows
from efficientcracknet.measure.severity import Standard, classify_report
from efficientcracknet.measure.values import CrackReport
from efficientcracknet.report.document import PictureSummary
from efficientcracknet.runtime.images import Photo


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """A picture's report with the courses of its cracks, and the summary that is kept once that is written.

    Attributes
    ----------
    summary
        Without courses.
    report
        With them.
    """

    summary: PictureSummary
    report: CrackReport

    @classmethod
    def of(
        cls, file: str, annotated: str, report: CrackReport, standard: Standard | None, photo: Photo | None = None
    ) -> "Findings":
        """Return the findings of one picture.

        Parameters
        ----------
        file
            As it was named.
        annotated
            Its annotated picture, relative to the folder of the results.
        report
            What was measured.
        standard
            For the classes; None: no classes.
        photo
            For time, place and camera; None for a mask.

        Returns
        -------
        Findings
            Of this picture.
        """
        severities = classify_report(report, standard) if standard else ()
        summary = PictureSummary(
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
            scale=describe_scale(report.scale),
            remark=report.remark,
            taken_at=getattr(photo, "taken_at", None),
            latitude_deg=getattr(photo, "latitude_deg", None),
            longitude_deg=getattr(photo, "longitude_deg", None),
            camera=getattr(photo, "camera", None),
            rows=list_rows(file, report, severities),
        )
        return cls(summary, report)

    def to_dict(self) -> dict[str, Any]:
        """Return one member of ``pictures`` in ``cracks.json``.

        Returns
        -------
        dict[str, Any]
            The facts of the picture, the figures of the report, and every crack with its class.
        """
        facts = ("file", "annotated", "taken_at", "latitude_deg", "longitude_deg", "camera")
        document = {name: getattr(self.summary, name) for name in facts} | self.report.to_dict()
        for crack, row in zip(document["cracks"], self.summary.rows, strict=True):
            crack["severity"] = row.severity
        return document


def describe_scale(scale: Scale | None) -> str | None:
    """Return how pixels become mm, in words; None without a scale.

    Parameters
    ----------
    scale
        Of one picture.

    Returns
    -------
    str | None
        For people.

    Examples
    --------
    >>> describe_scale(PixelScale(0.25))
    '0.25 mm/px'
    """
    if scale is None:
        return None
    return f"{scale.mm_per_px:.4g} mm/px" if isinstance(scale, PixelScale) else "measured on the rectified plane"
