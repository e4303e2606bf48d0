"""The printed sheet in a picture: found by its ArUco markers, it gives the plane and the scale at once.

The only file that knows OpenCV, which comes with the extra `marker`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import MissingExtraError, ScaleError
from efficientcracknet.core.homography import move_points
from efficientcracknet.core.scale import PlaneScale
from efficientcracknet.core.sheet import EDGE_MM, MARKER_MM, PLACES_MM, list_corners_mm, list_paper_mm

DICTIONARY = "DICT_ARUCO_MIP_36h12"
"""Markers of 6 x 6 modules that differ in 12 or more: noise and texture hardly look like one."""

FEWEST_MARKERS = 2
"""One would fix a plane, but nothing would tell whether the paper is bent."""

MOST_ERROR = 0.02
"""Of a marker's side: how far a corner may lie from where a flat sheet would have it."""

SMALLEST_MODULE_PX = 3.0
"""Of an eighth of a marker's side; below it, corners are found too roughly."""


@dataclass(frozen=True, slots=True, eq=False)
class FoundSheet:
    """The sheet as it lies in a picture.

    Attributes
    ----------
    scale
        Of the plane that the sheet lies on; its origin is the top left corner of the paper.
    covered_px
        (4, 2) float64, (row, col), px: corners of the paper with `EDGE_MM` around it, clockwise from the top left.
    numbers
        Of the markers that were seen.
    """

    scale: PlaneScale
    covered_px: NDArray[np.float64]
    numbers: tuple[int, ...]


def find_sheet(pixels: NDArray[np.uint8]) -> FoundSheet:
    """Find the printed sheet in a picture.

    Parameters
    ----------
    pixels
        (H, W, 3) uint8, red green blue. Without the extra `marker`, a `MissingExtraError` says so.

    Returns
    -------
    FoundSheet
        From two to four of its markers. A `ScaleError` says that fewer are seen, one is seen twice, they are too small,
        or do not lie flat.
    """
    seen = _detect(pixels)
    _require_enough(seen)
    points_px = np.concatenate(list(seen.values()))
    points_mm = np.concatenate([list_corners_mm(number) for number in seen])
    scale = PlaneScale.from_points(points_px, points_mm)
    _require_flat(scale, points_px, points_mm)
    to_picture = np.asarray(np.linalg.inv(scale.homography), np.float64)
    return FoundSheet(scale, move_points(to_picture, list_paper_mm(EDGE_MM)), tuple(seen))


def draw_marker(number: int) -> NDArray[np.bool_]:
    """Return the modules of a marker with its black border.

    Parameters
    ----------
    number
        0..3 for those on the sheet.

    Returns
    -------
    NDArray[np.bool_]
        (8, 8) bool, True where it is black.
    """
    opencv = _import_opencv()
    drawn = opencv.aruco.generateImageMarker(_find_dictionary(opencv), number, 8)
    return np.asarray(drawn == 0)


def _detect(pixels: NDArray[np.uint8]) -> dict[int, NDArray[np.float64]]:
    """Return the corners (4, 2), (row, col) px, of every marker of the sheet that is seen."""
    opencv = _import_opencv()
    settings = opencv.aruco.DetectorParameters()
    settings.cornerRefinementMethod = opencv.aruco.CORNER_REFINE_SUBPIX
    detector = opencv.aruco.ArucoDetector(_find_dictionary(opencv), settings)
    grey = opencv.cvtColor(np.ascontiguousarray(pixels), opencv.COLOR_RGB2GRAY)
    corners, numbers, _ = detector.detectMarkers(grey)
    seen: dict[int, NDArray[np.float64]] = {}
    for number, outline in zip([] if numbers is None else numbers.ravel().tolist(), corners, strict=True):
        if number in seen:
            raise ScaleError(f"marker: each marker must be seen once, got number {number} twice. Leave one sheet.")
        if number in PLACES_MM:
            seen[number] = np.asarray(outline, np.float64).reshape(4, 2)[:, ::-1]
    return dict(sorted(seen.items()))


def _require_enough(seen: dict[int, NDArray[np.float64]]) -> None:
    if len(seen) < FEWEST_MARKERS:
        raise ScaleError(
            f"marker: at least {FEWEST_MARKERS} of the sheet's {len(PLACES_MM)} markers must be seen, got {len(seen)}. "
            "Photograph the whole sheet, sharp and lit evenly, or name the scale another way."
        )
    sides_px = [np.linalg.norm(np.roll(outline, -1, axis=0) - outline, axis=1).min() for outline in seen.values()]
    if min(sides_px) < 8 * SMALLEST_MODULE_PX:
        raise ScaleError(
            f"marker: a marker's side must be at least {8 * SMALLEST_MODULE_PX:g} px, got {min(sides_px):.1f} px. "
            "Go nearer, or look less obliquely."
        )


def _require_flat(scale: PlaneScale, points_px: NDArray[np.float64], points_mm: NDArray[np.float64]) -> None:
    error_mm = float(np.linalg.norm(scale.to_plane_mm(points_px) - points_mm, axis=1).max())
    if error_mm > MOST_ERROR * MARKER_MM:
        raise ScaleError(
            f"marker: corners must lie within {MOST_ERROR * MARKER_MM:.2g} mm of a flat sheet, got {error_mm:.2g} mm. "
            "Fix the sheet flat on the surface."
        )


def _import_opencv() -> Any:
    try:
        import cv2
    except ImportError as error:
        raise MissingExtraError.of("finding or printing markers", "marker") from error
    return cv2


def _find_dictionary(opencv: Any) -> Any:
    return opencv.aruco.getPredefinedDictionary(getattr(opencv.aruco, DICTIONARY))
