"""Lines through points (row, col): length, smoothing, even steps, normals.

Letters: N points of a line, at least 2 unless said otherwise.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

Points = NDArray[np.float64]


def find_length(points: Points) -> float:
    """Return the length (px or whatever the points are in) of a line of N points, 0.0 of a single one."""
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())


def measure_along(points: Points) -> NDArray[np.float64]:
    """Return (N,) float64: the way from the first point to each along the line."""
    return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])


def smooth(points: Points, sigma: float, *, closed: bool = False) -> Points:
    """Smooth a line by a Gaussian along its points.

    Parameters
    ----------
    points
        (N, 2) float64, about evenly spaced; N may be 1.
    sigma
        Standard deviation, in points.
    closed
        Whether the last point repeats the first.

    Returns
    -------
    Points
        (N, 2). An open line keeps its ends: it is continued by its mirror image through them.

    Examples
    --------
    >>> smooth(np.array([[0.0, 0], [1, 1], [2, 2]]), 2.0).round(9).tolist()
    [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]
    """
    if len(points) < 3 or sigma == 0:
        return points
    if closed:
        ring = gaussian_filter1d(points[:-1], sigma, axis=0, mode="wrap")
        return np.vstack([ring, ring[:1]])
    reach = int(4 * sigma) + 1
    longer = np.pad(points, ((reach, reach), (0, 0)), mode="reflect", reflect_type="odd")
    smoothed: Points = gaussian_filter1d(longer, sigma, axis=0)
    return smoothed[reach:-reach]


def resample(points: Points, step: float) -> Points:
    """Return points at even steps along a line.

    Parameters
    ----------
    points
        (N, 2) float64; N may be 1.
    step
        Wanted distance, above 0; taken so that the last point is kept.

    Returns
    -------
    Points
        (M, 2), M at least 2, unless the line has no length: then its first point.
    """
    along = measure_along(points)
    if along[-1] == 0:
        return points[:1]
    places = np.linspace(0, along[-1], max(2, round(along[-1] / step) + 1))
    return np.stack([np.interp(places, along, points[:, axis]) for axis in (0, 1)], axis=1)


def find_normals(points: Points, *, closed: bool = False) -> Points:
    """Return unit vectors across a line.

    Parameters
    ----------
    points
        (N, 2) float64, no two neighbours alike.
    closed
        Whether the last point repeats the first.

    Returns
    -------
    Points
        (N, 2), each to the left as one walks along the line.

    Examples
    --------
    >>> find_normals(np.array([[0.0, 0], [0, 1], [0, 2]])).tolist()
    [[-1.0, 0.0], [-1.0, 0.0], [-1.0, 0.0]]
    """
    if closed:
        around = np.vstack([points[-2], points, points[1]])
        along = around[2:] - around[:-2]
    else:
        along = np.gradient(points, axis=0)
    sizes = np.linalg.norm(along, axis=1, keepdims=True)
    along = along / np.where(sizes > 0, sizes, 1)
    return np.stack([-along[:, 1], along[:, 0]], axis=1)


def find_span(points: Points) -> float:
    """Return the largest distance between two points of N, at least 1, to within 0.1 %.

    Parameters
    ----------
    points
        (N, 2) float64.

    Returns
    -------
    float
        In the unit of the points; 0.0 for a single point.
    """
    angles = np.linspace(0, np.pi, 64, endpoint=False)
    shadows = points @ np.stack([np.cos(angles), np.sin(angles)])
    outer = points[np.unique(np.concatenate([shadows.argmin(axis=0), shadows.argmax(axis=0)]))]
    return float(np.linalg.norm(outer[:, np.newaxis] - outer[np.newaxis], axis=2).max())
