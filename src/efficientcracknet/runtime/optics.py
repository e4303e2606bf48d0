"""What a camera writes about its lens and sensor, and the scale that follows from it and a distance."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PIL.ExifTags import Base

from efficientcracknet.core.errors import ScaleError
from efficientcracknet.core.pixel_scale import PixelScale

UNIT_MM = {2: 25.4, 3: 10.0, 4: 1.0, 5: 0.001}
"""Length of EXIF's units of the focal plane: inch and cm; cameras also write mm and um. Without one it is the inch."""

MOST_DISAGREEMENT = 0.1
"""Relative; between two ways to compute one scale. The 35 mm equivalent is rounded to whole mm."""


@dataclass(frozen=True, slots=True)
class Optics:
    """Facts about lens and sensor, each None where the file does not say or says nonsense.

    Attributes
    ----------
    focal_length_mm
        The true one.
    focal_length_35mm
        Equivalent for film of 36 mm x 24 mm, mm.
    pixel_pitch_mm
        From one pixel of the sensor to the next.
    recorded_size_px
        Longer and shorter side of the picture as the camera took it.
    digital_zoom
        Above 1 where the camera cut the middle out and enlarged it.
    """

    focal_length_mm: float | None = None
    focal_length_35mm: float | None = None
    pixel_pitch_mm: float | None = None
    recorded_size_px: tuple[int, int] | None = None
    digital_zoom: float | None = None


UNKNOWN_OPTICS = Optics()


def find_optics(photo_part: Mapping[int, Any]) -> Optics:
    """Return what EXIF says about lens and sensor.

    Parameters
    ----------
    photo_part
        The part of EXIF that is about the photo, by tag number; may be empty.

    Returns
    -------
    Optics
        None for what is missing, impossible or broken.
    """
    sides = [_to_positive(photo_part.get(tag)) for tag in (Base.ExifImageWidth, Base.ExifImageHeight)]
    size = sorted((int(side) for side in sides if side is not None and side >= 1), reverse=True)
    return Optics(
        _to_positive(photo_part.get(Base.FocalLength)),
        _to_positive(photo_part.get(Base.FocalLengthIn35mmFilm)),
        _find_pitch(photo_part),
        (size[0], size[1]) if len(size) == 2 else None,
        _to_positive(photo_part.get(Base.DigitalZoomRatio)),
    )


def scale_by_optics(optics: Optics, size_px: tuple[int, int], distance_mm: float) -> PixelScale:
    """Return the scale of a picture whose camera looked straight at a surface from a known distance.

    Focal length and pixel pitch where the camera wrote both, else the 35 mm equivalent and the picture's diagonal.

    Parameters
    ----------
    optics
        What the camera wrote.
    size_px
        (height, width) of the picture as it is now, px.
    distance_mm
        From the lens to the surface, mm, above the focal length.

    Returns
    -------
    PixelScale
        As far as a pinhole camera explains it.

    Raises
    ------
    ScaleError
        If the camera did not write enough, zoomed digitally, or contradicts itself or the picture's size.

    Examples
    --------
    >>> scale_by_optics(Optics(focal_length_mm=50, pixel_pitch_mm=0.004), (4000, 6000), distance_mm=5000)
    PixelScale(mm_per_px=0.4)
    """
    _require_whole(optics, size_px)
    exact, equivalent = None, None
    if optics.focal_length_mm is not None and optics.pixel_pitch_mm is not None:
        exact = PixelScale.from_camera(distance_mm, optics.focal_length_mm, optics.pixel_pitch_mm)
    if optics.focal_length_35mm is not None:
        equivalent = PixelScale.from_equivalent(distance_mm, optics.focal_length_35mm, size_px)
    if exact is not None and equivalent is not None:
        _require_agreement(exact.mm_per_px, equivalent.mm_per_px)
    scale = exact or equivalent
    if scale is None:
        raise ScaleError(
            "scale_by_optics: the picture's EXIF must hold the focal length with the resolution of the focal plane, or "
            f"the 35 mm equivalent, got {optics.focal_length_mm} mm, {optics.pixel_pitch_mm} mm per pixel and "
            f"{optics.focal_length_35mm} mm. Name focal length and pixel pitch yourself."
        )
    return scale


def _find_pitch(photo_part: Mapping[int, Any]) -> float | None:
    """Return mm from pixel to pixel, the same in both directions, or None."""
    unit_mm = UNIT_MM.get(photo_part.get(Base.FocalPlaneResolutionUnit, 2))
    along, down = (
        _to_positive(photo_part.get(tag)) for tag in (Base.FocalPlaneXResolution, Base.FocalPlaneYResolution)
    )
    if unit_mm is None or along is None or down is None or abs(along / down - 1) > 0.05:
        return None
    return unit_mm / math.sqrt(along * down)


def _to_positive(value: Any) -> float | None:
    """Return a finite number above 0; cameras write 0 and 0/0 for unknown."""
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) and number > 0 else None


def _require_whole(optics: Optics, size_px: tuple[int, int]) -> None:
    if optics.digital_zoom is not None and optics.digital_zoom > 1:
        raise ScaleError(
            f"scale_by_optics: the picture must be taken without digital zoom, got {optics.digital_zoom:g} times. "
            "Name mm per px, or two points and their distance."
        )
    size = max(size_px), min(size_px)
    if optics.recorded_size_px is not None and optics.recorded_size_px != size:
        raise ScaleError(
            "scale_by_optics: the picture must have the size it was taken with, "
            f"{optics.recorded_size_px[0]} x {optics.recorded_size_px[1]} px, got {size[0]} x {size[1]} px. Use the "
            "original, or name mm per px."
        )


def _require_agreement(exact: float, equivalent: float) -> None:
    if abs(exact / equivalent - 1) > MOST_DISAGREEMENT:
        raise ScaleError(
            "scale_by_optics: pixel pitch and 35 mm equivalent of the picture's EXIF must agree, got "
            f"{exact:.4g} and {equivalent:.4g} mm per px. Name focal length and pixel pitch yourself."
        )
