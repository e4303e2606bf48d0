"""Rasters that must not be read as they are, and what their owner can do about it."""

from pathlib import Path
from typing import Any

from efficientcracknet.core.errors import ImageError
from efficientcracknet.runtime.headers import RasterHeader

RETILE = "gdal_translate -co TILED=YES -co COMPRESS=DEFLATE -co BIGTIFF=IF_SAFER '{name}' '{stem}_tiled.tif'"
UNPACK = "vips copy '{name}' '{stem}.tif[tile,bigtiff,compression=deflate]'"


def refuse_unreadable(path: Path, header: RasterHeader, dataset: Any, cache_bytes: int, largest_bytes: int) -> None:
    """Refuse a raster whose pixels or place would be misunderstood.

    Parameters
    ----------
    path
        Of the raster.
    header
        Of its file.
    dataset
        The same, opened.
    cache_bytes
        What must be kept decoded to read it by tiles.
    largest_bytes
        What may be.

    Raises
    ------
    ImageError
        With the command that helps.
    """
    if header.in_passes:
        raise ImageError(
            f"map: `path` must be readable by windows, got '{path}' of {header.pixels:,} px, which is "
            f"{header.in_passes}. Convert it: {_fill(UNPACK, path)}"
        )
    if any(kind.startswith("complex") for kind in dataset.dtypes):
        raise ImageError(f"map: `path` must have real values, got {dataset.dtypes[0]} in '{path}'. Save its magnitude.")
    if dataset.gcps[0] and dataset.transform.is_identity:
        raise ImageError(
            f"map: `path` must have a transform, got {len(dataset.gcps[0])} control points in '{path}'. "
            f"Rectify it: gdalwarp -r bilinear '{path.name}' '{path.stem}_rectified.tif'"
        )
    if header.nodata and dataset.nodata is None and header.nodata.lower() != "nan":
        raise ImageError(
            f"map: the nodata value must be one that {dataset.dtypes[0]} can hold, got {header.nodata} in '{path}'. "
            f"Correct it, for example: gdal_edit.py -a_nodata 0 '{path.name}'; without any: gdal_edit.py -unsetnodata"
        )
    if cache_bytes > largest_bytes:
        raise ImageError(
            f"map: `path` must be stored in squares where a row of tiles takes more than {largest_bytes:,} bytes, got "
            f"{cache_bytes:,} in '{path}', stored row by row. Convert it: {_fill(RETILE, path)}"
        )


def _fill(command: str, path: Path) -> str:
    return command.format(name=path.name, stem=path.stem)
