"""The scale of a plane that a camera sees from any direction: a homography.

Points are (row, col) in px, the centre of the top left pixel is (0, 0); on the plane (down, right) in mm.
"""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import ScaleError
from efficientcracknet.core.homography import find_weights, fit_homography, move_points
from efficientcracknet.core.pixel_scale import require_positive
from efficientcracknet.core.readonly import own_read_only


@dataclass(frozen=True, slots=True, eq=False)
class PlaneScale:
    """How a plane lies in a picture that sees it from any direction.

    Attributes
    ----------
    homography
        (3, 3) float64, read-only: (row, col, 1) in px to (down, right, 1) in mm times a weight, which is above 0 on the
        visible side of the plane's horizon. Lens distortion is no part of it.

    Raises
    ------
    ScaleError
        If `homography` is not a finite, invertible (3, 3) matrix.

    Examples
    --------
    >>> corners = np.array([[0, 0], [0, 100], [50, 100], [50, 0]], np.float64)
    >>> scale = PlaneScale.from_rectangle(corners, width_mm=200, height_mm=100)
    >>> scale.to_plane_mm(np.array([[25.0, 50.0]])).round(6).tolist()
    [[50.0, 100.0]]
    """

    homography: NDArray[np.float64]

    def __post_init__(self) -> None:
        matrix = np.asarray(self.homography, np.float64)
        if matrix.shape != (3, 3) or not np.isfinite(matrix).all() or np.linalg.det(matrix) == 0:
            raise ScaleError(
                f"PlaneScale: `homography` must be a finite, invertible matrix of shape (3, 3), got "
                f"{matrix.tolist()}. Make it with `from_rectangle`."
            )
        object.__setattr__(self, "homography", own_read_only(matrix))

    @classmethod
    def from_points(cls, points_px: NDArray[np.float64], points_mm: NDArray[np.float64]) -> Self:
        """Return the scale that points known in the picture and on the plane give; least squares for more than four.

        Parameters
        ----------
        points_px
            (N, 2), (row, col), px, N at least 4. A `ScaleError` refuses points that fix no plane.
        points_mm
            (N, 2), (down, right) on the plane, mm, in the same order.

        Returns
        -------
        Self
            With the axes and the origin of `points_mm`.
        """
        return cls(fit_homography(np.asarray(points_px, np.float64), np.asarray(points_mm, np.float64)))

    @classmethod
    def from_rectangle(cls, corners_px: NDArray[np.float64], width_mm: float, height_mm: float) -> Self:
        """Return the scale that a flat rectangle of known sides gives.

        Parameters
        ----------
        corners_px
            (4, 2), (row, col), px: its top left, top right, bottom right and bottom left corner, clockwise as seen.
        width_mm
            From the first corner to the second, mm, above 0.
        height_mm
            From the second corner to the third, mm, above 0.

        Returns
        -------
        Self
            With the first corner at (0, 0) mm. A `ScaleError` refuses corners that do not go clockwise around a
            convex area.
        """
        require_positive("PlaneScale", width_mm=width_mm, height_mm=height_mm)
        corners_px = np.asarray(corners_px, np.float64)
        _require_clockwise(corners_px)
        sides_mm = np.array([[0, 0], [0, width_mm], [height_mm, width_mm], [height_mm, 0]])
        return cls.from_points(corners_px, sides_mm)

    def to_plane_mm(self, points_px: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (N, 2) float64, (down, right) on the plane, mm, of points (N, 2), (row, col), px.

        Parameters
        ----------
        points_px
            (N, 2); a `ScaleError` refuses points on the horizon of the plane or beyond it.

        Returns
        -------
        NDArray[np.float64]
            (N, 2); empty if there are no points.
        """
        points_px = np.asarray(points_px, np.float64)
        self._weigh(points_px)
        return move_points(self.homography, points_px)

    def area_mm2(self, points_px: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (N,) float64, mm2 on the plane of the pixel around each point: the determinant of the Jacobian there.

        Parameters
        ----------
        points_px
            (N, 2), (row, col), px; refused as by `to_plane_mm`.

        Returns
        -------
        NDArray[np.float64]
            (N,); empty if there are no points.
        """
        weights = self._weigh(np.asarray(points_px, np.float64))
        areas: NDArray[np.float64] = abs(np.linalg.det(self.homography)) / weights**3
        return areas

    def to_dict(self) -> dict[str, Any]:
        """Return the scale ready for JSON."""
        return {"kind": "plane", "homography": self.homography.tolist()}

    def _weigh(self, points_px: NDArray[np.float64]) -> NDArray[np.float64]:
        weights = find_weights(self.homography, points_px)
        if weights.size and weights.min() <= 0:
            row, column = points_px[weights.argmin()]
            raise ScaleError(
                f"PlaneScale: points must lie on this side of the plane's horizon, got row {row:g}, column {column:g}. "
                "Leave out with a region what does not belong to the plane."
            )
        return weights


def _require_clockwise(corners_px: NDArray[np.float64]) -> None:
    if corners_px.shape != (4, 2):
        raise ScaleError(
            f"PlaneScale: `corners_px` must be four (row, col), got shape {corners_px.shape}. Name each corner once."
        )
    sides = np.roll(corners_px, -1, axis=0) - corners_px
    following = np.roll(sides, -1, axis=0)
    turns = sides[:, 1] * following[:, 0] - sides[:, 0] * following[:, 1]
    if not (turns > 0).all():  # also for corners that are no numbers
        raise ScaleError(
            f"PlaneScale: `corners_px` must go clockwise around a convex area, got {corners_px.tolist()}. "
            "Name (row, col) of the top left, top right, bottom right and bottom left corner."
        )
