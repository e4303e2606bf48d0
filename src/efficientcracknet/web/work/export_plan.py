"""What an export holds of each picture, and what its record says; nothing is written here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from efficientcracknet import __version__
from efficientcracknet.jobs.measuring import Measuring, MeasuringOptions
from efficientcracknet.jobs.names import plan_names
from efficientcracknet.jobs.picture_run import Facts, RunPlan
from efficientcracknet.jobs.regions import RegionOptions
from efficientcracknet.report.document import ReportHead
from efficientcracknet.runtime.machine import describe_machine
from efficientcracknet.web.desk.documents import read_document
from efficientcracknet.web.desk.entries import PictureEntry, ProjectEntry
from efficientcracknet.web.desk.in_force import choose_in_force
from efficientcracknet.web.desk.places import PicturePlaces, ProjectPlaces


@dataclass(frozen=True, slots=True)
class ExportedPicture:
    """A picture, and what its results are called.

    Attributes
    ----------
    entry
        Of the index.
    places
        Of its files.
    stem
        Of its results, as `predict` would call them for its name.
    """

    entry: PictureEntry
    places: PicturePlaces
    stem: str

    @property
    def photo(self) -> Path:
        """As it came."""
        return self.places.photo(self.entry.document["suffix"])


def list_exported(places: ProjectPlaces, entries: Sequence[PictureEntry]) -> list[ExportedPicture]:
    """Return all pictures of a project with the names of their results.

    Parameters
    ----------
    places
        Of the project.
    entries
        Of its pictures.

    Returns
    -------
    list[ExportedPicture]
        In the same order.
    """
    stems = plan_names([("", entry.name) for entry in entries])
    return [ExportedPicture(entry, places.picture(entry.id), stem) for entry, stem in zip(entries, stems, strict=True)]


def tell_failure(picture: ExportedPicture, settings: dict[str, Any]) -> str | None:
    """Return why a picture has no result to be exported; None if it has one that holds."""
    entry = picture.entry
    basis = choose_in_force(settings, entry.document, entry.edits).basis
    if entry.summary is not None and entry.summary["basis"] == basis:
        return None
    if entry.error:
        return entry.error
    return "Cancelled before it was done." if entry.state == "cancelled" else "Not yet done when this was exported."


def plan_export(
    project: ProjectEntry, pictures: Sequence[ExportedPicture], asked: dict[str, Any], out: Path
) -> RunPlan:
    """Return the plan of an export.

    Parameters
    ----------
    project
        Of the index.
    pictures
        At least one.
    asked
        ``pdf`` and ``dxf``.
    out
        Folder to write.

    Returns
    -------
    RunPlan
        As `predict` would have made it for these photos.
    """
    head, standard = ReportHead(**project.settings["head"]), project.settings["standard"]
    options = MeasuringOptions(standard=standard, head=head, dxf=asked["dxf"], pdf=asked["pdf"])
    weights = _list_weights(pictures)
    record = {
        "version": __version__,
        "command": "serve",
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "settings": {"project": project.document["name"], **project.settings, "pictures": _list_choices(pictures)},
        "machine": describe_machine(),
    }
    if weights:
        record["weights"] = weights[0]
    return RunPlan(
        sources=tuple(str(picture.photo) for picture in pictures),
        out=out,
        record=record,
        measuring=Measuring(options, RegionOptions(), knows_scale=True),
        settings=_tell_settings(project, pictures),
        weights=tuple(fact for one in weights for fact in _tell_weights(one)),
    )


def _list_weights(pictures: Sequence[ExportedPicture]) -> list[dict[str, Any]]:
    """Return the weights by which pictures were looked at, each once."""
    found = [read_document(picture.places.found) for picture in pictures]
    return list({one["weights"]["sha256"]: one["weights"] for one in found if one}.values())


def _list_choices(pictures: Sequence[ExportedPicture]) -> dict[str, dict[str, Any]]:
    """Return what was chosen for single pictures."""
    names = ("threshold", "scale")
    chosen = {
        picture.entry.name: {name: picture.entry.document[name] for name in names}
        | {"edits": picture.entry.edits["count"]}
        for picture in pictures
    }
    return {name: facts for name, facts in chosen.items() if any(facts.values())}


def _tell_settings(project: ProjectEntry, pictures: Sequence[ExportedPicture]) -> Facts:
    summaries = [picture.entry.summary for picture in pictures if picture.entry.summary]
    thresholds = sorted({f"{one['threshold']:g}" for one in summaries})
    scales = sorted({one["scale_text"] or "none, so nothing is stated in mm" for one in summaries})
    corrected = sum(1 for picture in pictures if picture.entry.edits["count"])
    facts = [
        ("Pictures from", project.document["name"]),
        ("Threshold", ", ".join(thresholds)),
        ("Scale", ", ".join(scales)),
    ]
    return tuple([*facts, ("Corrected by hand", f"{corrected} of {len(pictures)} pictures")] if corrected else facts)


def _tell_weights(weights: dict[str, Any]) -> Facts:
    return (
        ("Weights", weights["name"]),
        ("Trained on", weights["data"]),
        ("Terms of the weights", weights["terms"]),
        ("sha256", weights["sha256"]),
    )
