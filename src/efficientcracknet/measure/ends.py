"""Where branches end: at the border for a free end, in one point for all that meet in a junction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from efficientcracknet.measure.course import Course
from efficientcracknet.measure.graph import Graph
from efficientcracknet.measure.polyline import Points
from efficientcracknet.measure.profile import find_crossings
from efficientcracknet.measure.surface import Surface

STEP_PX = 0.25
"""Between two looks on the way to a free end."""

_KEEP_PLACE = 0.05
"""Weight with which a junction stays where the skeleton had it, against the lines of its branches."""

_NO_POINTS: Points = np.empty((0, 2))


def finish(graph: Graph, courses: Sequence[Course], surface: Surface) -> list[Points]:
    """Return the middle line of every branch from end to end.

    Parameters
    ----------
    graph
        Of the crack.
    courses
        One for each of the graph's lines.
    surface
        With the heights.

    Returns
    -------
    list[Points]
        (N, 2) float64 each, N at least 2.
    """
    counts = graph.count_ends()
    junctions = _place_junctions(graph, courses, counts)
    lines = []
    for trace, course in zip(graph.traces, courses, strict=True):
        if trace.is_ring and counts[trace.start] == 2:
            lines.append(course.points)
            continue
        first, last = (junctions.get(node) for node in (trace.start, trace.stop))
        known = [point[np.newaxis] for point in (first, last) if point is not None]
        middle = _leave_nodes(course, first is not None, last is not None, is_ring=trace.is_ring)
        line = np.vstack([*known[: first is not None], middle, *known[first is not None :]])
        before = _reach_border(surface, line[::-1], course) if first is None else _NO_POINTS
        after = _reach_border(surface, line, course) if last is None else _NO_POINTS
        lines.append(np.vstack([before, line, after]))
    return lines


def _leave_nodes(course: Course, at_start: bool, at_stop: bool, *, is_ring: bool) -> Points:
    """Return the points between junctions: where nothing is trusted, without those that the skeleton had for them."""
    if not course.is_short:
        return course.points
    if at_start and at_stop and not is_ring:
        return _NO_POINTS
    return course.points[int(at_start) : len(course.points) - int(at_stop)]


def _place_junctions(graph: Graph, courses: Sequence[Course], counts: Mapping[int, int]) -> dict[int, Points]:
    """Return for each junction the point next to the lines that its branches come in on, and to its old place."""
    incoming: dict[int, list[tuple[Points, Points]]] = defaultdict(list)
    for trace, course in zip(graph.traces, courses, strict=True):
        if not course.is_short:
            incoming[trace.start].append((course.points[0], find_heading(course.points[::-1], course.radius_px)))
            incoming[trace.stop].append((course.points[-1], find_heading(course.points, course.radius_px)))
    places: dict[int, Points] = {}
    for node, count in counts.items():
        if count < 3:
            continue
        matrix: Points = _KEEP_PLACE * np.eye(2)
        vector: Points = _KEEP_PLACE * graph.places[node]
        for point, heading in incoming[node]:
            across = np.eye(2) - np.outer(heading, heading)
            matrix, vector = matrix + across, vector + across @ point
        place = np.asarray(np.linalg.solve(matrix, vector), np.float64)
        far = np.linalg.norm(place - graph.places[node]) > 3 * graph.radii[node]
        places[node] = graph.places[node] if far else place
    return places


def find_heading(points: Points, radius_px: float) -> Points:
    """Return the direction that a line arrives with at its last point.

    Parameters
    ----------
    points
        (N, 2) float64, about 1 px apart, N at least 2.
    radius_px
        Half the width; the direction is that of the last piece as long as the crack is wide, at least 6 points.

    Returns
    -------
    Points
        (2,) float64, a unit vector.
    """
    last = points[-max(6, int(2 * radius_px)) :]
    steps = np.arange(len(last)) - (len(last) - 1) / 2
    heading: Points = steps @ last
    size = float(np.linalg.norm(heading))
    return heading / size if size > 0 else np.array([0.0, 1.0])


def _reach_border(surface: Surface, line: Points, course: Course) -> Points:
    """Return (K, 2), K 0 or 1: where the crack ends if it goes on straight from the last point of a line."""
    heading = find_heading(line, course.radius_px)
    reach_px = 4 * course.radius_px + 4
    away = np.arange(0, reach_px, STEP_PX)
    height, width = surface.size_px
    way = line[-1] + away[:, np.newaxis] * heading
    heights = surface.sample(way.clip(0, (height - 1, width - 1)))
    outside = ((way < -0.5) | (way > (height - 0.5, width - 0.5))).any(axis=1)
    heights[outside] = -np.inf
    step = float(find_crossings(heights[:, np.newaxis], surface.level)[0])
    if np.isnan(step):
        return _NO_POINTS
    return np.asarray(line[-1:] + step * STEP_PX * heading, np.float64)
