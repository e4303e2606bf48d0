"""Which pictures are maps: read by windows, with their place on the ground. Looks at headers only."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from efficientcracknet.core.errors import MissingExtraError
from efficientcracknet.jobs.sources import find_files
from efficientcracknet.runtime.headers import RasterHeader, read_header
from efficientcracknet.runtime.images import MAX_PIXELS

LARGEST_PHOTO_PX = 150_000_000
"""A plain TIFF, JPEG or PNG with more pixels is read by windows too, if the extra is installed."""

LIBRARIES = ("rasterio", "pyogrio", "shapely", "pyproj")


def find_map(path: Path, largest_px: int = LARGEST_PHOTO_PX) -> RasterHeader | None:
    """Return the header of a picture that is read as a map, None of any other.

    Parameters
    ----------
    path
        Any file.
    largest_px
        Of a plain picture that is read whole.

    Returns
    -------
    RasterHeader | None
        None leaves it to whoever reads photos, who tells what is wrong with it.

    Raises
    ------
    MissingExtraError
        If it is a map, or too large to be read whole, and the extra is not installed.
    """
    header = read_header(path)
    if header is None or not (header.is_map or header.pixels > largest_px):
        return None
    if all(find_spec(library) for library in LIBRARIES):
        return header
    if header.is_map:
        raise MissingExtraError.of(f"reading '{path}', a GeoTIFF,", "geo")
    if header.pixels > MAX_PIXELS:
        raise MissingExtraError.of(f"reading '{path}' of {header.pixels:,} px by windows", "geo")
    return None


def names_maps(sources: Sequence[str], out: Path) -> bool:
    """Return whether one of the sources is a map, or holds one.

    Parameters
    ----------
    sources
        Files, folders and patterns.
    out
        Folder of the results to come.

    Returns
    -------
    bool
        Whether the extra is installed or not.
    """
    headers = (read_header(file.path) for file in find_files(sources, out=out))
    return any(header is not None and (header.is_map or header.pixels > LARGEST_PHOTO_PX) for header in headers)
