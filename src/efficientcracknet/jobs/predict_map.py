"""Cracks of one map: from a raster of any size to rasters and vectors that lie where it does."""

from dataclasses import dataclass
from pathlib import Path

from efficientcracknet.core.errors import ImageError
from efficientcracknet.jobs.map_folder import remove_work
from efficientcracknet.jobs.map_options import MapOptions
from efficientcracknet.jobs.map_report import MapReport, MapWatch
from efficientcracknet.jobs.map_run import MapJob
from efficientcracknet.measure.severity import find_standard
from efficientcracknet.prediction import load
from efficientcracknet.runtime.headers import read_header


@dataclass(frozen=True, slots=True)
class MapSettings:
    """What to look at, where to put the results, and how.

    Attributes
    ----------
    source
        TIFF, JPEG or PNG.
    out
        Folder of the results.
    weights, threshold, threads
        As in `jobs.predict.PredictSettings`.
    gsd_mm, bands, cell_m, resume
        As in `MapOptions`.
    standard
        Name of the standard that gives the classes; None: no classes.
    mm_per_px
        Of a raster without a CRS; others know it.
    measure
        Whether vectors are wanted.
    """

    source: Path
    out: Path
    weights: str | None = None
    threshold: float | None = None
    threads: int | None = None
    gsd_mm: float | None = None
    bands: tuple[int, ...] | None = None
    cell_m: float | None = None
    standard: str | None = None
    mm_per_px: float | None = None
    measure: bool = True
    resume: bool = False


def predict_map(settings: MapSettings, watch: MapWatch = lambda stage, done, total: None) -> MapReport:
    """Find and measure the cracks of one map.

    Parameters
    ----------
    settings
        What, where to and how.
    watch
        Told of the progress.

    Returns
    -------
    MapReport
        What came of it.

    Raises
    ------
    ImageError
        If the source is no raster that can be read by windows.
    """
    header = read_header(settings.source)
    if header is None:
        raise ImageError(
            f"map: `source` must be a TIFF, JPEG or PNG, got '{settings.source}', which is none or damaged. "
            "Convert it with gdal_translate."
        )
    predictor = load(settings.weights, threshold=settings.threshold, threads=settings.threads)
    options = MapOptions(settings.gsd_mm, settings.bands, settings.cell_m, settings.resume)
    job = MapJob(
        predictor,
        settings.out,
        options,
        standard=None if settings.standard is None else find_standard(settings.standard),
        mm_per_px=settings.mm_per_px,
        measures=settings.measure,
    )
    report = job.run(settings.source, header, settings.source.stem, watch)
    remove_work(settings.out)
    return report
