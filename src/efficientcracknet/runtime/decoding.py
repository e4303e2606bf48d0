"""From a file to an open Pillow picture, or to a refusal that says why: the only place that opens pictures.

What every reader here keeps to: no more pixels than allowed, known before any is decoded; the first frame of several;
no warning leaks; every error is one of ours. Pillow's own limit, `Image.MAX_IMAGE_PIXELS`, is lifted meanwhile, and a
file that ends too early is damaged even where another library of this process has told Pillow to fill it up with grey.
"""

import threading
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from PIL import Image, ImageFile, TiffImagePlugin, UnidentifiedImageError

from efficientcracknet.core.errors import CrackError, ImageError, MissingExtraError

FORMATS = ("JPEG", "MPO", "PNG", "TIFF", "WEBP", "BMP", "GIF", "PPM", "AVIF")
"""What Pillow may open. Without JPEG 2000, which would lose its place on the map, and without what runs programs."""

HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
GEOTIFF_TAGS = {33550, 33922, 34264, 34735}
"""Pixel scale, tie points, transformation, keys."""


class _Silence:
    """Holds from the first of several overlapping blocks to the last: what it changes belongs to the whole process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blocks = 0
        self._undo = ExitStack()

    def begin(self) -> None:
        """Silence Pillow, unless another block did."""
        with self._lock:
            if self._blocks == 0:
                self._undo.enter_context(warnings.catch_warnings())
                warnings.simplefilter("ignore")
                self._undo.callback(setattr, Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)
                Image.MAX_IMAGE_PIXELS = None
                self._undo.callback(setattr, ImageFile, "LOAD_TRUNCATED_IMAGES", ImageFile.LOAD_TRUNCATED_IMAGES)
            ImageFile.LOAD_TRUNCATED_IMAGES = False  # each time: a library may be imported between two blocks
            self._blocks += 1

    def end(self) -> None:
        """Let it speak again, unless another block goes on."""
        with self._lock:
            self._blocks -= 1
            if self._blocks == 0:
                self._undo.close()


_silence = _Silence()


@contextmanager
def open_picture(path: Path, max_pixels: int) -> Iterator[Image.Image]:
    """Open a picture; what fails inside the block is told as a fault of the picture too.

    Parameters
    ----------
    path
        File of any kind; its content decides, not its suffix.
    max_pixels
        Most pixels allowed, height times width.

    Yields
    ------
    Image.Image
        Header read, pixels not yet decoded.

    Raises
    ------
    ImageError
        If there is no such file, it cannot be read, holds no picture, is damaged, too large or a GeoTIFF.
    CrackError
        What the block raises of ours passes unchanged, a `MissingExtraError` for HEIC without its extra too.
    """
    try:
        _require_filled_file(path)
        with quiet_pillow(), _open(path) as picture:
            _require_size(picture, path, max_pixels)
            _refuse_geotiff(picture, path)
            yield picture
    except CrackError:
        raise
    except UnidentifiedImageError as error:
        raise ImageError(
            f"images: `path` must be a picture, got '{path}', whose content is none that is known. "
            "Save it as JPEG or PNG in a viewer that shows it, or leave it out."
        ) from error
    except MemoryError as error:
        raise ImageError(
            f"images: `path` must fit into memory, got '{path}', which does not. Cut it into pieces or scale it down."
        ) from error
    except PermissionError as error:
        raise ImageError(
            f"images: `path` must be readable, got '{path}' ({error.strerror}). Change its rights, or copy it."
        ) from error
    except Exception as error:  # Pillow raises a dozen kinds on damaged files, and more in each version
        raise ImageError(
            f"images: `path` must be an undamaged picture, got '{path}' ({error}). "
            "Copy it again from where it came, or save it as JPEG or PNG in a viewer that shows it."
        ) from error


@contextmanager
def quiet_pillow() -> Iterator[None]:
    """Let Pillow neither warn nor refuse what it finds too large, in this block and in those of other threads."""
    _silence.begin()
    try:
        yield
    finally:
        _silence.end()


def _open(path: Path) -> Image.Image:
    with path.open("rb") as file:
        header = file.read(64)
    if header[4:8] == b"ftyp" and HEIC_BRANDS & {header[start : start + 4] for start in range(8, 64, 4)}:
        return _open_heic(path)
    Image.init()
    return Image.open(path, formats=[name for name in FORMATS if name in Image.OPEN])


def _open_heic(path: Path) -> Image.Image:
    try:
        from pi_heif import HeifImageFile
    except ImportError as error:
        raise MissingExtraError.of(f"reading '{path}', which is HEIC,", "heic") from error
    picture: Image.Image = HeifImageFile(path)
    return picture


def _require_filled_file(path: Path) -> None:
    if path.is_dir():
        raise ImageError(f"images: `path` must be a file, got the folder '{path}'. Name a picture in it.")
    if not path.is_file():
        raise ImageError(f"images: `path` must be an existing file, got '{path}'. Check the name and the folder.")
    if path.stat().st_size == 0:
        raise ImageError(
            f"images: `path` must hold a picture, got '{path}' of 0 bytes. Copy it again from where it came."
        )


def _require_size(picture: Image.Image, path: Path, max_pixels: int) -> None:
    width, height = picture.size
    if min(height, width) < 1:
        raise ImageError(
            f"images: `path` must have pixels, got {height} x {width} px (height x width) in '{path}'. Leave it out."
        )
    if height * width > max_pixels:
        raise ImageError(
            f"images: `path` must have at most {max_pixels:,} pixels, got {height * width:,} ({height} x {width}, "
            f"height x width) in '{path}'. Cut it into pieces, scale it down, or raise `max_pixels`."
        )


def _refuse_geotiff(picture: Image.Image, path: Path) -> None:
    if isinstance(picture, TiffImagePlugin.TiffImageFile) and GEOTIFF_TAGS & set(picture.tag_v2):
        raise ImageError(
            f"images: `path` must be a plain picture, got the GeoTIFF '{path}'. Look at it with "
            "`efficientcracknet predict`, which reads maps by windows, "
            f"or convert it, without its place on the map: gdal_translate -of PNG '{path.name}' '{path.stem}.png'"
        )
