"""The work on one map: probabilities, rasters, vectors, and going on after a kill."""

from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from efficientcracknet import __version__
from efficientcracknet.core.errors import ImageError, ScaleError
from efficientcracknet.core.scale import PixelScale, Scale
from efficientcracknet.core.seams import TileGrid
from efficientcracknet.geo.cog import RasterFiles, write_rasters
from efficientcracknet.geo.raster import MapReader, ReadingChoices, open_map
from efficientcracknet.geo.raster_styles import list_style_files, write_raster_styles
from efficientcracknet.geo.resume import ResumeState, load_state
from efficientcracknet.geo.streaming import TileWork, stream_probability
from efficientcracknet.geo.vectors import VectorChoices, VectorFiles, VectorSettings, measure_windows, write_vectors
from efficientcracknet.geo.work import WorkRaster, count_pixels
from efficientcracknet.jobs.map_folder import MapFolder
from efficientcracknet.jobs.map_options import MapOptions
from efficientcracknet.jobs.map_report import FINDING, MEASURING, WRITING, MapReport, MapWatch
from efficientcracknet.measure.severity import Standard
from efficientcracknet.prediction import PhotoPredictor
from efficientcracknet.runtime.engines.onnx_runtime import get_runtime_version
from efficientcracknet.runtime.files import remove_file
from efficientcracknet.runtime.headers import RasterHeader


@dataclass(frozen=True, slots=True)
class MapJob:
    """Works on one map after the other with one network.

    Attributes
    ----------
    predictor
        The network.
    out
        Folder of the results.
    options
        About maps.
    standard
        That the classes come from; None: no classes.
    mm_per_px
        Of rasters without a CRS; None: they are not measured in mm.
    measures
        Whether vectors are wanted.
    """

    predictor: PhotoPredictor
    out: Path
    options: MapOptions
    standard: Standard | None = None
    mm_per_px: float | None = None
    measures: bool = True

    def run(self, path: Path, header: RasterHeader, name: str, watch: MapWatch) -> MapReport:
        """Find and measure the cracks of one map.

        Whatever ends it early, no result stays behind; what was worked out does, for `resume`, unless the raster is
        damaged.

        Parameters
        ----------
        path
            Of the map.
        header
            Of its file.
        name
            Of its results.
        watch
            Told of the progress.

        Returns
        -------
        MapReport
            What came of it. An `OutputError` says what cannot be written.

        Raises
        ------
        ImageError
            If the map is damaged, or cannot be read by windows.
        """
        folder = MapFolder(self.out, name)
        folder.begin(resume=self.options.resume)
        done = False
        try:
            report = self._run(path, header, name, folder, watch)
            done = True
        except ImageError:
            folder.remove()
            raise
        finally:
            if not done:
                self.remove_results(name)
        return report

    def remove_results(self, name: str) -> None:
        """Remove what an earlier run or a failed one left of a map."""
        rasters, vectors = RasterFiles.of(self.out, name), VectorFiles.of(self.out, name)
        made = rasters.probability, rasters.mask, vectors.geopackage, vectors.geojson, vectors.table
        for file in (*made, *list_style_files(rasters)):
            remove_file(file)

    def _run(self, path: Path, header: RasterHeader, name: str, folder: MapFolder, watch: MapWatch) -> MapReport:
        started = perf_counter()
        weights = self.predictor.weights
        with open_map(path, header, ReadingChoices(self.options.gsd_mm, self.options.bands, weights.tile_px)) as reader:
            facts = self._list_facts(path, reader)
            choices = self._list_choices()
            finished = folder.find_finished({**facts, **choices}) if self.options.resume else None
            if finished is not None:
                return MapReport(**{**finished, "vectors": tuple(finished["vectors"])})
            self.remove_results(name)
            with WorkRaster(folder.path / "probability.raw", reader.grid.height, reader.grid.width) as work:
                state = self._find(reader, work, load_state(folder.path, facts), watch)
                report = self._write(reader, work, name, state, folder, watch)
        report = replace(report, seconds=perf_counter() - started)
        folder.finish({**facts, **choices}, report.to_dict())
        return report

    def _find(self, reader: MapReader, work: WorkRaster, state: ResumeState, watch: MapWatch) -> ResumeState:
        weights = self.predictor.weights
        tiles = TileGrid.plan(
            reader.grid.height,
            reader.grid.width,
            tile_px=weights.tile_px,
            overlap_px=weights.overlap_px,
            multiple_px=weights.multiple_px,
        )
        tile_work = TileWork(reader.read, self._find_in_tile, self.predictor.spread)
        return stream_probability(tiles, tile_work, work, state, lambda done, total: watch(FINDING, done, total))

    def _find_in_tile(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        pixels.flags.writeable = False
        return self.predictor.find_cracks(pixels)

    def _write(
        self, reader: MapReader, work: WorkRaster, name: str, state: ResumeState, folder: MapFolder, watch: MapWatch
    ) -> MapReport:
        watch(WRITING, 0, 1)
        threshold = self.predictor.threshold
        rasters = RasterFiles.of(self.out, name)
        write_rasters(work, reader.grid, threshold, self._tag(reader.path), rasters)
        write_raster_styles(rasters)
        cracks, judged = count_pixels(work, threshold)
        watch(WRITING, 1, 1)
        count, files, remark = self._measure(reader, work, name, state.identity, folder, watch)
        return MapReport(
            height_px=work.height,
            width_px=work.width,
            crack_share=cracks / max(judged, 1),
            cracks=count,
            probability=self._relate(rasters.probability),
            mask=self._relate(rasters.mask),
            vectors=tuple(map(self._relate, files)),
            remark=remark,
            reading=reader.list_facts(),
            seconds=0.0,
        )

    def _measure(
        self, reader: MapReader, work: WorkRaster, name: str, identity: str, folder: MapFolder, watch: MapWatch
    ) -> tuple[int | None, tuple[Path, ...], str | None]:
        """Return the number of cracks, the files that were written, and a remark."""
        if not self.measures:
            return None, (), None
        ground = reader.grid.find_ground()
        scale: Scale | None = ground or (None if self.mm_per_px is None else PixelScale(self.mm_per_px))
        if self.standard is not None and scale is None:
            raise ScaleError(
                f"map: `--standard` must come with a scale, got {self.standard.name} for '{reader.path}', which "
                "has no CRS. Its classes are widths in mm: give the raster a CRS, or add --mm-per-px."
            )
        settings = VectorSettings(self.predictor.threshold, identity)
        measured = measure_windows(
            work, scale, settings, folder.path / "vectors", lambda done, total: watch(MEASURING, done, total)
        )
        written = write_vectors(
            measured, ground, VectorFiles.of(self.out, name), VectorChoices(self.standard, self.options.cell_m)
        )
        return len(measured.cracks), written.files, written.remark

    def _list_facts(self, path: Path, reader: MapReader) -> dict[str, Any]:
        """Return all that the probabilities depend on, ready for JSON."""
        status = path.stat()
        weights = self.predictor.weights
        return {
            "version": __version__,
            "runtime": [get_runtime_version(), self.predictor.choice.provider, self.predictor.choice.precision],
            "weights": weights.sha256,
            "tile_px": weights.tile_px,
            "overlap_px": weights.overlap_px,
            "source": {"file": path.name, "bytes": status.st_size, "modified_ns": status.st_mtime_ns},
            "reading": reader.list_facts(),
        }

    def _list_choices(self) -> dict[str, Any]:
        """Return what else the results depend on, ready for JSON."""
        return {
            "threshold": self.predictor.threshold,
            "standard": None if self.standard is None else self.standard.name,
            "cell_m": self.options.cell_m,
            "mm_per_px": self.mm_per_px,
            "measures": self.measures,
        }

    def _tag(self, path: Path) -> dict[str, str]:
        """Return the metadata of the written rasters."""
        weights = self.predictor.weights
        return {
            "TIFFTAG_SOFTWARE": f"efficientcracknet {__version__}",
            "source": path.name,
            "weights": weights.name,
            "weights_sha256": weights.sha256,
            "terms_of_weights": weights.terms,
            "threshold": f"{self.predictor.threshold:g}",
        }

    def _relate(self, path: Path) -> str:
        return path.relative_to(self.out).as_posix()
