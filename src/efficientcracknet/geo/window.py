"""One window measured: its pieces, and what of them belongs to its core."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_cdt

from efficientcracknet.core.scale import Scale
from efficientcracknet.core.tiles import Tile
from efficientcracknet.geo.arcs import find_arcs
from efficientcracknet.geo.fragments import EVENED_STEPS, Fragment, Ownership, cut_branch
from efficientcracknet.geo.parts import Floats, WindowFigures, WindowParts, WindowPoints, pack_arcs, pack_fragments
from efficientcracknet.geo.windows import MapWindow, quantise_threshold
from efficientcracknet.measure.pieces import Piece, find_pieces
from efficientcracknet.measure.settings import MeasureSettings
from efficientcracknet.measure.surface import Surface
from efficientcracknet.measure.system import MeasuredBranch, measure_piece


@dataclass(frozen=True, slots=True, eq=False)
class WindowView:
    """A window with what was read for it.

    Attributes
    ----------
    window
        Where it lies.
    heights
        (H, W) uint8, of what is seen.
    size_px
        (height, width) of the raster.
    core_px
        Side of the cores of all windows.
    threshold
        0..1, where a crack ends.
    widest_px
        A piece that a square of this side fits into is not measured.
    """

    window: MapWindow
    heights: NDArray[np.uint8]
    size_px: tuple[int, int]
    core_px: int
    threshold: float
    widest_px: int

    @property
    def lowest(self) -> int:
        """Smallest byte that counts as crack."""
        return quantise_threshold(self.threshold)

    @property
    def level(self) -> float:
        """Of the borders, in bytes: the threshold, but never a byte itself, so that every byte is in or out."""
        return min(max(255 * self.threshold, self.lowest - 0.99), self.lowest - 0.01)

    def make_surface(self) -> Surface:
        """Return what is measured on: probabilities 0..1, in px of the window."""
        return Surface(self.heights >= self.lowest, self.heights.astype(np.float32) / np.float32(255), self.level / 255)

    def find_core(self, reach_px: int = 0) -> Tile:
        """Return the core, or more of what is seen around it, in px of the window."""
        core, seen = self.window.core, self.window.seen
        top, left = max(core.top - seen.top - reach_px, 0), max(core.left - seen.left - reach_px, 0)
        bottom = min(core.top - seen.top + core.height + reach_px, seen.height)
        right = min(core.left - seen.left + core.width + reach_px, seen.width)
        return Tile(top, left, bottom - top, right - left)


def measure_window(view: WindowView, scale: Scale | None, rules: MeasureSettings) -> WindowParts:
    """Measure what belongs to one window.

    Parameters
    ----------
    view
        The window.
    scale
        Of the raster, for areas.
    rules
        Of measuring.

    Returns
    -------
    WindowParts
        All arrays empty if nothing in or near the core reaches the threshold.
    """
    near = view.find_core(EVENED_STEPS)
    pieces: list[Piece] = []
    if (view.heights[near.rows, near.cols] >= view.lowest).any():
        pieces = [piece for piece in find_pieces(view.heights >= view.lowest, rules) if _reaches(piece, near)]
    labels = np.zeros(view.heights.shape, np.int32)
    for number, piece in enumerate(pieces, start=1):
        labels[tuple(piece.find_pixels().T)] = number
    wide = np.array([_is_wide(piece, view.widest_px) for piece in pieces], np.bool_)
    fragments = list(_list_fragments(pieces, wide, view, rules))
    arcs = find_arcs(view.heights, view.window.seen, view.window.core, view.size_px, view.level) if pieces else []
    seen = view.window.seen
    owners = [int(labels[arc.inner[0] - seen.top, arc.inner[1] - seen.left]) - 1 for arc in arcs]
    kept = [(owner, arc) for owner, arc in zip(owners, arcs, strict=True) if owner >= 0]
    fragment_figures, fragment_points = pack_fragments(fragments)
    arc_figures, arc_points = pack_arcs(kept)
    return WindowParts(
        WindowFigures(
            **_sum_areas(labels, len(pieces), view, scale),
            too_wide=wide,
            **_list_rim(labels, view),
            **fragment_figures,
            **arc_figures,
        ),
        WindowPoints(**fragment_points, **arc_points),
    )


def _reaches(piece: Piece, near: Tile) -> bool:
    """Return whether a piece has a pixel in a part of the window."""
    row, column = piece.corner
    inside = piece.inside[
        max(near.top - row, 0) : max(near.top + near.height - row, 0),
        max(near.left - column, 0) : max(near.left + near.width - column, 0),
    ]
    return bool(inside.any())


def _is_wide(piece: Piece, widest_px: int) -> bool:
    """Return whether a square of `widest_px` fits into a piece."""
    if min(piece.inside.shape) <= widest_px:
        return False
    return bool(2 * distance_transform_cdt(piece.inside, "chessboard").max() > widest_px)


def _list_fragments(
    pieces: Sequence[Piece], wide: NDArray[np.bool_], view: WindowView, rules: MeasureSettings
) -> Iterator[tuple[int, Fragment]]:
    """Yield the number of a piece and a stretch of it that is the core's own."""
    window = view.window
    ownership = Ownership(view.core_px, window.band_row, window.band_column, view.size_px[1])
    surface = view.make_surface() if pieces else None
    for number, piece in enumerate(pieces):
        if surface is None or wide[number]:
            continue
        branches = measure_piece(piece, surface, None, rules).branches
        for branch in branches:
            closed = branch.kind == "loop" and len(branches) == 1
            placed = _place(branch, np.array([window.seen.top, window.seen.left], np.float64))
            for fragment in cut_branch(placed, ownership, closed=closed):
                yield number, fragment


def _place(branch: MeasuredBranch, corner: Floats) -> MeasuredBranch:
    """Return a branch in px of the raster instead of its window."""
    course = branch.course
    moved = replace(
        course, points=course.points + corner, middles=course.middles + corner, borders=course.borders + corner
    )
    return replace(branch, line=branch.line + corner, course=moved, skeleton_px=branch.skeleton_px + corner)


def _sum_areas(labels: NDArray[np.int32], count: int, view: WindowView, scale: Scale | None) -> dict[str, Any]:
    core, corner = view.find_core(), np.array([view.window.seen.top, view.window.seen.left])
    pixels = np.argwhere(labels[core.rows, core.cols]) + np.array([core.top, core.left])
    placed = pixels + corner
    owners = labels[tuple(pixels.T)] - 1
    boxes = np.zeros((count, 4), np.int64)
    if len(pixels):
        boxes[:, :2], boxes[:, 2:] = np.iinfo(np.int64).max, -1
        np.minimum.at(boxes[:, :2], owners, placed)
        np.maximum.at(boxes[:, 2:], owners, placed)
        boxes[:, 2:] += 1
        boxes[boxes[:, 2] == 0] = 0
    areas_mm2 = np.zeros(len(pixels)) if scale is None else scale.area_mm2(placed.astype(np.float64))
    return {
        "areas_px": np.bincount(owners, minlength=count).astype(np.int64),
        "areas_mm2": np.bincount(owners, areas_mm2, count).astype(np.float64),
        "probabilities": np.bincount(owners, view.heights[tuple(pixels.T)] / 255, count).astype(np.float64),
        "boxes": boxes,
    }


def _list_rim(labels: NDArray[np.int32], view: WindowView) -> dict[str, Any]:
    """Return the pixels on either side of the core's rim: windows that see one as part of a piece see one crack."""
    outer, inner = view.find_core(1), view.find_core(-1)
    ring = labels[outer.rows, outer.cols].copy()
    ring[inner.top - outer.top :, inner.left - outer.left :][: max(inner.height, 0), : max(inner.width, 0)] = 0
    pixels = np.argwhere(ring)
    seen = view.window.seen
    rows, columns = (pixels + np.array([outer.top + seen.top, outer.left + seen.left])).T
    return {
        "rim_pixels": rows.astype(np.int64) * view.size_px[1] + columns,
        "rim_pieces": ring[tuple(pixels.T)].astype(np.int64) - 1,
    }
