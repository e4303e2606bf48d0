"""The maps among the pictures of a run: each gets a row as a photo does."""

from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from efficientcracknet.core.errors import CrackError, OutputError, SettingsError
from efficientcracknet.jobs.map_options import MapOptions
from efficientcracknet.jobs.map_report import MapReport, MapWatch
from efficientcracknet.jobs.measuring import Measuring
from efficientcracknet.jobs.regions import RegionOptions
from efficientcracknet.jobs.rows import PictureRow
from efficientcracknet.prediction import PhotoPredictor
from efficientcracknet.runtime.headers import RasterHeader


@dataclass(frozen=True, slots=True)
class MapPictures:
    """Works on the maps of a run.

    Attributes
    ----------
    predictor
        The network.
    out
        Folder of the results.
    options
        About maps.
    measuring
        About measuring; its standard holds for maps too, its number of mm per pixel for those without a CRS.
    region
        Where cracks may be found; maps take none.
    measures
        Whether vectors are wanted.
    watch
        Told of the progress on each map.
    reading
        By source: grid, bands and stretch, for the record of the run.
    """

    predictor: PhotoPredictor
    out: Path
    options: MapOptions
    measuring: Measuring
    region: RegionOptions
    measures: bool
    watch: MapWatch
    reading: dict[str, Any] = field(default_factory=dict)

    def run(self, path: Path, header: RasterHeader, name: str) -> PictureRow:
        """Return the row of one map, with results or with the reason why there are none.

        Parameters
        ----------
        path
            Of the map.
        header
            Of its file.
        name
            Of its results.

        Returns
        -------
        PictureRow
            Of this map.

        Raises
        ------
        OutputError
            If a result cannot be written: that ends the run.
        """
        started = perf_counter()
        try:
            self._refuse_region(path)
            report = self._run(path, header, name)
        except OutputError:
            raise
        except (CrackError, MemoryError) as error:
            reason = str(error) or "not enough memory"
            return PictureRow(path.as_posix(), perf_counter() - started, error=reason)
        self.reading[path.as_posix()] = report.reading
        return PictureRow(
            path.as_posix(),
            perf_counter() - started,
            width_px=report.width_px,
            height_px=report.height_px,
            crack_share=report.crack_share,
            cracks=report.cracks,
            mask=report.mask,
            probability=report.probability,
            vectors=report.vectors[0] if report.vectors else None,
            remark=report.remark,
        )

    def _run(self, path: Path, header: RasterHeader, name: str) -> MapReport:
        from efficientcracknet.jobs.map_run import MapJob  # reads maps with the extra `geo`

        job = MapJob(
            self.predictor,
            self.out,
            self.options,
            standard=self.measuring.standard,
            mm_per_px=self.measuring.options.scale.mm_per_px,
            measures=self.measures,
        )
        return job.run(path, header, name, self.watch)

    def _refuse_region(self, path: Path) -> None:
        if self.region != RegionOptions():
            raise SettingsError(
                f"map: `--region` and `--exclude` must stand for photos alone, got one for '{path}'. Cut the map: "
                "gdalwarp -cutline AREA.geojson -crop_to_cutline -dstalpha MAP.tif CUT.tif"
            )
