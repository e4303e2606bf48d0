"""One connected piece of the mask, measured: its branches, with all that the figures of a crack are made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from skimage.morphology import skeletonize

from efficientcracknet.core.scale import Scale
from efficientcracknet.measure.course import Course, follow
from efficientcracknet.measure.ends import finish
from efficientcracknet.measure.graph import Graph, build_graph
from efficientcracknet.measure.pieces import Piece
from efficientcracknet.measure.polyline import Points, find_length
from efficientcracknet.measure.settings import MeasureSettings
from efficientcracknet.measure.skeleton import Trace, trace_skeleton
from efficientcracknet.measure.surface import Outline, Surface
from efficientcracknet.measure.values import BranchKind

SHORTEST_PX = 1.0
"""Branches between two junctions that lie closer are left out."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredBranch:
    """One branch.

    Attributes
    ----------
    line
        (N, 2) float64: its middle from end to end, px.
    kind
        What its ends are.
    free_ends
        Whether the first point is a free end, and the last.
    course
        Its widths, and where they were taken.
    skeleton_px
        (M, 2) float64: the pixels of the skeleton that it follows, from node to node, whole numbers.
    """

    line: Points
    kind: BranchKind
    free_ends: tuple[bool, bool]
    course: Course
    skeleton_px: Points


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """Branches that hang together.

    Attributes
    ----------
    branches
        At least one.
    cells
        That the branches enclose.
    area_px, area_mm2
        Of the pixels; mm2 only with a scale.
    probability_sum
        Over the pixels.
    box_px
        (top, left, height, width).
    """

    branches: tuple[MeasuredBranch, ...]
    cells: int
    area_px: int
    area_mm2: float | None
    probability_sum: float
    box_px: tuple[int, int, int, int]

    @property
    def length_px(self) -> float:
        """Length of all branches."""
        return sum(find_length(branch.line) for branch in self.branches)


def measure_piece(piece: Piece, surface: Surface, scale: Scale | None, settings: MeasureSettings) -> System:
    """Measure one connected piece.

    Parameters
    ----------
    piece
        Its pixels.
    surface
        Of the whole picture.
    scale
        Of the picture, if known; a `ScaleError` refuses pieces that it does not reach.
    settings
        The rules.

    Returns
    -------
    System
        Its branches, from end to end.
    """
    inside, outline = _find_outline(piece, surface, settings)
    traces = [Trace(trace.start, trace.stop, trace.points + piece.corner) for trace in trace_skeleton(_thin(inside))]
    graph = build_graph(traces, outline.inscribe, settings)
    pixels = piece.find_pixels()
    return System(
        branches=_measure_branches(graph, surface, outline, settings),
        cells=_count_cells(graph),
        area_px=len(pixels),
        area_mm2=None if scale is None else float(scale.area_mm2(pixels.astype(np.float64)).sum()),
        probability_sum=_sum_heights(surface, pixels),
        box_px=piece.box_px,
    )


def _find_outline(piece: Piece, surface: Surface, settings: MeasureSettings) -> tuple[NDArray[np.bool_], Outline]:
    """Return the crack without its small holes, unless they are all the border that it has, and the border."""
    inside = piece.fill_holes(settings.smallest_hole_px)
    outline = Outline(surface, inside, piece.corner)
    if len(outline.points_px):
        return inside, outline
    return piece.inside, Outline(surface, piece.inside, piece.corner)


def _measure_branches(
    graph: Graph, surface: Surface, outline: Outline, settings: MeasureSettings
) -> tuple[MeasuredBranch, ...]:
    counts = graph.count_ends()
    courses = []
    for trace in graph.traces:
        closed = trace.is_ring and counts[trace.start] == 2
        courses.append(follow(trace.points, surface, outline, settings.smoothing_px, closed=closed))
    branches = [
        MeasuredBranch(line, *_tell_ends(trace, counts), course, trace.points)
        for trace, line, course in zip(graph.traces, finish(graph, courses, surface), courses, strict=True)
    ]
    long = [branch for branch in branches if find_length(branch.line) >= SHORTEST_PX]
    return tuple(long or branches[:1])


def _thin(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    # Zhang's method, the default, eats straight diagonals from their ends, some of them up to the last pixel.
    thin: NDArray[np.bool_] = skeletonize(inside, method="lee") > 0  # type: ignore[no-untyped-call]
    return thin


def _tell_ends(trace: Trace, counts: dict[int, int]) -> tuple[BranchKind, tuple[bool, bool]]:
    free = counts[trace.start] < 3, counts[trace.stop] < 3
    if trace.is_ring:
        return "loop", (False, False)
    kinds: tuple[BranchKind, ...] = ("junction", "free-junction", "free")
    return kinds[sum(free)], free


def _count_cells(graph: Graph) -> int:
    """Return how many independent ways around there are: lines - nodes + 1 for what hangs together."""
    return len(graph.traces) - len(graph.count_ends()) + 1


def _sum_heights(surface: Surface, pixels: NDArray[np.intp]) -> float:
    if surface.is_certain:
        return float(len(pixels))
    return float(surface.heights[tuple(pixels.T)].sum(dtype=np.float64))
