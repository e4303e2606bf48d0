"""What the header of a raster says, before any pixel is decoded: whether it is a map, how large, readable by windows.

Of a TIFF the directory alone is read: most maps have bands and types that no viewer of pictures knows.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from efficientcracknet.core.errors import CrackError
from efficientcracknet.runtime.decoding import GEOTIFF_TAGS, open_picture, quiet_pillow
from efficientcracknet.runtime.pixels import HEIGHT_TAG, WIDTH_TAG

NODATA_TAG = 42113
TIFF_BEGINNINGS = {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}
"""Of files in either byte order, the latter two of BigTIFF, whose header is twice as long."""


@dataclass(frozen=True, slots=True)
class RasterHeader:
    """What is known of a TIFF, JPEG or PNG without decoding it.

    Attributes
    ----------
    kind
        ``TIFF``, ``JPEG`` or ``PNG``.
    height_px, width_px
        As stored.
    is_map
        Whether it says where it lies: a GeoTIFF, or a TIFF with a world file beside it.
    in_passes
        ``progressive`` or ``interlaced`` where every pixel is told in several passes over the whole; else None.
    nodata
        As the TIFF writes it; None if it does not.
    """

    kind: str
    height_px: int
    width_px: int
    is_map: bool = False
    in_passes: str | None = None
    nodata: str | None = None

    @property
    def pixels(self) -> int:
        """Height times width."""
        return self.height_px * self.width_px


def read_header(path: Path) -> RasterHeader | None:
    """Read the header of a TIFF, JPEG or PNG.

    Parameters
    ----------
    path
        Any file, or nothing.

    Returns
    -------
    RasterHeader | None
        None for everything else, and for what is damaged: whoever reads the picture tells why.
    """
    try:
        with path.open("rb") as file:
            beginning = file.read(4)
        return _read_tiff(path) if beginning in TIFF_BEGINNINGS else _read_picture(path)
    except Exception:  # Pillow raises a dozen kinds on damaged files, and more in each version
        return None


def count_pixels(path: Path) -> int | None:
    """Return how many pixels a picture has, before any is decoded.

    Parameters
    ----------
    path
        Any file, or nothing.

    Returns
    -------
    int | None
        Height times width; 0 for what cannot be opened: whoever reads it tells why. None for a map.
    """
    header = read_header(path)
    if header is not None:
        return None if header.is_map else header.pixels
    try:
        with open_picture(path, sys.maxsize) as picture:
            return picture.width * picture.height
    except CrackError:
        return 0


def _read_tiff(path: Path) -> RasterHeader:
    with quiet_pillow(), path.open("rb") as file:
        header = file.read(8)
        is_big = 43 in header[2:4]
        tags = TiffImagePlugin.ImageFileDirectory_v2(header + file.read(8) if is_big else header)
        file.seek(tags.next)
        tags.load(file)
    height, width = int(tags[HEIGHT_TAG]), int(tags[WIDTH_TAG])
    is_map = bool(GEOTIFF_TAGS & set(tags)) or has_world_file(path)
    nodata = str(tags[NODATA_TAG]).strip("\0 ") if NODATA_TAG in tags else None
    return RasterHeader("TIFF", height, width, is_map, nodata=nodata or None)


def _read_picture(path: Path) -> RasterHeader | None:
    with open_picture(path, sys.maxsize) as picture:
        width, height = picture.size
        if isinstance(picture, JpegImagePlugin.JpegImageFile):  # and MPO, whose first frame is a JPEG
            return RasterHeader(
                "JPEG", height, width, in_passes="progressive" if "progressive" in picture.info else None
            )
        if isinstance(picture, PngImagePlugin.PngImageFile):
            return RasterHeader("PNG", height, width, in_passes="interlaced" if "interlace" in picture.info else None)
    return None


def has_world_file(path: Path) -> bool:
    """Return whether a file beside a raster says where it lies, as ``map.tfw`` or ``map.tifw`` does for ``map.tif``."""
    ending = path.suffix[1:].lower()
    if not ending:
        return False
    names = {f".{ending[0]}{ending[-1]}w", f".{ending}w"}
    return any(path.with_suffix(one).exists() for name in names for one in (name, name.upper()))
