"""All tiles of a picture in one file: a table of places, then the tiles, from the picture itself down to one pixel."""

import io
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from efficientcracknet.runtime.files import replace_file
from efficientcracknet.web.desk.kept_map import find_levels
from efficientcracknet.web.desk.pyramid import Pyramid

MAGIC = b"ECNTILE1"
PLACE = struct.Struct("<Q")
JPEG_QUALITY = 87

Encode = Callable[[NDArray[np.uint8]], bytes]


def write_photo_tiles(path: Path, pyramid: Pyramid, pixels: NDArray[np.uint8]) -> None:
    """Write the tiles of a photo, as JPEG; each level is the mean of the one before.

    Parameters
    ----------
    path
        Replaced if there; an `OutputError` says what cannot be written.
    pyramid
        Of the photo's size.
    pixels
        (H, W, 3) uint8.
    """
    _write(path, pyramid, _halve_by_mean(pixels), _encode_jpeg)


def write_probability_tiles(path: Path, pyramid: Pyramid, probability: NDArray[np.float32]) -> None:
    """Write the tiles of a crack map, as grey PNG of its levels; each level is the maximum of the one before.

    Parameters
    ----------
    path
        Replaced if there; an `OutputError` says what cannot be written.
    pyramid
        Of the map's size.
    probability
        (H, W) float32, 0..1; shown as `kept_map.find_levels` has it.
    """
    _write(path, pyramid, _halve_by_maximum(find_levels(probability)), _encode_png)


def read_tile(path: Path, number: int) -> bytes | None:
    """Return one tile.

    Parameters
    ----------
    path
        As one of the above wrote it.
    number
        From `Pyramid.find_number`.

    Returns
    -------
    bytes | None
        None if there is no such file or no such tile in it.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                return None
            (count,) = PLACE.unpack(file.read(PLACE.size))
            if number >= count:
                return None
            file.seek(PLACE.size * number, io.SEEK_CUR)
            start, stop = struct.unpack("<QQ", file.read(2 * PLACE.size))
            file.seek(start)
            return file.read(stop - start)
    except (OSError, struct.error):
        return None


def _write(path: Path, pyramid: Pyramid, levels: Iterator[NDArray[np.uint8]], encode: Encode) -> None:
    start = len(MAGIC) + PLACE.size * (pyramid.count + 2)
    places = [start]
    with replace_file(path) as part, part.open("wb") as file:
        file.seek(start)
        for level in range(pyramid.max_level, -1, -1):
            picture = next(levels)
            for tile in pyramid.list_tiles(level):
                content = encode(picture[tile.rows, tile.cols])
                file.write(content)
                places.append(places[-1] + len(content))
        file.seek(0)
        file.write(MAGIC + PLACE.pack(pyramid.count) + struct.pack(f"<{len(places)}Q", *places))


def _halve_by_mean(pixels: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    picture = Image.fromarray(pixels)
    while True:
        yield np.asarray(picture)
        picture = picture.reduce(2)


def _halve_by_maximum(levels: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    while True:
        yield levels
        rows = np.maximum(levels[::2], np.pad(levels, ((0, 1), (0, 0)))[1::2][: -(-levels.shape[0] // 2)])
        levels = np.maximum(rows[:, ::2], np.pad(rows, ((0, 0), (0, 1)))[:, 1::2][:, : -(-rows.shape[1] // 2)])


def _encode_jpeg(tile: NDArray[np.uint8]) -> bytes:
    return _encode(tile, "JPEG", quality=JPEG_QUALITY, subsampling=0)


def _encode_png(tile: NDArray[np.uint8]) -> bytes:
    return _encode(tile, "PNG", compress_level=1)


def _encode(tile: NDArray[np.uint8], kind: str, **options: int) -> bytes:
    encoded = io.BytesIO()
    Image.fromarray(tile).save(encoded, kind, **options)
    return encoded.getvalue()
