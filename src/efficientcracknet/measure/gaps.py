"""Which pieces are one crack: those whose free ends face each other over a short gap, in line."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from scipy.spatial import KDTree

from efficientcracknet.measure.ends import find_heading
from efficientcracknet.measure.polyline import Points
from efficientcracknet.measure.settings import MeasureSettings
from efficientcracknet.measure.system import System


def join_gaps(systems: Sequence[System], settings: MeasureSettings) -> list[list[System]]:
    """Group pieces into cracks.

    Parameters
    ----------
    systems
        One for each piece.
    settings
        `join_gap_px` is the largest distance between two free ends, `join_angle_deg` the largest angle by which either
        end points away from the other.

    Returns
    -------
    list[list[System]]
        Every piece once; each alone if `join_gap_px` is 0.
    """
    chief = list(range(len(systems)))

    def find(index: int) -> int:
        while chief[index] != index:
            chief[index] = chief[chief[index]]
            index = chief[index]
        return index

    for first, second in _find_pairs(systems, settings) if settings.join_gap_px else ():
        chief[find(first)] = find(second)
    groups: dict[int, list[System]] = defaultdict(list)
    for index, system in enumerate(systems):
        groups[find(index)].append(system)
    return list(groups.values())


def _find_pairs(systems: Sequence[System], settings: MeasureSettings) -> list[tuple[int, int]]:
    ends = [(index, *end) for index, system in enumerate(systems) for end in _list_free_ends(system)]
    if len(ends) < 2:
        return []
    owners, places, headings = zip(*ends, strict=True)
    smallest = np.cos(np.radians(settings.join_angle_deg))
    pairs = []
    for first, second in KDTree(np.array(places)).query_pairs(settings.join_gap_px):
        way = places[second] - places[first]
        distance = np.linalg.norm(way)
        if min(headings[first] @ way, -(headings[second] @ way)) >= smallest * distance:
            pairs.append((owners[first], owners[second]))
    return pairs


def _list_free_ends(system: System) -> list[tuple[Points, Points]]:
    """Return place and outward direction of every free end."""
    found = []
    for branch in system.branches:
        for is_free, line in zip(branch.free_ends, (branch.line[::-1], branch.line), strict=True):
            if is_free:
                found.append((line[-1], find_heading(line, branch.course.radius_px)))
    return found
