"""From joined parts to the figures of cracks, one crack after the other."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from efficientcracknet.core.region import Polygon
from efficientcracknet.geo.chains import Chain
from efficientcracknet.geo.fragments import EndKind
from efficientcracknet.geo.joining import Joined
from efficientcracknet.geo.outlines import make_polygons
from efficientcracknet.geo.parts import Ints, WindowPoints
from efficientcracknet.measure.course import Course
from efficientcracknet.measure.polyline import Points, find_length
from efficientcracknet.measure.system import SHORTEST_PX, MeasuredBranch, System
from efficientcracknet.measure.values import BranchKind

SNAP_PX = 1.0
"""Ends in one junction that two windows placed apart by no more than this meet in one point."""

CLOSEST_PX = 0.5
"""Where two fragments meet, a point that lies nearer to the last one is left out."""

FindPoints = Callable[[int], WindowPoints]
"""Gives the points of a window, by its number."""


class Assembly:
    """Puts cracks together.

    Parameters
    ----------
    joined
        What belongs together.
    find_points
        Gives the points of a window.
    """

    def __init__(self, joined: Joined, find_points: FindPoints) -> None:
        self._joined = joined
        self._find_points = find_points
        figures = joined.figures
        self._lines = _Offsets(joined.fragment_windows, figures.fragment_sizes[:, 0])
        self._borders = _Offsets(joined.fragment_windows, figures.fragment_sizes[:, 1])
        self._arcs = _Offsets(joined.arc_windows, figures.arc_sizes)

    def list_systems(self) -> Iterator[tuple[System, tuple[Polygon, ...]]]:
        """Yield every crack that has a line, in the order of their first pieces.

        Yields
        ------
        tuple[System, tuple[Polygon, ...]]
            Its branches and sums, and its outline.
        """
        figures, cracks = self._joined.figures, self._joined.cracks
        pieces = _group_by(cracks)
        branches = _group_by(cracks[_list_firsts(self._joined.branches, figures.fragment_pieces)])
        outlines = _group_by(cracks[_list_firsts(self._joined.outlines, figures.arc_pieces)])
        for crack, own in sorted(pieces.items()):
            lines = [self._make_branch(self._joined.branches[number]) for number in branches.get(crack, ())]
            long = [line for line in lines if line is not None]
            if long:
                rings = [self._make_ring(self._joined.outlines[number]) for number in outlines.get(crack, ())]
                yield self._make_system(_snap_junctions(long), np.array(own)), make_polygons(rings)

    def _make_system(self, branches: Sequence[MeasuredBranch], pieces: Ints) -> System:
        figures = self._joined.figures
        boxes = figures.boxes[pieces[figures.areas_px[pieces] > 0]]
        (top, left), (bottom, right) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        return System(
            branches=tuple(branches),
            cells=_count_cells(branches),
            area_px=int(figures.areas_px[pieces].sum()),
            area_mm2=float(figures.areas_mm2[pieces].sum()),
            probability_sum=float(figures.probabilities[pieces].sum()),
            box_px=(int(top), int(left), int(bottom - top), int(right - left)),
        )

    def _make_branch(self, chain: Chain) -> MeasuredBranch | None:
        """Return a branch, None if it is too short to be one."""
        figures = self._joined.figures
        lines, borders, ends = [], [np.empty((0, 2, 2))], []
        for number, backwards in chain.members:
            window, start, stop = self._lines.find(number)
            line = self._find_points(window).lines[start:stop]
            window, start, stop = self._borders.find(number)
            border = self._find_points(window).borders[start:stop]
            lines.append(line[::-1] if backwards else line)
            borders.append(border[::-1] if backwards else border)
            ends.append(figures.fragment_ends[number][:: -1 if backwards else 1])
        line = _lay_lines(lines, closed=chain.closed)
        if len(line) < 2 or find_length(line) < SHORTEST_PX:
            return None
        numbers = [number for number, _ in chain.members]
        taken, radii_px = figures.fragment_figures[numbers].T
        free = ends[0][0] != EndKind.JUNCTION, ends[-1][1] != EndKind.JUNCTION
        if chain.closed or ends[0][0] == EndKind.CLOSED:
            free = False, False
        return MeasuredBranch(
            line=line,
            kind=_name_kind(line, free),
            free_ends=free,
            course=_make_course(np.concatenate(borders), int(taken.sum()), float(np.median(radii_px))),
            skeleton_px=np.empty((0, 2)),
        )

    def _make_ring(self, chain: Chain) -> Points:
        """Return an outline; arcs that follow each other share the point in between."""
        arcs = []
        for number, backwards in chain.members:
            window, start, stop = self._arcs.find(number)
            arc = self._find_points(window).arcs[start:stop]
            arcs.append(arc[::-1] if backwards else arc)
        return np.concatenate([arcs[0], *(arc[1:] for arc in arcs[1:])])


class _Offsets:
    """Where the points of each fragment, or arc, lie among those of its window."""

    def __init__(self, windows: Ints, sizes: Ints) -> None:
        ends = np.cumsum(sizes)
        _, first = np.unique(windows, return_index=True)
        before = np.concatenate([[0], ends])[:-1]
        base = np.repeat(before[first], np.diff([*first, len(windows)])) if len(windows) else before
        self._windows, self._starts, self._stops = windows, before - base, ends - base

    def find(self, number: int) -> tuple[int, int, int]:
        """Return its window, its first point and the one after its last."""
        return int(self._windows[number]), int(self._starts[number]), int(self._stops[number])


def _lay_lines(lines: Sequence[Points], *, closed: bool) -> Points:
    """Return one line through all, without points that nearly repeat; a ring ends where it began."""
    laid: list[Points] = []
    for line in lines:
        near = bool(laid and len(line) > 1 and np.linalg.norm(line[0] - laid[-1][-1]) < CLOSEST_PX)
        if len(line):
            laid.append(line[int(near) :])
    joined = np.concatenate([np.empty((0, 2)), *laid])
    return np.vstack([joined, joined[:1]]) if closed and len(joined) > 1 else joined


def _make_course(borders: NDArray[np.float64], taken: int, radius_px: float) -> Course:
    middles = borders.mean(axis=1)
    widths = np.linalg.norm(borders[:, 0] - borders[:, 1], axis=1)
    return Course(middles, widths, middles, borders, taken, radius_px, is_short=not len(middles))


def _name_kind(line: Points, free: tuple[bool, bool]) -> BranchKind:
    if bool((line[0] == line[-1]).all()):
        return "loop"
    kinds: tuple[BranchKind, ...] = ("junction", "free-junction", "free")
    return kinds[sum(free)]


def _snap_junctions(branches: Sequence[MeasuredBranch]) -> list[MeasuredBranch]:
    """Return branches whose ends in the same junction are the same point."""
    ends = [
        (number, end)
        for number, branch in enumerate(branches)
        for end, is_free in zip((0, -1), branch.free_ends, strict=True)
        if not is_free
    ]
    lines = [branch.line.copy() for branch in branches]
    if len(ends) > 1:
        places = np.array([lines[number][end] for number, end in ends])
        pairs = KDTree(places).query_pairs(SNAP_PX, output_type="ndarray")
        graph = coo_array((np.ones(len(pairs)), tuple(pairs.T)), shape=(len(ends), len(ends)))
        _, groups = connected_components(graph, directed=False)
        _, first = np.unique(groups, return_index=True)
        for (number, end), group in zip(ends, groups, strict=True):
            lines[number][end] = places[first[group]]
    return [
        MeasuredBranch(line, _name_kind(line, branch.free_ends), branch.free_ends, branch.course, branch.skeleton_px)
        for line, branch in zip(lines, branches, strict=True)
    ]


def _count_cells(branches: Sequence[MeasuredBranch]) -> int:
    """Return how many independent ways around there are, for branches that all hang together."""
    nodes = {tuple(branch.line[end].tolist()) for branch in branches for end in (0, -1)}
    return max(0, len(branches) - len(nodes) + 1)


def _list_firsts(chains: Sequence[Chain], pieces: Ints) -> Ints:
    return pieces[np.array([chain.members[0][0] for chain in chains], np.int64)]


def _group_by(owners: Ints) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for number, owner in enumerate(owners.tolist()):
        groups[owner].append(number)
    return groups
