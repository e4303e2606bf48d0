"""What an upload is, from its header alone: no pixel of a stranger's file is decoded before its size is known."""

import io
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, PngImagePlugin

from efficientcracknet.core.errors import CrackError
from efficientcracknet.runtime.camera import read_exif
from efficientcracknet.runtime.decoding import FORMATS, open_picture
from efficientcracknet.runtime.pixels import find_upright_size
from efficientcracknet.web.desk.refusal import DeskRefusal

SUFFIXES = {
    "JPEG": ".jpg",
    "MPO": ".jpg",
    "PNG": ".png",
    "TIFF": ".tif",
    "WEBP": ".webp",
    "BMP": ".bmp",
    "DIB": ".bmp",
    "GIF": ".gif",
    "PPM": ".ppm",
    "AVIF": ".avif",
    "HEIF": ".heic",
}
"""What a photo's file is called by its content, whatever it was called where it came from."""


MOST_CHUNKS = 20_000
"""Of a PNG, that are looked through for what says which way is up."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that may be decoded.

    Attributes
    ----------
    kind
        As Pillow calls it.
    height_px, width_px
        As seen upright.
    """

    kind: str
    height_px: int
    width_px: int

    @property
    def suffix(self) -> str:
        """Of a file with this content."""
        return SUFFIXES[self.kind]


def inspect_file(path: Path, name: str, most_pixels: int) -> PictureFile:
    """Read the header of an upload.

    Parameters
    ----------
    path
        Of the file.
    name
        That messages call it by.
    most_pixels
        Height times width that are allowed.

    Returns
    -------
    PictureFile
        Fit to be decoded.

    Raises
    ------
    DeskRefusal
        If it is no picture, or too large a one.
    """
    try:
        with open_picture(path, sys.maxsize) as picture:
            width, height = picture.size
            _require_few_pixels(name, height * width, most_pixels)
            kind = str(picture.format)
            height, width = find_upright_size(picture, _read_exif(picture, path))
    except DeskRefusal:
        raise
    except CrackError as error:
        raise DeskRefusal("not_a_picture", str(error).replace(str(path), name), field="name") from error
    if kind not in SUFFIXES:
        raise DeskRefusal("not_a_picture", f"'{name}' must be a photo, got {kind}. Save it as JPEG or PNG.")
    return PictureFile(kind, height, width)


def list_formats() -> list[str]:
    """Return the names of all kinds of pictures that can be read here."""
    Image.init()
    known = [name for name in FORMATS if name in Image.OPEN and name != "MPO"]
    return [*known, "HEIC"] if reads_heic() else known


def reads_heic() -> bool:
    """Return whether the extra for HEIC is installed."""
    try:
        import pi_heif  # noqa: F401
    except ImportError:
        return False
    return True


def _require_few_pixels(name: str, pixels: int, most_pixels: int) -> None:
    if pixels > most_pixels:
        raise DeskRefusal(
            "too_large",
            f"'{name}' must have at most {most_pixels:,} pixels, got {pixels:,}. Cut it into pieces, or look at it "
            "with `efficientcracknet predict`.",
        )


def _read_exif(picture: Image.Image, path: Path) -> Image.Exif:
    """Return what says which way is up; of a PNG without decoding it, as `camera.read_exif` would."""
    if not isinstance(picture, PngImagePlugin.PngImageFile) or "exif" in picture.info:
        return read_exif(picture)
    exif = Image.Exif()
    with suppress(Exception):  # broken EXIF must not cost the picture
        exif.load(_find_png_exif(path))
    return exif


def _find_png_exif(path: Path) -> bytes:
    """Return the EXIF of a PNG, which may stand behind its pixels; nothing if it has none."""
    with path.open("rb") as file:
        file.seek(8)
        for _ in range(MOST_CHUNKS):
            head = file.read(8)
            size = int.from_bytes(head[:4], "big")
            if head[4:] == b"eXIf":
                return file.read(size)
            if len(head) < 8 or head[4:] == b"IEND":
                break
            file.seek(size + 4, io.SEEK_CUR)
    return b""
