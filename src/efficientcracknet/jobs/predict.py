"""Cracks of many pictures: from files, folders and patterns to a folder of results."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from efficientcracknet import __version__
from efficientcracknet.jobs.engine_options import EngineOptions
from efficientcracknet.jobs.map_folder import remove_work
from efficientcracknet.jobs.map_options import MapOptions
from efficientcracknet.jobs.map_pictures import MapPictures
from efficientcracknet.jobs.map_report import MapWatch
from efficientcracknet.jobs.measuring import (
    Measuring,
    MeasuringOptions,
    list_choices,
    list_measuring_facts,
    tell_choices,
)
from efficientcracknet.jobs.outputs import CRACK_TABLE, REPORT, TABLE
from efficientcracknet.jobs.picture_job import PictureJob, choose_bounds
from efficientcracknet.jobs.picture_run import Facts, RunPlan, Watch, run_several
from efficientcracknet.jobs.regions import RegionOptions
from efficientcracknet.jobs.roads import names_maps
from efficientcracknet.jobs.rows import PictureRow
from efficientcracknet.prediction import PhotoPredictor, load
from efficientcracknet.runtime.machine import describe_machine
from efficientcracknet.runtime.weights import Weights


@dataclass(frozen=True, slots=True)
class PredictSettings:
    """What to look at, where to put the results, and how.

    Attributes
    ----------
    sources
        Files, folders and patterns.
    out
        Folder of the results.
    weights
        Name or file; None: the default of the catalogue.
    threshold
        0..1; None: as the weights say.
    threads
        At least 1; None: as many as the machine has cores. With 1, one picture is done after the other.
    region
        Where cracks may be found.
    measuring
        None: nothing is measured.
    maps
        How maps are read, and whether to go on with those that a run left unfinished.
    engine
        What runs the network, in which numbers, and how large it sees photos.
    """

    sources: tuple[str, ...]
    out: Path
    weights: str | None = None
    threshold: float | None = None
    threads: int | None = None
    region: RegionOptions = field(default_factory=RegionOptions)
    measuring: MeasuringOptions | None = field(default_factory=MeasuringOptions)
    maps: MapOptions = field(default_factory=MapOptions)
    engine: EngineOptions = field(default_factory=EngineOptions)


@dataclass(frozen=True, slots=True)
class PredictReport:
    """What a run gave: one row per picture, in the order they were found."""

    out: Path
    weights: Weights
    threshold: float
    seconds: float
    rows: tuple[PictureRow, ...]
    measured: bool

    @property
    def failures(self) -> tuple[PictureRow, ...]:
        """Rows without a result."""
        return tuple(row for row in self.rows if row.error is not None)

    @property
    def maps(self) -> tuple[PictureRow, ...]:
        """Rows of maps with a result."""
        return tuple(row for row in self.rows if row.probability is not None)

    @property
    def reports(self) -> bool:
        """Whether there is a report on photos: not without measuring, nor where only maps were done."""
        return self.measured and (not self.maps or any(row.overlay for row in self.rows))

    def to_dict(self) -> dict[str, Any]:
        """Return the report ready for JSON.

        Returns
        -------
        dict[str, Any]
            One entry of ``pictures`` per row, with the columns of ``images.csv``.
        """
        return {
            "version": __version__,
            "out": self.out.as_posix(),
            "table": (self.out / TABLE).as_posix(),
            "cracks": (self.out / CRACK_TABLE).as_posix() if self.reports else None,
            "report": (self.out / REPORT).as_posix() if self.reports else None,
            "weights": self.weights.to_dict(),
            "threshold": self.threshold,
            "seconds": round(self.seconds, 3),
            "counts": {
                "pictures": len(self.rows),
                "ok": len(self.rows) - len(self.failures),
                "error": len(self.failures),
            },
            "pictures": [row.to_dict() for row in self.rows],
        }


def predict_pictures(
    settings: PredictSettings,
    watch: Watch = lambda done, total: None,
    watch_map: MapWatch = lambda stage, done, total: None,
) -> PredictReport:
    """Find and measure the cracks of every picture and write masks, overlays, tables, report and record.

    A picture that cannot be read or run gets a row with the reason; the others are done. What cannot be written ends
    the run, with the rows so far. Several photos are worked on at a time, see `jobs.picture_job`; rows and progress
    keep the order.

    Parameters
    ----------
    settings
        What, where to and how.
    watch
        Told of the progress.
    watch_map
        Told of the progress on each map.

    Returns
    -------
    PredictReport
        One row per picture.
    """
    started = perf_counter()
    asked = settings.measuring
    knows_scale = bool(asked and asked.standard) and names_maps(settings.sources, settings.out)
    measuring = Measuring(asked or MeasuringOptions(), settings.region, knows_scale=knows_scale)
    predictor = load(
        settings.weights,
        threshold=settings.threshold,
        threads=settings.threads,
        provider=settings.engine.provider,
        precision=settings.engine.precision,
        working_scale=settings.engine.working_scale,
    )
    maps = MapPictures(predictor, settings.out, settings.maps, measuring, settings.region, asked is not None, watch_map)
    plan = RunPlan(
        settings.sources,
        settings.out,
        _list_facts(settings, predictor) | {"maps": maps.reading},
        measuring if asked else None,
        _tell_settings(settings, predictor),
        _tell_weights(predictor.weights),
    )
    job = PictureJob(predictor, measuring, settings.out, maps, measures=asked is not None)
    rows = run_several(plan, job.work, choose_bounds(settings.threads), watch)
    remove_work(settings.out)
    seconds = perf_counter() - started
    return PredictReport(settings.out, predictor.weights, predictor.threshold, seconds, rows, asked is not None)


def _list_facts(settings: PredictSettings, predictor: PhotoPredictor) -> dict[str, Any]:
    return {
        "version": __version__,
        "command": "predict",
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "weights": predictor.weights.to_dict(),
        "settings": {
            "sources": settings.sources,
            "out": settings.out.as_posix(),
            "weights": settings.weights,
            "threshold": predictor.threshold,
            "threads": settings.threads,
            "region": list_choices(settings.region),
            "measuring": None if settings.measuring is None else list_measuring_facts(settings.measuring),
            "maps": list_choices(settings.maps),
            "engine": list_choices(settings.engine),
        },
        "engine": predictor.choice.to_dict(),
        "machine": describe_machine(),
    }


def _tell_settings(settings: PredictSettings, predictor: PhotoPredictor) -> Facts:
    chosen = tell_choices(settings.measuring.scale if settings.measuring else None, settings.region)
    return (("Pictures from", ", ".join(settings.sources)), ("Threshold", f"{predictor.threshold:g}"), *chosen)


def _tell_weights(weights: Weights) -> Facts:
    return (
        ("Weights", weights.name),
        ("Trained on", weights.data),
        ("Terms of the weights", weights.terms),
        ("sha256", weights.sha256),
    )
