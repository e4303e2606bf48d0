"""Cracks of many pictures: from files, folders and patterns to a folder of results."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from efficientcracknet import __version__
from efficientcracknet.core.errors import CrackError, OutputError
from efficientcracknet.jobs.names import plan_names
from efficientcracknet.jobs.outputs import MASKS, OVERLAYS, TABLE, record_run
from efficientcracknet.jobs.rows import PictureRow
from efficientcracknet.jobs.sources import find_files
from efficientcracknet.prediction import PhotoPredictor, load
from efficientcracknet.runtime.files import remove_file
from efficientcracknet.runtime.machine import describe_machine
from efficientcracknet.runtime.weights import Weights

Watch = Callable[[int, int], None]
"""Called with (pictures done, pictures in all), first with 0 done."""


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
        At least 1; None: as many as the machine has cores.
    """

    sources: tuple[str, ...]
    out: Path
    weights: str | None = None
    threshold: float | None = None
    threads: int | None = None


@dataclass(frozen=True, slots=True)
class PredictReport:
    """What a run gave: one row per picture, in the order they were found."""

    out: Path
    weights: Weights
    threshold: float
    seconds: float
    rows: tuple[PictureRow, ...]

    @property
    def failures(self) -> tuple[PictureRow, ...]:
        """Rows without a result."""
        return tuple(row for row in self.rows if row.error is not None)

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


def predict_pictures(settings: PredictSettings, watch: Watch = lambda done, total: None) -> PredictReport:
    """Find the cracks of every picture and write masks, overlays, table and record.

    A picture that cannot be read or run gets a row with the reason; the others are done. What cannot be written ends
    the run, with the rows so far.

    Parameters
    ----------
    settings
        What, where to and how.
    watch
        Told of the progress.

    Returns
    -------
    PredictReport
        One row per picture.
    """
    started = perf_counter()
    predictor = load(settings.weights, threshold=settings.threshold, threads=settings.threads)
    files = find_files(settings.sources, out=settings.out)
    names = plan_names([file.place for file in files])
    rows: list[PictureRow] = []
    watch(0, len(files))
    with record_run(settings.out, _list_facts(settings, predictor)) as table:
        for file, name in zip(files, names, strict=True):
            rows.append(_predict_one(predictor, file.path, name, settings.out))
            table.append(rows[-1])
            watch(len(rows), len(files))
    return PredictReport(settings.out, predictor.weights, predictor.threshold, perf_counter() - started, tuple(rows))


def _predict_one(predictor: PhotoPredictor, path: Path, name: str, out: Path) -> PictureRow:
    started = perf_counter()
    mask, overlay = f"{MASKS}/{name}.png", f"{OVERLAYS}/{name}.jpg"
    try:
        prediction = predictor(path)
        prediction.write_pictures(out / mask, out / overlay)
    except OutputError:
        raise
    except (CrackError, MemoryError) as error:
        for stale in (out / mask, out / overlay):  # of an earlier run, when the picture could still be read
            remove_file(stale)
        return PictureRow(path.as_posix(), perf_counter() - started, error=str(error) or "not enough memory")
    return PictureRow.of(path, perf_counter() - started, prediction, mask, overlay)


def _list_facts(settings: PredictSettings, predictor: PhotoPredictor) -> dict[str, Any]:
    asked = asdict(settings)
    used = {"out": settings.out.as_posix(), "threshold": predictor.threshold}
    return {
        "version": __version__,
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "weights": predictor.weights.to_dict(),
        "settings": {**asked, **used},
        "machine": describe_machine(),
    }
