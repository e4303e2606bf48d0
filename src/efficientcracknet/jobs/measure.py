"""Cracks of many masks, from wherever they come: from files, folders and patterns to a folder of results."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from efficientcracknet import __version__
from efficientcracknet.core.errors import CrackError, OutputError
from efficientcracknet.jobs.findings import Findings
from efficientcracknet.jobs.measuring import (
    Measuring,
    MeasuringOptions,
    limit_mask,
    list_choices,
    list_measuring_facts,
    name_annotated,
    tell_choices,
)
from efficientcracknet.jobs.outputs import CRACK_TABLE, REPORT, TABLE
from efficientcracknet.jobs.picture_run import RunPlan, Watch, run_pictures
from efficientcracknet.jobs.regions import RegionOptions
from efficientcracknet.jobs.rows import PictureRow
from efficientcracknet.measure.measuring import measure_mask
from efficientcracknet.runtime.files import remove_file
from efficientcracknet.runtime.images import read_mask
from efficientcracknet.runtime.machine import describe_machine

CRACK_GREY, GROUND_GREY = 20, 170
"""A mask is drawn like a dark crack on a wall."""


@dataclass(frozen=True, slots=True)
class MeasureRunSettings:
    """Which masks to measure, where to put the results, and how.

    Attributes
    ----------
    sources
        Files, folders and patterns.
    out
        Folder of the results.
    region
        Where cracks may be found.
    measuring
        Scale, standard, head of the report.
    """

    sources: tuple[str, ...]
    out: Path
    region: RegionOptions = field(default_factory=RegionOptions)
    measuring: MeasuringOptions = field(default_factory=MeasuringOptions)


@dataclass(frozen=True, slots=True)
class MeasureRunReport:
    """What a run gave: one row per mask, in the order they were found."""

    out: Path
    seconds: float
    rows: tuple[PictureRow, ...]

    @property
    def failures(self) -> tuple[PictureRow, ...]:
        """Rows without a result."""
        return tuple(row for row in self.rows if row.error is not None)

    def to_dict(self) -> dict[str, Any]:
        """Return the report ready for JSON; one entry of ``pictures`` per row, with the columns of ``images.csv``."""
        return {
            "version": __version__,
            "out": self.out.as_posix(),
            "table": (self.out / TABLE).as_posix(),
            "cracks": (self.out / CRACK_TABLE).as_posix(),
            "report": (self.out / REPORT).as_posix(),
            "seconds": round(self.seconds, 3),
            "counts": {
                "pictures": len(self.rows),
                "ok": len(self.rows) - len(self.failures),
                "error": len(self.failures),
            },
            "pictures": [row.to_dict() for row in self.rows],
        }


def measure_masks(settings: MeasureRunSettings, watch: Watch = lambda done, total: None) -> MeasureRunReport:
    """Measure the cracks of every mask and write annotated pictures, tables, report and record.

    A mask that cannot be read gets a row with the reason; the others are done. What cannot be written ends the run,
    with the rows so far.

    Parameters
    ----------
    settings
        What, where to and how.
    watch
        Told of the progress.

    Returns
    -------
    MeasureRunReport
        One row per mask.
    """
    started = perf_counter()
    measuring = Measuring(settings.measuring, settings.region)
    told = (("Masks from", ", ".join(settings.sources)), *tell_choices(settings.measuring.scale, settings.region))
    plan = RunPlan(settings.sources, settings.out, _list_facts(settings), measuring, told)
    rows = run_pictures(plan, lambda path, name: _measure_one(measuring, path, name, settings.out), watch)
    return MeasureRunReport(settings.out, perf_counter() - started, rows)


def _measure_one(measuring: Measuring, path: Path, name: str, out: Path) -> tuple[PictureRow, Findings | None]:
    started = perf_counter()
    try:
        scale = measuring.find_scale(path, None).scale
        mask = limit_mask(measuring, path, read_mask(path))
        report = measure_mask(mask, scale)
        findings = measuring.write_findings(path, name, out, draw_mask(mask), report, None)
    except OutputError:
        raise
    except (CrackError, MemoryError) as error:
        remove_file(out / name_annotated(name))  # of an earlier run, when the mask could still be read
        reason = str(error) or "not enough memory"
        return PictureRow(path.as_posix(), perf_counter() - started, error=reason), None
    height, width = mask.shape
    row = PictureRow(
        path.as_posix(),
        perf_counter() - started,
        width_px=width,
        height_px=height,
        crack_share=report.crack_share,
    )
    return row, findings


def draw_mask(mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return a mask as a picture to draw on.

    Parameters
    ----------
    mask
        (H, W) bool.

    Returns
    -------
    NDArray[np.uint8]
        (H, W, 3): dark cracks on grey.
    """
    grey = np.where(mask, np.uint8(CRACK_GREY), np.uint8(GROUND_GREY))
    return np.repeat(grey[..., np.newaxis], 3, axis=2)


def _list_facts(settings: MeasureRunSettings) -> dict[str, Any]:
    return {
        "version": __version__,
        "command": "measure",
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "settings": {
            "sources": settings.sources,
            "out": settings.out.as_posix(),
            "region": list_choices(settings.region),
            "measuring": list_measuring_facts(settings.measuring),
        },
        "machine": describe_machine(),
    }
