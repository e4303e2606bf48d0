"""What a camera writes beside the pixels: when, where, with what. A fact that is missing or nonsense is None."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from efficientcracknet.runtime.optics import UNKNOWN_OPTICS, Optics, find_optics


@dataclass(frozen=True, slots=True)
class CameraFacts:
    """Facts from EXIF, each None where the file does not say.

    Attributes
    ----------
    taken_at
        ISO 8601, with the offset from UTC where the camera wrote one.
    latitude_deg
        Degrees, north positive, -90..90; known together with the longitude or not at all.
    longitude_deg
        Degrees, east positive, -180..180.
    camera
        Make and model, the make not said twice.
    optics
        Lens and sensor.
    """

    taken_at: str | None = None
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    camera: str | None = None
    optics: Optics = UNKNOWN_OPTICS


def read_exif(picture: Image.Image) -> Image.Exif:
    """Return the EXIF of a picture; empty if it has none or it is broken, for that must not cost the picture.

    Parameters
    ----------
    picture
        Open picture; a PNG is decoded, because its EXIF may stand at its end.

    Returns
    -------
    Image.Exif
        Tags by number.
    """
    try:
        return picture.getexif()
    except Exception:  # Pillow raises a dozen kinds on broken EXIF, and more in each version
        picture.load()  # but broken pixels are told
        return Image.Exif()


def find_camera_facts(exif: Image.Exif) -> CameraFacts:
    """Return what EXIF says about the making of a picture.

    Parameters
    ----------
    exif
        As from `read_exif`.

    Returns
    -------
    CameraFacts
        None for what is missing, impossible or broken. 0 degrees north, 0 degrees east is what receivers without a fix
        write; it lies in the ocean and counts as missing.
    """
    latitude_deg, longitude_deg = _find_place(_read_part(exif, IFD.GPSInfo))
    photo_part = _read_part(exif, IFD.Exif)
    optics = find_optics(photo_part)
    return CameraFacts(_find_time(photo_part), latitude_deg, longitude_deg, _find_camera(exif), optics)


def _read_part(exif: Image.Exif, part: IFD) -> Mapping[int, Any]:
    try:
        return exif.get_ifd(part)
    except Exception:  # see read_exif
        return {}


def _find_time(photo_part: Mapping[int, Any]) -> str | None:
    time = _clean_text(photo_part.get(Base.DateTimeOriginal))
    offset = _clean_text(photo_part.get(Base.OffsetTimeOriginal))
    for text, form in ((f"{time}{offset}", "%Y:%m:%d %H:%M:%S%z"), (f"{time}", "%Y:%m:%d %H:%M:%S")):
        try:
            return datetime.strptime(text, form).isoformat()
        except ValueError:
            continue
    return None


def _find_place(gps_part: Mapping[int, Any]) -> tuple[float | None, float | None]:
    latitude_deg = _to_degrees(gps_part.get(GPS.GPSLatitude), gps_part.get(GPS.GPSLatitudeRef), "NS", 90)
    longitude_deg = _to_degrees(gps_part.get(GPS.GPSLongitude), gps_part.get(GPS.GPSLongitudeRef), "EW", 180)
    if latitude_deg is None or longitude_deg is None or latitude_deg == longitude_deg == 0:
        return None, None
    return latitude_deg, longitude_deg


def _to_degrees(value: Any, direction: Any, letters: str, limit_deg: int) -> float | None:
    """Return signed degrees of (degrees, minutes, seconds); the first of the two letters is the positive direction."""
    letter = (_clean_text(direction) or "?")[0].upper()
    try:
        degrees, minutes, seconds = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    angle_deg = degrees + minutes / 60 + seconds / 3600
    if letter not in letters or not math.isfinite(angle_deg) or min(degrees, minutes, seconds) < 0:
        return None
    if max(minutes, seconds) > 60 or angle_deg > limit_deg:
        return None
    return angle_deg if letter == letters[0] else -angle_deg


def _find_camera(exif: Image.Exif) -> str | None:
    make, model = _clean_text(exif.get(Base.Make)), _clean_text(exif.get(Base.Model))
    if make is None or model is None:
        return model or make
    first_word = make.split()[0].casefold()  # NIKON CORPORATION makes the NIKON D850
    return model if model.casefold().startswith(first_word) else f"{make} {model}"


def _clean_text(value: Any) -> str | None:
    """Return one line of printable text, or None if nothing is left."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    if not isinstance(value, str):
        return None
    printable = "".join(letter if letter.isprintable() else " " for letter in value)
    return " ".join(printable.split()) or None
