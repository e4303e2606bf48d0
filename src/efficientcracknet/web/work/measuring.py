"""The figures of one picture: from what the network said, corrected by hand, to a result."""

import json
import shutil
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.errors import DataError
from efficientcracknet.measure.measuring import measure_map
from efficientcracknet.runtime.images import write_png
from efficientcracknet.web.desk.corrected import name_pair, remove_pair, write_pair
from efficientcracknet.web.desk.corrections import Corrections, correct_map, read_corrections
from efficientcracknet.web.desk.desk import Desk
from efficientcracknet.web.desk.documents import read_document, write_document
from efficientcracknet.web.desk.entries import PictureEntry
from efficientcracknet.web.desk.in_force import InForce, choose_in_force
from efficientcracknet.web.desk.kept_map import read_map
from efficientcracknet.web.desk.pictures import require_picture
from efficientcracknet.web.desk.places import PicturePlaces
from efficientcracknet.web.desk.projects import require_project
from efficientcracknet.web.desk.pyramid import Pyramid
from efficientcracknet.web.desk.queue import Job, finish
from efficientcracknet.web.desk.report_file import tell_report
from efficientcracknet.web.desk.result_file import summarise
from efficientcracknet.web.desk.scale_choice import find_scale
from efficientcracknet.web.desk.tile_file import write_probability_tiles

KEPT_RESULTS = 2
"""The one that holds, and the one before it, which somebody may be looking at."""


@dataclass(frozen=True, slots=True)
class _Task:
    """What a picture is to be measured with, as of now."""

    entry: PictureEntry
    places: PicturePlaces
    corrections: Corrections
    in_force: InForce


def measure_picture(desk: Desk, job: Job, probability: NDArray[np.float32] | None = None) -> None:
    """Measure a picture, write its result, and end the job.

    Parameters
    ----------
    desk
        That has the picture.
    job
        That runs.
    probability
        (H, W) float32, thinned; None: as the file has it.

    Raises
    ------
    DataError
        If the network has not seen the picture.
    """
    task = _gather(desk, job)
    found = read_document(task.places.found)
    if found is None:
        raise DataError("desk: the picture must have been looked at before it is measured, got none. Try it again.")
    threshold = found["threshold"] if task.in_force.threshold is None else task.in_force.threshold
    scale = find_scale(task.in_force.scale)
    network_map = read_map(task.places.probability) if probability is None else probability
    crack_map = CrackMap(correct_map(network_map, task.corrections), threshold)
    report = measure_map(crack_map, scale)
    row = found["row"] | {"crack_share": crack_map.crack_share, "cracks": len(report.cracks)}
    _write_files(task.places, job.number, crack_map)
    document = tell_report(report) | {"scale": task.in_force.scale, "threshold": threshold, "row": row}
    write_document(task.places.result(job.number).report, document)
    _keep_pair(desk, job, task)
    summary = summarise(job.number, task.in_force.basis, threshold, scale, report)
    write_document(task.places.current, summary)
    with desk.ledger.write() as database:
        database.execute(
            "UPDATE picture SET summary = ?, cracks = ? WHERE id = ?",
            (json.dumps(summary), summary["cracks"], job.subject),
        )
        finish(database, job, "done")
    _remove_old(task.places, job.number)


def _gather(desk: Desk, job: Job) -> _Task:
    entry, project = require_picture(desk, job.project, job.subject), require_project(desk, job.project)
    places = desk.places.project(job.project).picture(job.subject)
    corrections = read_corrections(places.edits)
    return _Task(entry, places, corrections, choose_in_force(project.settings, entry.document, corrections.mark))


def _write_files(places: PicturePlaces, version: int, crack_map: CrackMap) -> None:
    result = places.result(version)
    write_png(result.mask, crack_map.mask.astype(np.uint8) * np.uint8(255))
    pyramid = Pyramid(*crack_map.probability.shape)
    write_probability_tiles(result.probability_tiles, pyramid, crack_map.probability)


def _keep_pair(desk: Desk, job: Job, task: _Task) -> None:
    """Keep the picture among the pairs for fine-tuning if a person has corrected or approved it, else not."""
    project, document = desk.places.project(job.project), task.entry.document
    stem = name_pair(task.entry.name, job.subject)
    if task.corrections.applied or document["reviewed"]:
        write_pair(project, stem, task.places.photo(document["suffix"]), task.places.result(job.number).mask)
    else:
        remove_pair(project, stem, document["suffix"])


def _remove_old(places: PicturePlaces, version: int) -> None:
    versions = sorted(int(folder.name) for folder in places.results.iterdir() if folder.name.isdecimal())
    for old in [one for one in versions if one <= version][:-KEPT_RESULTS]:
        shutil.rmtree(places.result(old).folder, ignore_errors=True)
