"""Read and write pictures: the face of everything here that knows files of pixels.

Letters: H rows, W columns of the picture as seen upright.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from efficientcracknet.core.errors import ImageError, OutputError, SettingsError
from efficientcracknet.core.readonly import own_read_only
from efficientcracknet.runtime.camera import find_camera_facts, read_exif
from efficientcracknet.runtime.decoding import open_picture
from efficientcracknet.runtime.files import replace_file
from efficientcracknet.runtime.optics import UNKNOWN_OPTICS, Optics
from efficientcracknet.runtime.pixels import find_upright_size, to_array, to_colour, to_mask, turn_upright

LOSSY_SUFFIXES = {".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".webp", ".avif", ".heic", ".heif", ".hif"}
SUFFIXES = LOSSY_SUFFIXES | {".png", ".tif", ".tiff", ".bmp", ".gif", ".ppm", ".pgm", ".pbm"}
MAX_PIXELS = 200_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A picture as seen upright, and what its camera wrote about it.

    Attributes
    ----------
    pixels
        (H, W, 3) uint8, red green blue, read-only. A writeable array is copied; a read-only one is kept as it is.
    path
        File it came from; None for pixels from elsewhere.
    taken_at
        ISO 8601, with the offset from UTC where it is known.
    latitude_deg
        Degrees, north positive.
    longitude_deg
        Degrees, east positive.
    camera
        Make and model.
    optics
        Lens and sensor.

    Raises
    ------
    ImageError
        If `pixels` is not uint8 of shape (H, W, 3).
    """

    pixels: NDArray[np.uint8]
    path: Path | None = None
    taken_at: str | None = None
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    camera: str | None = None
    optics: Optics = UNKNOWN_OPTICS

    def __post_init__(self) -> None:
        if self.pixels.dtype != np.uint8 or self.pixels.ndim != 3 or self.pixels.shape[2] != 3:
            raise ImageError(
                f"Photo: `pixels` must be uint8 of shape (height, width, 3), got {self.pixels.dtype} of shape "
                f"{self.pixels.shape}. Convert to 8-bit red, green, blue."
            )
        object.__setattr__(self, "pixels", own_read_only(self.pixels))


def read_photo(path: Path, *, max_pixels: int = MAX_PIXELS) -> Photo:
    """Read a picture of any common kind.

    Turned upright, 16 bits stretched linearly to 8, transparency on white, the first frame of several; colour profiles
    are not applied. HEIC needs the extra `heic`. GeoTIFFs and 32-bit values are refused.

    Parameters
    ----------
    path
        File; its content decides what it is, not its suffix. An `ImageError` says why it cannot be read.
    max_pixels
        Most pixels allowed, known before any is decoded. It stands in for Pillow's own limit.

    Returns
    -------
    Photo
        Pixels and camera facts; broken EXIF gives none of them and does not cost the picture.
    """
    with open_picture(path, max_pixels) as picture:
        colour = to_colour(picture)
        exif = read_exif(picture)
        facts = find_camera_facts(exif)
        pixels = to_array(turn_upright(colour, exif))
    return Photo(pixels, path, facts.taken_at, facts.latitude_deg, facts.longitude_deg, facts.camera, facts.optics)


def read_mask(path: Path) -> NDArray[np.bool_]:
    """Read which pixels of a mask are marked as crack.

    Where the largest value is 1, a 1 is crack; else more than half of the range is: above 127 for 8 bits, above 32767
    for 16 bits (above 127 there too if no value exceeds 255). In JPEG and other lossy formats only the second rule
    holds, for their ones are noise. A palette counts by its greys; one with colours counts only with the indices 0
    and 1, and 1 is crack. Any other colour is refused.

    Parameters
    ----------
    path
        Mask of 1, 8 or 16 bits. An `ImageError` says why it cannot be read, or that it has colours or transparency.

    Returns
    -------
    NDArray[np.bool_]
        (H, W) bool, True on cracks.
    """
    with open_picture(path, MAX_PIXELS) as picture:
        grey = Image.fromarray(to_mask(picture).view(np.uint8))  # as a 1-bit picture it would come back as bools of 255
        return np.asarray(turn_upright(grey, read_exif(picture))).astype(np.bool_)


def read_size(path: Path) -> tuple[int, int]:
    """Return the size of a picture as seen upright, from its header where that says it.

    Parameters
    ----------
    path
        File, as for `read_photo`.

    Returns
    -------
    tuple[int, int]
        Height and width, px.
    """
    with open_picture(path, MAX_PIXELS) as picture:
        return find_upright_size(picture, read_exif(picture))


def looks_like_picture(path: Path) -> bool:
    """Return whether the suffix is one that pictures have, in any case.

    Parameters
    ----------
    path
        Need not exist.

    Returns
    -------
    bool
        True for what `read_photo` may be able to read.

    Examples
    --------
    >>> looks_like_picture(Path("IMG_1.JPG")), looks_like_picture(Path("notes.txt"))
    (True, False)
    """
    return path.suffix.lower() in SUFFIXES


def resize_picture(pixels: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    """Return the picture at another size: Pillow BILINEAR, which averages when it shrinks.

    Parameters
    ----------
    pixels
        (H, W, 3) uint8, or (H, W) uint8.
    height
        Rows wanted, px, at least 1.
    width
        Columns wanted, px, at least 1.

    Returns
    -------
    NDArray[np.uint8]
        (height, width, 3), or (height, width).

    Raises
    ------
    SettingsError
        If a size is below 1.
    """
    if height < 1 or width < 1:
        raise SettingsError(
            f"resize_picture: `height` and `width` must be at least 1 px, got {height} x {width}. Name a larger size."
        )
    return to_array(Image.fromarray(pixels).resize((width, height), Image.Resampling.BILINEAR))


def resize_mask(mask: NDArray[np.bool_], height: int, width: int) -> NDArray[np.bool_]:
    """Return the mask at another size: resized as grey, 0 or 255, like a picture, and cut above 127.

    Parameters
    ----------
    mask
        (H, W) bool.
    height
        Rows wanted, px, at least 1.
    width
        Columns wanted, px, at least 1.

    Returns
    -------
    NDArray[np.bool_]
        (height, width) bool.
    """
    grey = mask.astype(np.uint8) * np.uint8(255)
    return np.asarray(resize_picture(grey, height, width) > 127)


def write_png(path: Path, array: NDArray[np.uint8]) -> None:
    """Write a PNG, whole or not at all.

    Parameters
    ----------
    path
        Replaced if there.
    array
        (H, W) or (H, W, 3) uint8, at least one pixel. An `OutputError` says what cannot be written.
    """
    _write(path, array, "PNG")


def write_jpeg(path: Path, array: NDArray[np.uint8], quality: int = 90) -> None:
    """Write a JPEG, whole or not at all.

    Parameters
    ----------
    path
        Replaced if there.
    array
        (H, W, 3) uint8, 1 to 65500 pixels high and wide. An `OutputError` says what cannot be written.
    quality
        1..95, as Pillow counts.
    """
    _write(path, array, "JPEG", quality=quality, subsampling=0)  # else lines one pixel wide lose their colour


def _write(path: Path, array: NDArray[np.uint8], kind: str, **options: Any) -> None:
    encoded = io.BytesIO()  # Pillow does not notice when a file takes only part of what it writes
    with replace_file(path) as part:
        try:
            Image.fromarray(array).save(encoded, kind, **options)
        except (ValueError, TypeError, SystemError, OSError) as error:  # empty, of a wrong type, too large
            raise OutputError(
                f"output: `array` must be a picture that {kind} can hold, got {array.dtype} of shape {array.shape} for "
                f"'{path}' ({error}). Convert it to uint8 with at least one pixel, and for JPEG at most 65500 a side."
            ) from error
        part.write_bytes(encoded.getbuffer())
