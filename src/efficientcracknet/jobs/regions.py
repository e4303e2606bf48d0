"""Where cracks are looked for: regions of interest and exclusions, for all pictures or for each its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.crackmap import CrackMap
from efficientcracknet.core.errors import DataError
from efficientcracknet.core.region import Polygon, fill_polygons, keep_inside
from efficientcracknet.jobs.polygons import read_polygons
from efficientcracknet.runtime.images import looks_like_picture, read_mask

POLYGON_SUFFIXES = {".geojson", ".json"}


@dataclass(frozen=True, slots=True)
class RegionOptions:
    """Where cracks may be found, as files.

    Each is a GeoJSON file or a mask picture, which holds for all pictures, or a folder of these: ``STEM.geojson`` or
    ``STEM.png`` holds for the pictures of that stem, and a picture without a file is looked at whole.

    Attributes
    ----------
    region
        Outside it nothing is found; None: the whole picture.
    exclude
        Inside it nothing is found; None: nothing is left out.
    """

    region: Path | None = None
    exclude: Path | None = None


Area = Callable[[int, int], NDArray[np.bool_]]
"""Called with height and width of a picture, px: which of its pixels belong to the area."""

AreaFinder = Callable[[Path], Area | None]
"""Called with the path of a picture; None where no area is told for it."""


@dataclass(frozen=True, slots=True)
class Regions:
    """Limits the crack map of each picture to where cracks are looked for.

    Attributes
    ----------
    find_region
        Finds the area that is looked at.
    find_exclusion
        Finds the area that is left out.
    """

    find_region: AreaFinder
    find_exclusion: AreaFinder

    def limit(self, path: Path, crack_map: CrackMap, covered: Sequence[Polygon] = ()) -> CrackMap:
        """Return the crack map without what lies outside the region or inside an exclusion.

        Parameters
        ----------
        path
            Of the picture.
        crack_map
            Of the whole picture.
        covered
            Polygons left out besides, (row, col) px: as `jobs.scales.FoundScale` has them.

        Returns
        -------
        CrackMap
            `crack_map` itself where nothing is left out.

        Raises
        ------
        DataError
            If a file does not fit the picture, or the region holds none of its pixels.
        """
        region, exclusion = self.find_region(path), self.find_exclusion(path)
        if region is None and exclusion is None and not covered:
            return crack_map
        height, width = crack_map.probability.shape
        inside = ~fill_polygons(height, width, covered)
        if region is not None:
            wanted = region(height, width)
            if not wanted.any():
                raise DataError(
                    f"region: `--region` must hold at least one pixel of '{path}', got 0 of {height} x {width} "
                    "(height x width). Draw it in pixels of this picture: x is the column, y the row."
                )
            inside &= wanted
        if exclusion is not None:
            inside &= ~exclusion(height, width)
        return keep_inside(crack_map, inside)


def parse_region_options(options: RegionOptions) -> Regions:
    """Return what limits crack maps.

    Parameters
    ----------
    options
        Files and folders. What holds for all pictures is read now, and what holds for one when that picture is met; a
        `DataError` or `ImageError` says what cannot be read.

    Returns
    -------
    Regions
        Limits nothing if no option is given.
    """
    return Regions(_plan(options.region, "region"), _plan(options.exclude, "exclude"))


def _plan(source: Path | None, option: str) -> AreaFinder:
    if source is None:
        return lambda path: None
    if source.is_dir():
        files = _list_files(source, option)
        return lambda path: _read_area(files[path.stem]) if path.stem in files else None
    area = _read_area(source)
    return lambda path: area


def _list_files(folder: Path, option: str) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for file in sorted(folder.iterdir()):
        if file.name.startswith(".") or not (_holds_polygons(file) or looks_like_picture(file)):
            continue
        if file.stem in files:
            raise DataError(
                f"region: `--{option}` must hold one file a picture, got '{files[file.stem].name}' and '{file.name}' "
                f"in '{folder}'. Remove one."
            )
        files[file.stem] = file
    if not files:
        raise DataError(
            f"region: `--{option}` must hold STEM.geojson or STEM.png for pictures, got 0 such files in '{folder}'. "
            "Name the folder they lie in."
        )
    return files


def _holds_polygons(file: Path) -> bool:
    return file.suffix.lower() in POLYGON_SUFFIXES


def _read_area(file: Path) -> Area:
    if _holds_polygons(file):
        polygons = read_polygons(file)
        return lambda height, width: fill_polygons(height, width, polygons)
    mask = read_mask(file)

    def fit(height: int, width: int) -> NDArray[np.bool_]:
        if mask.shape != (height, width):
            raise DataError(
                f"region: '{file}' must have the picture's size of {height} x {width} (height x width), got "
                f"{mask.shape[0]} x {mask.shape[1]}. Draw it on the picture as it is seen upright."
            )
        return mask

    return fit
