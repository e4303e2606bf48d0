"""From what a user says about scale to one scale for each picture, or none, or a refusal; never a guess."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from efficientcracknet.core.errors import ScaleError
from efficientcracknet.core.region import Polygon
from efficientcracknet.core.scale import PixelScale, PlaneScale, Scale
from efficientcracknet.jobs.scale_table import read_scale_table
from efficientcracknet.runtime.images import Photo
from efficientcracknet.runtime.marker import find_sheet
from efficientcracknet.runtime.optics import scale_by_optics


@dataclass(frozen=True, slots=True)
class ScaleOptions:
    """What was said about scale, as it was written; nothing at all means no millimetres.

    Attributes
    ----------
    mm_per_px
        Side of a pixel on the surface, mm, for every picture.
    scale_csv
        Table with the columns ``file`` and ``mm_per_px``, one row a picture.
    two_points
        ``r1,c1,r2,c2``: row and column of two points, px; needs `distance_mm`.
    distance_mm
        Between the two points on the surface, mm.
    corners
        Four times ``r,c``, px: top left, top right, bottom right, bottom left of a rectangle; needs `rectangle_mm`.
    rectangle_mm
        ``WxH``: from the first corner to the second, and from the second to the third, mm.
    distance_m
        From the lens to the surface, m; lens and sensor from EXIF, or from the next two.
    focal_mm
        True focal length, mm; together with `pixel_pitch_um`.
    pixel_pitch_um
        From one pixel of the sensor to the next, um.
    marker
        Whether the printed sheet of ``efficientcracknet marker`` lies on the surface in every picture.
    """

    mm_per_px: float | None = None
    scale_csv: Path | None = None
    two_points: str | None = None
    distance_mm: float | None = None
    corners: tuple[str, ...] = ()
    rectangle_mm: str | None = None
    distance_m: float | None = None
    focal_mm: float | None = None
    pixel_pitch_um: float | None = None
    marker: bool = False


@dataclass(frozen=True, slots=True)
class FoundScale:
    """The scale of one picture, and what of the picture shows no surface because it served to find the scale.

    Attributes
    ----------
    scale
        None: no millimetres.
    covered
        Polygons, (row, col) px: the printed sheet and its edge.
    """

    scale: Scale | None
    covered: tuple[Polygon, ...] = ()


ScaleFinder = Callable[[Path, Photo | None], FoundScale]
"""Called with the path of a picture and the photo; None for a mask, which has neither EXIF nor a marker."""

COMPANIONS = {
    "distance_mm": "two_points",
    "rectangle_mm": "corners",
    "focal_mm": "distance_m",
    "pixel_pitch_um": "distance_m",
}


def parse_scale_options(options: ScaleOptions) -> ScaleFinder:
    """Return what finds the scale of each picture.

    Parameters
    ----------
    options
        At most one way to tell the scale, with all that belongs to it.

    Returns
    -------
    ScaleFinder
        Raises a `ScaleError` for a picture whose scale was asked for and cannot be had.

    Raises
    ------
    ScaleError
        If the options contradict each other, are incomplete, or name impossible numbers.

    Examples
    --------
    >>> find_scale = parse_scale_options(ScaleOptions(two_points="10,0,10,200", distance_mm=100))
    >>> find_scale(Path("wall.jpg"), None).scale
    PixelScale(mm_per_px=0.5)
    """
    ways = [name for name in BUILDERS if _is_given(getattr(options, name))]
    if len(ways) > 1:
        raise ScaleError(
            f"scale: one of {_list_flags(BUILDERS)} must be given at most, got {_list_flags(ways)}. Choose one."
        )
    for companion, way in COMPANIONS.items():
        if getattr(options, companion) is not None and way not in ways:
            raise ScaleError(
                f"scale: `{_flag(companion)}` must come with `{_flag(way)}`, got it alone. Add `{_flag(way)}`."
            )
    return BUILDERS[ways[0]](options) if ways else _always(None)


def _is_given(value: object) -> bool:
    return value is not None and value is not False and value != ()  # a 0 is given, and refused


def _always(scale: Scale | None) -> ScaleFinder:
    found = FoundScale(scale)
    return lambda path, photo: found


def _by_number(options: ScaleOptions) -> ScaleFinder:
    return _always(PixelScale(_require(options, "mm_per_px")))


def _by_table(options: ScaleOptions) -> ScaleFinder:
    table = read_scale_table(options.scale_csv or Path())
    return lambda path, photo: FoundScale(table.find(path))


def _by_two_points(options: ScaleOptions) -> ScaleFinder:
    row_1, column_1, row_2, column_2 = _read_numbers(options.two_points or "", 4, "two_points", "r1,c1,r2,c2")
    distance_mm = _require(options, "distance_mm")
    return _always(PixelScale.from_two_points((row_1, column_1), (row_2, column_2), distance_mm))


def _by_corners(options: ScaleOptions) -> ScaleFinder:
    if len(options.corners) != 4:
        raise ScaleError(f"scale: `--corners` must be four times r,c, got {len(options.corners)}. Name all corners.")
    # first of all: a command line with fewer corners takes the next words, such as --rectangle-mm, for the others
    corners_px = [_read_numbers(corner, 2, "corners", "r,c four times") for corner in options.corners]
    if options.rectangle_mm is None:
        raise ScaleError("scale: `--rectangle-mm` must come with `--corners`, got none. Name its sides, WxH in mm.")
    sides = options.rectangle_mm.lower().replace("x", ",")
    width_mm, height_mm = _read_numbers(sides, 2, "rectangle_mm", "WxH")
    return _always(PlaneScale.from_rectangle(np.array(corners_px), width_mm, height_mm))


def _by_camera(options: ScaleOptions) -> ScaleFinder:
    distance_mm = _require(options, "distance_m") * 1000
    if options.focal_mm is not None or options.pixel_pitch_um is not None:
        pitch_mm = _require(options, "pixel_pitch_um") / 1000
        return _always(PixelScale.from_camera(distance_mm, _require(options, "focal_mm"), pitch_mm))

    def find(path: Path, photo: Photo | None) -> FoundScale:
        photo = _require_photo(path, photo, "--focal-mm and --pixel-pitch-um")
        height, width, _ = photo.pixels.shape
        return FoundScale(scale_by_optics(photo.optics, (height, width), distance_mm))

    return find


def _by_marker(options: ScaleOptions) -> ScaleFinder:
    def find(path: Path, photo: Photo | None) -> FoundScale:
        sheet = find_sheet(_require_photo(path, photo, "--mm-per-px").pixels)
        return FoundScale(sheet.scale, ((sheet.covered_px,),))

    return find


BUILDERS: dict[str, Callable[[ScaleOptions], ScaleFinder]] = {
    "mm_per_px": _by_number,
    "scale_csv": _by_table,
    "two_points": _by_two_points,
    "corners": _by_corners,
    "distance_m": _by_camera,
    "marker": _by_marker,
}
"""The ways to tell a scale, by the option that stands for each."""


def _require(options: ScaleOptions, name: str) -> float:
    number: float | None = getattr(options, name)
    if number is None:
        raise ScaleError(f"scale: `{_flag(name)}` must be given as well, got none. Measure it.")
    if not (math.isfinite(number) and number > 0):
        raise ScaleError(f"scale: `{_flag(name)}` must be a finite number above 0, got {number}. Measure it.")
    return number


def _require_photo(path: Path, photo: Photo | None, instead: str) -> Photo:
    if photo is None:
        raise ScaleError(
            f"scale: '{path}' must be a photo for this, got a mask, which shows no camera and no sheet. Use {instead}."
        )
    return photo


def _read_numbers(text: str, count: int, name: str, form: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(map(math.isfinite, numbers)):
        raise ScaleError(f"scale: `{_flag(name)}` must be {form} in numbers, got {text!r}. Use no spaces at commas.")
    return numbers


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _list_flags(names: Iterable[str]) -> str:
    return ", ".join(map(_flag, names))
