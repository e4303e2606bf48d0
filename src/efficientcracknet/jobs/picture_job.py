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
from efficientcracknet.jobs.roads import find_map
from efficientcracknet.jobs.rows import PictureRow
from efficientcracknet.jobs.side_by_side import Bounds, Work
from efficientcracknet.measure.measuring import measure_map
from efficientcracknet.prediction import PhotoPredictor, Prediction
from efficientcracknet.runtime.cores import count_cores
from efficientcracknet.runtime.files import remove_file
from efficientcracknet.runtime.headers import count_pixels
from efficientcracknet.runtime.images import read_photo

MOST_WORKERS = 8
"""Photos that are worked on at a time, however many cores there are."""

MOST_PIXELS = 50_000_000
"""Of all photos under way together: four of 12 megapixels, and of 48 megapixels one."""


def choose_bounds(threads: int | None) -> Bounds:
    """Return how many photos may be under way at a time.

    Parameters
    ----------
    threads
        Of the processor, at least 1; None: as many as the machine has cores for this process.

    Returns
    -------
    Bounds
        Weights are pixels. With one thread, one photo after the other. Twice as many may wait for their turn to be
        delivered as are worked on, so that a slow one does not hold up the others.

    Examples
    --------
    >>> choose_bounds(2), choose_bounds(1).workers
    (Bounds(workers=2, items=4, weight=50000000), 0)
    """
    cores = count_cores() if threads is None else threads
    workers = min(cores, MOST_WORKERS) if cores > 1 else 0
    return Bounds(workers, 2 * workers, MOST_PIXELS)


@dataclass(frozen=True, slots=True)
class PictureJob:
    """Works on the photos and maps of a run.

    Attributes
    ----------
    predictor
        The network.
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
    def work(self) -> Work[Picture, Outcome]:
        """What `run_side_by_side` does; a map weighs more than any bound, as it has threads of its own."""
        return Work(_weigh, self._do, self._drop)

    def write(self, prediction: Prediction, path: Path, name: str) -> tuple[Prediction, Findings | None]:
        """Measure what was found in a photo, and write mask, overlay and annotated picture.

        Parameters
        ----------
        prediction
            What was found.
        path
            Of the photo.
        name
            Of its results.

        Returns
        -------
        tuple[Prediction, Findings | None]
            The same without what lies outside the regions; None where nothing is to be measured.
        """
        scaled = self.measuring.find_scale(path, prediction.photo)
        limited = self.measuring.regions.limit(path, prediction.crack_map, scaled.covered)
        prediction = replace(prediction, crack_map=limited)
        findings = self._measure(prediction, scaled.scale, path, name)
        mask, overlay, _ = _name_results(name)
        prediction.write_pictures(self.out / mask, self.out / overlay)
        return prediction, findings

    def _do(self, picture: Picture) -> Outcome:
        started = perf_counter()
        path, name = picture
        try:
            header = find_map(path)
            if header is not None:
                return self.maps.run(path, header, name), None
            prediction, findings = self._find(path, name)
        except OutputError:
            raise
        except (CrackError, MemoryError) as fault:
            error = str(fault) or "not enough memory"
            return PictureRow(path.as_posix(), perf_counter() - started, error=error), None
        mask, overlay, _ = _name_results(name)
        return PictureRow.of(path, perf_counter() - started, prediction, mask, overlay), findings

    def _find(self, path: Path, name: str) -> tuple[Prediction, Findings | None]:
        done = False
        try:
            found = self.write(self.predictor(read_photo(path), beside=True), path, name)
            done = True
            return found
        finally:
            if not done:  # neither half a result is left, nor one of an earlier run, when it could still be read
                self._drop((path, name))

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


def _weigh(picture: Picture) -> int:
    path, _ = picture
    pixels = count_pixels(path)
    return sys.maxsize if pixels is None else pixels


def _name_results(name: str) -> tuple[str, str, str]:
    """Return where mask, overlay and annotated picture lie, relative to the folder of the results."""
    return f"{MASKS}/{name}.png", f"{OVERLAYS}/{name}.jpg", name_annotated(name)
