"""The map from a picture to a plane in it, from points known in both.

Letters: N points; H homography. Points are (row, col) in px and (down, right) in mm; H maps (row, col, 1) to
(down, right, 1) times a weight, above 0 on the side of the horizon where the known points lie.
"""

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.core.errors import ScaleError

SMALLEST_RATIO = 1e-9
"""Of singular values: below it, the points fix no single map, or one that is flat."""


def fit_homography(points_px: NDArray[np.float64], points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the homography that takes points of the picture to points of the plane.

    Exact for four points, least squares (direct linear transform on normalised points) for more.

    Parameters
    ----------
    points_px
        (N, 2) float64, (row, col), px, N at least 4.
    points_mm
        (N, 2) float64, (down, right) on the plane, mm, in the same order.

    Returns
    -------
    NDArray[np.float64]
        (3, 3) float64; the weight of the points' mean is 1.

    Raises
    ------
    ScaleError
        If there are too few points, too many of them lie on one line, or they lie on both sides of the horizon.

    Examples
    --------
    >>> square = np.array([[0, 0], [0, 1], [1, 1], [1, 0]], np.float64)
    >>> np.allclose(fit_homography(square, 5 * square), np.diag([5, 5, 1]))
    True
    """
    _require_points(points_px, points_mm)
    to_unit_px, to_unit_mm = _normalise(points_px), _normalise(points_mm)
    unit = _solve(move_points(to_unit_px, points_px), move_points(to_unit_mm, points_mm))
    homography = np.linalg.inv(to_unit_mm) @ unit @ to_unit_px
    weights = find_weights(homography, points_px)
    if not weights.min() * weights.max() > 0:
        raise ScaleError(
            f"fit_homography: `points_px` must lie on one side of the horizon, got {points_px.tolist()}. "
            "Name the points of the picture and of the plane in the same order."
        )
    fitted: NDArray[np.float64] = homography / weights.mean()
    return fitted


def find_weights(homography: NDArray[np.float64], points_px: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how near points are: 0 on the horizon, below 0 beyond it.

    Parameters
    ----------
    homography
        (3, 3) float64.
    points_px
        (N, 2) float64, (row, col), px; may be empty.

    Returns
    -------
    NDArray[np.float64]
        (N,) float64.
    """
    weights: NDArray[np.float64] = points_px @ homography[2, :2] + homography[2, 2]
    return weights


def move_points(homography: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where a homography takes points.

    Parameters
    ----------
    homography
        (3, 3) float64.
    points
        (N, 2) float64, none on the horizon; may be empty.

    Returns
    -------
    NDArray[np.float64]
        (N, 2) float64.
    """
    moved: NDArray[np.float64] = points @ homography[:2, :2].T + homography[:2, 2]
    return moved / find_weights(homography, points)[:, np.newaxis]


def _require_points(points_px: NDArray[np.float64], points_mm: NDArray[np.float64]) -> None:
    if points_px.shape != points_mm.shape or points_px.ndim != 2 or points_px.shape[1] != 2 or len(points_px) < 4:
        raise ScaleError(
            f"fit_homography: `points_px` and `points_mm` must be four or more pairs of numbers each, got shapes "
            f"{points_px.shape} and {points_mm.shape}. Name four corners of a flat rectangle."
        )
    if not (np.isfinite(points_px).all() and np.isfinite(points_mm).all()):
        raise ScaleError(
            f"fit_homography: `points_px` and `points_mm` must be finite, got {points_px.tolist()} and "
            f"{points_mm.tolist()}. Name numbers of px and mm."
        )


def _normalise(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the (3, 3) map that moves the mean of points to 0 and their mean distance from it to the root of 2."""
    centre = points.mean(axis=0)
    distance = float(np.linalg.norm(points - centre, axis=1).mean())
    if distance == 0:
        raise ScaleError(
            f"fit_homography: points must lie apart, got {len(points)} times {centre.tolist()}. Name different points."
        )
    factor = np.sqrt(2) / distance
    return np.array([[factor, 0, -factor * centre[0]], [0, factor, -factor * centre[1]], [0, 0, 1]])


def _solve(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the (3, 3) map whose nine numbers are the null direction of the two equations that each point gives."""
    ones, zeros = np.ones((len(source), 1)), np.zeros((len(source), 3))
    known = np.hstack([source, ones])
    first = np.hstack([known, zeros, -target[:, :1] * known])
    second = np.hstack([zeros, known, -target[:, 1:] * known])
    _, sizes, directions = np.linalg.svd(np.vstack([first, second]))
    solution: NDArray[np.float64] = directions[8].reshape(3, 3)
    flatness = np.linalg.svd(solution, compute_uv=False)
    ratio = min(sizes[7] / sizes[0], flatness[2] / flatness[0])
    if ratio < SMALLEST_RATIO:
        raise ScaleError(
            f"fit_homography: no three of four points may lie on one line, got a ratio of {ratio:.1e} between the "
            f"singular values of {len(source)} points. Name corners that span an area."
        )
    return solution
