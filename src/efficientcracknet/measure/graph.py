"""The graph of one crack: which lines of its skeleton count, and where they meet.

Three rules, each told in `MeasureSettings` or here: spurs are left out; junctions whose inscribed circles overlap are
one; a ring that fits into the circle of its own junction is none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from efficientcracknet.measure.polyline import Points, find_length
from efficientcracknet.measure.settings import MeasureSettings
from efficientcracknet.measure.skeleton import Trace

Inscribe = Callable[[Points], NDArray[np.float64]]


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Lines and the nodes that they meet in.

    Attributes
    ----------
    traces
        From node to node.
    places
        (row, col) of every node, px.
    radii
        Of the circles inscribed at the nodes, px.
    """

    traces: tuple[Trace, ...]
    places: Mapping[int, Points]
    radii: Mapping[int, float]

    def count_ends(self) -> dict[int, int]:
        """Return how many ends of lines meet in each node: 1 is a free end, 3 or more a junction."""
        return {node: len(keys) for node, keys in _list_ends(dict(enumerate(self.traces))).items()}


def build_graph(traces: Iterable[Trace], inscribe: Inscribe, settings: MeasureSettings) -> Graph:
    """Return the graph of a crack without what thinning adds.

    Parameters
    ----------
    traces
        All lines of its skeleton.
    inscribe
        Gives radii of inscribed circles, px, at points (N, 2).
    settings
        Holds the rule of spurs.

    Returns
    -------
    Graph
        At least one line remains.
    """
    lines = dict(enumerate(traces))
    places = {node: line.points[end] for line in lines.values() for node, end in ((line.start, 0), (line.stop, -1))}
    found = inscribe(np.array(list(places.values())))
    radii = dict(zip(places, found.tolist(), strict=True))
    lines = _prune(lines, radii, settings)
    lines, places = _unite_junctions(lines, places, radii)
    lines = _prune(_drop_small_rings(lines, radii), radii, settings)
    return Graph(tuple(lines.values()), places, radii)


def _list_ends(lines: Mapping[int, Trace]) -> dict[int, list[int]]:
    """Return for every node the keys of the lines that end there; a ring is listed twice."""
    ends: dict[int, list[int]] = defaultdict(list)
    for key, line in lines.items():
        ends[line.start].append(key)
        ends[line.stop].append(key)
    return ends


def _prune(lines: dict[int, Trace], radii: Mapping[int, float], settings: MeasureSettings) -> dict[int, Trace]:
    """Take the shortest spur from every junction, join what is left, and again until there are no more."""
    lines = _join_through(lines)
    while spurs := _find_spurs(lines, radii, settings):
        lines = _join_through({key: line for key, line in lines.items() if key not in spurs})
    return lines


def _find_spurs(lines: Mapping[int, Trace], radii: Mapping[int, float], settings: MeasureSettings) -> set[int]:
    ends = _list_ends(lines)
    shortest: dict[int, tuple[float, int]] = {}
    for key, line in lines.items():
        for free, junction in ((line.start, line.stop), (line.stop, line.start)):
            if len(ends[free]) != 1 or len(ends[junction]) < 3:
                continue
            length = find_length(line.points)
            if length <= (1 + settings.spur_ratio) * radii[junction] + settings.spur_px:
                shortest[junction] = min(shortest.get(junction, (length, key)), (length, key))
    return {key for _, key in shortest.values()}


def _join_through(lines: dict[int, Trace]) -> dict[int, Trace]:
    """Make one line of two that meet in a node where nothing else ends."""
    lines = dict(lines)
    ends = _list_ends(lines)
    for node in list(ends):
        if len(ends[node]) != 2 or ends[node][0] == ends[node][1]:
            continue
        first, second = ends.pop(node)
        joined = _join(lines[first], lines.pop(second), node)
        lines[first] = joined
        ends[joined.stop] = [first if key == second else key for key in ends[joined.stop]]
    return lines


def _join(first: Trace, second: Trace, node: int) -> Trace:
    if first.stop != node:
        first = Trace(first.stop, first.start, first.points[::-1])
    if second.start != node:
        second = Trace(second.stop, second.start, second.points[::-1])
    return Trace(first.start, second.stop, np.vstack([first.points, second.points[1:]]))


def _unite_junctions(
    lines: dict[int, Trace], places: Mapping[int, Points], radii: dict[int, float]
) -> tuple[dict[int, Trace], dict[int, Points]]:
    """Make one junction of two whose inscribed circles overlap, halfway between them; the line between them goes."""
    ends = _list_ends(lines)
    chief = {node: node for node in ends}

    def find(node: int) -> int:
        while chief[node] != node:
            node = chief[node]
        return node

    left = {}
    for key, line in lines.items():
        both = line.start, line.stop
        near = find_length(line.points) <= sum(radii[node] for node in both)
        if near and line.start != line.stop and all(len(ends[node]) >= 3 for node in both):
            chief[find(line.start)] = find(line.stop)
        else:
            left[key] = line
    members = defaultdict(list)
    for node in ends:
        members[find(node)].append(node)
    for node, group in members.items():
        radii[node] = max(radii[member] for member in group)
    moved = {node: np.mean([places[member] for member in group], axis=0) for node, group in members.items()}
    return {key: Trace(find(one.start), find(one.stop), one.points) for key, one in left.items()}, moved


def _drop_small_rings(lines: dict[int, Trace], radii: Mapping[int, float]) -> dict[int, Trace]:
    """Leave out rings that fit into the circle of their junction, unless nothing else is there."""
    left = {
        key: line
        for key, line in lines.items()
        if not (line.is_ring and find_length(line.points) <= 2 * np.pi * radii[line.start])
    }
    return left or lines
