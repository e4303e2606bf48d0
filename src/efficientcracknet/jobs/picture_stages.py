"""What is done with each picture of a run: read it, find its cracks, measure them and write the results."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from efficientcracknet.core.errors import CrackError, OutputError
from efficientcracknet.core.scale import Scale
from efficientcracknet.jobs.findings import Findings
from efficientcracknet.jobs.map_pictures import MapPictures
from efficientcracknet.jobs.measuring import Measuring, name_annotated
from efficientcracknet.jobs.outputs import MASKS, OVERLAYS
from efficientcracknet.jobs.picture_run import Outcome, Picture
from efficientcracknet.jobs.pipeline import Bounds, Stages
from efficientcracknet.jobs.roads import find_map
from efficientcracknet.jobs.rows import PictureRow
from efficientcracknet.measure.measuring import measure_map
from efficientcracknet.prediction import PhotoPredictor, Prediction
from efficientcracknet.runtime.files import remove_file
from efficientcracknet.runtime.headers import RasterHeader, count_pixels
from efficientcracknet.runtime.images import Photo, read_photo
from efficientcracknet.runtime.machine import count_cores

MOST_WORKERS = 8
"""Threads that read and write, however many cores there are."""

MOST_PIXELS = 50_000_000
"""Of all photos under way together: four of 12 megapixels, and of 48 megapixels one."""


def choose_bounds(threads: int | None) -> Bounds:
    """Return how many photos may be under way at a time.

    Parameters
    ----------
    threads
        Of the network, at least 1; None: as many as the machine has cores for this process.

    Returns
    -------
    Bounds
        Weights are pixels. With one thread, one photo after the other on one core.

    Examples
    --------
    >>> choose_bounds(2), choose_bounds(1).workers
    (Bounds(workers=2, items=3, weight=50000000), 0)
    """
    cores = count_cores() if threads is None else threads
    workers = min(cores, MOST_WORKERS) if cores > 1 else 0
    return Bounds(workers, workers + 1, MOST_PIXELS)


@dataclass(frozen=True, slots=True)
class PictureJob:
    """Works on the photos and maps of a run.

    Attributes
    ----------
    predictor
        The network; used in one thread alone.
    measuring
        Knows scale, regions and what to draw.
    out
        Folder of the results.
    maps
        Works on maps.
    measures
        Whether cracks are to be measured.
    """

    predictor: PhotoPredictor
    measuring: Measuring
    out: Path
    maps: MapPictures
    measures: bool

    @property
    def stages(self) -> "Stages[Picture, _UnderWay, _UnderWay, Outcome]":
        """Of the pipeline."""
        return Stages(_weigh, _read, self._find, self._finish, self._drop)

    def _find(self, begun: "_UnderWay") -> "_UnderWay":
        started = perf_counter()
        row, prediction, error = None, None, begun.error
        try:
            if begun.header is not None:
                row = self.maps.run(begun.path, begun.header, begun.name)
            elif begun.photo is not None:
                prediction = self.predictor(begun.photo)
        except OutputError:
            raise
        except (CrackError, MemoryError) as fault:
            error = _explain(fault)
        seconds = begun.seconds + perf_counter() - started
        return replace(begun, photo=None, row=row, prediction=prediction, error=error, seconds=seconds)

    def _finish(self, found: "_UnderWay") -> Outcome:
        started = perf_counter()
        if found.row is not None:
            return found.row, None
        error, done = found.error, False
        try:
            if found.prediction is not None:
                prediction, findings = self._write(found.prediction, found.path, found.name)
                done = True
        except OutputError:
            raise
        except (CrackError, MemoryError) as fault:
            error = _explain(fault)
        finally:
            if not done:  # neither half a result is left, nor one of an earlier run, when it could still be read
                self._drop((found.path, found.name))
        seconds = found.seconds + perf_counter() - started
        if not done:
            return PictureRow(found.path.as_posix(), seconds, error=error), None
        mask, overlay, _ = _name_results(found.name)
        return PictureRow.of(found.path, seconds, prediction, mask, overlay), findings

    def _write(self, prediction: Prediction, path: Path, name: str) -> tuple[Prediction, Findings | None]:
        scaled = self.measuring.find_scale(path, prediction.photo)
        limited = self.measuring.regions.limit(path, prediction.crack_map, scaled.covered)
        prediction = replace(prediction, crack_map=limited)
        findings = self._measure(prediction, scaled.scale, path, name)
        mask, overlay, _ = _name_results(name)
        prediction.write_pictures(self.out / mask, self.out / overlay)
        return prediction, findings

    def _measure(self, prediction: Prediction, scale: Scale | None, path: Path, name: str) -> Findings | None:
        if not self.measures:
            remove_file(self.out / name_annotated(name))
            return None
        report = measure_map(prediction.crack_map, scale)
        photo = prediction.photo
        return self.measuring.write_findings(path, name, self.out, photo.pixels, report, photo)

    def _drop(self, picture: Picture) -> None:
        _, name = picture
        for result in _name_results(name):
            remove_file(self.out / result)


@dataclass(frozen=True, slots=True, eq=False)
class _UnderWay:
    """A picture between two stages: what it has become, or why nothing became of it."""

    path: Path
    name: str
    seconds: float
    header: RasterHeader | None = None
    photo: Photo | None = None
    prediction: Prediction | None = None
    row: PictureRow | None = None
    error: str | None = None


def _weigh(picture: Picture) -> int:
    path, _ = picture
    pixels = count_pixels(path)
    return sys.maxsize if pixels is None else pixels  # a map has threads of its own


def _read(picture: Picture) -> _UnderWay:
    started = perf_counter()
    path, name = picture
    header, photo, error = None, None, None
    try:
        header = find_map(path)
        photo = read_photo(path) if header is None else None
    except (CrackError, MemoryError) as fault:
        error = _explain(fault)
    return _UnderWay(path, name, perf_counter() - started, header, photo, error=error)


def _name_results(name: str) -> tuple[str, str, str]:
    """Return where mask, overlay and annotated picture lie, relative to the folder of the results."""
    return f"{MASKS}/{name}.png", f"{OVERLAYS}/{name}.jpg", name_annotated(name)


def _explain(fault: Exception) -> str:
    return str(fault) or "not enough memory"
