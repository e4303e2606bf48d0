"""From rows and files to what the API says of a picture."""

from typing import Any

from efficientcracknet.jobs.crack_geojson import thin_out
from efficientcracknet.measure.rows import list_rows
from efficientcracknet.measure.severity import classify_report, find_standard
from efficientcracknet.measure.values import CrackReport
from efficientcracknet.web.context import Context
from efficientcracknet.web.desk.corrections import Corrections, read_corrections
from efficientcracknet.web.desk.documents import read_document
from efficientcracknet.web.desk.drawing import plan_photo_tiles
from efficientcracknet.web.desk.entries import PictureEntry, ProjectEntry
from efficientcracknet.web.desk.in_force import choose_in_force
from efficientcracknet.web.desk.pyramid import Pyramid
from efficientcracknet.web.desk.result_file import read_result
from efficientcracknet.web.routes.told import Deleted, Facts, PictureDetail, PictureItem, ResultSummary, Tiles

LINE_DECIMALS = 2
"""Of points of courses, px."""


def tell_item(context: Context, project: ProjectEntry, entry: PictureEntry) -> PictureItem:
    """Return a picture as lists show it.

    Parameters
    ----------
    context
        For the weights' threshold.
    project
        That it belongs to.
    entry
        Of the index.

    Returns
    -------
    PictureItem
        Ready to be sent.
    """
    document, summary = entry.document, entry.summary
    in_force = choose_in_force(project.settings, document, entry.edits)
    usual = context.weights.threshold if summary is None else summary["threshold"]
    steps = {"find": "finding", "measure": "measuring"}
    return PictureItem.model_validate(
        {
            "id": entry.id,
            "revision": entry.revision,
            **{name: document[name] for name in ("name", "added", "position", "height_px", "width_px", "bytes")},
            "state": entry.state,
            "step": steps.get(entry.job_kind or "") if entry.state == "running" else None,
            "stale": summary is not None and summary["basis"] != in_force.basis,
            "error": entry.error if entry.state == "failed" else None,
            "threshold": usual if in_force.threshold is None else in_force.threshold,
            "own_threshold": document["threshold"],
            "scale": in_force.scale,
            "own_scale": document["scale"],
            "scale_text": None if summary is None else summary["scale_text"],
            "reviewed": document["reviewed"],
            "edits": entry.edits["count"],
            "result": _tell_summary(summary, project.settings["standard"]),
            "photo": _tell_photo(entry),
            "probability": None if summary is None else _tell_probability(entry, summary["version"]),
        }
    )


def tell_detail(context: Context, project: ProjectEntry, entry: PictureEntry) -> PictureDetail:
    """Return a picture with its cracks.

    Parameters
    ----------
    context
        For the files.
    project
        That it belongs to.
    entry
        Of the index.

    Returns
    -------
    PictureDetail
        Without cracks where there is no result yet.
    """
    places = context.desk.places.project(entry.project).picture(entry.id)
    result = read_result(places.result(entry.summary["version"])) if entry.summary else None
    corrections = read_corrections(places.edits)
    report = None if result is None else result.report
    return PictureDetail.model_validate(
        {
            **tell_item(context, project, entry).model_dump(by_alias=True),
            "cracks": [] if report is None else tell_cracks(report, project.settings["standard"]),
            "deleted": _tell_deleted(corrections),
            "undo": corrections.applied > 0,
            "redo": corrections.applied < len(corrections.edits),
            "facts": _tell_facts(read_document(places.found)),
            "pattern": None if report is None else report.pattern,
            "remark": None if report is None else report.remark,
        }
    )


def tell_cracks(report: CrackReport, standard: str | None) -> list[dict[str, Any]]:
    """Return the cracks of a picture.

    Parameters
    ----------
    report
        As measured.
    standard
        Name, for the classes; None: no classes.

    Returns
    -------
    list[dict[str, Any]]
        Columns of ``cracks.csv`` but the file, ``rank`` and ``lines``.
    """
    severities = classify_report(report, find_standard(standard)) if standard else (None,) * len(report.cracks)
    told = []
    for crack, row, severity in zip(report.cracks, list_rows("", report, severities), severities, strict=True):
        flat = row.to_dict()
        del flat["file"]
        lines = [thin_out(branch.points_px).round(LINE_DECIMALS).tolist() for branch in crack.branches]
        told.append({**flat, "rank": None if severity is None else severity.rank, "lines": lines})
    return told


def _tell_summary(summary: dict[str, Any] | None, standard: str | None) -> ResultSummary | None:
    if summary is None:
        return None
    names = ("version", "cracks", "length_px", "length_mm", "crack_share", "remark")
    worst = summary["worst"].get(standard) if standard else None
    return ResultSummary.model_validate({name: summary[name] for name in names} | {"worst": worst})


def _tell_photo(entry: PictureEntry) -> Tiles:
    pyramid = plan_photo_tiles(entry.document["height_px"], entry.document["width_px"])
    return _tell_tiles(pyramid, f"{_tell_address(entry)}/photo/", "jpg")


def _tell_probability(entry: PictureEntry, version: int) -> Tiles:
    pyramid = Pyramid(entry.document["height_px"], entry.document["width_px"])
    return _tell_tiles(pyramid, f"{_tell_address(entry)}/probability/{version}/", "png")


def _tell_tiles(pyramid: Pyramid, url: str, kind: str) -> Tiles:
    names = ("tile_px", "overlap_px", "height_px", "width_px", "max_level")
    return Tiles.model_validate({"url": url, "format": kind} | {name: getattr(pyramid, name) for name in names})


def _tell_address(entry: PictureEntry) -> str:
    return f"/api/projects/{entry.project}/pictures/{entry.id}"


def _tell_deleted(corrections: Corrections) -> list[Deleted]:
    return [
        Deleted(edit=edit["edit"], number=edit["number"], box_px=edit["area"]["box_px"])
        for edit in corrections.deletions
    ]


def _tell_facts(found: dict[str, Any] | None) -> Facts | None:
    if found is None:
        return None
    row = found["row"]
    return Facts(
        taken_at=row["time"],
        latitude_deg=row["latitude"],
        longitude_deg=row["longitude"],
        camera=row["camera"],
        working_scale=row["working_scale"],
        working_scale_reason=row["working_scale_reason"],
        weights=found["weights"]["name"],
    )
