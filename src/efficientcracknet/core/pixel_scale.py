"""The scale of a camera that looks straight at a surface: one number.

Points are (row, col) in px, the centre of the top left pixel is (0, 0).
"""

import math
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import ScaleError

Point = tuple[float, float]

FULL_FRAME_DIAGONAL_MM = math.hypot(36, 24)
"""Of the 35 mm film that equivalent focal lengths are told for."""


@dataclass(frozen=True, slots=True)
class PixelScale:
    """How large a pixel is on a surface that the camera looks at straight.

    Attributes
    ----------
    mm_per_px
        Side of a pixel, mm, finite and above 0.

    Raises
    ------
    ScaleError
        If `mm_per_px` is not a finite number above 0.

    Examples
    --------
    >>> scale = PixelScale(mm_per_px=0.5)
    >>> scale.length_mm(10), scale.area_mm2(np.zeros((1, 2))).tolist()
    (5.0, [0.25])
    """

    mm_per_px: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mm_per_px) and self.mm_per_px > 0):
            raise ScaleError(
                f"PixelScale: `mm_per_px` must be finite and above 0, got {self.mm_per_px}. "
                "Measure how many mm on the surface one pixel shows."
            )

    @classmethod
    def from_two_points(cls, first: Point, second: Point, distance_mm: float) -> Self:
        """Return the scale that two points of the picture and their distance give.

        Parameters
        ----------
        first
            (row, col), px.
        second
            (row, col), px, elsewhere.
        distance_mm
            From the first to the second on the surface, mm, above 0.

        Returns
        -------
        Self
            `distance_mm` shared among the pixels between the points.

        Raises
        ------
        ScaleError
            If the points are one, or a number is impossible.

        Examples
        --------
        >>> PixelScale.from_two_points((0, 0), (30, 40), distance_mm=100)
        PixelScale(mm_per_px=2.0)
        """
        require_positive("PixelScale", distance_mm=distance_mm)
        distance_px = math.dist(first, second)
        if not (math.isfinite(distance_px) and distance_px > 0):
            raise ScaleError(
                f"PixelScale: the two points must lie a finite distance apart, got {first} and {second}. "
                "Name two points (row, col) far from each other."
            )
        return cls(distance_mm / distance_px)

    @classmethod
    def from_camera(cls, distance_mm: float, focal_length_mm: float, pixel_pitch_mm: float) -> Self:
        """Return the scale of a camera that looks straight at a surface: pixel pitch times distance by focal length.

        Parameters
        ----------
        distance_mm
            From the lens to the surface, mm, more than the focal length.
        focal_length_mm
            The true one, mm, above 0.
        pixel_pitch_mm
            From one pixel of the sensor to the next, mm, above 0.

        Returns
        -------
        Self
            The ground sample distance.

        Raises
        ------
        ScaleError
            If a number is impossible, or the distance is not larger than the focal length.

        Examples
        --------
        >>> PixelScale.from_camera(distance_mm=5000, focal_length_mm=50, pixel_pitch_mm=0.004)
        PixelScale(mm_per_px=0.4)
        """
        require_positive(
            "PixelScale", distance_mm=distance_mm, focal_length_mm=focal_length_mm, pixel_pitch_mm=pixel_pitch_mm
        )
        if distance_mm <= focal_length_mm:
            raise ScaleError(
                f"PixelScale: `distance_mm` must be larger than the focal length of {focal_length_mm:g} mm, got "
                f"{distance_mm:g} mm. Name the distance from the lens to the surface."
            )
        return cls(pixel_pitch_mm * distance_mm / focal_length_mm)

    @classmethod
    def from_equivalent(cls, distance_mm: float, focal_length_35mm: float, size_px: tuple[int, int]) -> Self:
        """Return the scale of a camera whose 35 mm equivalent focal length is known.

        The equivalent has the same angle of view over the diagonal; the picture must be whole, not cut out.

        Parameters
        ----------
        distance_mm
            From the lens to the surface, mm.
        focal_length_35mm
            Equivalent for film of 36 mm x 24 mm, mm.
        size_px
            (height, width) of the whole picture, px. A `ScaleError` refuses numbers that are impossible.

        Returns
        -------
        Self
            As `from_camera` gives it for a sensor of 43.3 mm diagonal.

        Examples
        --------
        >>> round(PixelScale.from_equivalent(1000, 36, (2400, 3600)).mm_per_px, 9)
        0.277777778
        """
        diagonal_px = math.hypot(*size_px)
        require_positive("PixelScale", diagonal_px=diagonal_px)
        return cls.from_camera(distance_mm, focal_length_35mm, FULL_FRAME_DIAGONAL_MM / diagonal_px)

    def length_mm(self, length_px: float) -> float:
        """Return a length of `length_px` pixel sides in mm."""
        return length_px * self.mm_per_px

    def to_plane_mm(self, points_px: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (N, 2) float64, (down, right) from the centre of the first pixel, mm, of points (row, col), px."""
        return np.asarray(points_px, np.float64) * self.mm_per_px

    def area_mm2(self, points_px: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (N,) float64, mm2 of the pixel around each point (N, 2): everywhere the square of its side."""
        return np.full(len(points_px), self.mm_per_px**2)

    def to_dict(self) -> dict[str, Any]:
        """Return the scale ready for JSON."""
        return {"kind": "pixel", "mm_per_px": self.mm_per_px}


def require_positive(where: str, **numbers: float) -> None:
    """Refuse numbers that are not finite and above 0 with a `ScaleError`; `where` is what asks for them."""
    for name, number in numbers.items():
        if not (math.isfinite(number) and number > 0):
            raise ScaleError(f"{where}: `{name}` must be finite and above 0, got {number}. Measure it.")
