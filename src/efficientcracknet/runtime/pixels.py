"""From any Pillow picture to 8-bit colour or to a mask, upright.

Decided here: values of 16 bits are stretched linearly, 0..65535 to 0..255 (grey rounded; colour by Pillow, which drops
the low byte); transparency lies on white, because a crack is dark and nothing light can be taken for one; colour
profiles are not applied; 32-bit integers and floats are refused, because nothing in the file says which value is white.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin
from PIL.ExifTags import Base

from efficientcracknet.core.errors import ImageError

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by its EXIF orientation; any other value leaves it as it is."""

SIDEWAYS = {5, 6, 7, 8}
"""Orientations that exchange height and width."""

LOSSY_FORMATS = {"JPEG", "MPO", "WEBP", "HEIF", "AVIF"}
BAND_ROWS = 64
"""Rows of a picture that go from Pillow to numpy at once: few enough to stay in a cache."""

WIDTH_TAG, HEIGHT_TAG, PHOTOMETRIC_TAG = 256, 257, 262
WHITE_IS_ZERO = 0


def turn_upright(picture: Image.Image, exif: Image.Exif) -> Image.Image:
    """Return the picture as its camera wants it shown.

    Parameters
    ----------
    picture
        Any mode.
    exif
        Its EXIF, read after its pixels were decoded: a TIFF is upright by then and says so.

    Returns
    -------
    Image.Image
        `picture` itself where there is nothing to turn.
    """
    turn = TURNS.get(exif.get(Base.Orientation, 1))
    return picture if turn is None else picture.transpose(turn)


def find_upright_size(picture: Image.Image, exif: Image.Exif) -> tuple[int, int]:
    """Return the size that `turn_upright` will give, before the pixels are decoded.

    Parameters
    ----------
    picture
        Just opened.
    exif
        Its EXIF; empty if it has none.

    Returns
    -------
    tuple[int, int]
        Height and width, px.
    """
    width, height = picture.size
    if isinstance(picture, TiffImagePlugin.TiffImageFile):  # Pillow turns TIFFs itself, and their size before that
        width, height = picture.tag_v2[WIDTH_TAG], picture.tag_v2[HEIGHT_TAG]
    return (width, height) if exif.get(Base.Orientation, 1) in SIDEWAYS else (height, width)


def to_colour(picture: Image.Image) -> Image.Image:
    """Return the picture in 8-bit red, green and blue.

    Parameters
    ----------
    picture
        Any mode but 32-bit integers and floats, which an `ImageError` refuses.

    Returns
    -------
    Image.Image
        Mode RGB; `picture` itself if it is that already.
    """
    picture.load()
    if picture.mode == "RGB" and not picture.has_transparency_data:
        return picture
    if _has_16_bits(picture):
        stretched = (_read_16_bits(picture).astype(np.uint32) + 128) // 257
        return Image.fromarray(stretched.astype(np.uint8)).convert("RGB")
    _refuse_32_bits(picture)
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        white = Image.new("RGB", picture.size, "white")
        white.paste(layer, mask=layer.getchannel("A"))
        return white
    return picture.convert("RGB")


def to_array(picture: Image.Image) -> NDArray[np.uint8]:
    """Return the pixels of a picture; in bands, as Pillow would copy the whole of it three times.

    Parameters
    ----------
    picture
        Mode RGB or L, H rows, W columns.

    Returns
    -------
    NDArray[np.uint8]
        (H, W, 3) or (H, W), C-contiguous, read-only.
    """
    width, height = picture.size
    pixels = np.empty((height, width, 3)[: 3 if picture.mode == "RGB" else 2], np.uint8)
    for top in range(0, height, BAND_ROWS):
        bottom = min(top + BAND_ROWS, height)
        pixels[top:bottom] = np.asarray(picture.crop((0, top, width, bottom)))
    pixels.flags.writeable = False
    return pixels


def to_mask(picture: Image.Image) -> NDArray[np.bool_]:
    """Return which pixels of a mask are marked: see `runtime.images.read_mask` for the rule.

    Parameters
    ----------
    picture
        A mask of 1, 8 or 16 bits, grey or with a palette; an `ImageError` refuses colours, transparency, 32-bit values.

    Returns
    -------
    NDArray[np.bool_]
        (H, W) bool.
    """
    picture.load()
    values = _read_16_bits(picture) if _has_16_bits(picture) else _read_grey(picture)
    largest = int(values.max(initial=0))
    if largest == 1 and picture.format not in LOSSY_FORMATS:  # there, a 1 is noise of the compression
        return np.asarray(values == 1)
    return np.asarray(values > (127 if largest <= 255 else 32767))


def _read_grey(picture: Image.Image) -> NDArray[np.integer]:
    """Return (H, W) uint8, 0..255, of an opaque picture without colours."""
    _refuse_32_bits(picture)
    _refuse_transparency(picture)
    if picture.mode == "1":
        return np.asarray(picture.convert("L"))
    if picture.mode == "L":
        return np.asarray(picture)
    channels = np.asarray(picture.convert("RGB"))
    is_grey = np.array_equal(channels[..., 0], channels[..., 1]) and np.array_equal(channels[..., 0], channels[..., 2])
    if is_grey:
        return channels[..., 0]
    if picture.mode == "P" and int(np.asarray(picture).max(initial=0)) == 1:
        return np.asarray(picture)  # labels of annotation tools: colours for the eye, 1 for the crack
    difference = int((channels.max(axis=2) - channels.min(axis=2)).max())
    raise ImageError(
        f"images: `mask` must be grey, got channels that differ by up to {difference} of 255{_tell_file(picture)}. "
        "Save the mask as grey PNG, 0 for background and 255 for crack."
    )


def _has_16_bits(picture: Image.Image) -> bool:
    is_widened = picture.mode == "I" and picture.format in {"PNG", "PPM"}  # older Pillow puts their 16 bits into 32
    return picture.mode.startswith("I;16") or is_widened


def _read_16_bits(picture: Image.Image) -> NDArray[np.integer]:
    """Return (H, W) uint16, 0 black."""
    values = np.asarray(picture).astype(np.uint16, copy=False)
    if isinstance(picture, TiffImagePlugin.TiffImageFile) and picture.tag_v2.get(PHOTOMETRIC_TAG) == WHITE_IS_ZERO:
        return np.uint16(65535) - values  # Pillow inverts 8 bits itself, 16 not
    return values


def _refuse_32_bits(picture: Image.Image) -> None:
    if picture.mode in {"I", "F"}:
        kind = "integers of 32 bits" if picture.mode == "I" else "floats"
        raise ImageError(
            f"images: `path` must have 1, 8 or 16 bits a channel, got {kind}{_tell_file(picture)}. "
            "Stretch the values to 0..255 as you see fit and save 8 bits."
        )


def _refuse_transparency(picture: Image.Image) -> None:
    if not picture.has_transparency_data:
        return
    least = int(np.asarray(picture.convert("RGBA").getchannel("A")).min())
    if least < 255:
        raise ImageError(
            f"images: `mask` must be opaque, got alpha down to {least} of 255{_tell_file(picture)}. "
            "Save the mask as grey PNG, 0 for background and 255 for crack."
        )


def _tell_file(picture: Image.Image) -> str:
    name = getattr(picture, "filename", "")
    return f" in '{name}'" if name else ""
