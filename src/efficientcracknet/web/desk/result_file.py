"""The result of a picture: its report with all that the report was made with, and the figures that lists show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from efficientcracknet.core.scale import Scale
from efficientcracknet.jobs.findings import Findings, describe_scale
from efficientcracknet.jobs.measuring import name_annotated
from efficientcracknet.measure.severity import Severity, Standard, classify_report, list_standards
from efficientcracknet.measure.values import CrackReport
from efficientcracknet.web.desk.documents import read_document
from efficientcracknet.web.desk.places import ResultPlaces
from efficientcracknet.web.desk.report_file import rebuild_report
from efficientcracknet.web.desk.scale_choice import find_scale


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What was measured, and by what.

    Attributes
    ----------
    report
        Of the picture.
    row
        Of ``images.csv``, all but the places of files.
    threshold
        That the cracks end at.
    """

    report: CrackReport
    row: Mapping[str, Any]
    threshold: float

    def to_findings(self, name: str, file_stem: str, standard: Standard | None) -> Findings:
        """Return what the files of a run are made of.

        Parameters
        ----------
        name
            Of the picture.
        file_stem
            Of its results.
        standard
            For the classes.

        Returns
        -------
        Findings
            As `predict` has them.
        """
        return Findings.of(name, name_annotated(file_stem), self.report, standard, _Facts.of(self.row))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a photo says of itself."""

    taken_at: str | None
    latitude_deg: float | None
    longitude_deg: float | None
    camera: str | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "_Facts":
        return cls(row["time"], row["latitude"], row["longitude"], row["camera"])


def read_result(places: ResultPlaces) -> Result | None:
    """Return a result; None if it is gone.

    Parameters
    ----------
    places
        Of its files.

    Returns
    -------
    Result | None
        With a report equal in every number to the one that was measured.
    """
    document = read_document(places.report)
    if document is None:
        return None
    report = rebuild_report(document, find_scale(document["scale"]))
    return Result(report, document["row"], document["threshold"])


def summarise(version: int, basis: str, threshold: float, scale: Scale | None, report: CrackReport) -> dict[str, Any]:
    """Return what lists show of a result, ready for JSON.

    Parameters
    ----------
    version
        Of the result.
    basis
        What it was measured with.
    threshold
        That was in force.
    scale
        That was in force.
    report
        What was measured.

    Returns
    -------
    dict[str, Any]
        ``worst`` by every standard, for the user may choose another without measuring anew.
    """
    return {
        "version": version,
        "basis": basis,
        "threshold": threshold,
        "scale_text": describe_scale(scale),
        "cracks": len(report.cracks),
        "length_px": report.length_px,
        "length_mm": report.length_mm,
        "crack_share": report.crack_share,
        "remark": report.remark,
        "worst": {name: find_worst(report, standard) for name, standard in list_standards().items()},
    }


def find_worst(report: CrackReport, standard: Standard) -> dict[str, Any] | None:
    """Return the widest class of a picture, ready for JSON; None where none can be told."""
    classes = [one for one in classify_report(report, standard) if one is not None and one.rank is not None]
    worst: Severity | None = max(classes, key=lambda one: one.rank or 0, default=None)
    return None if worst is None else {"class": worst.name, "rank": worst.rank}
