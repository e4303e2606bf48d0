"""An export: the folder that `predict` would have written for these photos, as one zip."""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from efficientcracknet.core.errors import DataError
from efficientcracknet.jobs.findings import Findings
from efficientcracknet.jobs.measuring import name_annotated
from efficientcracknet.jobs.outputs import FOLDERS, MASKS, OVERLAYS
from efficientcracknet.jobs.picture_run import run_pictures
from efficientcracknet.jobs.rows import PictureRow
from efficientcracknet.measure.severity import find_standard
from efficientcracknet.runtime.files import replace_file
from efficientcracknet.web.desk.desk import Desk
from efficientcracknet.web.desk.drawing import ensure_annotated, ensure_overlay
from efficientcracknet.web.desk.entries import find_export, list_pictures
from efficientcracknet.web.desk.found_file import rebuild_row
from efficientcracknet.web.desk.ledger import tick
from efficientcracknet.web.desk.projects import require_project
from efficientcracknet.web.desk.queue import Job, finish
from efficientcracknet.web.desk.result_file import read_result
from efficientcracknet.web.work.archive import write_archive
from efficientcracknet.web.work.export_plan import ExportedPicture, list_exported, plan_export, tell_failure

FILES, ZIP = "files", "export.zip"


def export_project(desk: Desk, job: Job, require_wanted: Callable[[], None]) -> None:
    """Write an export, and end the job.

    Parameters
    ----------
    desk
        That has the project.
    job
        That runs.
    require_wanted
        Called before each picture; what it raises ends the export.

    Raises
    ------
    DataError
        If the export was removed.
    """
    project = require_project(desk, job.project)
    places = desk.places.project(job.project)
    with desk.ledger.read() as database:
        export = find_export(database, job.project, job.subject)
        pictures = list_exported(places, list_pictures(database, job.project))
    if export is None:
        raise DataError(f"export: {job.subject} must be there, got none. Ask for another.")
    folder = places.export(job.subject)
    out = folder / FILES
    shutil.rmtree(folder, ignore_errors=True)
    by_photo = {picture.photo: picture for picture in pictures}
    standard = project.settings["standard"]

    def process(photo: Path, _: str) -> tuple[PictureRow, Findings | None]:
        require_wanted()
        picture = by_photo[photo]
        failure = tell_failure(picture, project.settings)
        if failure is not None:
            return PictureRow(picture.entry.name, 0.0, error=failure), None
        return _copy_results(picture, standard, out)

    def watch(done: int, total: int) -> None:
        with desk.ledger.write() as database:
            words = (done, total, tick(database), job.subject)
            database.execute("UPDATE export SET done = ?, total = ?, revision = ? WHERE id = ?", words)

    run_pictures(plan_export(project, pictures, export.document, out), process, watch)
    originals = {picture.entry.name: picture.photo for picture in pictures} if export.document["originals"] else {}
    archive = folder / ZIP
    write_archive(archive, out, places.corrected, originals)
    for name in FOLDERS:
        shutil.rmtree(out / name, ignore_errors=True)
    _end(desk, job, archive, sorted(path.name for path in out.iterdir() if path.is_file()))


def _copy_results(picture: ExportedPicture, standard: str | None, out: Path) -> tuple[PictureRow, Findings | None]:
    """Put mask, overlay and annotated picture into the export, and return what its tables say."""
    version = (picture.entry.summary or {})["version"]
    places = picture.places.result(version)
    result = read_result(places)
    if result is None:
        return PictureRow(picture.entry.name, 0.0, error="Its result is gone. Look at it anew."), None
    mask, overlay = f"{MASKS}/{picture.stem}.png", f"{OVERLAYS}/{picture.stem}.jpg"
    _copy(places.mask, out / mask)
    _copy(ensure_overlay(picture.photo, places), out / overlay)
    _copy(ensure_annotated(picture.photo, places, standard), out / name_annotated(picture.stem))
    known = None if standard is None else find_standard(standard)
    findings = result.to_findings(picture.entry.name, picture.stem, known)
    return rebuild_row(result.row, mask=mask, overlay=overlay), findings


def _copy(source: Path, target: Path) -> None:
    with replace_file(target) as part:
        try:
            os.link(source, part)
        except OSError:
            shutil.copyfile(source, part)


def _end(desk: Desk, job: Job, archive: Path, files: Sequence[str]) -> None:
    with desk.ledger.write() as database:
        words = (archive.stat().st_size, json.dumps(files), job.subject)
        database.execute("UPDATE export SET bytes = ?, files = ? WHERE id = ?", words)
        finish(database, job, "done")
