"""Canvas: strokes and shapes become shares of pixels, antialiased by drawing them several times as large.

Points are (row, col) in px; the centre of the top left pixel is (0, 0).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from efficientcracknet.training.drawing.noise import Field, Shape

Points = NDArray[np.float64]

FOLD = 4


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """Lines of one count of points, each with a width of its own on either side.

    Attributes
    ----------
    points
        (..., N, 2) float64, (row, col) px.
    left_px
        (..., N) float64: from the line to its one side.
    right_px
        (..., N) float64: to the other.
    """

    points: Points
    left_px: Points
    right_px: Points


def cover_strokes(shape: Shape, strokes: Iterable[Stroke], fold: int = FOLD) -> Field:
    """Return which share of every pixel is covered.

    Parameters
    ----------
    shape
        (height, width), px.
    strokes
        May lie outside.
    fold
        How many times as large they are drawn.

    Returns
    -------
    Field
        (height, width) float32, 0..1.
    """
    parts = [_list_quads(stroke) for stroke in strokes]
    quads = np.concatenate(parts) if parts else np.zeros((0, 4, 2))
    low, high = quads.min(axis=1), quads.max(axis=1)
    inside = (high > -1).all(axis=1) & (low < shape).all(axis=1)
    return cover_shapes(shape, quads[inside], fold)


def cover_shapes(shape: Shape, shapes: Iterable[Points], fold: int = FOLD) -> Field:
    """Return which share of every pixel lies in polygons.

    Parameters
    ----------
    shape
        (height, width), px.
    shapes
        (N, 2) each: the corners.
    fold
        How many times as large they are drawn.

    Returns
    -------
    Field
        (height, width) float32, 0..1.
    """
    height, width = shape
    sheet = Image.new("L", (width * fold, height * fold))
    pen = ImageDraw.Draw(sheet)
    for corners in shapes:
        pen.polygon(((corners[:, ::-1] + 0.5) * fold - 0.5).ravel().tolist(), fill=255)
    return np.asarray(sheet.reduce(fold), np.float32) / np.float32(255)


def trace_strokes(shape: Shape, strokes: Iterable[Stroke]) -> NDArray[np.bool_]:
    """Return the middles of strokes, one pixel wide and without a gap.

    Parameters
    ----------
    shape
        (height, width), px.
    strokes
        May lie outside.

    Returns
    -------
    NDArray[np.bool_]
        (height, width) bool.
    """
    sheet = Image.new("L", shape[::-1])
    pen = ImageDraw.Draw(sheet)
    for stroke in strokes:
        for line in stroke.points.reshape(-1, *stroke.points.shape[-2:]):
            pen.line(np.rint(line[:, ::-1]).ravel().tolist(), fill=1)
    return np.asarray(sheet) > 0


def _list_quads(stroke: Stroke) -> Points:
    """Return (M, 4, 2): a quadrangle for each step of the line, sharing its short sides with its neighbours."""
    across = _point_across(stroke)
    spread_px = 0.5 / FOLD  # Pillow fills the outline too
    left = stroke.points + across * np.maximum(stroke.left_px - spread_px, 0)[..., np.newaxis]
    right = stroke.points - across * np.maximum(stroke.right_px - spread_px, 0)[..., np.newaxis]
    quads = [left[..., :-1, :], left[..., 1:, :], right[..., 1:, :], right[..., :-1, :]]
    return np.stack(quads, axis=-2).reshape(-1, 4, 2)


def _point_across(stroke: Stroke) -> Points:
    """Return unit vectors across the line; the wider the stroke, the longer the part whose direction counts."""
    points = stroke.points
    count = points.shape[-2]
    spacing_px = np.linalg.norm(np.diff(points, axis=-2), axis=-1).mean() + 1e-9
    reach = int(np.clip(np.mean(stroke.left_px + stroke.right_px) / spacing_px, 1, max(count // 3, 1)))
    places = np.arange(count)
    ahead, behind = np.minimum(places + reach, count - 1), np.maximum(places - reach, 0)
    along = points[..., ahead, :] - points[..., behind, :]
    across = np.stack([-along[..., 1], along[..., 0]], axis=-1)
    return np.asarray(across / (np.linalg.norm(across, axis=-1, keepdims=True) + 1e-9))
